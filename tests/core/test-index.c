/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/index.h"

#include <string.h>

#include "store/apply.h"
#include "store/replica-private.h"
#include "kinds.h"
#include "replicas.h"

#define SEED 20261129
#define N_STEPS SOHO_TEST_ROUNDS (1500)
#define VERIFY_EVERY 100

typedef struct
{
  char *directory;
  SohoReplica *replica;
} Fixture;

static void
set_up (Fixture *self, gconstpointer unused)
{
  self->directory = soho_test_directory_new ();
  self->replica = soho_test_replica_open (self->directory, soho_test_model_get ());
}

static void
tear_down (Fixture *self, gconstpointer unused)
{
  g_object_unref (self->replica);
  soho_test_directory_free (self->directory);
}

/* What the index itself holds, before anything is forgiven or understood. */
static void
assert_finds (SohoReplica *replica, const char *words, const char *expected)
{
  g_autofree char *sql
      = g_strdup_printf ("SELECT coalesce (group_concat (rowid, ' '), '') FROM"
                         " (SELECT rowid FROM search WHERE search MATCH '%s' ORDER BY rank)",
                         words);
  g_autofree char *found = soho_test_ask (replica, sql);

  g_assert_cmpstr (found, ==, expected);
}

static void
assert_sound (SohoReplica *replica)
{
  g_autofree char *complaints = soho_test_verify (replica);

  g_assert_cmpstr (complaints, ==, "");
}

/* Two things, two topics, and one piece that joins the first of each. */
static void
fill (SohoReplica *replica)
{
  soho_test_put (replica, &soho_test_topic, 1, "label", "Menuiserie", NULL);
  soho_test_put (replica, &soho_test_topic, 2, "label", "Plomberie", NULL);
  soho_test_put (replica, &soho_test_piece, 3, "thing", "10", "topic", "1", "detail", "chêne",
                 NULL);
  soho_test_put (replica, &soho_test_thing, 10, "name", "Scie", "place", "Auch", "tags",
                 "rouge|acier", NULL);
  soho_test_put (replica, &soho_test_thing, 11, "name", "Clé", "topic", "2", NULL);
}

static void
test_words_of_all_that_belongs (Fixture *self, gconstpointer unused)
{
  fill (self->replica);
  assert_finds (self->replica, "scie", "10");
  assert_finds (self->replica, "menuiserie", "10");
  assert_finds (self->replica, "chene", "10");
  assert_finds (self->replica, "auch", "10");
  assert_finds (self->replica, "acier", "10");
  assert_finds (self->replica, "plomberie", "11");
  assert_finds (self->replica, "scie menuiserie chêne acier auch", "10");
  assert_finds (self->replica, "scie plomberie", "");
  assert_sound (self->replica);
}

static void
test_part_moves_to_another_owner (Fixture *self, gconstpointer unused)
{
  fill (self->replica);
  soho_test_put (self->replica, &soho_test_piece, 3, "thing", "11", "topic", "1", NULL);
  assert_finds (self->replica, "menuiserie", "11");
  assert_finds (self->replica, "chene", "");
  assert_sound (self->replica);
  soho_test_put (self->replica, &soho_test_piece, 3, "thing", "999", "topic", "1", NULL);
  assert_finds (self->replica, "menuiserie", "");
  assert_sound (self->replica);
}

/* The owner comes after its part, and what the part refers to after both. */
static void
test_any_order_of_arrival (Fixture *self, gconstpointer unused)
{
  soho_test_put (self->replica, &soho_test_piece, 3, "thing", "10", "topic", "1", NULL);
  soho_test_put (self->replica, &soho_test_thing, 10, "name", "Scie", NULL);
  assert_finds (self->replica, "menuiserie", "");
  soho_test_put (self->replica, &soho_test_topic, 1, "label", "Menuiserie", NULL);
  assert_finds (self->replica, "menuiserie", "10");
  assert_sound (self->replica);
}

static void
test_label_changes_reach_documents (Fixture *self, gconstpointer unused)
{
  fill (self->replica);
  soho_test_put (self->replica, &soho_test_topic, 1, "label", "Ébénisterie", NULL);
  assert_finds (self->replica, "menuiserie", "");
  assert_finds (self->replica, "ebenisterie", "10");
  soho_test_put (self->replica, &soho_test_topic, 2, "label", "Chauffage", NULL);
  assert_finds (self->replica, "plomberie", "");
  assert_finds (self->replica, "chauffage", "11");
  soho_test_delete (self->replica, &soho_test_topic, 1);
  assert_finds (self->replica, "ebenisterie", "");
  assert_finds (self->replica, "chene", "10");
  assert_sound (self->replica);
}

