/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gio.h>
#include <stdlib.h>
#include <string.h>

#include "demo/cast.h"
#include "demo/phrase.h"
#include "demo/places.h"
#include "demo/random.h"
#include "demo/table.h"
#include "model/kinds.h"
#include "model/taxonomy.h"
#include "model/validate.h"

/* The longest label of a domain name (RFC 1035, 2.3.4). */
#define LABEL_MAX 63

static const char *const about[] = { "about_1", "about_2", "about_3" };
static const char *const village_texts[]
    = { "presentation_1", "presentation_2", "housing", "schools", "health", "shops" };

/* Chance */

/* What java.util.SplittableRandom, which is by the authors, answers for the seed 1234567. */
static void
test_splitmix (void)
{
  const guint64 expected[] = {
    G_GUINT64_CONSTANT (6457827717110365317),  G_GUINT64_CONSTANT (3203168211198807973),
    G_GUINT64_CONSTANT (9817491932198370423),  G_GUINT64_CONSTANT (4593380528125082431),
    G_GUINT64_CONSTANT (16408922859458223821),
  };
  SohoDemoRandom random = { 1234567 };

  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    g_assert_cmpuint (soho_demo_random_next (&random), ==, expected[i]);
}

static void
test_chance_keeps_its_bounds (void)
{
  SohoDemoRandom random
      = soho_demo_random_new (G_MAXUINT64, SOHO_DEMO_RANDOM_CONTACTS, G_MAXUINT64);
  const guint weights[] = { 0, 1, 0, 3, 0 };
  guint met[G_N_ELEMENTS (weights)] = { 0 };

  for (guint i = 0; i < 4000; i++)
    {
      gint64 number = soho_demo_random_between (&random, -2, 2);

      g_assert_cmpint (number, >=, -2);
      g_assert_cmpint (number, <=, 2);
      g_assert_cmpuint (soho_demo_random_below (&random, 1), ==, 0);
      g_assert_cmpuint (soho_demo_random_below (&random, 7), <, 7);
      g_assert_true (soho_demo_random_percent (&random, 100));
      g_assert_false (soho_demo_random_percent (&random, 0));
      met[soho_demo_random_weighted (&random, weights, G_N_ELEMENTS (weights))]++;
    }
  g_assert_cmpuint (met[0] + met[2] + met[4], ==, 0);
  g_assert_cmpuint (met[1], >, 800);
  g_assert_cmpuint (met[1], <, 1200);
}

static void
test_shuffle_keeps_all (void)
{
  SohoDemoRandom random = soho_demo_random_new (0, SOHO_DEMO_RANDOM_NAMES, 0);
  guint items[100];
  gboolean seen[100] = { FALSE };
  guint moved = 0;

  for (guint i = 0; i < G_N_ELEMENTS (items); i++)
    items[i] = i;
  soho_demo_random_shuffle (&random, items, G_N_ELEMENTS (items));
  for (guint i = 0; i < G_N_ELEMENTS (items); i++)
    {
      g_assert_false (seen[items[i]]);
      seen[items[i]] = TRUE;
      moved += items[i] != i;
    }
  g_assert_cmpuint (moved, >, 80);
}

/* Texts */

