/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/search.h"

#include <string.h>

#include "store/replica-private.h"
#include "kinds.h"
#include "replicas.h"

#define SEED 20261130
#define N_ROUNDS SOHO_TEST_ROUNDS (2000)

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

static void
fill (SohoReplica *replica)
{
  static const char *const names[] = {
    "Œuvre d'été",         /* 1 */
    "Aujourd'hui",         /* 2 */
    "Saint-Clar",          /* 3 */
    "Atelier de l’élève",  /* 4 */
    "ÉBÉNISTERIE Noël",    /* 5 */
    "C++ & C#",            /* 6 */
    "Le La Les",           /* 7 */
    "Straße nach Ægypten", /* 8 */
    "Anticonstitutionnel", /* 9 */
    "Scie NEAR AND OR NOT" /* 10 */
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    soho_test_put (replica, &soho_test_thing, i + 1, "name", names[i], NULL);
}

static void
test_spellings (Fixture *self, gconstpointer unused)
{
  static const struct
  {
    const char *words, *found;
  } cases[] = {
    { "oeuvre", "1" },
    { "ŒUVRE", "1" },
    { "œuv", "1" },
    { "ete", "1" },
    { "d'ete", "1" },
    { "d’Été oeuvre", "1" },
    { "l'oeuvre", "1" },
    { "e\xcc\x81te\xcc\x81", "1" },
    { "aujourd'hui", "2" },
    { "aujourdhui", "" },
    { "hui", "2" },
    { "saint clar", "3" },
    { "saint-clar", "3" },
    { "clar saint", "3" },
    { "st clar", "" },
    { "eleve", "4" },
    { "l'eleve", "4" },
    { "l eleve", "4" },
    { "ebenisterie noel", "5" },
    { "ébéniste", "5" },
    { "niste", "" },
    { "c++", "3 6" },
    { "c#", "3 6" },
    { "le", "7" },
    { "les la", "7" },
    { "strasse", "8" },
    { "aegypten", "8" },
    { "anti", "9" },
    { "an", "9 10" },
    { "anticonstitutionnellement", "" },
    { "near", "10" },
    { "and or not", "10" },
    { "scie NOT near", "10" },
    { "name:scie", "10" },
    { "oeuvre saint", "1 3" },
  };

  fill (self->replica);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *found = soho_test_search (self->replica, cases[i].words);

      g_test_message ("case %u", i);
      g_assert_cmpstr (found, ==, cases[i].found);
    }
}

/* While someone types, what was found goes on being found. */
static void
test_typing (Fixture *self, gconstpointer unused)
{
  static const char *const typed[] = { "Ébénisterie Noël", "élève", "Œuvre d'été", "saint-clar" };
  static const char *const found_at_end[] = { "5", "4", "1", "3" };

  fill (self->replica);
  for (guint i = 0; i < G_N_ELEMENTS (typed); i++)
    for (const char *p = g_utf8_next_char (typed[i]);; p = g_utf8_next_char (p))
      {
        g_autofree char *words = g_strndup (typed[i], (gsize) (p - typed[i]));
        g_autofree char *found = soho_test_search (self->replica, words);
        g_auto (GStrv) ids = g_strsplit (found, " ", -1);

        g_test_message ("%s", words);
        g_assert_true (g_strv_contains ((const char *const *) ids, found_at_end[i]));
        if (*p == '\0')
          break;
      }
}

/* The id at a place of what a search finds, best first; 0 past the end. */
static gint64
found_at (SohoReplica *replica, const char *words, const SohoKind *kind, guint limit, guint place)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) hits = soho_replica_search (replica, words, kind, limit, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (hits->len, <=, limit);
  if (place >= hits->len)
    return 0;
  return soho_record_get_id (((SohoHit *) g_ptr_array_index (hits, place))->record);
}

