/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "commands/commands.h"

#include <glib/gi18n-lib.h>

#include "exchange/export.h"

gboolean
soho_command_export (const char *data, int argc, char **argv, GError **error)
{
  gboolean csv = FALSE;
  const GOptionEntry entries[] = {
    { "csv", 0, 0, G_OPTION_ARG_NONE, &csv, N_ ("CSV files instead of NDJSON"), NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_auto (GStrv) arguments = soho_command_parse (_ ("DIRECTORY"), entries, argc, argv, 1, 1, error);
  g_autoptr (SohoArchive) archive
      = arguments != NULL ? soho_archive_open (data, soho_model_get (), error) : NULL;

  if (archive == NULL || !soho_export_all (archive, arguments[0], csv, error))
    return FALSE;
  g_print (_ ("The network is in %s, one file for each kind of record.\n"), arguments[0]);
  return TRUE;
}
