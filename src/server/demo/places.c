/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "demo/places.h"

#include "demo/entry.h"
#include "demo/phrase.h"
#include "demo/random.h"
#include "demo/table.h"
#include "model/kinds.h"

/* Beyond this many inhabitants, a larger commune is no likelier to be a partner; and a hamlet draws
 * as if it had so many more. */
#define POPULATION_MOST 2000
#define POPULATION_MORE 100

/* How far from the middle of its commune a telecentre stands. */
#define TELECENTRE_METRES 250

/* In days before today. */
#define PARTNER_LONGEST 6200
#define PARTNER_SHORTEST 120
#define REVIEW_LONGEST 700

/* The lines that are to be found in the country, in Mbit/s downwards. */
static const struct
{
  const char *technology;
  guint weight; /* of a hundred */
  guint speeds[4];
} lines[] = {
  { "fibre", 68, { 300, 500, 1000, 2000 } }, { "dsl", 14, { 6, 12, 18, 50 } },
  { "4g", 10, { 25, 40, 60, 90 } },          { "5g", 4, { 120, 200, 300, 450 } },
  { "satellite", 4, { 50, 80, 100, 150 } },
};

gboolean *
soho_demo_places_choose_partners (guint64 seed)
{
  SohoDemoRandom random = soho_demo_random_new (seed, SOHO_DEMO_RANDOM_PARTNERS, 0);
  guint n = soho_gazetteer_get_n_communes ();
  gboolean *partners = g_new0 (gboolean, n);
  g_autofree guint *weights = g_new (guint, n);

  for (guint i = 0; i < n; i++)
    weights[i] = MIN (soho_gazetteer_get_nth (i)->population, POPULATION_MOST) + POPULATION_MORE;
  for (guint i = 0; i < SOHO_DEMO_PLACES_N_PARTNERS; i++)
    {
      guint chosen = soho_demo_random_weighted (&random, weights, n);

      partners[chosen] = TRUE;
      weights[chosen] = 0;
    }
  return partners;
}

static gint64
get_number (const SohoDemoTable *table, guint row, const char *column)
{
  return g_ascii_strtoll (soho_demo_table_get (table, row, column), NULL, 10);
}

/* The row of a sort of village that a commune of this size can be. */
static guint
choose_sort (const SohoDemoTable *sorts, guint population, SohoDemoRandom *random)
{
  guint n = soho_demo_table_get_n_rows (sorts);
  g_autofree guint *suits = g_new (guint, n);

  for (guint i = 0; i < n; i++)
    suits[i] = population >= get_number (sorts, i, "population_min")
               && population <= get_number (sorts, i, "population_max");
  return soho_demo_random_weighted (random, suits, n);
}

static void
set_line (SohoRecord *village, SohoDemoRandom *random)
{
  guint weights[G_N_ELEMENTS (lines)];
  guint line;

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    weights[i] = lines[i].weight;
  line = soho_demo_random_weighted (random, weights, G_N_ELEMENTS (lines));

  soho_demo_entry_take_text (village, "line_technology", g_strdup (lines[line].technology));
  soho_value_set_integer (
      soho_demo_entry_get_value (village, "line_speed"),
      lines[line].speeds[soho_demo_random_below (random, G_N_ELEMENTS (lines[line].speeds))]);
}

static void
set_dates (SohoRecord *village, SohoDemoRandom *random)
{
  gint64 since = soho_demo_random_between (random, PARTNER_SHORTEST, PARTNER_LONGEST);
  gint64 reviewed = soho_demo_random_between (random, 0, MIN (since, REVIEW_LONGEST));

  soho_value_set_integer (soho_demo_entry_get_value (village, "partner_since"),
                          SOHO_DEMO_ENTRY_TODAY - since);
  soho_value_set_integer (soho_demo_entry_get_value (village, "reviewed_on"),
                          SOHO_DEMO_ENTRY_TODAY - reviewed);
}

static void
set_texts (SohoRecord *village,
           const SohoDemoTable *sorts,
           const SohoCommune *commune,
           SohoDemoRandom *random)
{
  static const char *const same[] = { "housing", "schools", "health", "shops" };
  SohoDemoPhraseSubject subject = { .commune = commune };
  guint sort = choose_sort (sorts, commune->population, random);
  const char *column = soho_demo_random_percent (random, 50) ? "presentation_1" : "presentation_2";

  soho_demo_entry_take_text (
      village, "presentation",
      soho_demo_phrase_expand (soho_demo_table_get (sorts, sort, column), &subject));
  for (guint i = 0; i < G_N_ELEMENTS (same); i++)
    soho_demo_entry_take_text (
        village, same[i],
        soho_demo_phrase_expand (soho_demo_table_get (sorts, sort, same[i]), &subject));
}

gint64 *
soho_demo_places_put_villages (SohoArchive *archive,
                               const gboolean *partners,
                               guint64 seed,
                               GError **error)
{
  g_autoptr (SohoDemoTable) sorts = soho_demo_table_load ("villages.csv");
  guint n = soho_gazetteer_get_n_communes ();
  g_autofree gint64 *ids = g_new0 (gint64, n);

  for (guint i = 0; i < n; i++)
    {
      const SohoCommune *commune = soho_gazetteer_get_nth (i);
      SohoDemoRandom random = soho_demo_random_new (seed, SOHO_DEMO_RANDOM_VILLAGE, i);
      g_autoptr (SohoRecord) village = NULL;

      if (!partners[i])
        continue;
      village = soho_record_new (&soho_kind_village, 0);
      soho_demo_entry_take_text (village, "commune", g_strdup (commune->insee));
      set_texts (village, sorts, commune, &random);
      set_line (village, &random);
      set_dates (village, &random);
      ids[i] = soho_demo_entry_put (archive, village, error);
      if (ids[i] == 0)
        return NULL;
    }
  return g_steal_pointer (&ids);
}

gint64 *
soho_demo_places_put_telecentres (SohoArchive *archive, guint64 seed, GError **error)
{
  g_autoptr (SohoDemoTable) telecentres = soho_demo_table_load ("telecentres.csv");
  const char *const *columns = soho_demo_table_get_columns (telecentres);
  g_autofree gint64 *ids = g_new0 (gint64, soho_demo_table_get_n_rows (telecentres));

  for (guint i = 0; i < soho_demo_table_get_n_rows (telecentres); i++)
    {
      const char *insee = soho_demo_table_get (telecentres, i, "commune");
      SohoDemoRandom random = soho_demo_random_new (seed, SOHO_DEMO_RANDOM_TELECENTRE, i);
      g_autoptr (SohoRecord) telecentre = soho_record_new (&soho_kind_telecentre, 0);

      for (const char *const *column = columns; *column != NULL; column++)
        soho_demo_entry_parse (telecentre, *column, soho_demo_table_get (telecentres, i, *column));
      soho_demo_entry_set_place (telecentre, soho_gazetteer_find (insee), TELECENTRE_METRES,
                                 &random);
      ids[i] = soho_demo_entry_put (archive, telecentre, error);
      if (ids[i] == 0)
        return NULL;
    }
  return g_steal_pointer (&ids);
}
