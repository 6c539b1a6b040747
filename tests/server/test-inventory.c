/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "archive/inventory.h"

#include <string.h>

#include "follower.h"
#include "model/kinds.h"
#include "pictures.h"

/* A card with a hidden number, a skill, and a village; all of it sealed. */
static Network *
make_network (void)
{
  Network *network = network_new ();
  g_autoptr (GBytes) picture = pictures_get (PICTURES_JPEG);
  g_autofree char *photo = NULL;

  network_put (network, "skill", 1, "label=Horlogerie", NULL);
  photo = network_put_photo (network, picture);
  network_put (network, "member", 2, "given_name=Anna", "family_name=Fictive", "commune=Auch",
               "visibility=public", photo, NULL);
  network_put (network, "contact_point", 3, "member=2", "type=address", "value=Mairie", NULL);
  network_put (network, "member_skill", 4, "member=2", "skill=1", NULL);
  network_put (network, "village", 5, "commune=Mirande", NULL);
  network_put (network, "village", 6, "commune=Condom", NULL);
  network_put (network, "village", 7, "commune=Auch", NULL);
  g_bytes_unref (follower_collect (network, "", NULL));
  network_assert_sound (network);
  return network;
}

static void
test_count (void)
{
  g_autoptr (Network) network = make_network ();
  g_autoptr (GArray) counts = soho_inventory_count (network->archive, NULL);
  SohoInventorySizes sizes;
  guint records = 0, public_records = 0;

  for (guint i = 0; i < counts->len; i++)
    {
      const SohoInventoryCount *count = &g_array_index (counts, SohoInventoryCount, i);

      if (count->kind == &soho_kind_contact_point)
        {
          g_assert_cmpuint (count->records, ==, 1);
          g_assert_cmpuint (count->public_records, ==, 0);
        }
      records += count->records;
      public_records += count->public_records;
    }
  g_assert_cmpuint (records, ==, 7);
  g_assert_cmpuint (public_records, ==, 6);
  g_assert_true (soho_inventory_measure (network->archive, &sizes, NULL));
  g_assert_cmpuint (sizes.pages, ==, 4);
  g_assert_cmpuint (sizes.page_bytes, >, 0);
  g_assert_cmpuint (sizes.blobs, ==, 1);
  g_assert_cmpuint (sizes.blob_bytes, ==, 312);
  g_assert_cmpuint (sizes.file_bytes, >, sizes.page_bytes);
}

/* Whatever is wrong is found, and named. */
static void
test_check (void)
{
  static const struct
  {
    const char *sql, *found;
  } wrongs[] = {
    { "DELETE FROM record WHERE id = 1", "member_skill 4" },
    { "DELETE FROM record WHERE id = 2", "contact_point 3" },
    { "UPDATE record SET audience = 'public' WHERE id = 3", "contact_point 3" },
    { "UPDATE record SET audience = 'members' WHERE id = 2", "member 2" },
    { "UPDATE record SET body = '{\"label\":\"\t\"}' WHERE id = 1", "skill 1" },
    { "UPDATE record SET body = '{\"commune\":\"75056\"}' WHERE id = 5", "village 5" },
    { "UPDATE record SET revision = 9 WHERE id = 5", "village" },
    { "UPDATE page SET frame = x'00' WHERE kind = 'village'", "village" },
    { "UPDATE page SET frame = (SELECT frame FROM page WHERE kind = 'skill')"
      " WHERE kind = 'village'",
      "village" },
    { "UPDATE page SET first = 1 WHERE kind = 'village'", "village" },
    { "UPDATE page SET n = 2 WHERE kind = 'village'", "village" },
    { "INSERT INTO record VALUES (99, 'village', 'public', 90, 1, NULL,"
      " '{\"commune\":\"32107\"}'); UPDATE page SET last = 99 WHERE kind = 'village'",
      "village" },
    { "DELETE FROM record WHERE id = 6", "village" },
    { "DELETE FROM blob", "member 2" },
    { "DELETE FROM blob_use", "member 2" },
    { "UPDATE blob SET bytes = x'00'", "is damaged" },
    { "UPDATE record SET body = json_remove (body, '$.photo') WHERE id = 2", "shown by no record" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (wrongs); i++)
    {
      g_autoptr (Network) network = make_network ();
      g_autoptr (GPtrArray) complaints = NULL;
      g_autoptr (GError) error = NULL;
      gboolean found = FALSE;

      g_test_message ("%s", wrongs[i].sql);
      follower_run_sql (network, wrongs[i].sql);
      complaints = soho_inventory_check (network->archive, &error);
      g_assert_true (complaints != NULL || error != NULL);
      for (guint c = 0; complaints != NULL && c < complaints->len; c++)
        found = found || strstr (g_ptr_array_index (complaints, c), wrongs[i].found) != NULL;
      found = found || (error != NULL && strstr (error->message, wrongs[i].found) != NULL);
      g_assert_true (found);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/inventory/count", test_count);
  g_test_add_func ("/inventory/check", test_check);
  return g_test_run ();
}
