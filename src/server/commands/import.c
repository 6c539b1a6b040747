/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "commands/commands.h"

#include <glib/gi18n-lib.h>

#include "exchange/import.h"

/* More complaints than anybody reads at once. */
#define MOST_COMPLAINTS 1000

static void
print_complaints (const SohoImportReport *report)
{
  for (guint i = 0; i < MIN (report->complaints->len, MOST_COMPLAINTS); i++)
    g_printerr ("%s\n", (char *) g_ptr_array_index (report->complaints, i));
  if (report->complaints->len > MOST_COMPLAINTS)
    g_printerr (_ ("… and %u more\n"), report->complaints->len - MOST_COMPLAINTS);
}

static void
print_success (const SohoImportReport *report)
{
  g_print (_ ("%s: %u new, %u changed, %u unchanged\n"), report->path, report->added,
           report->changed, report->unchanged);
  if (report->hidden > 0)
    g_print (_ ("  %u of them are not public. For those who agreed, say so in a column "
                "“visibility” (public), "
                "or for all of them with --set visibility=public\n"),
             report->hidden);
  if (report->withheld > 0)
    g_print (ngettext ("  %u reference was left out: what it names is read by fewer people than "
                       "the record\n",
                       "  %u references were left out: what they name is read by fewer people than "
                       "the record\n",
                       report->withheld),
             report->withheld);
}

gboolean
soho_command_import (const char *data, int argc, char **argv, GError **error)
{
  g_auto (GStrv) settings = NULL;
  const GOptionEntry entries[] = {
    { "set", 0, 0, G_OPTION_ARG_STRING_ARRAY, &settings,
      N_ ("Value of a field that the file does not have; may be repeated"), N_ ("FIELD=VALUE") },
    G_OPTION_ENTRY_NULL,
  };
  g_auto (GStrv) paths = soho_command_parse (_ ("FILE…"), entries, argc, argv, 1, G_MAXUINT, error);
  g_autoptr (SohoArchive) archive
      = paths != NULL ? soho_archive_open (data, soho_model_get (), error) : NULL;
  g_autoptr (GPtrArray) reports = NULL;
  guint refused = 0;

  if (archive == NULL)
    return FALSE;
  reports = soho_import_files (archive, (const char *const *) paths, (const char *const *) settings,
                               error);
  if (reports == NULL)
    return FALSE;
  for (guint i = 0; i < reports->len; i++)
    {
      const SohoImportReport *report = g_ptr_array_index (reports, i);

      if (report->complaints->len > 0)
        {
          print_complaints (report);
          refused++;
        }
      else
        print_success (report);
    }
  if (refused == 0)
    return TRUE;
  g_set_error (
      error, G_FILE_ERROR, G_FILE_ERROR_INVAL,
      _ ("Nothing was kept of %u of %u files: correct the lines above and import them again."),
      refused, reports->len);
  return FALSE;
}
