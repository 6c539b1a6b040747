/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/gazetteer.h"

#include <string.h>

static void
assert_match (const char *text, const char *insee)
{
  const SohoCommune *commune = soho_gazetteer_match (text);

  if (insee == NULL)
    g_assert_null (commune);
  else
    {
      g_assert_nonnull (commune);
      g_assert_cmpstr (commune->insee, ==, insee);
    }
}

static void
test_communes_are_whole_and_in_order (void)
{
  guint n = soho_gazetteer_get_n_communes ();
  const char *last = "";
  guint population = 0;

  g_assert_cmpuint (n, ==, 458);
  for (guint i = 0; i < n; i++)
    {
      const SohoCommune *commune = soho_gazetteer_get_nth (i);

      g_assert_cmpstr (last, <, commune->insee);
      last = commune->insee;
      g_assert_cmpuint (strlen (commune->insee), ==, 5);
      g_assert_true (g_utf8_validate (commune->name, -1, NULL) && *commune->name != '\0');
      g_assert_cmpuint (strlen (commune->postcodes), >=, 5);
      g_assert_true (*commune->intercommunality != '\0');
      g_assert_true (commune->latitude > 43.2 && commune->latitude < 44.1);
      g_assert_true (commune->longitude > -0.3 && commune->longitude < 1.25);
      g_assert_true (soho_gazetteer_find (commune->insee) == commune);
      g_assert_true (soho_gazetteer_match (commune->insee) == commune);
      g_assert_true (soho_gazetteer_match (commune->name) == commune);
      population += commune->population;
    }
  g_assert_cmpuint (population, >, 150000);
  g_assert_cmpuint (population, <, 250000);
  g_assert_null (soho_gazetteer_get_nth (n));
  g_assert_null (soho_gazetteer_get_nth (G_MAXUINT));
}

static void
test_former_codes_answer_their_successor (void)
{
  g_assert_cmpstr (soho_gazetteer_find ("32074")->name, ==, "Riscle");
  g_assert_cmpstr (soho_gazetteer_find ("32413")->name, ==, "Cap d'Astarac");
  assert_match ("32067", "32365");
  assert_match ("Saint-Blancard", "32365");
  assert_match ("cannet", "32344");
}

static void
test_names_match_as_people_write_them (void)
{
  assert_match ("Auch", "32013");
  assert_match ("  aUCH  ", "32013");
  assert_match ("valence sur baise", "32459");
  assert_match ("VALENCE-SUR-BAÏSE", "32459");
  assert_match ("Vale\xcc\x81nce sur Bai\xcc\x88se", "32459");
  assert_match ("St Puy", "32404");
  assert_match ("st.-puy", "32404");
  assert_match ("Ste-Christie d’Armagnac", "32369");
  assert_match ("Sainte-Christie", "32368");
  assert_match ("L'Isle-Jourdain", "32160");
  assert_match ("isle jourdain", "32160");
  assert_match ("Le Houga", "32155");
  assert_match ("Houga", "32155");
  assert_match ("ISLE JOURDAIN (L')", "32160");
  assert_match ("Isle-Jourdain (L’)", "32160");
  assert_match ("Houga (Le)", "32155");
  assert_match ("Valence s/ Baïse", "32459");
  assert_match ("Valence s/Baïse", "32459");
}

static void
test_a_postcode_of_one_commune_is_enough (void)
{
  assert_match ("32000", "32013");
  /* An INSEE code goes before a postcode written the same. */
  assert_match ("32160", "32160");
  /* Shared by several communes, and no INSEE code. */
  assert_match ("32500", NULL);
}

