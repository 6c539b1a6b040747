/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>

#include "commands/commands.h"

/* Exit codes that scripts rely on. */
#define EXIT_FAILED 1
#define EXIT_USAGE 2

typedef struct
{
  const char *name;
  SohoCommandFunc run;
  const char *arguments;
  const char *description;
} Command;

static const Command commands[] = {
  { "init", soho_command_init, N_ ("[--name NAME]"), N_ ("Make a new, empty network") },
  { "import", soho_command_import, N_ ("[--set FIELD=VALUE]… FILE…"),
    N_ ("Bring in CSV or NDJSON files") },
  { "export", soho_command_export, N_ ("DIRECTORY [--csv]"),
    N_ ("Write the whole network to files") },
  { "demo", soho_command_demo, N_ ("[--members N] [--seed S]"),
    N_ ("Fill an empty network with invented people") },
  { "serve", soho_command_serve,
    N_ ("[--listen ADDR:PORT] [--port-file FILE] [--tls-cert FILE --tls-key FILE]"),
    N_ ("Answer the replicas") },
  { "check", soho_command_check, "", N_ ("Look over everything that is kept") },
  { "stats", soho_command_stats, "", N_ ("Count what is kept") },
};

static char *
dup_summary (void)
{
  GString *summary = g_string_new (_ ("Commands:"));

  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    g_string_append_printf (summary, "\n  %s %s\n      %s", commands[i].name,
                            *commands[i].arguments != '\0' ? _ (commands[i].arguments) : "",
                            _ (commands[i].description));
  return g_string_free (summary, FALSE);
}

static const Command *
find_command (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    if (strcmp (commands[i].name, name) == 0)
      return &commands[i];
  return NULL;
}

static int
fail_usage (const char *message)
{
  g_printerr ("soho-solo-server: %s\n%s\n", message,
              _ ("“soho-solo-server --help” lists the commands."));
  return EXIT_USAGE;
}

/* What was printed must have arrived: on a full disk, say, it has not. */
static gboolean
check_output (GError **error)
{
  if (fflush (stdout) == 0 && ferror (stdout) == 0)
    return TRUE;
  g_set_error_literal (
      error, G_FILE_ERROR, G_FILE_ERROR_IO,
      _ ("What was found could not be written to standard output: make room there."));
  return FALSE;
}

static int
run (const char *data, int argc, char **argv)
{
  const Command *command = argc > 0 ? find_command (argv[0]) : NULL;
  g_autoptr (GError) error = NULL;

  if (data == NULL || command == NULL)
    return fail_usage (data == NULL ? _ ("say with --data DIR where the network is kept")
                                    : _ ("no such command"));
  if (command->run (data, argc, argv, &error) && check_output (&error))
    return 0;
  if (error->domain == G_OPTION_ERROR)
    return fail_usage (error->message);
  g_printerr ("soho-solo-server: %s\n", error->message);
  return EXIT_FAILED;
}

int
main (int argc, char **argv)
{
  g_autofree char *data = NULL;
  gboolean version = FALSE;
  const GOptionEntry entries[] = {
    { "data", 0, 0, G_OPTION_ARG_FILENAME, &data, N_ ("Directory of the network"), N_ ("DIR") },
    { "version", 0, 0, G_OPTION_ARG_NONE, &version, N_ ("Print the version"), NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GOptionContext) context = NULL;
  g_autofree char *summary = NULL;
  g_autoptr (GError) error = NULL;

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, SOHO_LOCALE_DIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  context = g_option_context_new (_ ("COMMAND"));
  summary = dup_summary ();
  g_option_context_set_summary (context, summary);
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_set_strict_posix (context, TRUE);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    return fail_usage (error->message);
  if (version)
    {
      g_print ("soho-solo-server %s\n", SOHO_VERSION);
      return 0;
    }
  return run (data, argc - 1, argv + 1);
}
