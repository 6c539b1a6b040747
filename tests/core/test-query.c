/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/query.h"

#include <gio/gio.h>
#include <string.h>

#include "kinds.h"
#include "model/kinds.h"
#include "model/spelling.h"
#include "model/taxonomy.h"
#include "model/wordings.h"
#include "replicas.h"
#include "store/directory.h"
#include "store/search.h"

#define SEED 20261201
#define N_ROUNDS 500

static void
test_places (void)
{
  static const struct
  {
    const char *text, *words, *place;
    double km;
  } cases[] = {
    { "", "", NULL, 0 },
    { "traducteur", "traducteur", NULL, 0 },
    { "traducteur près de Marciac", "traducteur", "Marciac", 20 },
    { "à moins de 20 km de Fleurance", "", "Fleurance", 20 },
    { "maçon à 15 kilomètres d'Auch", "macon", "Auch", 15 },
    { "Traducteur À MOINS DE 5 KM DE MARCIAC", "traducteur", "Marciac", 5 },
    { "autour de L'Isle-Jourdain", "", "L'Isle-Jourdain", 20 },
    { "pres de st clar", "", "Saint-Clar", 20 },
    { "à Auch", "", "Auch", 0 },
    { "Auch", "", "Auch", 0 },
    { "32000", "", "Auch", 0 },
    { "illustratrice Auch", "illustratrice", "Auch", 20 },
    { "vidéaste au Houga", "videaste", "Le Houga", 20 },
    { "yoga dans un rayon de 10 km autour de Pavie", "yoga", "Pavie", 10 },
    { "près de nulle part", "pres de nulle part", NULL, 0 },
    { "à moins de 20 km", "a moins de 20 km", NULL, 0 },
    { "à moins de 9999999999999999999999 km d'Auch", "a moins de 9999999999999999999999 km", "Auch",
      20 },
    { "à domicile", "a domicile", NULL, 0 },
    { "près de", "pres de", NULL, 0 },
    { "à", "a", NULL, 0 },
    { "graphiste près de nulle part", "graphiste pres de nulle part", NULL, 0 },
    { "graphiste pr", "graphiste pr", NULL, 0 },
    { "graphiste près", "graphiste", NULL, 0 },
    { "graphiste près de", "graphiste", NULL, 0 },
    { "graphiste près de C", "graphiste", NULL, 0 },
    { "graphiste près de l'Isle-Jour", "graphiste", NULL, 0 },
    { "graphiste à moins", "graphiste", NULL, 0 },
    { "graphiste à moins de 3", "graphiste", NULL, 0 },
    { "graphiste à moins de 30 km", "graphiste", NULL, 0 },
    { "graphiste à moins de 30 km de Con", "graphiste", NULL, 0 },
    { "graphiste dans un rayon", "graphiste", NULL, 0 },
    { "manger moins de viande", "manger moins de viande", NULL, 0 },
    { "compost de vers de terre", "compost de vers de terre", NULL, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (SohoQuery) query = soho_query_new (cases[i].text);
      g_autofree char *words = g_strjoinv (" ", query->words);

      g_test_message ("%s", cases[i].text);
      g_assert_cmpstr (words, ==, cases[i].words);
      g_assert_cmpstr (query->place != NULL ? query->place->name : NULL, ==, cases[i].place);
      if (query->place != NULL)
        g_assert_cmpfloat (query->km, ==, cases[i].km);
    }
}

static void
test_says_how_it_understood (void)
{
  g_autoptr (SohoQuery) near = soho_query_new ("traducteur près de Marciac");
  g_autoptr (SohoQuery) in = soho_query_new ("à Auch");
  g_autoptr (SohoQuery) anywhere = soho_query_new ("traducteur");
  g_autofree char *near_text = soho_query_dup_place (near);
  g_autofree char *in_text = soho_query_dup_place (in);

  g_assert_cmpstr (near_text, ==, "near Marciac (20 km)");
  g_assert_cmpstr (in_text, ==, "in Auch");
  g_assert_null (soho_query_dup_place (anywhere));
}

static void
test_spelling (void)
{
  static const char *const forms[][2] = {
    { "traducteur", "traductrices" },    { "macon", "macons" },
    { "electricien", "electriciennes" }, { "coiffeur", "coiffeuse" },
    { "plombier", "plombieres" },        { "secretaire", "secretaires" },
  };
  g_autofree char *wrong = soho_spelling_dup_sound ("fotografe");
  g_autofree char *right = soho_spelling_dup_sound ("photographe");

  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      gsize stem = soho_spelling_get_stem (forms[i][0]);

      g_test_message ("%s", forms[i][0]);
      g_assert_cmpuint (stem, ==, soho_spelling_get_stem (forms[i][1]));
      g_assert_cmpint (strncmp (forms[i][0], forms[i][1], stem), ==, 0);
    }
  g_assert_cmpuint (soho_spelling_get_stem ("yes"), ==, 3);
  g_assert_cmpuint (soho_spelling_get_stem (""), ==, 0);
  g_assert_cmpstr (wrong, ==, right);
  g_assert_true (soho_spelling_is_near ("macon", "macon"));
  g_assert_true (soho_spelling_is_near ("macon", "maccon"));
  g_assert_true (soho_spelling_is_near ("macon", "mcaon"));
  g_assert_true (soho_spelling_is_near ("", "a"));
  g_assert_false (soho_spelling_is_near ("macon", "nocam"));
  g_assert_false (soho_spelling_is_near ("", "ab"));
}