static void
assert_phrase (const char *pattern, const char *insee, const char *expected)
{
  SohoDemoPhraseSubject subject = { .commune = soho_gazetteer_find (insee) };
  g_autofree char *text = soho_demo_phrase_expand (pattern, &subject);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_contractions (void)
{
  assert_phrase ("", "32013", "");
  assert_phrase ("{commune}", "32013", "Auch");
  assert_phrase ("{de_commune} et {a_commune}", "32013", "d’Auch et à Auch");
  assert_phrase ("{de_commune}, {a_commune}", "32107", "de Condom, à Condom");
  assert_phrase ("{de_commune}, {a_commune}", "32155", "du Houga, au Houga");
  assert_phrase ("{de_commune}, {a_commune}", "32160", "de L’Isle-Jourdain, à L’Isle-Jourdain");
  assert_phrase ("{de_commune}", "32119", "d’Eauze");
  assert_phrase ("{de_commune}", "32152", "de Haget");
}

static void
test_persons_in_phrases (void)
{
  SohoDemoPhraseSubject subject
      = { .feminine = TRUE, .family_name = "Exemplard", .commune = soho_gazetteer_get_nth (0) };
  g_autofree char *text
      = soho_demo_phrase_expand ("Traduct{eur|rice} install{é|ée}, {|une} {de_family}", &subject);
  g_autofree char *title = soho_demo_phrase_expand_title ("éb{éniste|éniste} {family}", &subject);
  g_autofree char *slug = soho_demo_phrase_dup_slug ("L’Œil d'Échantillon & Cie !");
  g_autofree char *other = NULL;

  g_assert_cmpstr (text, ==, "Traductrice installée, une d’Exemplard");
  g_assert_cmpstr (title, ==, "Ébéniste Exemplard");
  g_assert_cmpstr (slug, ==, "l-oeil-d-echantillon-cie");

  subject.feminine = FALSE;
  subject.family_name = "Bellefiction";
  other = soho_demo_phrase_expand ("traduct{eur|rice}{|ne} {de_family}", &subject);
  g_assert_cmpstr (other, ==, "traducteur de Bellefiction");
}

static void
test_unknown_placeholder (void)
{
  SohoDemoPhraseSubject subject = { .commune = soho_gazetteer_get_nth (0) };

  if (g_test_subprocess ())
    {
      g_free (soho_demo_phrase_expand ("{nonsense}", &subject));
      return;
    }
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_failed ();
  g_test_trap_assert_stderr ("*placeholder that nobody knows*nonsense*");
}

static void
assert_fits (const SohoKind *kind, const char *field, const char *text)
{
  const SohoField *declared = &kind->fields[soho_kind_find_field (kind, field)];
  g_autoptr (GError) error = NULL;
  SohoValue value = SOHO_VALUE_INIT;

  g_assert_null (strpbrk (text, "{}|"));
  g_assert_null (strstr (text, "  "));
  soho_value_take_text (&value, g_strdup (text));
  soho_field_validate (declared, &value, &error);
  g_assert_no_error (error);
  soho_value_clear (&value);
}

static void
assert_domain_fits (const char *organization)
{
  g_autofree char *slug = soho_demo_phrase_dup_slug (organization);

  g_assert_cmpuint (strlen (slug), >, 0);
  g_assert_cmpuint (strlen (slug), <=, LABEL_MAX);
  g_assert_cmpuint (strspn (slug, "abcdefghijklmnopqrstuvwxyz0123456789-"), ==, strlen (slug));
}

/* Organizations hold the family name, so that strangers do not share a domain. */
static void
check_organizations (const SohoDemoTable *trades, guint trade, const SohoDemoPhraseSubject *subject)
{
  g_auto (GStrv) patterns
      = g_strsplit (soho_demo_table_get (trades, trade, "organizations"), ";", -1);

  for (char **pattern = patterns; *pattern != NULL; pattern++)
    {
      g_autofree char *organization = soho_demo_phrase_expand (*pattern, subject);

      if (*organization == '\0')
        continue;
      g_assert_nonnull (strstr (organization, subject->family_name));
      assert_fits (&soho_kind_member, "organization", organization);
      assert_domain_fits (organization);
    }
}

static void
check_trade (const SohoDemoTable *trades, guint trade, const SohoDemoPhraseSubject *subject)
{
  const char *form = subject->feminine ? "feminine" : "masculine";
  g_autofree char *occupation
      = soho_demo_phrase_expand_title (soho_demo_table_get (trades, trade, form), subject);

  g_assert_cmpstr (occupation, !=, "");
  assert_fits (&soho_kind_member, "occupation", occupation);
  for (guint i = 0; i < G_N_ELEMENTS (about); i++)
    {
      g_autofree char *text
          = soho_demo_phrase_expand (soho_demo_table_get (trades, trade, about[i]), subject);

      g_assert_cmpstr (text, !=, "");
      assert_fits (&soho_kind_member, "about", text);
    }
  check_organizations (trades, trade, subject);
}

static void
test_every_text_of_every_trade (void)
{
  g_autoptr (SohoDemoTable) trades = soho_demo_table_load ("trades.csv");
  g_autoptr (SohoDemoTable) families = soho_demo_table_load ("family-names.txt");

  g_assert_cmpuint (soho_demo_table_get_n_rows (trades), ==, 127);
  g_assert_cmpuint (soho_demo_table_get_n_rows (families), ==, 200);
  for (guint trade = 0; trade < soho_demo_table_get_n_rows (trades); trade++)
    for (guint i = 0; i < soho_demo_table_get_n_rows (families); i++)
      for (guint feminine = 0; feminine <= 1; feminine++)
        {
          SohoDemoPhraseSubject subject
              = { .feminine = feminine,
                  .family_name = soho_demo_table_get (families, i, "name"),
                  .commune = soho_gazetteer_get_nth (i * 2) };

          check_trade (trades, trade, &subject);
        }
}

/* Notes the skill that an appellation means; nobody has the same one twice. */
static void
add_skill (GHashTable *labels, const char *text)
{
  const SohoAppellation *appellation = soho_taxonomy_find (text);

  g_assert_nonnull (appellation);
  g_assert_true (g_hash_table_add (labels, soho_appellation_dup_label (appellation)));
}

static void
test_every_appellation_is_known (void)
{
  g_autoptr (SohoDemoTable) trades = soho_demo_table_load ("trades.csv");

  for (guint trade = 0; trade < soho_demo_table_get_n_rows (trades); trade++)
    {
      g_autoptr (GHashTable) labels = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      g_auto (GStrv) skills = g_strsplit (soho_demo_table_get (trades, trade, "skills"), ";", -1);

      add_skill (labels, soho_demo_table_get (trades, trade, "appellation"));
      for (char **skill = skills; *skill != NULL; skill++)
        add_skill (labels, *skill);
      g_assert_cmpuint (g_hash_table_size (labels), >, 1);
    }
}

static void
check_village_texts (const SohoDemoTable *sorts, guint sort, const SohoCommune *commune)
{
  SohoDemoPhraseSubject subject = { .commune = commune };

  for (guint i = 0; i < G_N_ELEMENTS (village_texts); i++)
    {
      const char *pattern = soho_demo_table_get (sorts, sort, village_texts[i]);
      g_autofree char *text = soho_demo_phrase_expand (pattern, &subject);

      g_assert_cmpstr (text, !=, "");
      assert_fits (&soho_kind_village, i < 2 ? "presentation" : village_texts[i], text);
    }
}

static void
test_every_commune_can_be_a_village (void)
{
  g_autoptr (SohoDemoTable) sorts = soho_demo_table_load ("villages.csv");

  for (guint i = 0; i < soho_gazetteer_get_n_communes (); i++)
    {
      const SohoCommune *commune = soho_gazetteer_get_nth (i);
      guint n = 0;

      for (guint sort = 0; sort < soho_demo_table_get_n_rows (sorts); sort++)
        {
          guint least = atoi (soho_demo_table_get (sorts, sort, "population_min"));
          guint most = atoi (soho_demo_table_get (sorts, sort, "population_max"));

          n += commune->population >= least && commune->population <= most;
          check_village_texts (sorts, sort, commune);
        }
      g_assert_cmpuint (n, >, 0);
    }
}

/* Every text that may be chosen, in every commune that may be its place. */
static void
check_patterns (const char *name, const SohoKind *kind, const char *column, const char *field)
{
  g_autoptr (SohoDemoTable) table = soho_demo_table_load (name);

  for (guint row = 0; row < soho_demo_table_get_n_rows (table); row++)
    {
      g_auto (GStrv) patterns = g_strsplit (soho_demo_table_get (table, row, column), ";", -1);

      for (guint i = 0; i < soho_gazetteer_get_n_communes () * 2; i++)
        for (char **pattern = patterns; *pattern != NULL; pattern++)
          {
            SohoDemoPhraseSubject subject
                = { .feminine = i % 2 == 1, .commune = soho_gazetteer_get_nth (i / 2) };
            g_autofree char *text = soho_demo_phrase_expand (*pattern, &subject);

            g_assert_cmpstr (text, !=, "");
            assert_fits (kind, field, text);
          }
    }
}

static void
test_every_text_of_villages_and_meetings (void)
{
  check_patterns ("offers.csv", &soho_kind_village_offer, "title", "title");
  check_patterns ("offers.csv", &soho_kind_village_offer, "prices", "price");
  check_patterns ("welcomers.csv", &soho_kind_village_contact, "role", "role");
  check_patterns ("events.csv", &soho_kind_event, "title", "title");
  check_patterns ("events.csv", &soho_kind_event, "theme", "theme");
}

/* A long text, where ";" is a sign like any other. */
static void
check_long_patterns (const char *name, const SohoKind *kind, const char *column)
{
  g_autoptr (SohoDemoTable) table = soho_demo_table_load (name);

  for (guint row = 0; row < soho_demo_table_get_n_rows (table); row++)
    for (guint i = 0; i < soho_gazetteer_get_n_communes (); i++)
      {
        SohoDemoPhraseSubject subject = { .commune = soho_gazetteer_get_nth (i) };
        g_autofree char *text
            = soho_demo_phrase_expand (soho_demo_table_get (table, row, column), &subject);

        g_assert_cmpstr (text, !=, "");
        assert_fits (kind, column, text);
      }
}

static void
test_every_long_text_of_villages_and_meetings (void)
{
  check_long_patterns ("offers.csv", &soho_kind_village_offer, "detail");
  check_long_patterns ("events.csv", &soho_kind_event, "summary");
}

/* Texts of the folder are all named in the column of the table, and only once. */
static void
check_folder (const char *folder, const char *file, const char *column)
{
  g_autofree char *path = g_strconcat ("/fr/sohosolo/server/demo/", folder, NULL);
  g_auto (GStrv) children = g_resources_enumerate_children (path, 0, NULL);
  g_autoptr (SohoDemoTable) table = soho_demo_table_load (file);
  g_autoptr (GHashTable) named = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint row = 0; row < soho_demo_table_get_n_rows (table); row++)
    if (*soho_demo_table_get (table, row, column) != '\0')
      g_assert_true (g_hash_table_add (
          named, g_strconcat (soho_demo_table_get (table, row, column), ".md", NULL)));
  g_assert_cmpuint (g_strv_length (children), ==, g_hash_table_size (named));
  for (char **child = children; *child != NULL; child++)
    g_assert_true (g_hash_table_contains (named, *child));
}

