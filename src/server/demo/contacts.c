/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "demo/contacts.h"

#include "demo/entry.h"
#include "demo/random.h"
#include "model/kinds.h"

/* Of the ten thousand numbers of each range the first are for telecentres and examples; a new
 * person gets one that is a stride further, which meets them all since it is a prime that does not
 * divide their count. */
#define NUMBERS_FIRST 200
#define NUMBERS_COUNT (10000 - NUMBERS_FIRST)
#define NUMBERS_STRIDE 7919

/* In days before today. */
#define AGREED_LONGEST 900

/* Of a hundred contact points, those with a word beside them. */
#define LABELLED 20

typedef enum
{
  CONTACT_PHONE,
  CONTACT_MOBILE,
  CONTACT_EMAIL,
  CONTACT_WEB,
  N_CONTACTS
} Contact;

static const struct
{
  const char *type;
  guint percent;         /* of people who have it */
  guint visibilities[3]; /* of a hundred: in the order of soho_visibilities */
  const char *labels[3];
} contacts[N_CONTACTS] = {
  [CONTACT_PHONE] = { "phone", 42, { 60, 25, 15 }, { "Bureau", "Atelier", "Le matin" } },
  [CONTACT_MOBILE] = { "mobile", 72, { 40, 35, 25 }, { "Après 14 h", "Messages", "Urgences" } },
  [CONTACT_EMAIL] = { "email", 90, { 62, 25, 13 }, { "Professionnel", "Devis", "Rendez-vous" } },
  [CONTACT_WEB] = { "web", 16, { 85, 10, 5 }, { "Réalisations", "Boutique", "Carnet" } },
};

static const char *const mailboxes[]
    = { "courriel.example", "messagerie.example", "facteur.example", "boite-aux-lettres.example" };

/* Phones and mobiles start at different numbers, so that a person's two do not look alike. */
static char *
dup_number (Contact contact, const char *range, guint person, guint64 seed)
{
  SohoDemoRandom random = soho_demo_random_new (seed, SOHO_DEMO_RANDOM_NUMBERS, contact);
  guint64 start = soho_demo_random_below (&random, NUMBERS_COUNT);
  guint number = NUMBERS_FIRST + (start + (guint64) person * NUMBERS_STRIDE) % NUMBERS_COUNT;

  return g_strdup_printf ("%s %02u %02u", range, number / 100, number % 100);
}

static char *
dup_email (const SohoDemoCast *cast, const SohoDemoPerson *person, SohoDemoRandom *random)
{
  const char *mailbox = mailboxes[soho_demo_random_below (random, G_N_ELEMENTS (mailboxes))];
  g_autofree char *handle = soho_demo_cast_dup_handle (cast, person, ".");
  g_autofree char *domain = person->has_site ? soho_demo_cast_dup_domain (cast, person) : NULL;

  return g_strdup_printf ("%s@%s", handle, domain != NULL ? domain : mailbox);
}

static char *
dup_page (const SohoDemoCast *cast, const SohoDemoPerson *person)
{
  g_autofree char *handle = soho_demo_cast_dup_handle (cast, person, "-");

  return g_strdup_printf ("https://vitrine.example/%s", handle);
}

static char *
dup_value (Contact contact, const SohoDemoCast *cast, guint i, guint64 seed, SohoDemoRandom *random)
{
  const SohoDemoPerson *person = &cast->people[i];

  switch (contact)
    {
    case CONTACT_PHONE:
      return dup_number (contact, "05 36 49", i, seed);
    case CONTACT_MOBILE:
      return dup_number (contact, "06 39 98", i, seed);
    case CONTACT_EMAIL:
      return dup_email (cast, person, random);
    case CONTACT_WEB:
      return dup_page (cast, person);
    case N_CONTACTS:
      break;
    }
  g_assert_not_reached ();
}

static void
set_readers (SohoRecord *point,
             Contact contact,
             const SohoDemoPerson *person,
             SohoDemoRandom *random)
{
  const guint *weights = contacts[contact].visibilities;
  guint choice
      = soho_demo_random_weighted (random, weights, G_N_ELEMENTS (contacts[contact].visibilities));
  guint visibility = MAX (choice, person->visibility);
  gint64 agreed_on = SOHO_DEMO_ENTRY_TODAY - soho_demo_random_between (random, 0, AGREED_LONGEST);

  soho_demo_entry_take_text (point, "visibility", g_strdup (soho_visibilities[visibility]));
  if (!g_str_equal (soho_visibilities[visibility], "self"))
    soho_value_set_integer (soho_demo_entry_get_value (point, "agreed_on"), agreed_on);
}

static gint64
put_contact (SohoArchive *archive,
             Contact contact,
             const SohoDemoCast *cast,
             guint i,
             guint64 seed,
             SohoDemoRandom *random,
             GError **error)
{
  const SohoDemoPerson *person = &cast->people[i];
  g_autoptr (SohoRecord) point = soho_record_new (&soho_kind_contact_point, 0);
  const char *label
      = contacts[contact]
            .labels[soho_demo_random_below (random, G_N_ELEMENTS (contacts[contact].labels))];

  soho_value_set_integer (soho_demo_entry_get_value (point, "member"), person->id);
  soho_demo_entry_take_text (point, "type", g_strdup (contacts[contact].type));
  soho_demo_entry_take_text (point, "value", dup_value (contact, cast, i, seed, random));
  if (soho_demo_random_percent (random, LABELLED))
    soho_demo_entry_take_text (point, "label", g_strdup (label));
  set_readers (point, contact, person, random);
  return soho_demo_entry_put (archive, point, error);
}

static gboolean
put_person (SohoArchive *archive, const SohoDemoCast *cast, guint i, guint64 seed, GError **error)
{
  SohoDemoRandom random = soho_demo_random_new (seed, SOHO_DEMO_RANDOM_CONTACTS, i);
  gboolean has[N_CONTACTS];
  guint n = 0;

  for (guint contact = 0; contact < N_CONTACTS; contact++)
    {
      has[contact] = soho_demo_random_percent (&random, contacts[contact].percent);
      n += has[contact];
    }
  if (n == 0)
    has[CONTACT_EMAIL] = TRUE;
  for (guint contact = 0; contact < N_CONTACTS; contact++)
    if (has[contact] && put_contact (archive, contact, cast, i, seed, &random, error) == 0)
      return FALSE;
  return TRUE;
}

gboolean
soho_demo_contacts_put (SohoArchive *archive,
                        const SohoDemoCast *cast,
                        guint64 seed,
                        GError **error)
{
  for (guint i = 0; i < cast->n_people; i++)
    if (!put_person (archive, cast, i, seed, error))
      return FALSE;
  return TRUE;
}
