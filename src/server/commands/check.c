/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "commands/commands.h"

#include <glib/gi18n-lib.h>

#include "archive/archive.h"
#include "archive/inventory.h"

gboolean
soho_command_check (const char *data, int argc, char **argv, GError **error)
{
  g_auto (GStrv) arguments = soho_command_parse (NULL, NULL, argc, argv, 0, 0, error);
  g_autoptr (SohoArchive) archive
      = arguments != NULL ? soho_archive_open (data, soho_model_get (), error) : NULL;
  g_autoptr (GPtrArray) complaints = archive != NULL ? soho_inventory_check (archive, error) : NULL;

  if (complaints == NULL)
    return FALSE;
  for (guint i = 0; i < complaints->len; i++)
    g_printerr ("%s\n", (char *) g_ptr_array_index (complaints, i));
  if (complaints->len == 0)
    {
      g_print (_ ("All is well.\n"));
      return TRUE;
    }
  g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_INVAL,
               _ ("%u things are wrong: restore a backup, or export what is there and import it "
                  "into a new network."),
               complaints->len);
  return FALSE;
}