static gboolean
means_some (const char *const *words, const char *name)
{
  g_autoptr (GPtrArray) meanings = soho_wordings_find (words);

  return g_ptr_array_find_with_equal_func (meanings, name, g_str_equal, NULL);
}

static gboolean
means (const char *name, ...)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) words = NULL;
  const char *word;
  va_list list;

  va_start (list, name);
  while ((word = va_arg (list, const char *)) != NULL)
    g_strv_builder_add (builder, word);
  va_end (list);
  words = g_strv_builder_end (builder);
  return means_some ((const char *const *) words, name);
}

static void
test_wordings (void)
{
  g_assert_true (means ("Comptable", "aide", "comptabilite", NULL));
  g_assert_true (means ("Traducteur", "traduire", "anglais", NULL));
  g_assert_true (means ("Traducteur", "traduis", NULL) || means ("Traducteur", "traduire", NULL));
  g_assert_false (means ("Traducteur", "pain", NULL));
  g_assert_false (means ("Traducteur", NULL, NULL));
  /* "chasse d'eau" and "pompe à chaleur" are recognized by their other words. */
  g_assert_true (means ("Plombier chauffagiste", "chasse", "eau", "coule", NULL));
  g_assert_true (means ("Plombier chauffagiste", "pompe", "chaleur", NULL));
  g_assert_false (means ("Plombier chauffagiste", "eau", NULL));
}

/* "goutte" is no gutter and "cuisine" asks for no cook where another word is itself. */
static void
test_surest_wordings (void)
{
  g_assert_true (means ("Plombier chauffagiste", "robinet", "goutte", NULL));
  g_assert_false (means ("Couvreur", "robinet", "goutte", NULL));
  g_assert_true (means ("Couvreur", "goutt", NULL));
  g_assert_true (means ("Coutelier d’art", "aiguiser", "couteaux", "cuisine", NULL));
  g_assert_false (means ("Cuisinier", "aiguiser", "couteaux", "cuisine", NULL));
  g_assert_true (means ("Traducteur", "traduire", "contrat", "anglais", NULL));
  g_assert_false (means ("Juriste", "traduire", "contrat", "anglais", NULL));
  g_assert_true (means ("Juriste", "contrat", NULL));
  g_assert_true (means ("Pâtissier", "vienn", NULL));
  g_assert_true (means ("Pâtissier", "cherche", "vienn", NULL));
  g_assert_false (means ("Pâtissier", "assistants", "vie", NULL));
}

