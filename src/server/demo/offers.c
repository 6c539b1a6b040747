/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "demo/offers.h"

#include "demo/entry.h"
#include "demo/phrase.h"
#include "demo/random.h"
#include "demo/table.h"
#include "model/kinds.h"

/* How likely a village has none, one, two, three. */
static const guint counts[] = { 33, 25, 25, 17 };

static const struct
{
  const char *state;
  guint weight; /* of a hundred */
} states[] = { { "open", 78 }, { "reserved", 14 }, { "closed", 8 } };

static const char *
choose_state (SohoDemoRandom *random)
{
  guint weights[G_N_ELEMENTS (states)];

  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    weights[i] = states[i].weight;
  return states[soho_demo_random_weighted (random, weights, G_N_ELEMENTS (states))].state;
}

static char *
dup_price (const SohoDemoTable *sorts, guint sort, SohoDemoRandom *random)
{
  g_auto (GStrv) prices = g_strsplit (soho_demo_table_get (sorts, sort, "prices"), ";", -1);

  return g_strdup (prices[soho_demo_random_below (random, g_strv_length (prices))]);
}

static gint64
put_offer (SohoArchive *archive,
           gint64 village,
           const SohoCommune *commune,
           const SohoDemoTable *sorts,
           guint sort,
           SohoDemoRandom *random,
           GError **error)
{
  g_autoptr (SohoRecord) offer = soho_record_new (&soho_kind_village_offer, 0);
  SohoDemoPhraseSubject subject = { .commune = commune };

  soho_value_set_integer (soho_demo_entry_get_value (offer, "village"), village);
  soho_demo_entry_parse (offer, "type", soho_demo_table_get (sorts, sort, "type"));
  soho_demo_entry_parse (offer, "title", soho_demo_table_get (sorts, sort, "title"));
  soho_demo_entry_take_text (
      offer, "detail",
      soho_demo_phrase_expand (soho_demo_table_get (sorts, sort, "detail"), &subject));
  soho_demo_entry_take_text (offer, "price", dup_price (sorts, sort, random));
  soho_demo_entry_parse (offer, "state", choose_state (random));
  return soho_demo_entry_put (archive, offer, error);
}

/* No village has two offers of one title: that is what tells them apart. */
static gboolean
put_village (SohoArchive *archive,
             gint64 village,
             guint commune,
             const SohoDemoTable *sorts,
             guint64 seed,
             GError **error)
{
  SohoDemoRandom random = soho_demo_random_new (seed, SOHO_DEMO_RANDOM_OFFERS, commune);
  guint n = soho_demo_random_weighted (&random, counts, G_N_ELEMENTS (counts));
  guint n_sorts = soho_demo_table_get_n_rows (sorts);
  g_autofree guint *order = g_new (guint, n_sorts);

  for (guint i = 0; i < n_sorts; i++)
    order[i] = i;
  soho_demo_random_shuffle (&random, order, n_sorts);
  for (guint i = 0; i < n; i++)
    if (put_offer (archive, village, soho_gazetteer_get_nth (commune), sorts, order[i], &random,
                   error)
        == 0)
      return FALSE;
  return TRUE;
}

gboolean
soho_demo_offers_put (SohoArchive *archive, const gint64 *villages, guint64 seed, GError **error)
{
  g_autoptr (SohoDemoTable) sorts = soho_demo_table_load ("offers.csv");

  for (guint i = 0; i < soho_gazetteer_get_n_communes (); i++)
    if (villages[i] != 0 && !put_village (archive, villages[i], i, sorts, seed, error))
      return FALSE;
  return TRUE;
}
