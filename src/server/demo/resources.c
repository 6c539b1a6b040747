/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "demo/resources.h"

#include "demo/entry.h"
#include "demo/table.h"
#include "model/kinds.h"

gboolean
soho_demo_resources_put (SohoArchive *archive, const gint64 *telecentres, GError **error)
{
  static const char *const same[] = { "type", "name", "capacity", "equipment", "rate", "walk_in" };
  g_autoptr (SohoDemoTable) places = soho_demo_table_load ("telecentres.csv");
  g_autoptr (SohoDemoTable) resources = soho_demo_table_load ("resources.csv");

  for (guint i = 0; i < soho_demo_table_get_n_rows (resources); i++)
    {
      guint place
          = soho_demo_table_find (places, "name", soho_demo_table_get (resources, i, "telecentre"));
      g_autoptr (SohoRecord) resource = soho_record_new (&soho_kind_resource, 0);

      soho_value_set_integer (soho_demo_entry_get_value (resource, "telecentre"),
                              telecentres[place]);
      for (guint j = 0; j < G_N_ELEMENTS (same); j++)
        soho_demo_entry_parse (resource, same[j], soho_demo_table_get (resources, i, same[j]));
      if (soho_demo_entry_put (archive, resource, error) == 0)
        return FALSE;
    }
  return TRUE;
}
