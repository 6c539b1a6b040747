/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <adwaita.h>
#include <glib/gstdio.h>

#include "fixture.h"
#include "lists/category-list.h"
#include "lists/commune-list.h"
#include "lists/key-splice.h"
#include "lists/people-list.h"

/* Follows a model by its signals alone, as a view does. */
typedef struct
{
  GArray *shown; /* gint64 */
  const GArray *keys;
  guint changes;
} Follower;

static void
on_items_changed (GListModel *model, guint position, guint removed, guint added, Follower *follower)
{
  g_array_remove_range (follower->shown, position, removed);
  for (guint i = 0; i < added; i++)
    g_array_insert_val (follower->shown, position + i,
                        g_array_index (follower->keys, gint64, position + i));
  g_assert_cmpmem (follower->shown->data, follower->shown->len * sizeof (gint64),
                   follower->keys->data, follower->keys->len * sizeof (gint64));
  follower->changes++;
}

/* Keys from 0 to 199, each there or not; now and then in another order. */
static GArray *
make_keys (gboolean shuffled)
{
  GArray *keys = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (gint64 key = 0; key < 200; key++)
    if (g_test_rand_int_range (0, 3) > 0)
      {
        guint at = shuffled ? (guint) g_test_rand_int_range (0, (int) keys->len + 1) : keys->len;

        g_array_insert_val (keys, at, key);
      }
  return keys;
}

static void
test_splice (void)
{
  g_autoptr (GListStore) model = g_list_store_new (G_TYPE_OBJECT); /* only emits for us */
  g_autoptr (GArray) keys = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) shown = g_array_new (FALSE, FALSE, sizeof (gint64));
  Follower follower = { .shown = shown, .keys = keys };

  g_signal_connect (model, "items-changed", G_CALLBACK (on_items_changed), &follower);
  for (guint i = 0; i < 500; i++)
    {
      g_autoptr (GArray) wanted = make_keys (i % 3 == 0);

      soho_key_splice (G_LIST_MODEL (model), keys, wanted);
      g_assert_cmpmem (keys->data, keys->len * sizeof (gint64), wanted->data,
                       wanted->len * sizeof (gint64));
    }
  follower.changes = 0;
  soho_key_splice (G_LIST_MODEL (model), keys, keys);
  g_assert_cmpuint (follower.changes, ==, 0);
}

static void
test_splice_is_precise (void)
{
  g_autoptr (GListStore) model = g_list_store_new (G_TYPE_OBJECT);
  g_autoptr (GArray) keys = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) wanted = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) shown = g_array_new (FALSE, FALSE, sizeof (gint64));
  Follower follower = { .shown = shown, .keys = keys };

  g_array_append_vals (wanted, (gint64[]){ 1, 2, 3, 4, 5, 6 }, 6);
  soho_key_splice (G_LIST_MODEL (model), keys, wanted);
  g_array_append_vals (shown, keys->data, keys->len);
  g_signal_connect (model, "items-changed", G_CALLBACK (on_items_changed), &follower);

  g_array_set_size (wanted, 0);
  g_array_append_vals (wanted, (gint64[]){ 9, 1, 2, 4, 6, 7 },
                       6); /* 9 came, 3 and 5 went, 7 came */
  soho_key_splice (G_LIST_MODEL (model), keys, wanted);
  g_assert_cmpuint (follower.changes, ==, 4);
}

static void
assert_people (SohoPeopleList *list, guint n, const gint64 *ids)
{
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, n);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SohoRecord) record = g_list_model_get_item (G_LIST_MODEL (list), i);

      g_assert_cmpint (soho_record_get_id (record), ==, ids[i]);
      g_assert_cmpint (soho_record_list_get_id (SOHO_RECORD_LIST (list), i), ==, ids[i]);
      g_assert_cmpuint (soho_record_list_find (SOHO_RECORD_LIST (list), ids[i]), ==, i);
    }
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (list), n));
}

static void
test_people (void)
{
  Fixture fixture;
  g_autoptr (SohoPeopleList) list = NULL;

  fixture_open (&fixture, FALSE);
  list = soho_people_list_new (fixture.library);
  assert_people (list, 3, (gint64[]){ ANSELME, CELESTE, BERTHE });
  g_assert_true (soho_people_list_set_query (list, "epure", 0, NULL));
  g_assert_false (soho_people_list_set_query (list, "epure", 0, NULL));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 2);
  soho_people_list_set_query (list, "epure tradu", TRANSLATION, "32013");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 2);
  soho_people_list_set_query (list, NULL, CRAFTS, NULL);
  assert_people (list, 1, (gint64[]){ BERTHE });
  soho_people_list_set_query (list, "", CRAFTS, "32107");
  assert_people (list, 1, (gint64[]){ BERTHE });
  soho_people_list_set_query (list, "\" OR * NEAR(", 0, NULL);
  soho_people_list_set_query (list, "\xff\xfe", 0, NULL);
  soho_people_list_set_query (list, "nobody at all", 0, NULL);
  assert_people (list, 0, NULL);
  g_clear_object (&list);
  fixture_close (&fixture);
}

