/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "demo/demo.h"

#include <glib/gi18n-lib.h>

#include "demo/cast.h"
#include "demo/contacts.h"
#include "demo/meetings.h"
#include "demo/members.h"
#include "demo/offers.h"
#include "demo/own.h"
#include "demo/places.h"
#include "demo/reading.h"
#include "demo/resources.h"
#include "demo/skills.h"
#include "demo/welcome.h"
#include "model/kinds.h"

G_DEFINE_QUARK (soho_demo_error, soho_demo_error)

static gboolean
check_number (guint members, GError **error)
{
  if (members >= 1 && members <= SOHO_DEMO_MEMBERS_MAX)
    return TRUE;
  g_set_error (error, SOHO_DEMO_ERROR, SOHO_DEMO_ERROR_NUMBER,
               _ ("A demonstration network cannot have %u members: choose from 1 to %u."), members,
               SOHO_DEMO_MEMBERS_MAX);
  return FALSE;
}

static gboolean
refuse_record (SohoRecord *record, const char *audience, gpointer data, GError **error)
{
  g_set_error (error, SOHO_DEMO_ERROR, SOHO_DEMO_ERROR_NOT_EMPTY,
               _ ("This network is in use, it has a record of kind %s already: make a new one in "
                  "another --data directory with “init” and fill that."),
               soho_record_get_kind (record)->name);
  return FALSE;
}

static gboolean
check_unused (SohoArchive *archive, GError **error)
{
  const SohoKind *kinds[] = { &soho_kind_member, &soho_kind_village, &soho_kind_telecentre,
                              &soho_kind_event,  &soho_kind_guide,   &soho_kind_episode };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (!soho_archive_foreach (archive, kinds[i], refuse_record, NULL, error))
      return FALSE;
  return TRUE;
}

/* Puts what stands beside people and places. */
static gboolean
put_more (SohoArchive *archive,
          const SohoDemoCast *cast,
          const gboolean *partners,
          const gint64 *villages,
          const gint64 *telecentres,
          guint64 seed,
          GError **error)
{
  return soho_demo_offers_put (archive, villages, seed, error)
         && soho_demo_welcome_put (archive, cast, villages, seed, error)
         && soho_demo_resources_put (archive, telecentres, error)
         && soho_demo_meetings_put (archive, partners, seed, error)
         && soho_demo_reading_put_guides (archive, error)
         && soho_demo_reading_put_episodes (archive, error)
         && soho_demo_own_put (archive, cast, villages, seed, error);
}

/* Kind by kind, so that the ids of a kind follow each other; new kinds after the others, so that
 * those keep their ids. */
static gboolean
put_all (SohoArchive *archive, guint members, guint64 seed, GError **error)
{
  g_autofree gboolean *partners = soho_demo_places_choose_partners (seed);
  g_autoptr (SohoDemoCast) cast = soho_demo_cast_new (members, partners, seed);
  g_autoptr (SohoDemoSkills) skills = soho_demo_skills_new (archive, cast, error);
  g_autofree gint64 *villages = NULL;
  g_autofree gint64 *telecentres = NULL;

  if (skills == NULL)
    return FALSE;
  villages = soho_demo_places_put_villages (archive, partners, seed, error);
  if (villages == NULL)
    return FALSE;
  telecentres = soho_demo_places_put_telecentres (archive, seed, error);
  return telecentres != NULL && soho_demo_members_put (archive, cast, seed, error)
         && soho_demo_skills_put_members (archive, skills, cast, seed, error)
         && soho_demo_contacts_put (archive, cast, seed, error)
         && put_more (archive, cast, partners, villages, telecentres, seed, error);
}

gboolean
soho_demo_fill (SohoArchive *archive, guint members, guint64 seed, GError **error)
{
  g_return_val_if_fail (SOHO_IS_ARCHIVE (archive), FALSE);

  if (!check_number (members, error) || !soho_archive_begin (archive, error))
    return FALSE;
  if (check_unused (archive, error) && put_all (archive, members, seed, error)
      && soho_archive_commit (archive, error))
    return TRUE;
  soho_archive_rollback (archive);
  return FALSE;
}
