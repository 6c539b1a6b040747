/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "verbs.h"

static const SohoCommand commands[] = {
  { "sync", soho_verb_sync, N_ ("[--server URL] [--json]"),
    N_ ("Bring the copy in step with the server") },
  { "search", soho_verb_search, N_ ("[--json] [--kind KIND] [--limit N] WORD…"),
    N_ ("Find people and places") },
  { "show", soho_verb_show, N_ ("[--json] KIND ID"), N_ ("Print one record") },
  { "list", soho_verb_list, N_ ("[--json] [--where FIELD=VALUE]… KIND"),
    N_ ("Print the records of a kind") },
  { "new", soho_verb_new, N_ ("KIND FIELD=VALUE…"), N_ ("Write a record") },
  { "edit", soho_verb_edit, N_ ("KIND ID FIELD=VALUE…"), N_ ("Change a record") },
  { "delete", soho_verb_delete, N_ ("KIND ID"), N_ ("Delete a record") },
  { "outbox", soho_verb_outbox, N_ ("[--json] [--discard NUMBER]"),
    N_ ("Print what waits to be sent, and what was returned") },
  { "activate", soho_verb_activate, N_ ("[--server URL] [--device NAME] CODE"),
    N_ ("Choose a password with the code of an invitation, and sign in") },
  { "login", soho_verb_login, N_ ("[--server URL] [--device NAME] EMAIL"), N_ ("Sign in") },
  { "logout", soho_verb_logout, N_ ("[--seal]"),
    N_ ("Sign out, and leave here what everybody may read") },
  { "session", soho_verb_session, N_ ("[--json] [--end ID]"),
    N_ ("Print where you are signed in, or end a sign-in") },
  { "password", soho_verb_password, "", N_ ("Change the password") },
  { "verify", soho_verb_verify, "", N_ ("Look the copy over") },
  { "export", soho_verb_export, N_ ("[--mine] DIRECTORY"),
    N_ ("Write everything to NDJSON files") },
  { "unseal", soho_verb_unseal, "", N_ ("Open what you sealed when you signed out") },
  { "erase", soho_verb_erase, "", N_ ("Erase yourself from the network, for good") },
  { NULL },
};

static char *
dup_usual_directory (void)
{
  return g_build_filename (g_get_user_data_dir (), "soho-solo", "replica", NULL);
}

int
main (int argc, char **argv)
{
  const SohoProgram program = {
    .name = "soho",
    .usage = "soho",
    .directory_option = "replica",
    .directory_description = N_ ("Directory of the copy"),
    .dup_usual_directory = dup_usual_directory,
    .commands = commands,
  };

  return soho_program_run (&program, argc, argv);
}