static void
test_every_file_is_used (void)
{
  check_folder ("guides", "guides.csv", "body");
  check_folder ("minutes", "events.csv", "minutes");
  check_folder ("episodes", "episodes.csv", "transcript");
}

/* As French is set: the apostrophe is ’, and a space before a tall sign does not break. */
static void
assert_well_set (const char *name)
{
  g_autofree char *text = soho_demo_table_load_text (name);
  static const char *const wrong[] = { "'", " ;", " :", " !", " ?", " »", "« ", " €", "..." };

  g_assert_true (g_utf8_validate (text, -1, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    if (strstr (text, wrong[i]) != NULL)
      g_error ("%s: has “%s”", name, wrong[i]);
}

static void
test_french_is_well_set (void)
{
  static const char *const tables[] = { "episodes.csv", "events.csv",    "guides.csv",
                                        "offers.csv",   "resources.csv", "welcomers.csv" };
  static const char *const folders[] = { "guides", "minutes", "episodes" };

  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    assert_well_set (tables[i]);
  for (guint i = 0; i < G_N_ELEMENTS (folders); i++)
    {
      g_autofree char *path = g_strconcat ("/fr/sohosolo/server/demo/", folders[i], NULL);
      g_auto (GStrv) children = g_resources_enumerate_children (path, 0, NULL);

      for (char **child = children; *child != NULL; child++)
        {
          g_autofree char *name = g_build_path ("/", folders[i], *child, NULL);

          assert_well_set (name);
        }
    }
}

/* Who opens a link of a text finds nobody. */
static void
test_links_lead_nowhere (void)
{
  g_autoptr (SohoDemoTable) guides = soho_demo_table_load ("guides.csv");
  g_autoptr (GRegex) link = g_regex_new ("\\w+://([^/)\\s]+)", 0, 0, NULL);
  guint n = 0;

  for (guint row = 0; row < soho_demo_table_get_n_rows (guides); row++)
    {
      g_autofree char *name
          = g_strdup_printf ("guides/%s.md", soho_demo_table_get (guides, row, "body"));
      g_autofree char *body = soho_demo_table_load_text (name);
      g_autoptr (GMatchInfo) match = NULL;

      for (g_regex_match (link, body, 0, &match); g_match_info_matches (match);
           g_match_info_next (match, NULL))
        {
          g_autofree char *host = g_match_info_fetch (match, 1);

          g_assert_true (g_str_has_suffix (host, ".example"));
          n++;
        }
    }
  g_assert_cmpuint (n, >=, 4);
}

/* People */

/* Past 24,000 people names come again, but nowhere twice. */
static void
test_names (void)
{
  const guint n = 50000;
  g_autofree gboolean *partners = soho_demo_places_choose_partners (7);
  g_autoptr (SohoDemoCast) cast = soho_demo_cast_new (n, partners, 7);
  g_autoptr (GHashTable) handles = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < n; i++)
    {
      SohoDemoPerson *person = &cast->people[i];
      char *handle = soho_demo_cast_dup_handle (cast, person, ".");
      char *key
          = g_strdup_printf ("%u %u %u", person->given_name, person->family_name, person->commune);

      g_assert_cmpuint (person->namesake, ==, i / 24000);
      g_assert_true (g_hash_table_add (handles, handle));
      g_assert_true (g_hash_table_add (keys, key));
    }
}

static void
test_partners (void)
{
  g_autofree gboolean *partners = soho_demo_places_choose_partners (32);
  g_autofree gboolean *others = soho_demo_places_choose_partners (33);
  guint n = 0, n_small = 0, n_large = 0, n_same = 0;

  for (guint i = 0; i < soho_gazetteer_get_n_communes (); i++)
    {
      n += partners[i];
      n_small += partners[i] && soho_gazetteer_get_nth (i)->population < 200;
      n_large += partners[i] && soho_gazetteer_get_nth (i)->population > 1000;
      n_same += partners[i] && others[i];
    }
  g_assert_cmpuint (n, ==, 83);
  g_assert_cmpuint (n_small, >, 10);
  g_assert_cmpuint (n_large, >, 10);
  g_assert_cmpuint (n_same, <, 70);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/demo/random/splitmix", test_splitmix);
  g_test_add_func ("/demo/random/bounds", test_chance_keeps_its_bounds);
  g_test_add_func ("/demo/random/shuffle", test_shuffle_keeps_all);
  g_test_add_func ("/demo/texts/contractions", test_contractions);
  g_test_add_func ("/demo/texts/persons", test_persons_in_phrases);
  g_test_add_func ("/demo/texts/unknown-placeholder", test_unknown_placeholder);
  g_test_add_func ("/demo/texts/trades", test_every_text_of_every_trade);
  g_test_add_func ("/demo/texts/appellations", test_every_appellation_is_known);
  g_test_add_func ("/demo/texts/villages", test_every_commune_can_be_a_village);
  g_test_add_func ("/demo/texts/short", test_every_text_of_villages_and_meetings);
  g_test_add_func ("/demo/texts/long", test_every_long_text_of_villages_and_meetings);
  g_test_add_func ("/demo/texts/files", test_every_file_is_used);
  g_test_add_func ("/demo/texts/french", test_french_is_well_set);
  g_test_add_func ("/demo/texts/links", test_links_lead_nowhere);
  g_test_add_func ("/demo/people/names", test_names);
  g_test_add_func ("/demo/people/partners", test_partners);

  return g_test_run ();
}
