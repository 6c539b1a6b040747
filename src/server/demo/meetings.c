/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "demo/meetings.h"

#include <glib/gi18n-lib.h>

#include "demo/demo.h"
#include "demo/entry.h"
#include "demo/phrase.h"
#include "demo/random.h"
#include "demo/table.h"
#include "model/kinds.h"

/* Whose clocks the times of events.csv are read from. */
#define TIME_ZONE "Europe/Paris"

static GTimeZone *
find_time_zone (GError **error)
{
  GTimeZone *zone = g_time_zone_new_identifier (TIME_ZONE);

  if (zone == NULL)
    g_set_error (error, SOHO_DEMO_ERROR, SOHO_DEMO_ERROR_TIME_ZONE,
                 _ ("This machine does not know what time it is in %s: install its time zone data, "
                    "on Debian the package “tzdata”, and try again."),
                 TIME_ZONE);
  return zone;
}

/* time: "2026-09-17 18:30", or "" for none. */
static void
set_instant (SohoRecord *event, const char *field, const char *time, GTimeZone *zone)
{
  g_autofree char *exact = g_strconcat (time, ":00", NULL);
  g_autoptr (GDateTime) local = NULL;

  if (*time == '\0')
    return;
  local = g_date_time_new_from_iso8601 (exact, zone);
  if (local == NULL)
    g_error ("data/demo/events.csv: %s is no time.", time);
  soho_value_set_integer (soho_demo_entry_get_value (event, field), g_date_time_to_unix (local));
}

static const SohoCommune *
choose_partner (const gboolean *partners, guint64 seed, guint row)
{
  SohoDemoRandom random = soho_demo_random_new (seed, SOHO_DEMO_RANDOM_MEETING, row);
  guint n = soho_gazetteer_get_n_communes ();
  g_autofree guint *suits = g_new (guint, n);

  for (guint i = 0; i < n; i++)
    suits[i] = partners[i];
  return soho_gazetteer_get_nth (soho_demo_random_weighted (&random, suits, n));
}

/* Where the meeting is: the telecentre that the row names, or in that commune. */
static void
set_place (SohoRecord *event,
           const SohoCommune *commune,
           const char *telecentre,
           const char *elsewhere)
{
  soho_demo_entry_take_text (event, "commune", g_strdup (commune->insee));
  soho_demo_entry_parse (event, "place", *telecentre != '\0' ? telecentre : elsewhere);
}

static void
set_texts (SohoRecord *event,
           const SohoDemoTable *events,
           guint row,
           const SohoDemoPhraseSubject *subject)
{
  static const char *const same[] = { "state", "theme", "title", "online", "capacity" };
  const char *minutes = soho_demo_table_get (events, row, "minutes");
  g_autofree char *name = g_strdup_printf ("minutes/%s.md", minutes);

  for (guint i = 0; i < G_N_ELEMENTS (same); i++)
    soho_demo_entry_parse (event, same[i], soho_demo_table_get (events, row, same[i]));
  soho_demo_entry_take_text (
      event, "summary",
      soho_demo_phrase_expand (soho_demo_table_get (events, row, "summary"), subject));
  if (*minutes != '\0')
    soho_demo_entry_take_text (event, "minutes", soho_demo_table_load_text (name));
}

static const SohoCommune *
find_commune (const char *telecentre)
{
  g_autoptr (SohoDemoTable) telecentres = soho_demo_table_load ("telecentres.csv");
  guint row = soho_demo_table_find (telecentres, "name", telecentre);

  return soho_gazetteer_find (soho_demo_table_get (telecentres, row, "commune"));
}

gboolean
soho_demo_meetings_put (SohoArchive *archive,
                        const gboolean *partners,
                        guint64 seed,
                        GError **error)
{
  static const char *const times[] = { "start", "end", "register_until" };
  g_autoptr (SohoDemoTable) events = soho_demo_table_load ("events.csv");
  g_autoptr (GTimeZone) zone = find_time_zone (error);

  for (guint i = 0; zone != NULL && i < soho_demo_table_get_n_rows (events); i++)
    {
      const char *telecentre = soho_demo_table_get (events, i, "telecentre");
      SohoDemoPhraseSubject subject
          = { .commune = *telecentre != '\0' ? find_commune (telecentre)
                                             : choose_partner (partners, seed, i) };
      g_autoptr (SohoRecord) event = soho_record_new (&soho_kind_event, 0);

      set_texts (event, events, i, &subject);
      set_place (event, subject.commune, telecentre, soho_demo_table_get (events, i, "place"));
      for (guint j = 0; j < G_N_ELEMENTS (times); j++)
        set_instant (event, times[j], soho_demo_table_get (events, i, times[j]), zone);
      if (soho_demo_entry_put (archive, event, error) == 0)
        return FALSE;
    }
  return zone != NULL;
}