static void
test_deletions (Fixture *self, gconstpointer unused)
{
  fill (self->replica);
  soho_test_delete (self->replica, &soho_test_piece, 3);
  assert_finds (self->replica, "chene", "");
  soho_test_put (self->replica, &soho_test_piece, 4, "thing", "10", "detail", "chêne", NULL);
  soho_test_delete (self->replica, &soho_test_thing, 10);
  assert_finds (self->replica, "chene", "");
  assert_sound (self->replica);
  /* The part is there still, and serves the owner that comes again. */
  soho_test_put (self->replica, &soho_test_thing, 10, "name", "Rabot", NULL);
  assert_finds (self->replica, "chene", "10");
  assert_sound (self->replica);
}

/* Things are documents that are parts of others, and refer to topics by themselves. */
static void
test_documents_that_are_parts (Fixture *self, gconstpointer unused)
{
  static const SohoField chapter_fields[] = {
    SOHO_TEXT_FIELD ("name", 40, .title = TRUE, .key = TRUE, .search = SOHO_SEARCH_TITLE),
    SOHO_REFERENCE_FIELD ("thing", "thing", .required = TRUE, .owner = TRUE),
    SOHO_REFERENCE_FIELD ("topic", "topic", .search = SOHO_SEARCH_KEYWORDS),
    {},
  };
  static const SohoKind chapter = { .name = "chapter",
                                    .type_name = "SohoTestChapter",
                                    .read = SOHO_READ_AS_OWNER,
                                    .fields = chapter_fields };
  static const SohoKind *const kinds[] = { &soho_test_topic, &chapter, &soho_test_thing, NULL };
  static const SohoModel model = { kinds };
  g_autofree char *directory = g_build_filename (self->directory, "chapters", NULL);
  SohoReplica *replica = soho_test_replica_open (directory, &model);

  soho_test_put (replica, &soho_test_topic, 1, "label", "Menuiserie", NULL);
  soho_test_put (replica, &chapter, 2, "name", "Outils", "thing", "3", "topic", "1", NULL);
  soho_test_put (replica, &soho_test_thing, 3, "name", "Livre", NULL);
  assert_finds (replica, "menuiserie", "2 3");
  soho_test_put (replica, &soho_test_topic, 1, "label", "Plomberie", NULL);
  assert_finds (replica, "menuiserie", "");
  assert_finds (replica, "plomberie", "2 3");
  assert_sound (replica);
  g_object_unref (replica);
}

/* What verify says when the database is changed behind its back; "" would be a difference that is
 * not seen. */
static void
test_planted_differences (Fixture *self, gconstpointer unused)
{
  static const char *const plants[] = {
    "UPDATE thing SET name = 'Rabot' WHERE id = 10",
    "UPDATE piece SET detail = 'hêtre'",
    "UPDATE topic SET label = 'Forge' WHERE id = 2",
    "DELETE FROM thing WHERE id = 10",
    "INSERT INTO thing (id, revision, name) VALUES (12, 1, 'Étau')",
    "DELETE FROM search WHERE rowid = 10",
    "UPDATE search SET title = 'scie' WHERE rowid = 10",
    "UPDATE search SET kind = 'piece' WHERE rowid = 10",
    "INSERT INTO search (rowid, title, kind) VALUES (99, 'Fantôme', 'thing')",
    "INSERT INTO search (rowid, title, kind) VALUES (99, 'Fantôme', 'ghost')",
    "INSERT INTO search (rowid, title, kind) VALUES (99, 'Fantôme', NULL)",
    "UPDATE search_content SET c0 = 'scie circulaire' WHERE id = 10",
    "DELETE FROM search_data WHERE id > 1000",
    "UPDATE search_docsize SET sz = X'00' WHERE id = 10",
  };

  for (guint i = 0; i < G_N_ELEMENTS (plants); i++)
    {
      g_autofree char *directory = g_strdup_printf ("%s/%u", self->directory, i);
      SohoReplica *replica = soho_test_replica_open (directory, soho_test_model_get ());
      g_autofree char *complaints = NULL, *found = NULL;

      fill (replica);
      assert_sound (replica);
      soho_test_run (replica, plants[i]);
      complaints = soho_test_verify (replica);
      g_test_message ("%s: %s", plants[i], complaints);
      g_assert_cmpstr (complaints, !=, "");
      g_object_unref (replica);
    }
}

/* A stray document is no reason to fail. */
static void
test_strays_are_not_found (Fixture *self, gconstpointer unused)
{
  g_autofree char *found = NULL;

  fill (self->replica);
  soho_test_run (self->replica,
                 "INSERT INTO search (rowid, title, kind) VALUES (97, 'Fantôme', 'ghost'),"
                 " (98, 'Fantôme', NULL), (99, 'Fantôme', 'thing')");
  found = soho_test_search (self->replica, "fantome");
  g_assert_cmpstr (found, ==, "");
}

