/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/reading.h"

#include "model/kinds.h"
#include "replicas.h"

typedef struct
{
  char *directory;
  SohoReplica *replica;
} Fixture;

static void
put_guide (Fixture *self,
           gint64 id,
           const char *section,
           const char *position,
           const char *title,
           const char *body)
{
  soho_test_put (self->replica, &soho_kind_guide, id, "section", section, "position", position,
                 "title", title, "body", body, NULL);
}

static void
put_episode (Fixture *self, gint64 id, const char *date, const char *title, const char *transcript)
{
  soho_test_put (self->replica, &soho_kind_episode, id, "published_on", date, "title", title,
                 "transcript", transcript, NULL);
}

static void
set_up (Fixture *self, gconstpointer unused)
{
  self->directory = soho_test_directory_new ();
  self->replica = soho_test_replica_open (self->directory, soho_model_get ());
  put_guide (self, 1, "Travailler", "2", "La fibre", "Le raccordement, pas à pas, à Auch aussi.");
  put_guide (self, 2, "Travailler", "1", "Domicilier son activité", "Chez soi ou ailleurs.");
  put_guide (self, 3, "Écoles", "5", "Inscrire ses enfants", "La mairie inscrit.");
  put_guide (self, 4, "Travailler", "", "Sans place", "Rien.");
  put_episode (self, 5, "2025-03-01", "Une fibre au bout du chemin", "On en parle.");
  put_episode (self, 6, "2026-03-01", "Vivre à Auch", "Le raccordement, raconté.");
  soho_test_put (self->replica, &soho_kind_village, 7, "commune", "Auch", "presentation",
                 "La fibre est là.", NULL);
}

static void
tear_down (Fixture *self, gconstpointer unused)
{
  g_object_unref (self->replica);
  soho_test_directory_free (self->directory);
}

/* Ids in order, episodes with an "e". */
static void
assert_found (Fixture *self, const char *words, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) hits = soho_replica_find_reading (self->replica, words, &error);
  g_autoptr (GString) text = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < hits->len; i++)
    {
      SohoReadingHit *hit = &g_array_index (hits, SohoReadingHit, i);

      g_string_append_printf (text, "%s%d%s", i > 0 ? " " : "", (int) hit->id,
                              hit->is_episode ? "e" : "");
    }
  g_assert_cmpstr (text->str, ==, expected);
}

static void
test_all_by_section (Fixture *self, gconstpointer unused)
{
  assert_found (self, NULL, "3 2 1 4 6e 5e");
  assert_found (self, "", "3 2 1 4 6e 5e");
}

static void
test_best_match_first (Fixture *self, gconstpointer unused)
{
  assert_found (self, "mairie", "3");
  assert_found (self, "zzzz", "");
  assert_found (self, "…", "");
}

static void
test_both_kinds (Fixture *self, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) hits = soho_replica_find_reading (self->replica, "raccordement", &error);

  g_assert_no_error (error);
  g_assert_cmpuint (hits->len, ==, 2);
  g_assert_true (g_array_index (hits, SohoReadingHit, 0).is_episode
                 != g_array_index (hits, SohoReadingHit, 1).is_episode);
}

/* What is written is nowhere: a place is a word of it. */
static void
test_places_are_words (Fixture *self, gconstpointer unused)
{
  assert_found (self, "Auch", "6e 1");
  assert_found (self, "raccordement à Auch", "6e 1");
}

#define ADD(path, test) g_test_add (path, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/reading/all-by-section", test_all_by_section);
  ADD ("/reading/best-match-first", test_best_match_first);
  ADD ("/reading/both-kinds", test_both_kinds);
  ADD ("/reading/places-are-words", test_places_are_words);
  return g_test_run ();
}