static gboolean
has_four (gpointer list)
{
  return g_list_model_get_n_items (list) == 4;
}

static gboolean
has_two (gpointer list)
{
  return g_list_model_get_n_items (list) == 2;
}

static void
count_change (GListModel *model, guint position, guint removed, guint added, guint *changes)
{
  g_assert_cmpuint (removed + added, ==, 1);
  (*changes)++;
}

/* What another program writes shows up, at its place, and what did not change stays the same
 * object. */
static void
test_people_are_live (void)
{
  Fixture fixture;
  g_autoptr (SohoPeopleList) list = NULL;
  g_autoptr (SohoRecord) before = NULL, after = NULL;
  guint changes = 0;

  fixture_open (&fixture, FALSE);
  list = soho_people_list_new (fixture.library);
  before = soho_record_list_get (SOHO_RECORD_LIST (list), 2);
  g_signal_connect (list, "items-changed", G_CALLBACK (count_change), &changes);

  fixture_put (&fixture, "member", 4, "given_name", "Basile", "family_name", "Croquis", "commune",
               "32107", "visibility", "public", NULL);
  fixture_wait (has_four, list);
  assert_people (list, 4, (gint64[]){ 4, ANSELME, CELESTE, BERTHE });
  g_assert_cmpuint (changes, ==, 1);
  after = soho_record_list_get (SOHO_RECORD_LIST (list), 3);
  g_assert_true (before == after);
  g_signal_handlers_disconnect_by_data (list, &changes);

  fixture_delete (&fixture, "member", 4);
  fixture_delete (&fixture, "member", ANSELME);
  fixture_wait (has_two, list);
  assert_people (list, 2, (gint64[]){ CELESTE, BERTHE });
  g_clear_object (&list);
  fixture_close (&fixture);
}

static gboolean
is_renamed (gpointer list)
{
  g_autoptr (SohoRecord) record = soho_record_list_get (list, 2);

  return g_strcmp0 (soho_record_get_text (record, "occupation"), "céramiste") == 0;
}

/* A record that changed is another object, told about at its place; whoever holds the old one keeps
 * it. */
static void
test_changed_record (void)
{
  Fixture fixture;
  g_autoptr (SohoPeopleList) list = NULL;
  g_autoptr (SohoRecord) old = NULL;

  fixture_open (&fixture, FALSE);
  list = soho_people_list_new (fixture.library);
  old = soho_record_list_get (SOHO_RECORD_LIST (list), 2);
  g_assert_cmpstr (soho_record_get_text (old, "occupation"), ==, "potière");
  fixture_put (&fixture, "member", BERTHE, "given_name", "Berthe", "family_name", "Maquette",
               "occupation", "céramiste", "commune", "32107", "visibility", "public", NULL);
  fixture_wait (is_renamed, list);
  g_assert_cmpstr (soho_record_get_text (old, "occupation"), ==, "potière");
  g_clear_object (&list);
  fixture_close (&fixture);
}

static gboolean
has_newcomer (gpointer list)
{
  return g_list_model_get_n_items (list) == 1;
}

/* Another program sets the file aside and begins a new one under our eyes. */
static void
test_file_is_replaced (void)
{
  Fixture fixture;
  g_autoptr (SohoPeopleList) list = NULL;
  g_autoptr (GError) error = NULL;
  static const char *const names[] = { "replica.db", "replica.db-wal", "replica.db-shm" };

  fixture_open (&fixture, FALSE);
  list = soho_people_list_new (fixture.library);
  g_clear_object (&fixture.writer);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *from = g_build_filename (fixture.directory, names[i], NULL);
      g_autofree char *to = g_strconcat (from, ".aside", NULL);

      g_rename (from, to);
    }
  fixture.writer = soho_replica_open (fixture.directory, soho_model_get (), &error);
  g_assert_no_error (error);
  fixture_put (&fixture, "member", 7, "given_name", "Basile", "family_name", "Croquis", "commune",
               "32107", "visibility", "public", NULL);
  fixture_wait (has_newcomer, list);
  assert_people (list, 1, (gint64[]){ 7 });
  g_clear_object (&list);
  fixture_close (&fixture);
}

