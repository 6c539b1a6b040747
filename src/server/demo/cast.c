/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "demo/cast.h"

#include "demo/random.h"

/* A person settles in a commune as likely as it has inhabitants, and this many more, so that
 * hamlets are not empty; in a partner village, that many times as likely. */
#define POPULATION_MORE 70
#define PARTNER_TIMES 2

/* Of a hundred. */
#define PUBLIC_CARDS 90
#define MEMBERS_CARDS 7
#define OWN_SITES 30

/* Which names are taken in which communes; a name is a number below n_names. */
typedef struct
{
  guint n_names, n_communes;
  guint *weights; /* of the communes */
  guint *order;   /* in which the names are given; another one each time all have been */
  guint8 *taken;  /* a bit for each name in each commune */
} Registry;

static void
clear_registry (Registry *registry)
{
  g_free (registry->weights);
  g_free (registry->order);
  g_free (registry->taken);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Registry, clear_registry)

static void
init_registry (Registry *registry, const SohoDemoCast *cast, const gboolean *partners)
{
  guint n_communes = soho_gazetteer_get_n_communes ();
  guint n_names = soho_demo_table_get_n_rows (cast->given_names)
                  * soho_demo_table_get_n_rows (cast->family_names);

  registry->n_names = n_names;
  registry->n_communes = n_communes;
  registry->weights = g_new (guint, n_communes);
  registry->order = g_new (guint, n_names);
  registry->taken = g_new0 (guint8, (gsize) n_names * n_communes / 8 + 1);
  for (guint i = 0; i < n_communes; i++)
    registry->weights[i] = (soho_gazetteer_get_nth (i)->population + POPULATION_MORE)
                           * (partners[i] ? PARTNER_TIMES : 1);
  for (guint i = 0; i < n_names; i++)
    registry->order[i] = i;
}

/* Whether the name was still free in the commune; it no longer is. */
static gboolean
take_name (Registry *registry, guint name, guint commune)
{
  gsize place = (gsize) name * registry->n_communes + commune;
  guint8 bit = 1 << place % 8;

  if (registry->taken[place / 8] & bit)
    return FALSE;
  registry->taken[place / 8] |= bit;
  return TRUE;
}

/* A commune where nobody has the name yet. A name is given as often as there are communes at most,
 * see soho_demo_cast_new (). */
static guint
settle (Registry *registry, guint name, SohoDemoRandom *random)
{
  guint commune = soho_demo_random_weighted (random, registry->weights, registry->n_communes);

  while (!take_name (registry, name, commune))
    commune = soho_demo_random_weighted (random, registry->weights, registry->n_communes);
  return commune;
}

static guint
choose_visibility (SohoDemoRandom *random)
{
  guint chance = soho_demo_random_below (random, 100);

  if (chance < PUBLIC_CARDS)
    return 0;
  return chance < PUBLIC_CARDS + MEMBERS_CARDS ? 1 : 2;
}

static guint
count_organizations (const SohoDemoCast *self, guint trade)
{
  g_auto (GStrv) patterns
      = g_strsplit (soho_demo_table_get (self->trades, trade, "organizations"), ";", -1);

  return g_strv_length (patterns);
}

static void
invent_person (SohoDemoCast *self, guint i, Registry *registry, guint64 seed)
{
  SohoDemoRandom random = soho_demo_random_new (seed, SOHO_DEMO_RANDOM_PERSON, i);
  SohoDemoPerson *person = &self->people[i];
  guint n_given_names = soho_demo_table_get_n_rows (self->given_names);
  guint name = registry->order[i % registry->n_names];

  person->given_name = name % n_given_names;
  person->family_name = name / n_given_names;
  person->namesake = i / registry->n_names;
  person->commune = settle (registry, name, &random);
  person->trade = soho_demo_random_below (&random, soho_demo_table_get_n_rows (self->trades));
  person->organization
      = soho_demo_random_below (&random, MAX (1, count_organizations (self, person->trade)));
  person->visibility = choose_visibility (&random);
  person->has_site = soho_demo_random_percent (&random, OWN_SITES);
}

SohoDemoCast *
soho_demo_cast_new (guint n, const gboolean *partners, guint64 seed)
{
  SohoDemoCast *self = g_new0 (SohoDemoCast, 1);
  SohoDemoRandom random = soho_demo_random_new (seed, SOHO_DEMO_RANDOM_NAMES, 0);
  g_auto (Registry) registry = { 0 };

  self->given_names = soho_demo_table_load ("given-names.txt");
  self->family_names = soho_demo_table_load ("family-names.txt");
  self->trades = soho_demo_table_load ("trades.csv");
  self->people = g_new0 (SohoDemoPerson, n);
  self->n_people = n;

  init_registry (&registry, self, partners);
  g_assert (n / registry.n_names < registry.n_communes);
  for (guint i = 0; i < n; i++)
    {
      if (i % registry.n_names == 0)
        soho_demo_random_shuffle (&random, registry.order, registry.n_names);
      invent_person (self, i, &registry, seed);
    }
  return self;
}

void
soho_demo_cast_free (SohoDemoCast *self)
{
  soho_demo_table_free (self->given_names);
  soho_demo_table_free (self->family_names);
  soho_demo_table_free (self->trades);
  g_free (self->people);
  g_free (self);
}

SohoDemoPhraseSubject
soho_demo_cast_get_subject (const SohoDemoCast *self, const SohoDemoPerson *person)
{
  return (SohoDemoPhraseSubject){
    .feminine = *soho_demo_table_get (self->given_names, person->given_name, "gender") == 'f',
    .family_name = soho_demo_table_get (self->family_names, person->family_name, "name"),
    .commune = soho_gazetteer_get_nth (person->commune),
  };
}

const char *
soho_demo_cast_get_given_name (const SohoDemoCast *self, const SohoDemoPerson *person)
{
  return soho_demo_table_get (self->given_names, person->given_name, "name");
}

const char *
soho_demo_cast_get_trade (const SohoDemoCast *self,
                          const SohoDemoPerson *person,
                          const char *column)
{
  return soho_demo_table_get (self->trades, person->trade, column);
}

char *
soho_demo_cast_dup_organization (const SohoDemoCast *self, const SohoDemoPerson *person)
{
  g_auto (GStrv) patterns
      = g_strsplit (soho_demo_cast_get_trade (self, person, "organizations"), ";", -1);
  SohoDemoPhraseSubject subject = soho_demo_cast_get_subject (self, person);

  if (patterns[0] == NULL || *patterns[person->organization] == '\0')
    return NULL;
  return soho_demo_phrase_expand (patterns[person->organization], &subject);
}

char *
soho_demo_cast_dup_handle (const SohoDemoCast *self,
                           const SohoDemoPerson *person,
                           const char *separator)
{
  SohoDemoPhraseSubject subject = soho_demo_cast_get_subject (self, person);
  g_autofree char *given = soho_demo_phrase_dup_slug (soho_demo_cast_get_given_name (self, person));
  g_autofree char *family = soho_demo_phrase_dup_slug (subject.family_name);

  if (person->namesake == 0)
    return g_strconcat (given, separator, family, NULL);
  return g_strdup_printf ("%s%s%s%s%u", given, separator, family, separator, person->namesake + 1);
}

char *
soho_demo_cast_dup_domain (const SohoDemoCast *self, const SohoDemoPerson *person)
{
  g_autofree char *organization = soho_demo_cast_dup_organization (self, person);
  g_autofree char *label = organization != NULL ? soho_demo_phrase_dup_slug (organization)
                                                : soho_demo_cast_dup_handle (self, person, "-");

  return g_strconcat (label, ".example", NULL);
}