/* Every wording means something that the taxonomy knows, and can be said. */
static void
test_every_wording (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_resources_lookup_data ("/fr/sohosolo/core/wordings.tsv",
                                                      G_RESOURCE_LOOKUP_FLAGS_NONE, &error);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  g_assert_no_error (error);
  text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  lines = g_strsplit (text, "\n", -1);
  for (char **line = lines; *line != NULL; line++)
    {
      g_auto (GStrv) columns = g_strsplit (*line, "\t", -1);
      g_auto (GStrv) meanings = NULL;
      g_autoptr (SohoQuery) query = NULL;

      if (**line == '#' || **line == '\0')
        continue;
      g_test_message ("%s", *line);
      meanings = g_strsplit (columns[1], "|", -1);
      for (char **meaning = meanings; *meaning != NULL; meaning++)
        g_assert_true (soho_taxonomy_find (*meaning) != NULL
                       || (strlen (*meaning) == 5 && g_ascii_isdigit ((*meaning)[1])));
      query = soho_query_new (columns[0]);
      g_assert_true (means_some ((const char *const *) query->all_words, meanings[0]));
    }
}

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
  soho_test_put (self->replica, &soho_kind_skill, 101, "label", "Traducteur / Traductrice", "rome",
                 "E1108", NULL);
  soho_test_put (self->replica, &soho_kind_skill, 102, "label", "Maçon / Maçonne", "rome", "F1703",
                 NULL);
  soho_test_put (self->replica, &soho_kind_member, 1, "given_name", "Zoé", "family_name",
                 "Exemplard", "commune", "32233", "occupation", "traductrice", NULL);
  soho_test_put (self->replica, &soho_kind_member, 2, "given_name", "Jean", "family_name",
                 "Fictignac", "commune", "32013", "occupation", "traducteur", NULL);
  soho_test_put (self->replica, &soho_kind_member, 3, "given_name", "Luc", "family_name",
                 "Esquissac", "commune", "32013", "occupation", "bâtisseur", NULL);
  soho_test_put (self->replica, &soho_kind_member_skill, 201, "member", "1", "skill", "101", NULL);
  soho_test_put (self->replica, &soho_kind_member_skill, 202, "member", "2", "skill", "101", NULL);
  soho_test_put (self->replica, &soho_kind_member_skill, 203, "member", "3", "skill", "102", NULL);
}

static void
tear_down (Fixture *self, gconstpointer unused)
{
  g_object_unref (self->replica);
  soho_test_directory_free (self->directory);
}

static char *
find_people (SohoReplica *replica, const char *words)
{
  g_autoptr (GError) error = NULL;
  SohoPeopleQuery query = { .words = words };
  g_autoptr (GArray) ids = soho_replica_find_people (replica, &query, &error);
  GString *text = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < ids->len; i++)
    g_string_append_printf (text, "%s%d", i > 0 ? " " : "", (int) g_array_index (ids, gint64, i));
  return g_string_free (text, FALSE);
}