static void
test_records_of_an_owner (void)
{
  Fixture fixture;
  g_autoptr (SohoRecordList) list = NULL, none = NULL;

  fixture_open (&fixture, FALSE);
  list = soho_record_list_new (fixture.library, "contact_point", "member", ANSELME);
  none = soho_record_list_new (fixture.library, "contact_point", "member", CELESTE);
  g_assert_cmpuint (soho_record_list_get_length (list), ==, 2);
  g_assert_cmpuint (soho_record_list_get_length (none), ==, 0);
  g_assert_cmpuint (soho_record_list_find (list, 12345), ==, G_MAXUINT);
  g_clear_object (&list);
  g_clear_object (&none);
  fixture_close (&fixture);
}

static void
test_categories (void)
{
  static const guint expected[] = { 3, 1, 2 };
  Fixture fixture;
  g_autoptr (SohoCategoryList) list = NULL;

  fixture_open (&fixture, FALSE);
  list = soho_category_list_new (fixture.library);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 3);
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_autoptr (SohoCategoryChoice) choice = g_list_model_get_item (G_LIST_MODEL (list), i);
      g_autofree char *icon_name = NULL, *label = NULL;
      guint people;

      g_object_get (choice, "icon-name", &icon_name, "label", &label, "people", &people, NULL);
      g_assert_cmpuint (people, ==, expected[i]);
      g_assert_true (g_str_has_suffix (icon_name, "-symbolic"));
      g_assert_cmpint (soho_category_choice_get_id (choice) == 0, ==, i == 0);
    }
  g_clear_object (&list);
  fixture_close (&fixture);
}

static void
assert_commune (SohoCommuneList *list, guint position, const char *insee, guint people)
{
  g_autoptr (SohoCommuneItem) item = g_list_model_get_item (G_LIST_MODEL (list), position);

  g_assert_nonnull (item);
  g_assert_cmpstr (soho_commune_item_get_commune (item)->insee, ==, insee);
  g_assert_cmpuint (soho_commune_item_get_people (item), ==, people);
}

static gboolean
has_moved (gpointer list)
{
  g_autoptr (SohoCommuneItem) item = g_list_model_get_item (list, 0);

  return soho_commune_item_get_people (item) == 3;
}

static void
test_communes (void)
{
  Fixture fixture;
  g_autoptr (SohoCommuneList) list = NULL;

  fixture_open (&fixture, FALSE);
  list = soho_commune_list_new (fixture.library);
  assert_commune (list, 0, "32013", 2);
  assert_commune (list, 1, "32107", 1);
  g_assert_cmpuint (soho_commune_list_get_people (list), ==, 3);
  g_assert_cmpstr (soho_commune_list_get_villages (list)[0], ==, "32107");
  g_assert_null (soho_commune_list_get_villages (list)[1]);

  soho_commune_list_ask (list, &(SohoPeopleQuery){ .words = "nobody at all" });
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 0);
  soho_commune_list_ask (list, &(SohoPeopleQuery){ .category = CRAFTS });
  assert_commune (list, 0, "32107", 1);
  soho_commune_list_ask (list, &(SohoPeopleQuery){ NULL });

  fixture_put (&fixture, "member", CELESTE, "given_name", "Céleste", "family_name", "Épure",
               "commune", "32107", "visibility", "public", NULL);
  fixture_put (&fixture, "member", ANSELME, "given_name", "Anselme", "family_name", "Épure",
               "commune", "32107", "visibility", "public", NULL);
  fixture_wait (has_moved, list);
  assert_commune (list, 0, "32107", 3);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 1);
  g_clear_object (&list);
  fixture_close (&fixture);
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);
  g_test_add_func ("/app/lists/splice", test_splice);
  g_test_add_func ("/app/lists/splice-is-precise", test_splice_is_precise);
  g_test_add_func ("/app/lists/people", test_people);
  g_test_add_func ("/app/lists/people-are-live", test_people_are_live);
  g_test_add_func ("/app/lists/changed-record", test_changed_record);
  g_test_add_func ("/app/lists/file-is-replaced", test_file_is_replaced);
  g_test_add_func ("/app/lists/records-of-an-owner", test_records_of_an_owner);
  g_test_add_func ("/app/lists/categories", test_categories);
  g_test_add_func ("/app/lists/communes", test_communes);
  return g_test_run ();
}
