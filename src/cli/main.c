/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>

#include "verbs.h"

/* Exit codes that scripts rely on. */
#define EXIT_FAILED 1
#define EXIT_USAGE 2

typedef struct
{
  const char *name;
  SohoVerbFunc run;
  const char *arguments;
  const char *description;
} Verb;

static const Verb verbs[] = {
  { "sync", soho_verb_sync, N_ ("[--server URL] [--json]"),
    N_ ("Bring the copy in step with the server") },
  { "search", soho_verb_search, N_ ("[--json] [--kind KIND] [--limit N] WORD…"),
    N_ ("Find people and places") },
  { "show", soho_verb_show, N_ ("[--json] KIND ID"), N_ ("Print one record") },
  { "list", soho_verb_list, N_ ("[--json] [--where FIELD=VALUE]… KIND"),
    N_ ("Print the records of a kind") },
  { "verify", soho_verb_verify, "", N_ ("Look the copy over") },
  { "export", soho_verb_export, N_ ("DIRECTORY"), N_ ("Write everything to NDJSON files") },
};

static char *
dup_summary (void)
{
  GString *summary = g_string_new (_ ("Commands:"));

  for (guint i = 0; i < G_N_ELEMENTS (verbs); i++)
    g_string_append_printf (summary, "\n  %s %s\n      %s", verbs[i].name,
                            *verbs[i].arguments != '\0' ? _ (verbs[i].arguments) : "",
                            _ (verbs[i].description));
  return g_string_free (summary, FALSE);
}

static const Verb *
find_verb (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (verbs); i++)
    if (strcmp (verbs[i].name, name) == 0)
      return &verbs[i];
  return NULL;
}

static int
fail_usage (const char *message)
{
  g_printerr ("soho: %s\n%s\n", message, _ ("“soho --help” lists the commands."));
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
run (const char *directory, int argc, char **argv)
{
  const Verb *verb = argc > 0 ? find_verb (argv[0]) : NULL;
  g_autoptr (GError) error = NULL;

  if (verb == NULL)
    return fail_usage (_ ("no such command"));
  if (verb->run (directory, argc, argv, &error) && check_output (&error))
    return 0;
  if (error->domain == G_OPTION_ERROR)
    return fail_usage (error->message);
  g_printerr ("soho: %s\n", error->message);
  return EXIT_FAILED;
}

int
main (int argc, char **argv)
{
  g_autofree char *directory = NULL;
  gboolean version = FALSE;
  const GOptionEntry entries[] = {
    { "replica", 0, 0, G_OPTION_ARG_FILENAME, &directory, N_ ("Directory of the copy"),
      N_ ("DIR") },
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
      g_print ("soho %s\n", SOHO_VERSION);
      return 0;
    }
  if (directory == NULL)
    directory = g_build_filename (g_get_user_data_dir (), "soho-solo", "replica", NULL);
  return run (directory, argc - 1, argv + 1);
}
