/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "demo/welcome.h"

#include "demo/entry.h"
#include "demo/random.h"
#include "model/kinds.h"

/* Of a hundred. */
#define SECOND_CONTACTS 45
#define MEMBERS 60

/* Telephone numbers of villages lie below those of members (contacts.c) and of telecentres. */
#define NUMBERS_FIRST 10

typedef struct
{
  SohoArchive *archive;
  const SohoDemoCast *cast;
  SohoDemoTable *roles;
  gint64 village;
  const SohoCommune *commune;
  guint rank; /* of the village among all */
  SohoDemoRandom random;
  char *first_name; /* of the contact that the village has already, or NULL */
} Welcome;

/* A member of the commune whose card everybody may read, NULL if there is none. Each is as likely
 * as the others: the n-th takes the place of those before it once in n times. */
static const SohoDemoPerson *
choose_member (Welcome *welcome)
{
  const SohoDemoPerson *chosen = NULL;
  guint n = 0;

  for (guint i = 0; i < welcome->cast->n_people; i++)
    {
      const SohoDemoPerson *person = &welcome->cast->people[i];

      if (soho_gazetteer_get_nth (person->commune) != welcome->commune || person->visibility > 0)
        continue;
      if (soho_demo_random_below (&welcome->random, ++n) == 0)
        chosen = person;
    }
  return chosen;
}

static char *
dup_name (const SohoDemoCast *cast, const SohoDemoPerson *person)
{
  SohoDemoPhraseSubject subject = soho_demo_cast_get_subject (cast, person);

  return g_strjoin (" ", soho_demo_cast_get_given_name (cast, person), subject.family_name, NULL);
}

static SohoDemoPerson
invent_person (Welcome *welcome)
{
  const SohoDemoCast *cast = welcome->cast;

  return (SohoDemoPerson){
    .given_name
    = soho_demo_random_below (&welcome->random, soho_demo_table_get_n_rows (cast->given_names)),
    .family_name
    = soho_demo_random_below (&welcome->random, soho_demo_table_get_n_rows (cast->family_names)),
  };
}

static char *
dup_role (Welcome *welcome, gboolean official, const SohoDemoPerson *person)
{
  guint n = soho_demo_table_get_n_rows (welcome->roles);
  g_autofree guint *suits = g_new (guint, n);
  SohoDemoPhraseSubject subject = soho_demo_cast_get_subject (welcome->cast, person);
  guint role;

  for (guint i = 0; i < n; i++)
    suits[i] = (*soho_demo_table_get (welcome->roles, i, "official") == '1') == official;
  role = soho_demo_random_weighted (&welcome->random, suits, n);
  return soho_demo_phrase_expand_title (soho_demo_table_get (welcome->roles, role, "role"),
                                        &subject);
}

/* The town hall has the telephone and mailbox of the village, a neighbour a mobile and an own one.
 */
static void
set_addresses (Welcome *welcome, SohoRecord *contact, gboolean official, const char *name)
{
  g_autofree char *label = soho_demo_phrase_dup_slug (welcome->commune->name);
  g_autofree char *mailbox = soho_demo_phrase_dup_slug (name);
  guint number = NUMBERS_FIRST + welcome->rank;

  soho_demo_entry_take_text (contact, "phone",
                             g_strdup_printf ("%s %02u %02u", official ? "05 36 49" : "06 39 98",
                                              number / 100, number % 100));
  soho_demo_entry_take_text (
      contact, "email", g_strdup_printf ("%s@%s.example", official ? "mairie" : mailbox, label));
}

static gint64
put_contact (Welcome *welcome, gboolean official, const SohoDemoPerson *person, GError **error)
{
  g_autoptr (SohoRecord) contact = soho_record_new (&soho_kind_village_contact, 0);
  char *name = dup_name (welcome->cast, person);

  soho_value_set_integer (soho_demo_entry_get_value (contact, "village"), welcome->village);
  if (person->id != 0)
    soho_value_set_integer (soho_demo_entry_get_value (contact, "member"), person->id);
  soho_demo_entry_take_text (contact, "role", dup_role (welcome, official, person));
  set_addresses (welcome, contact, official, name);
  g_free (welcome->first_name);
  welcome->first_name = g_strdup (name);
  soho_demo_entry_take_text (contact, "name", name);
  return soho_demo_entry_put (welcome->archive, contact, error);
}

/* Somebody who is not a member, of another name than the village's first contact. */
static gint64
put_invented (Welcome *welcome, gboolean official, GError **error)
{
  SohoDemoPerson person = invent_person (welcome);
  g_autofree char *name = dup_name (welcome->cast, &person);

  while (g_strcmp0 (name, welcome->first_name) == 0)
    {
      person = invent_person (welcome);
      g_free (name);
      name = dup_name (welcome->cast, &person);
    }
  return put_contact (welcome, official, &person, error);
}

/* One of the two is of the town hall, unless a member welcomes alone. */
static gboolean
put_village (Welcome *welcome, GError **error)
{
  const SohoDemoPerson *member = choose_member (welcome);
  gboolean has_member = member != NULL && soho_demo_random_percent (&welcome->random, MEMBERS);
  gboolean has_second = soho_demo_random_percent (&welcome->random, SECOND_CONTACTS);
  gint64 id = has_member ? put_contact (welcome, FALSE, member, error)
                         : put_invented (welcome, TRUE, error);

  if (id != 0 && has_second)
    id = put_invented (welcome, has_member, error);
  g_clear_pointer (&welcome->first_name, g_free);
  return id != 0;
}

gboolean
soho_demo_welcome_put (SohoArchive *archive,
                       const SohoDemoCast *cast,
                       const gint64 *villages,
                       guint64 seed,
                       GError **error)
{
  g_autoptr (SohoDemoTable) roles = soho_demo_table_load ("welcomers.csv");
  Welcome welcome = { .archive = archive, .cast = cast, .roles = roles };

  for (guint i = 0; i < soho_gazetteer_get_n_communes (); i++)
    {
      if (villages[i] == 0)
        continue;
      welcome.village = villages[i];
      welcome.commune = soho_gazetteer_get_nth (i);
      welcome.random = soho_demo_random_new (seed, SOHO_DEMO_RANDOM_WELCOME, i);
      if (!put_village (&welcome, error))
        return FALSE;
      welcome.rank++;
    }
  return TRUE;
}