/* Another program's transaction is no damage. */
static void
test_verify_while_another_writes (Fixture *self, gconstpointer unused)
{
  SohoReplica *writer = soho_test_replica_open (self->directory, soho_test_model_get ());
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) complaints = NULL;

  fill (self->replica);
  sqlite3_busy_timeout (soho_replica_get_database (self->replica), 1);
  g_assert_true (soho_replica_begin (writer, NULL));
  complaints = soho_replica_verify (self->replica, &error);
  if (complaints == NULL)
    g_assert_error (error, SOHO_DATABASE_ERROR, SOHO_DATABASE_ERROR_BUSY);
  else
    g_assert_cmpuint (complaints->len, ==, 0);
  soho_replica_rollback (writer);
  g_object_unref (writer);
}

/* 1–9 topics, 10–39 pieces, 40–59 things, so that everything hangs on everything. */
static void
take_random_step (SohoReplica *replica, GRand *rand)
{
  static const char *const words[]
      = { "scie", "rabot", "clé", "étau", "lime", "œillet", "l'enclume" };
  const char *word = words[g_rand_int_range (rand, 0, G_N_ELEMENTS (words))];
  g_autofree char *topic = g_strdup_printf ("%d", g_rand_int_range (rand, 1, 11));
  g_autofree char *thing = g_strdup_printf ("%d", g_rand_int_range (rand, 40, 61));
  gint64 id = g_rand_int_range (rand, 1, 60);
  const SohoKind *kind = id < 10 ? &soho_test_topic : id < 40 ? &soho_test_piece : &soho_test_thing;

  if (g_rand_int_range (rand, 0, 3) == 0)
    soho_test_delete (replica, kind, id);
  else if (kind == &soho_test_topic)
    soho_test_put (replica, kind, id, "label", word, NULL);
  else if (kind == &soho_test_piece)
    soho_test_put (replica, kind, id, "thing", thing, "topic", topic, "detail", word, NULL);
  else
    soho_test_put (replica, kind, id, "name", word, "topic", g_rand_boolean (rand) ? topic : "",
                   NULL);
}

static void
test_random_life (Fixture *self, gconstpointer unused)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (SEED);

  for (guint step = 1; step <= N_STEPS; step++)
    {
      take_random_step (self->replica, rand);
      if (step % VERIFY_EVERY == 0)
        assert_sound (self->replica);
    }
}

/* The same in transactions of many rows, as a tail brings them. */
static void
test_random_pages (Fixture *self, gconstpointer unused)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (SEED);
  const SohoModel *model = soho_test_model_get ();

  for (guint round = 0; round < SOHO_TEST_ROUNDS (60); round++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_true (soho_replica_begin (self->replica, &error));
      for (guint i = 0; i < 6; i++)
        {
          guint which = (guint) g_rand_int_range (rand, 0, 3);
          g_autoptr (SohoRows) rows = soho_test_rows_new_random (
              model->kinds[which], 10, which * 1000 + g_rand_int_range (rand, 0, 90), 3, rand);
          guint topic = (guint) MAX (0, soho_kind_find_field (model->kinds[which], "topic"));
          guint thing = (guint) MAX (0, soho_kind_find_field (model->kinds[which], "thing"));

          for (guint row = 0; row < rows->n && which > 0; row++)
            soho_value_set_integer (&soho_rows_get_column (rows, topic)[row],
                                    g_rand_int_range (rand, 1, 130));
          for (guint row = 0; row < rows->n && which == 1; row++)
            soho_value_set_integer (&soho_rows_get_column (rows, thing)[row],
                                    g_rand_int_range (rand, 2001, 2130));
          g_assert_true (soho_replica_apply_rows (self->replica, rows, &error));
          if (g_rand_boolean (rand))
            g_assert_true (
                soho_replica_apply_deletions (self->replica, rows->kind, rows->ids, 5, &error));
        }
      g_assert_true (soho_replica_commit (self->replica, &error));
      g_assert_no_error (error);
      if (round % 10 == 9)
        assert_sound (self->replica);
    }
}

#define ADD(name, function)                                                                        \
  g_test_add ("/core/index/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("words-of-all-that-belongs", test_words_of_all_that_belongs);
  ADD ("part-moves-to-another-owner", test_part_moves_to_another_owner);
  ADD ("any-order-of-arrival", test_any_order_of_arrival);
  ADD ("label-changes-reach-documents", test_label_changes_reach_documents);
  ADD ("deletions", test_deletions);
  ADD ("documents-that-are-parts", test_documents_that_are_parts);
  ADD ("planted-differences", test_planted_differences);
  ADD ("strays-are-not-found", test_strays_are_not_found);
  ADD ("verify-while-another-writes", test_verify_while_another_writes);
  ADD ("random-life", test_random_life);
  ADD ("random-pages", test_random_pages);
  return g_test_run ();
}
