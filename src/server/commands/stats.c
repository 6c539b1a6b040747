/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "commands/commands.h"

#include <glib/gi18n-lib.h>

#include "archive/archive.h"
#include "archive/inventory.h"

gboolean
soho_command_stats (const char *data, int argc, char **argv, GError **error)
{
  g_auto (GStrv) arguments = soho_command_parse (NULL, NULL, argc, argv, 0, 0, error);
  g_autoptr (SohoArchive) archive
      = arguments != NULL ? soho_archive_open (data, soho_model_get (), error) : NULL;
  g_autoptr (GArray) counts = archive != NULL ? soho_inventory_count (archive, error) : NULL;
  SohoInventorySizes sizes;

  if (counts == NULL || !soho_inventory_measure (archive, &sizes, error))
    return FALSE;
  for (guint i = 0; i < counts->len; i++)
    {
      const SohoInventoryCount *count = &g_array_index (counts, SohoInventoryCount, i);

      g_print (_ ("%-16s %6u records, %6u of them public\n"), count->kind->name, count->records,
               count->public_records);
    }
  g_print (_ ("%-16s %6u pages, %llu bytes\n"), _ ("sealed"), sizes.pages,
           (unsigned long long) sizes.page_bytes);
  g_print (_ ("%-16s %6u files, %llu bytes\n"), _ ("photos"), sizes.blobs,
           (unsigned long long) sizes.blob_bytes);
  g_print (_ ("%-16s %6llu bytes\n"), _ ("file"), (unsigned long long) sizes.file_bytes);
  return TRUE;
}
