/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/snippets.h"

#include "model/kinds.h"
#include "replicas.h"
#include "store/search.h"

/* The marks around what hit. */
#define OPEN "\u2068"
#define CLOSE "\u2069"

typedef struct
{
  char *directory;
  SohoReplica *replica;
} Fixture;

static void
set_up (Fixture *self, gconstpointer unused)
{
  self->directory = soho_test_directory_new ();
  self->replica = soho_test_replica_open (self->directory, soho_model_get ());
  soho_test_put (self->replica, &soho_kind_skill, 1, "label",
                 "Technicien / Technicienne de maintenance en informatique", "rome", "I1401", NULL);
  soho_test_put (self->replica, &soho_kind_skill, 2, "label", "Traducteur / Traductrice", "rome",
                 "E1108", NULL);
  soho_test_put (self->replica, &soho_kind_member, 11, "given_name", "Zoé", "family_name", "Éluard",
                 "commune", "Auch", "about", "Œuvres d’été et café noir.", NULL);
  soho_test_put (self->replica, &soho_kind_member, 12, "given_name", "Éloi", "family_name",
                 "Moulin", "commune", "Condom", NULL);
  soho_test_put (self->replica, &soho_kind_member_skill, 21, "member", "12", "skill", "1", NULL);
  soho_test_put (self->replica, &soho_kind_member_skill, 22, "member", "12", "skill", "2", NULL);
}

static void
tear_down (Fixture *self, gconstpointer unused)
{
  g_object_unref (self->replica);
  soho_test_directory_free (self->directory);
}

static void
assert_snippet (Fixture *self, const char *words, gint64 id, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) hits = soho_replica_search (self->replica, words, NULL, 10, &error);
  const SohoHit *hit;

  g_assert_no_error (error);
  g_test_message ("%s", words);
  g_assert_cmpuint (hits->len, ==, 1);
  hit = g_ptr_array_index (hits, 0);
  g_assert_cmpint (soho_record_get_id (hit->record), ==, id);
  g_assert_cmpstr (hit->snippet, ==, expected);
}

/* As they are written, whole, whatever part of them was typed and however. */
static void
test_words (Fixture *self, gconstpointer unused)
{
  assert_snippet (self, "oeuv", 11, OPEN "Œuvres" CLOSE " d’été et café noir. Auch");
  assert_snippet (self, "ŒUVRES", 11, OPEN "Œuvres" CLOSE " d’été et café noir. Auch");
  assert_snippet (self, "cafe", 11, "Œuvres d’été et " OPEN "café" CLOSE " noir. Auch");
  assert_snippet (self, "noir caf", 11,
                  "Œuvres d’été et " OPEN "café" CLOSE " " OPEN "noir" CLOSE ". Auch");
}

/* Who was found by what the words mean is said to be so, and the word that the index holds for a
 * skill is not shown. */
static void
test_meanings (Fixture *self, gconstpointer unused)
{
  assert_snippet (self, "réparer mon ordinateur", 12,
                  OPEN "Technicien / Technicienne de maintenance en informatique" CLOSE);
}

/* The label changes and goes with its record. */
static void
test_a_skill_of_another_name (Fixture *self, gconstpointer unused)
{
  soho_test_put (self->replica, &soho_kind_skill, 1, "label", "Dépanneuse du canton", "rome",
                 "I1401", NULL);
  assert_snippet (self, "réparer mon ordinateur", 12, OPEN "Dépanneuse du canton" CLOSE);
  soho_test_delete (self->replica, &soho_kind_member_skill, 21);
  {
    g_autoptr (GPtrArray) hits
        = soho_replica_search (self->replica, "réparer mon ordinateur", NULL, 10, NULL);

    g_assert_cmpuint (hits->len, ==, 0);
  }
}

/* Nothing is marked where no word hit. */
static void
test_nothing_to_mark (Fixture *self, gconstpointer unused)
{
  assert_snippet (self, "zo", 11, "");
  assert_snippet (self, "à Condom", 12, "Condom");
}

/* A set is no row of quotation marks. */
static void
test_sets (Fixture *self, gconstpointer unused)
{
  soho_test_put (self->replica, &soho_kind_skill, 3, "label", "Transport", "aliases", "taxi|vélo",
                 NULL);
  soho_test_put (self->replica, &soho_kind_member_skill, 23, "member", "12", "skill", "3", "detail",
                 "Batelier", NULL);
  assert_snippet (self, "batelier", 12,
                  "Technicien / Technicienne de maintenance en informatique Traducteur / "
                  "Traductrice Transport taxi, vélo " OPEN "Batelier" CLOSE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function)                                                                        \
  g_test_add ("/core/snippets/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("words", test_words);
  ADD ("sets", test_sets);
  ADD ("meanings", test_meanings);
  ADD ("a-skill-of-another-name", test_a_skill_of_another_name);
  ADD ("nothing-to-mark", test_nothing_to_mark);
  return g_test_run ();
}
