/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "program/program.h"

#include <glib/gi18n-lib.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>

#define EXIT_FAILED 1
#define EXIT_USAGE 2

static char *
dup_summary (const SohoProgram *program)
{
  GString *summary = g_string_new (_ ("Commands:"));

  for (const SohoCommand *command = program->commands; command->name != NULL; command++)
    g_string_append_printf (summary, "\n  %s %s\n      %s", command->name,
                            *command->arguments != '\0' ? _ (command->arguments) : "",
                            _ (command->description));
  return g_string_free (summary, FALSE);
}

static const SohoCommand *
find_command (const SohoProgram *program, const char *name)
{
  for (const SohoCommand *command = program->commands; command->name != NULL; command++)
    if (strcmp (command->name, name) == 0)
      return command;
  return NULL;
}

static int
fail_usage (const SohoProgram *program, const char *message)
{
  g_autofree char *hint = g_strdup_printf (_ ("“%s --help” lists the commands."), program->name);

  g_printerr ("%s: %s\n%s\n", program->name, message, hint);
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
run_command (const SohoProgram *program, const char *directory, int argc, char **argv)
{
  const SohoCommand *command = argc > 0 ? find_command (program, argv[0]) : NULL;
  g_autoptr (GError) error = NULL;

  if (directory == NULL)
    return fail_usage (program, _ (program->directory_missing));
  if (command == NULL)
    return fail_usage (program, _ ("no such command"));

  g_set_prgname (program->usage);
  if (command->run (directory, argc, argv, &error) && check_output (&error))
    return 0;
  if (error->domain == G_OPTION_ERROR)
    return fail_usage (program, error->message);
  g_printerr ("%s: %s\n", program->name, error->message);
  return EXIT_FAILED;
}

static void
speak_the_persons_language (void)
{
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, SOHO_LOCALE_DIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}

int
soho_program_run (const SohoProgram *program, int argc, char **argv)
{
  g_autofree char *directory = NULL;
  gboolean version = FALSE;
  const GOptionEntry entries[] = {
    { program->directory_option, 0, 0, G_OPTION_ARG_FILENAME, &directory,
      program->directory_description, N_ ("DIR") },
    { "version", 0, 0, G_OPTION_ARG_NONE, &version, N_ ("Print the version"), NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GOptionContext) context = NULL;
  g_autofree char *summary = NULL;
  g_autoptr (GError) error = NULL;

  speak_the_persons_language ();
  context = g_option_context_new (_ ("COMMAND"));
  summary = dup_summary (program);
  g_option_context_set_summary (context, summary);
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_set_strict_posix (context, TRUE);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    return fail_usage (program, error->message);
  if (version)
    {
      g_print ("%s %s\n", program->name, SOHO_VERSION);
      return 0;
    }
  if (directory == NULL && program->dup_usual_directory != NULL)
    directory = program->dup_usual_directory ();
  return run_command (program, directory, argc - 1, argv + 1);
}

char **
soho_command_parse (const char *usage,
                    const GOptionEntry *entries,
                    int argc,
                    char **argv,
                    guint least,
                    guint most,
                    GError **error)
{
  g_autoptr (GOptionContext) context = g_option_context_new (usage);
  g_auto (GStrv) arguments = g_new0 (char *, (gsize) argc + 1);
  g_autofree char *call = g_strdup_printf ("%s %s", g_get_prgname (), argv[0]);
  guint n;

  g_set_prgname (call);
  for (int i = 0; i < argc; i++)
    arguments[i] = g_strdup (argv[i]);
  if (entries != NULL)
    g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  if (!g_option_context_parse_strv (context, &arguments, error))
    return NULL;

  n = g_strv_length (arguments) - 1;
  if (n >= least && n <= most)
    return g_strdupv (arguments + 1);
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _ ("usage: %s %s"), call,
               usage != NULL ? usage : "");
  return NULL;
}
