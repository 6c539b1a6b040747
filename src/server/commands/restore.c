/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "commands/commands.h"

#include <glib/gi18n-lib.h>

#include "archive/backup.h"

gboolean
soho_command_restore (const char *data, int argc, char **argv, GError **error)
{
  g_auto (GStrv) arguments = soho_command_parse (_ ("FILE"), NULL, argc, argv, 1, 1, error);
  guint erased;

  if (arguments == NULL
      || !soho_archive_restore (data, soho_model_get (), arguments[0], &erased, error))
    return FALSE;
  g_print (
      _ ("The network in %s is that of the backup. Replicas bring back at their next sync what "
         "they have sent since.\n"),
      data);
  if (erased > 0)
    g_print (ngettext ("%u person who had been erased was erased again.\n",
                       "%u persons who had been erased were erased again.\n", erased),
             erased);
  return TRUE;
}