static void
test_names_and_codes_together (void)
{
  assert_match ("32000 AUCH", "32013");
  assert_match ("Auch (32000)", "32013");
  assert_match ("Auch 32013", "32013");
  assert_match ("32000 - Auch", "32013");
  assert_match ("32008 AUCH CEDEX", "32013");
  assert_match ("32008 AUCH", NULL);
  assert_match ("AUCH CEDEX", "32013");
  assert_match ("32000 Auch Cedex", "32013");
  assert_match ("32000 Auch CEDEX 9", "32013");
  assert_match ("Auch, Gers", "32013");
  assert_match ("32000 AUCH, France", "32013");
  assert_match ("Auch (Gers, France)", "32013");
  assert_match ("32600 L'ISLE JOURDAIN", "32160");
  assert_match ("32600 ISLE JOURDAIN (L')", "32160");
  assert_match ("Gers", NULL);
  assert_match ("Auch 9", NULL);
  /* They contradict each other. */
  assert_match ("32300 Auch", NULL);
  assert_match ("32000 Mirande", NULL);
  assert_match ("75001 Paris", NULL);
  assert_match ("32000 32013", NULL);
  assert_match ("32000", "32013");
}

static void
test_absurd_texts_match_nothing (void)
{
  g_autofree char *long_text = g_strnfill (1000000, 'a');

  assert_match (NULL, NULL);
  assert_match ("", NULL);
  assert_match (" - ' ", NULL);
  assert_match ("l", NULL);
  assert_match ("le", NULL);
  assert_match ("st", NULL);
  assert_match ("Paris", NULL);
  assert_match ("3201", NULL);
  assert_match ("99999", NULL);
  assert_match ("\xff\xfe"
                "Auch",
                NULL);
  assert_match ("Auch\nAuch", NULL);
  assert_match (long_text, NULL);
  g_assert_null (soho_gazetteer_find (NULL));
  g_assert_null (soho_gazetteer_find (""));
  g_assert_null (soho_gazetteer_find ("Auch"));
}

static void
test_distances_are_those_of_the_globe (void)
{
  const SohoCommune *auch = soho_gazetteer_match ("Auch");
  const SohoCommune *condom = soho_gazetteer_match ("Condom");
  const SohoCommune equator = { .latitude = 0, .longitude = 0 };
  const SohoCommune antipode = { .latitude = 0, .longitude = 180 };

  g_assert_cmpfloat (soho_gazetteer_distance_km (auch, auch), ==, 0);
  g_assert_cmpfloat_with_epsilon (soho_gazetteer_distance_km (auch, condom), 39, 3);
  g_assert_cmpfloat_with_epsilon (soho_gazetteer_distance_km (condom, auch),
                                  soho_gazetteer_distance_km (auch, condom), 1e-9);
  g_assert_cmpfloat_with_epsilon (soho_gazetteer_distance_km (&equator, &antipode), 20015.1, 0.1);
}

/* Present codes and former ones, since a record may hold either. */
static void
test_codes_around_a_commune (void)
{
  const SohoCommune *astarac = soho_gazetteer_find ("32365");
  g_autoptr (GPtrArray) own = soho_gazetteer_list_codes_near (astarac, 0);
  g_autoptr (GPtrArray) around = soho_gazetteer_list_codes_near (astarac, 20);

  g_assert_cmpuint (own->len, ==, 4);
  g_assert_true (g_ptr_array_find_with_equal_func (own, "32365", g_str_equal, NULL));
  g_assert_true (g_ptr_array_find_with_equal_func (own, "32413", g_str_equal, NULL));
  g_assert_cmpuint (around->len, >, own->len);
  for (guint i = 0; i < around->len; i++)
    {
      const SohoCommune *commune = soho_gazetteer_find (g_ptr_array_index (around, i));

      g_assert_cmpfloat (soho_gazetteer_distance_km (astarac, commune), <=, 20);
    }
}

static void
test_beginnings (void)
{
  static const char *const beginnings[]
      = { "", "c", "con", "l'isle-j", "St Cl", "saint-c", "auch" };
  static const char *const others[] = { "auchan", "nulle part", "l'ile" };

  for (guint i = 0; i < G_N_ELEMENTS (beginnings); i++)
    g_assert_true (soho_gazetteer_begins_name (beginnings[i]));
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    g_assert_false (soho_gazetteer_begins_name (others[i]));
}

