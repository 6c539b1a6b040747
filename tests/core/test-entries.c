/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/entries.h"

#include <string.h>

#include "model/kinds.h"
#include "replicas.h"
#include "store/apply.h"
#include "store/directory.h"
#include "store/replica-private.h"
#include "store/search.h"

typedef struct
{
  char *directory;
  SohoReplica *replica;
} Fixture;

#define MARCIAC "32233"
#define AUCH "32013"
#define CONDOM "32107"

static void
set_up (Fixture *self, gconstpointer unused)
{
  self->directory = soho_test_directory_new ();
  self->replica = soho_test_replica_open (self->directory, soho_model_get ());
  soho_test_put (self->replica, &soho_kind_village, 1, "commune", MARCIAC, NULL);
  soho_test_put (self->replica, &soho_kind_village_offer, 2, "village", "1", "type", "premises",
                 "title", "Local sous les arcades", NULL);
  soho_test_put (self->replica, &soho_kind_member, 11, "given_name", "Zoé", "family_name", "Éluard",
                 "commune", MARCIAC, "occupation", "Traductrice", NULL);
  soho_test_put (self->replica, &soho_kind_member, 12, "given_name", "Éloi", "family_name",
                 "El Moulin", "commune", AUCH, "occupation", "Traducteur", NULL);
  soho_test_put (self->replica, &soho_kind_guide, 21, "section", "Vivre", "title", "Élire domicile",
                 "body", "Un traducteur peut aider.", NULL);
}

static void
tear_down (Fixture *self, gconstpointer unused)
{
  g_object_unref (self->replica);
  soho_test_directory_free (self->directory);
}

/* "kind:id" of all that is found, in its order. */
static char *
find (Fixture *self, const char *words)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) hits = soho_replica_search_kinds (self->replica, words, 3, &error);
  GString *text = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < hits->len; i++)
    {
      const SohoHit *hit = g_ptr_array_index (hits, i);

      g_string_append_printf (text, "%s%s:%d", i > 0 ? " " : "",
                              soho_record_get_kind (hit->record)->name,
                              (int) soho_record_get_id (hit->record));
    }
  return g_string_free (text, FALSE);
}

static void
assert_found (Fixture *self, const char *words, const char *expected)
{
  g_autofree char *found = find (self, words);

  g_test_message ("%s", words);
  g_assert_cmpstr (found, ==, expected);
}

static void
assert_sound (Fixture *self, gboolean sound)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) complaints = soho_replica_verify (self->replica, &error);

  g_assert_no_error (error);
  g_assert_cmpint (complaints->len == 0, ==, sound);
}

/* Kind by kind, in the order of the words that begin so; nothing comes twice. */
static void
test_first_letters (Fixture *self, gconstpointer unused)
{
  assert_found (self, "e", "member:12 member:11 guide:21");
  assert_found (self, "É", "member:12 member:11 guide:21");
  assert_found (self, "elu", "member:11");
  assert_found (self, "zo", "member:11");
  assert_found (self, "lo", "village_offer:2");
  assert_found (self, "ma", "village:1");
}

/* What changes and goes is followed. */
static void
test_follows_the_records (Fixture *self, gconstpointer unused)
{
  const gint64 gone = 11;
  g_autoptr (GError) error = NULL;

  assert_sound (self, TRUE);
  soho_test_put (self->replica, &soho_kind_member, 12, "given_name", "Yves", "family_name",
                 "Moulin", "commune", CONDOM, NULL);
  assert_found (self, "y", "member:12");
  assert_found (self, "e", "member:11 guide:21");
  assert_sound (self, TRUE);
  g_assert_true (soho_replica_begin (self->replica, &error));
  g_assert_true (soho_replica_apply_deletions (self->replica, &soho_kind_member, &gone, 1, &error));
  g_assert_true (soho_replica_commit (self->replica, &error));
  assert_found (self, "e", "guide:21");
  assert_sound (self, TRUE);
}

/* An offer is where its village is, also after the village has moved. */
static void
test_place_through_what_is_referred_to (Fixture *self, gconstpointer unused)
{
  assert_found (self, "local près de Marciac", "village_offer:2");
  soho_test_put (self->replica, &soho_kind_village, 1, "commune", CONDOM, NULL);
  assert_found (self, "local à moins de 5 km de Condom", "village_offer:2");
  assert_sound (self, TRUE);
}

/* Where nothing is near, what is nearest comes, and it is said. */
static void
test_nearest_instead_of_none (Fixture *self, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *place = NULL, *near = NULL;
  SohoPeopleQuery query = { .words = "traducteur à moins de 3 km de Condom" };
  g_autoptr (GArray) people = soho_replica_find_people (self->replica, &query, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (people->len, ==, 2);
  g_assert_cmpint (g_array_index (people, gint64, 0), ==, 12); /* Auch is nearer than Marciac */
  place = soho_replica_dup_place (self->replica, query.words, &error);
  g_assert_cmpstr (place, ==, "nearest to Condom");
  near = soho_replica_dup_place (self->replica, "traducteur à Auch", &error);
  g_assert_cmpstr (near, ==, "near Auch (20 km)");
}

static void
test_damage_is_found (Fixture *self, gconstpointer unused)
{
  sqlite3 *db = soho_replica_get_database (self->replica);

  g_assert_true (soho_database_run (db, "UPDATE entry SET sort = 'x' WHERE id = 11", NULL));
  assert_sound (self, FALSE);
  g_assert_true (
      soho_database_run (db, "UPDATE entry SET sort = 'eluard zoe' WHERE id = 11", NULL));
  assert_sound (self, TRUE);
  g_assert_true (soho_database_run (db, "DELETE FROM entry_word WHERE id = 11", NULL));
  assert_sound (self, FALSE);
}

/* A replica from before there were entries gets them, and its documents, when it is opened. */
static void
test_older_replica (Fixture *self, gconstpointer unused)
{
  g_assert_true (
      soho_database_run (soho_replica_get_database (self->replica),
                         "DROP TABLE entry; DROP TABLE entry_word; DROP TABLE entry_group;"
                         "DROP TABLE search;"
                         "DROP TABLE outbox; DROP TABLE shadow; DROP TABLE tray;"
                         "DROP TABLE draft; DROP TABLE kept; DROP TABLE sealed; DROP TABLE locked;"
                         "CREATE VIRTUAL TABLE search USING fts5 (title, keywords, body,"
                         " kind UNINDEXED, tokenize = 'soho', prefix = '2 3');"
                         "PRAGMA user_version = 1",
                         NULL));
  g_clear_object (&self->replica);
  self->replica = soho_test_replica_open (self->directory, soho_model_get ());
  assert_sound (self, TRUE);
  assert_found (self, "e", "member:12 member:11 guide:21");
  assert_found (self, "arcades", "village_offer:2");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function)                                                                        \
  g_test_add ("/core/entries/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("first-letters", test_first_letters);
  ADD ("follows-the-records", test_follows_the_records);
  ADD ("place-through-what-is-referred-to", test_place_through_what_is_referred_to);
  ADD ("nearest-instead-of-none", test_nearest_instead_of_none);
  ADD ("damage-is-found", test_damage_is_found);
  ADD ("older-replica", test_older_replica);
  return g_test_run ();
}
