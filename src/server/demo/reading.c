/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "demo/reading.h"

#include "demo/entry.h"
#include "demo/table.h"
#include "model/kinds.h"

/* Puts a record for each row of name.csv: cells as they are, but text names a file of the folder
 * name, and in lines ";" stands for a line break; either may be NULL. */
static gboolean
put_rows (SohoArchive *archive,
          const SohoKind *kind,
          const char *name,
          const char *text,
          const char *lines,
          GError **error)
{
  g_autofree char *file = g_strconcat (name, ".csv", NULL);
  g_autoptr (SohoDemoTable) table = soho_demo_table_load (file);
  const char *const *columns = soho_demo_table_get_columns (table);

  for (guint i = 0; i < soho_demo_table_get_n_rows (table); i++)
    {
      g_autoptr (SohoRecord) entry = soho_record_new (kind, 0);

      for (const char *const *column = columns; *column != NULL; column++)
        {
          const char *cell = soho_demo_table_get (table, i, *column);
          g_autofree char *path = g_strdup_printf ("%s/%s.md", name, cell);

          if (g_strcmp0 (*column, text) == 0)
            soho_demo_entry_take_text (entry, *column, soho_demo_table_load_text (path));
          else if (g_strcmp0 (*column, lines) == 0)
            soho_demo_entry_take_text (entry, *column, g_strdelimit (g_strdup (cell), ";", '\n'));
          else
            soho_demo_entry_parse (entry, *column, cell);
        }
      if (soho_demo_entry_put (archive, entry, error) == 0)
        return FALSE;
    }
  return TRUE;
}

gboolean
soho_demo_reading_put_guides (SohoArchive *archive, GError **error)
{
  return put_rows (archive, &soho_kind_guide, "guides", "body", NULL, error);
}

gboolean
soho_demo_reading_put_episodes (SohoArchive *archive, GError **error)
{
  return put_rows (archive, &soho_kind_episode, "episodes", "transcript", "chapters", error);
}