/* What is typed is completed as one would: by the beginning of the name first. */
static void
test_beginnings_are_completed (void)
{
  g_autoptr (GPtrArray) communes = soho_gazetteer_complete ("marci", 5);
  g_autoptr (GPtrArray) jourdain = soho_gazetteer_complete ("JOURD", 5);
  g_autoptr (GPtrArray) postcode = soho_gazetteer_complete ("32230", 3);
  g_autoptr (GPtrArray) nothing = soho_gazetteer_complete ("", 5);
  g_autoptr (GPtrArray) unknown = soho_gazetteer_complete ("zzz", 5);

  g_assert_cmpuint (communes->len, ==, 1);
  g_assert_cmpstr (((const SohoCommune *) communes->pdata[0])->name, ==, "Marciac");
  g_assert_cmpuint (jourdain->len, ==, 1);
  g_assert_cmpstr (((const SohoCommune *) jourdain->pdata[0])->insee, ==, "32160");
  g_assert_cmpuint (postcode->len, ==, 3);
  g_assert_cmpuint (nothing->len, ==, 0);
  g_assert_cmpuint (unknown->len, ==, 0);
}

static void
test_codes_around_any_place (void)
{
  const SohoCommune *marciac = soho_gazetteer_match ("Marciac");
  g_autoptr (GPtrArray) here
      = soho_gazetteer_list_codes_around (marciac->latitude, marciac->longitude, 20);
  g_autoptr (GPtrArray) near = soho_gazetteer_list_codes_near (marciac, 20);
  g_autoptr (GPtrArray) far = soho_gazetteer_list_codes_around (-43, 179, 50);

  g_assert_cmpuint (here->len, ==, near->len);
  g_assert_cmpuint (here->len, >, 10);
  g_assert_cmpuint (far->len, ==, 0);
}

static gpointer
find_in_thread (gpointer unused)
{
  return (gpointer) soho_gazetteer_match ("Auch");
}

static void
test_threads_share_one_gazetteer (void)
{
  GThread *threads[8];
  gpointer first = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("match", find_in_thread, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    {
      gpointer found = g_thread_join (threads[i]);

      g_assert_nonnull (found);
      g_assert_true (first == NULL || first == found);
      first = found;
    }
}

/* The names that come, separated by commas. */
static void
assert_completes (const char *typed, guint limit, const char *expected)
{
  g_autoptr (GPtrArray) communes = soho_gazetteer_complete (typed, limit);
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < communes->len; i++)
    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "",
                            ((SohoCommune *) g_ptr_array_index (communes, i))->name);
  g_assert_cmpstr (names->str, ==, expected);
}

static void
test_completes_what_is_typed (void)
{
  assert_completes ("MARCI", 5, "Marciac");
  assert_completes ("32230", 1, "Armentieux");
  assert_completes ("st clar", 5, "Saint-Clar");
  assert_completes ("jourd", 5, "L'Isle-Jourdain");
  assert_completes ("montes", 2, "Montesquiou, Montestruc-sur-Gers");
  assert_completes ("paris", 5, "");
  assert_completes (" - ", 5, "");
  assert_completes (NULL, 5, "");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  /* First of all, so that the threads are the ones that load it. */
  g_test_add_func ("/gazetteer/threads-share-one", test_threads_share_one_gazetteer);
  g_test_add_func ("/gazetteer/whole-and-in-order", test_communes_are_whole_and_in_order);
  g_test_add_func ("/gazetteer/former-codes", test_former_codes_answer_their_successor);
  g_test_add_func ("/gazetteer/names", test_names_match_as_people_write_them);
  g_test_add_func ("/gazetteer/postcodes", test_a_postcode_of_one_commune_is_enough);
  g_test_add_func ("/gazetteer/names-and-codes", test_names_and_codes_together);
  g_test_add_func ("/gazetteer/beginnings", test_beginnings);
  g_test_add_func ("/gazetteer/absurd-texts", test_absurd_texts_match_nothing);
  g_test_add_func ("/gazetteer/distances", test_distances_are_those_of_the_globe);
  g_test_add_func ("/gazetteer/codes-around", test_codes_around_a_commune);
  g_test_add_func ("/gazetteer/completes-what-is-typed", test_completes_what_is_typed);
  g_test_add_func ("/gazetteer/codes-around-any-place", test_codes_around_any_place);
  g_test_add_func ("/gazetteer/completion", test_beginnings_are_completed);
  return g_test_run ();
}