static void
test_titles_weigh_most (Fixture *self, gconstpointer unused)
{
  soho_test_put (self->replica, &soho_test_thing, 1, "name", "Étau", "story", "Près de la scie.",
                 NULL);
  soho_test_put (self->replica, &soho_test_thing, 2, "name", "Rabot", "tags", "scie", NULL);
  soho_test_put (self->replica, &soho_test_thing, 3, "name", "Scie", NULL);
  g_assert_cmpint (found_at (self->replica, "scie", NULL, 10, 0), ==, 3);
  g_assert_cmpint (found_at (self->replica, "scie", NULL, 10, 1), ==, 2);
  g_assert_cmpint (found_at (self->replica, "scie", NULL, 10, 2), ==, 1);
  g_assert_cmpint (found_at (self->replica, "scie", NULL, 10, 3), ==, 0);
  g_assert_cmpint (found_at (self->replica, "scie", NULL, 1, 0), ==, 3);
  g_assert_cmpint (found_at (self->replica, "scie", NULL, 0, 0), ==, 0);
  g_assert_cmpint (found_at (self->replica, "scie", NULL, G_MAXUINT, 0), ==, 3);
  g_assert_cmpint (found_at (self->replica, "scie", &soho_test_thing, 10, 0), ==, 3);
  g_assert_cmpint (found_at (self->replica, "scie", &soho_test_piece, 10, 0), ==, 0);
}

static void
test_snippets_mark_whole_words (Fixture *self, gconstpointer unused)
{
  g_autoptr (GPtrArray) hits = NULL;
  SohoHit *hit;

  soho_test_put (self->replica, &soho_test_thing, 1, "name", "L’œuvre d'été", NULL);
  hits = soho_replica_search (self->replica, "oeuv ete", NULL, 1, NULL);
  hit = g_ptr_array_index (hits, 0);
  g_assert_cmpstr (hit->snippet, ==, "L’\u2068œuvre\u2069 d'\u2068été\u2069");
}

static void
test_long_texts (Fixture *self, gconstpointer unused)
{
  static const struct
  {
    const char *piece, *found;
  } cases[] = {
    { "scie ", "10" }, { "NEAR(", "10" }, { "AND ", "10" }, { "a", "" },   { "\"", "" },
    { "*", "" },       { "(", "" },       { "-", "" },      { "^", "" },   { ":", "" },
    { "é", "" },       { "œ ", "" },      { "😀", "" },      { "l'", "7" }, { " ", "" },
    { "\xff", "" },    { "le ", "7" },
  };

  fill (self->replica);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GString) words = g_string_new (NULL);
      g_autofree char *found = NULL;

      while (words->len < 10000)
        g_string_append (words, cases[i].piece);
      found = soho_test_search (self->replica, words->str);
      g_test_message ("case %u", i);
      g_assert_cmpstr (found, ==, cases[i].found);
    }
}

/* Everything means something to FTS5; nothing may to us. */
static void
test_random_texts_never_fail (Fixture *self, gconstpointer unused)
{
  static const char *const parts[]
      = { "\"", "*",     "(",    ")",    "NEAR", "AND", "OR", "NOT", "-",  "+",        "^",
          ":",  "{",     "}",    "'",    "’",    ",",   "\\", "%",   "_",  ";",        "--",
          "/*", "title", "rank", "scie", "œ",    "l'",  " ",  "\n",  "\t", "\xe2\x80", "1" };
  g_autoptr (GRand) rand = g_rand_new_with_seed (SEED);

  fill (self->replica);
  for (guint round = 0; round < N_ROUNDS; round++)
    {
      g_autoptr (GString) words = g_string_new (NULL);
      g_autofree char *found = NULL;

      for (int n = g_rand_int_range (rand, 1, 12); n > 0; n--)
        g_string_append (words, parts[g_rand_int_range (rand, 0, G_N_ELEMENTS (parts))]);
      found = soho_test_search (self->replica, words->str);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function)                                                                        \
  g_test_add ("/core/search/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("spellings", test_spellings);
  ADD ("typing", test_typing);
  ADD ("titles-weigh-most", test_titles_weigh_most);
  ADD ("snippets-mark-whole-words", test_snippets_mark_whole_words);
  ADD ("long-texts", test_long_texts);
  ADD ("random-texts-never-fail", test_random_texts_never_fail);
  return g_test_run ();
}
