/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "commands/commands.h"

static const SohoCommand commands[] = {
  { "init", soho_command_init, N_ ("[--name NAME]"), N_ ("Make a new, empty network") },
  { "import", soho_command_import, N_ ("[--set FIELD=VALUE]… FILE…"),
    N_ ("Bring in CSV or NDJSON files") },
  { "export", soho_command_export, N_ ("DIRECTORY [--csv]"),
    N_ ("Write the whole network to files") },
  { "demo", soho_command_demo, N_ ("[--members N] [--seed S]"),
    N_ ("Fill an empty network with invented people") },
  { "invite", soho_command_invite, N_ ("[--role ROLE[:ID]]… [--member ID] EMAIL"),
    N_ ("Let somebody in: print the code with which they choose a password") },
  { "serve", soho_command_serve,
    N_ ("[--listen ADDR:PORT] [--port-file FILE] [--tls-cert FILE --tls-key FILE]"),
    N_ ("Answer the replicas") },
  { "check", soho_command_check, "", N_ ("Look over everything that is kept") },
  { "stats", soho_command_stats, "", N_ ("Count what is kept") },
  { "backup", soho_command_backup, N_ ("FILE"), N_ ("Copy everything, also while serving") },
  { "restore", soho_command_restore, N_ ("FILE"),
    N_ ("Put a backup in the place of what is there") },
  { "erase", soho_command_erase, N_ ("MEMBER"),
    N_ ("Erase a person, by number or e-mail address") },
  { NULL },
};

int
main (int argc, char **argv)
{
  const SohoProgram program = {
    .name = "soho-solo-server",
    .usage = "soho-solo-server --data DIR",
    .directory_option = "data",
    .directory_description = N_ ("Directory of the network"),
    .directory_missing = N_ ("say with --data DIR where the network is kept"),
    .commands = commands,
  };

  return soho_program_run (&program, argc, argv);
}