static void
test_finds_people (Fixture *self, gconstpointer unused)
{
  static const struct
  {
    const char *words, *found;
  } cases[] = {
    { "traductrices près de Marciac", "1" },
    { "traduire en anglais à Auch", "2" },
    { "traductuer à Auch", "2" },
    { "monter un mur", "3" },
    { "masson", "3" },
    { "bonjour, traductrice indépendante dispo svp, près de Marciac", "1" },
    { "à Auch", "3 2" },
    { "Zoe exemplrd", "1" },
    { "plombier à moins de 1 km de Nogaro", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *found = find_people (self->replica, cases[i].words);
      g_autofree char *again = find_people (self->replica, cases[i].words);
      g_autofree char *everywhere = soho_test_search (self->replica, cases[i].words);
      g_auto (GStrv) ids = g_strsplit (found, " ", -1);

      g_test_message ("%s", cases[i].words);
      g_assert_cmpstr (found, ==, cases[i].found);
      g_assert_cmpstr (again, ==, found);
      for (char **id = ids; *id != NULL; id++)
        g_assert_nonnull (strstr (everywhere, *id));
    }
}

/* What other kinds hold keeps nobody from being found: a guide that says the same words, a house
 * that is called after its place. */
static void
test_other_kinds (Fixture *self, gconstpointer unused)
{
  g_autofree char *found = NULL;
  g_autofree char *there = NULL;

  for (guint i = 0; i < 3; i++)
    soho_test_put (self->replica, &soho_kind_guide, 301 + i, "section", "Vivre", "title", "Vivre",
                   "body", "Le bâtisseur tranquille", NULL);
  soho_test_put (self->replica, &soho_kind_telecentre, 401, "commune", "32013", "name",
                 "Télécentre de l’Exemple", NULL);
  found = find_people (self->replica, "bâtisseur tranquille");
  there = find_people (self->replica, "traduire lettre Auch");
  g_assert_cmpstr (found, ==, "3");
  g_assert_cmpstr (there, ==, "2");
}

static void
ask_everything (SohoReplica *replica, const char *words)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) hits = soho_replica_search (replica, words, NULL, 20, &error);
  SohoPeopleQuery query = { .words = words };
  g_autoptr (GArray) people = NULL;
  g_autoptr (GArray) counts = NULL;
  g_autofree char *place = NULL;
  guint n = 0;

  g_assert_no_error (error);
  people = soho_replica_find_people (replica, &query, &error);
  g_assert_no_error (error);
  counts = soho_replica_count_people (replica, &query, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < counts->len; i++)
    n += g_array_index (counts, SohoCommuneCount, i).people;
  g_assert_cmpuint (n, ==, people->len);
  place = soho_replica_dup_place (replica, words, &error);
  g_assert_no_error (error);
}

static const char *const parts[] = {
  "\"",
  "*",
  "(",
  ")",
  "NEAR",
  "AND",
  "OR",
  "NOT",
  "-",
  "^",
  ":",
  "{",
  "'",
  "’",
  "%",
  ";",
  "--",
  "œ",
  "l'",
  " ",
  " ",
  "\n",
  "\xe2\x80",
  "\xff",
  "à ",
  "près ",
  "de ",
  "20 km",
  "Auch",
  "St ",
  "١٢",
  "ﬁ",
  "e\xcc\x81",
  "\xe2\x80\xae",
  "😀",
  "traduct",
  "0 ",
  "km ",
  "İ",
  "ß",
  "\xef\xbf\xbd",
  "macon",
};

static void
test_hostile_words (Fixture *self, gconstpointer unused)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (SEED);

  for (guint round = 0; round < N_ROUNDS; round++)
    {
      g_autoptr (GString) words = g_string_new (NULL);

      for (int n = g_rand_int_range (rand, 1, 14); n > 0; n--)
        g_string_append (words, parts[g_rand_int_range (rand, 0, G_N_ELEMENTS (parts))]);
      ask_everything (self->replica, words->str);
    }
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_autoptr (GString) words = g_string_new (NULL);

      while (words->len < 10000)
        g_string_append (words, parts[i]);
      ask_everything (self->replica, words->str);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/query/places", test_places);
  g_test_add_func ("/core/query/says-how-it-understood", test_says_how_it_understood);
  g_test_add_func ("/core/query/spelling", test_spelling);
  g_test_add_func ("/core/query/wordings", test_wordings);
  g_test_add_func ("/core/query/surest-wordings", test_surest_wordings);
  g_test_add_func ("/core/query/every-wording", test_every_wording);
#define ADD(name, function)                                                                        \
  g_test_add ("/core/query/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("finds-people", test_finds_people);
  ADD ("other-kinds", test_other_kinds);
  ADD ("hostile-words", test_hostile_words);
  return g_test_run ();
}
