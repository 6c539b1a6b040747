/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "demo/members.h"

#include <string.h>

#include "archive/blobs.h"
#include "demo/entry.h"
#include "demo/portraits.h"
#include "demo/random.h"
#include "model/kinds.h"

/* Of a hundred. */
#define TELL_ABOUT_THEMSELVES 94
#define SPEAK_FRENCH 97
#define CHOOSE_THEIR_PLACE 15
#define SHOW_THEIR_SITE 85
#define SHOW_THEIR_FACE 33

/* How far from the middle of its commune somebody puts themselves. */
#define PLACE_METRES 300

/* How many of a hundred speak it besides; and the word by which a text about the work says so. */
static const struct
{
  const char *tag, *word;
  guint percent;
} languages[] = {
  { "en", "anglais", 46 },  { "es", "espagnol", 24 }, { "oc", "occitan", 9 },
  { "de", "allemand", 8 },  { "it", "italien", 6 },   { "nl", "néerlandais", 4 },
  { "pt", "portugais", 3 }, { "ca", "catalan", 2 },   { "ar", "arabe", 2 },
};

static const struct
{
  const char *occasion;
  guint percent;
} occasions[] = {
  { "work", 62 },
  { "collaboration", 55 },
  { "mentoring", 18 },
  { "leading", 12 },
};

static void
set_texts (SohoRecord *member,
           const SohoDemoCast *cast,
           const SohoDemoPerson *person,
           SohoDemoRandom *random)
{
  static const char *const about[] = { "about_1", "about_2", "about_3" };
  SohoDemoPhraseSubject subject = soho_demo_cast_get_subject (cast, person);
  const char *occupation
      = soho_demo_cast_get_trade (cast, person, subject.feminine ? "feminine" : "masculine");
  const char *text = soho_demo_cast_get_trade (
      cast, person, about[soho_demo_random_below (random, G_N_ELEMENTS (about))]);

  soho_demo_entry_take_text (member, "occupation",
                             soho_demo_phrase_expand_title (occupation, &subject));
  if (soho_demo_random_percent (random, TELL_ABOUT_THEMSELVES))
    soho_demo_entry_take_text (member, "about", soho_demo_phrase_expand (text, &subject));
}

static gboolean
mentions (SohoRecord *member, const char *field, const char *word)
{
  const char *text = soho_record_get_text (member, field);

  return text != NULL && strstr (text, word) != NULL;
}

static void
set_languages (SohoRecord *member, SohoDemoRandom *random)
{
  g_autoptr (GStrvBuilder) spoken = g_strv_builder_new ();

  if (soho_demo_random_percent (random, SPEAK_FRENCH))
    g_strv_builder_add (spoken, "fr");
  for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
    if (soho_demo_random_percent (random, languages[i].percent)
        || mentions (member, "occupation", languages[i].word)
        || mentions (member, "about", languages[i].word))
      g_strv_builder_add (spoken, languages[i].tag);
  soho_value_take_set (soho_demo_entry_get_value (member, "languages"),
                       g_strv_builder_end (spoken));
}

static void
set_open_to (SohoRecord *member, SohoDemoRandom *random)
{
  g_autoptr (GStrvBuilder) open_to = g_strv_builder_new ();

  for (guint i = 0; i < G_N_ELEMENTS (occasions); i++)
    if (soho_demo_random_percent (random, occasions[i].percent))
      g_strv_builder_add (open_to, occasions[i].occasion);
  soho_value_take_set (soho_demo_entry_get_value (member, "open_to"), g_strv_builder_end (open_to));
}

static void
set_website (SohoRecord *member,
             const SohoDemoCast *cast,
             const SohoDemoPerson *person,
             SohoDemoRandom *random)
{
  g_autofree char *domain = NULL;

  if (!person->has_site || !soho_demo_random_percent (random, SHOW_THEIR_SITE))
    return;
  domain = soho_demo_cast_dup_domain (cast, person);
  soho_demo_entry_take_text (member, "website", g_strdup_printf ("https://%s/", domain));
}

static SohoRecord *
make_member (const SohoDemoCast *cast, const SohoDemoPerson *person, SohoDemoRandom *random)
{
  SohoDemoPhraseSubject subject = soho_demo_cast_get_subject (cast, person);
  SohoRecord *member = soho_record_new (&soho_kind_member, 0);

  soho_demo_entry_take_text (member, "given_name",
                             g_strdup (soho_demo_cast_get_given_name (cast, person)));
  soho_demo_entry_take_text (member, "family_name", g_strdup (subject.family_name));
  soho_demo_entry_take_text (member, "organization",
                             soho_demo_cast_dup_organization (cast, person));
  soho_demo_entry_take_text (member, "commune", g_strdup (subject.commune->insee));
  soho_demo_entry_take_text (member, "visibility",
                             g_strdup (soho_visibilities[person->visibility]));
  set_texts (member, cast, person, random);
  set_languages (member, random);
  set_open_to (member, random);
  set_website (member, cast, person, random);
  if (soho_demo_random_percent (random, CHOOSE_THEIR_PLACE))
    soho_demo_entry_set_place (member, subject.commune, PLACE_METRES, random);
  return member;
}

static gboolean
put_photo (SohoArchive *archive,
           SohoRecord *member,
           gboolean feminine,
           SohoDemoRandom random,
           GError **error)
{
  g_autoptr (GBytes) portrait = NULL;
  char *name;

  if (!soho_demo_random_percent (&random, SHOW_THEIR_FACE))
    return TRUE;
  portrait = soho_demo_portrait_make (&random, feminine);
  if (!soho_archive_put_blob (archive, portrait, &name, error))
    return FALSE;
  soho_demo_entry_take_text (member, "photo", name);
  return TRUE;
}

gboolean
soho_demo_members_put (SohoArchive *archive, SohoDemoCast *cast, guint64 seed, GError **error)
{
  for (guint i = 0; i < cast->n_people; i++)
    {
      SohoDemoRandom random = soho_demo_random_new (seed, SOHO_DEMO_RANDOM_MEMBER, i);
      g_autoptr (SohoRecord) member = make_member (cast, &cast->people[i], &random);

      if (!put_photo (archive, member, soho_demo_cast_get_subject (cast, &cast->people[i]).feminine,
                      soho_demo_random_new (seed, SOHO_DEMO_RANDOM_PORTRAIT, i), error))
        return FALSE;
      cast->people[i].id = soho_demo_entry_put (archive, member, error);
      if (cast->people[i].id == 0)
        return FALSE;
    }
  return TRUE;
}
