/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "demo/skills.h"

#include "demo/entry.h"
#include "demo/random.h"
#include "exchange/lookup.h"
#include "model/kinds.h"

/* How many of a hundred people have so many skills besides the one of their trade. */
static const guint more_skills[] = { 22, 33, 28, 17 };

/* Of a hundred skills. */
#define SAY_SINCE_WHEN 70
#define SAY_MORE 25

#define YEARS_MOST 34

static const char *const details[] = {
  "à distance",
  "sur place et à distance",
  "déplacement dans tout le département",
  "pour les associations et les communes",
  "pour les petites entreprises",
  "premier rendez-vous offert",
  "débutants bienvenus",
  "formation possible",
  "en binôme quand le chantier est grand",
  "petits projets de préférence",
  "délais courts possibles",
  "plutôt l’hiver",
};

struct _SohoDemoSkills
{
  /* Of GArray of gint64, the trade's own skill first; NULL where nobody has the trade. */
  GPtrArray *by_trade;
};

static void
free_ids (gpointer ids)
{
  if (ids != NULL)
    g_array_unref (ids);
}

static gboolean
add_skill (GArray *ids, SohoLookup *lookup, const char *appellation, GError **error)
{
  gint64 id = soho_lookup_find (lookup, &soho_kind_skill, appellation, error);

  if (id == 0)
    return FALSE;
  g_array_append_val (ids, id);
  return TRUE;
}

static gboolean
add_trade (SohoDemoSkills *self,
           guint trade,
           const SohoDemoTable *trades,
           SohoLookup *lookup,
           GError **error)
{
  g_auto (GStrv) more = g_strsplit (soho_demo_table_get (trades, trade, "skills"), ";", -1);
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  g_ptr_array_index (self->by_trade, trade) = ids;
  if (!add_skill (ids, lookup, soho_demo_table_get (trades, trade, "appellation"), error))
    return FALSE;
  for (char **skill = more; *skill != NULL; skill++)
    if (!add_skill (ids, lookup, *skill, error))
      return FALSE;
  return TRUE;
}

SohoDemoSkills *
soho_demo_skills_new (SohoArchive *archive, const SohoDemoCast *cast, GError **error)
{
  guint n_trades = soho_demo_table_get_n_rows (cast->trades);
  g_autoptr (SohoLookup) lookup = soho_lookup_new (archive);
  g_autoptr (SohoDemoSkills) self = g_new0 (SohoDemoSkills, 1);
  g_autofree gboolean *practised = g_new0 (gboolean, n_trades);

  self->by_trade = g_ptr_array_new_with_free_func (free_ids);
  g_ptr_array_set_size (self->by_trade, (int) n_trades);
  for (guint i = 0; i < cast->n_people; i++)
    practised[cast->people[i].trade] = TRUE;
  for (guint trade = 0; trade < n_trades; trade++)
    if (practised[trade] && !add_trade (self, trade, cast->trades, lookup, error))
      return NULL;
  return g_steal_pointer (&self);
}

void
soho_demo_skills_free (SohoDemoSkills *self)
{
  g_ptr_array_unref (self->by_trade);
  g_free (self);
}

static gint64
put_skill (SohoArchive *archive,
           gint64 member,
           gint64 skill,
           gint64 years_most,
           SohoDemoRandom *random,
           GError **error)
{
  g_autoptr (SohoRecord) entry = soho_record_new (&soho_kind_member_skill, 0);

  soho_value_set_integer (soho_demo_entry_get_value (entry, "member"), member);
  soho_value_set_integer (soho_demo_entry_get_value (entry, "skill"), skill);
  if (soho_demo_random_percent (random, SAY_SINCE_WHEN))
    soho_value_set_integer (soho_demo_entry_get_value (entry, "years"),
                            soho_demo_random_between (random, 1, years_most));
  if (soho_demo_random_percent (random, SAY_MORE))
    soho_demo_entry_take_text (
        entry, "detail",
        g_strdup (details[soho_demo_random_below (random, G_N_ELEMENTS (details))]));
  return soho_demo_entry_put (archive, entry, error);
}

static gboolean
put_person (SohoArchive *archive,
            GArray *ids,
            const SohoDemoPerson *person,
            SohoDemoRandom *random,
            GError **error)
{
  guint n_others = ids->len - 1;
  guint n_more = soho_demo_random_weighted (random, more_skills, G_N_ELEMENTS (more_skills));
  guint first = n_others > 0 ? soho_demo_random_below (random, n_others) : 0;
  gint64 years_most = soho_demo_random_between (random, 1, YEARS_MOST);

  if (put_skill (archive, person->id, g_array_index (ids, gint64, 0), years_most, random, error)
      == 0)
    return FALSE;
  for (guint i = 0; i < MIN (n_more, n_others); i++)
    {
      gint64 skill = g_array_index (ids, gint64, 1 + (first + i) % n_others);

      if (put_skill (archive, person->id, skill, years_most, random, error) == 0)
        return FALSE;
    }
  return TRUE;
}

gboolean
soho_demo_skills_put_members (SohoArchive *archive,
                              const SohoDemoSkills *self,
                              const SohoDemoCast *cast,
                              guint64 seed,
                              GError **error)
{
  for (guint i = 0; i < cast->n_people; i++)
    {
      const SohoDemoPerson *person = &cast->people[i];
      SohoDemoRandom random = soho_demo_random_new (seed, SOHO_DEMO_RANDOM_SKILLS, i);

      if (!put_person (archive, g_ptr_array_index (self->by_trade, person->trade), person, &random,
                       error))
        return FALSE;
    }
  return TRUE;
}
