/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "demo/own.h"

#include "demo/entry.h"
#include "demo/random.h"
#include "model/gazetteer.h"
#include "model/kinds.h"

/* One member of this many keeps something; the first does, so that there always is one. */
#define ONE_IN 5

#define MOST_FAVOURITES 4

static const char *const notes[] = {
  "Rencontré au marché. Rappeler en septembre.",
  "Prend des commandes jusqu’à la fin du mois.",
  "Recommandé par une voisine ; demander un devis.",
  "A proposé de prêter son vidéoprojecteur.",
  "Préfère être appelé le matin.",
};

static const struct
{
  const char *name, *words;
} searches[] = {
  { "Traduire le site", "traduction anglais" },
  { "Quelqu’un pour la comptabilité", "comptable" },
  { "Photos du stand", "photographe" },
  { "Graphistes", "graphiste" },
};

typedef struct
{
  SohoArchive *archive;
  const SohoDemoCast *cast;
  const gint64 *villages;
  gint64 holder;
  SohoDemoRandom random;
} Own;

/* Whose card every member may read; 0 if chance finds nobody but oneself or the hidden. */
static gint64
choose_member (Own *own)
{
  guint i = (guint) soho_demo_random_below (&own->random, own->cast->n_people);
  const SohoDemoPerson *person = &own->cast->people[i];

  return person->visibility <= 1 && person->id != own->holder ? person->id : 0;
}

static gint64
choose_village (Own *own)
{
  guint n = soho_gazetteer_get_n_communes ();
  guint i = (guint) soho_demo_random_below (&own->random, n);

  for (guint tries = 0; tries < n && own->villages[i] == 0; tries++)
    i = (i + 1) % n;
  return own->villages[i];
}

static SohoRecord *
new_own (Own *own, const SohoKind *kind)
{
  SohoRecord *record = soho_record_new (kind, 0);

  soho_value_set_integer (soho_demo_entry_get_value (record, "holder"), own->holder);
  return record;
}

static gboolean
put_favourite (Own *own, const char *field, gint64 id, GError **error)
{
  g_autoptr (SohoRecord) favourite = new_own (own, &soho_kind_favourite);

  soho_value_set_integer (soho_demo_entry_get_value (favourite, field), id);
  return soho_demo_entry_put (own->archive, favourite, error) != 0;
}

/* No two of one thing. */
static gboolean
put_favourites (Own *own, GError **error)
{
  guint n = (guint) soho_demo_random_between (&own->random, 1, MOST_FAVOURITES);
  g_autoptr (GHashTable) chosen = g_hash_table_new (NULL, NULL);

  if (!put_favourite (own, "village", choose_village (own), error))
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      gint64 member = choose_member (own);

      if (member != 0 && g_hash_table_add (chosen, GSIZE_TO_POINTER (member))
          && !put_favourite (own, "member", member, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
put_note (Own *own, GError **error)
{
  g_autoptr (SohoRecord) note = new_own (own, &soho_kind_private_note);
  gint64 member = choose_member (own);
  guint text = (guint) soho_demo_random_below (&own->random, G_N_ELEMENTS (notes));

  soho_value_set_integer (soho_demo_entry_get_value (note, member != 0 ? "member" : "village"),
                          member != 0 ? member : choose_village (own));
  soho_demo_entry_take_text (note, "text", g_strdup (notes[text]));
  return soho_demo_entry_put (own->archive, note, error) != 0;
}

static gboolean
put_search (Own *own, GError **error)
{
  g_autoptr (SohoRecord) search = new_own (own, &soho_kind_saved_search);
  guint i = (guint) soho_demo_random_below (&own->random, G_N_ELEMENTS (searches));

  soho_demo_entry_take_text (search, "name", g_strdup (searches[i].name));
  soho_demo_entry_take_text (search, "page", g_strdup ("directory"));
  soho_demo_entry_take_text (search, "words", g_strdup (searches[i].words));
  return soho_demo_entry_put (own->archive, search, error) != 0;
}

gboolean
soho_demo_own_put (SohoArchive *archive,
                   const SohoDemoCast *cast,
                   const gint64 *villages,
                   guint64 seed,
                   GError **error)
{
  for (guint i = 0; i < cast->n_people; i += ONE_IN)
    {
      Own own = { archive, cast, villages, cast->people[i].id };

      own.random = soho_demo_random_new (seed, SOHO_DEMO_RANDOM_OWN, i);
      if (!put_favourites (&own, error) || !put_note (&own, error) || !put_search (&own, error))
        return FALSE;
    }
  return TRUE;
}
