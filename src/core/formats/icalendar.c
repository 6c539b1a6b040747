/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/icalendar.h"

#include <string.h>

#include "formats/content-line.h"
#include "model/date.h"
#include "model/fold.h"
#include "model/gazetteer.h"

/* Characters of a title in the name of a file. */
#define LONGEST_NAME 60

static void
append_instant (GString *into, const char *name, gint64 seconds)
{
  g_autoptr (GDateTime) moment = g_date_time_new_from_unix_utc (seconds);
  g_autofree char *text = NULL;

  if (moment == NULL)
    return;
  text = g_strdup_printf ("%04d%02d%02dT%02d%02d%02dZ", g_date_time_get_year (moment),
                          g_date_time_get_month (moment), g_date_time_get_day_of_month (moment),
                          g_date_time_get_hour (moment), g_date_time_get_minute (moment),
                          g_date_time_get_second (moment));
  soho_content_line_append_value (into, name, text);
}

static void
append_uid (GString *into, SohoRecord *event, const char *network)
{
  g_autofree char *folded = soho_fold (network);
  g_autofree char *uid = NULL;

  g_strdelimit (folded, " ", '-');
  uid = g_strdup_printf ("event-%" G_GINT64_FORMAT "@%s", soho_record_get_id (event),
                         *folded != '\0' ? folded : "soho-solo");
  soho_content_line_append_value (into, "UID", uid);
}

static void
append_place (GString *into, SohoRecord *event)
{
  const SohoCommune *commune = soho_gazetteer_find (soho_record_get_text (event, "commune"));
  const char *place = soho_record_get_text (event, "place");
  g_autofree char *both = NULL;

  if (place != NULL && commune != NULL)
    both = g_strdup_printf ("%s, %s", place, commune->name);
  soho_content_line_append_text (into, "LOCATION",
                                 both != NULL      ? both
                                 : commune != NULL ? commune->name
                                                   : place);
}

static void
append_description (GString *into, SohoRecord *event)
{
  const char *summary = soho_record_get_text (event, "summary");
  const char *online = soho_record_get_text (event, "online");
  g_autofree char *both = NULL;

  if (summary != NULL && online != NULL)
    both = g_strdup_printf ("%s\n\n%s", summary, online);
  soho_content_line_append_text (into, "DESCRIPTION",
                                 both != NULL      ? both
                                 : summary != NULL ? summary
                                                   : online);
}

static const char *
get_status (SohoRecord *event)
{
  const char *state = soho_record_get_text (event, "state");

  if (g_strcmp0 (state, "cancelled") == 0)
    return "CANCELLED";
  return g_strcmp0 (state, "proposed") == 0 ? "TENTATIVE" : "CONFIRMED";
}

GBytes *
soho_icalendar_write (SohoRecord *event, const char *network, gint64 now)
{
  const SohoValue *start = soho_record_get_value (event, "start");
  const SohoValue *end = soho_record_get_value (event, "end");
  g_autofree char *revision
      = g_strdup_printf ("%" G_GINT64_FORMAT, soho_record_get_revision (event));
  GString *text;

  if (start->type == SOHO_VALUE_NONE)
    return NULL;
  text = g_string_new ("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Soho Solo//Soho Solo//FR\r\n"
                       "METHOD:PUBLISH\r\nBEGIN:VEVENT\r\n");
  append_uid (text, event, network);
  append_instant (text, "DTSTAMP", now);
  soho_content_line_append_value (text, "SEQUENCE", revision);
  append_instant (text, "DTSTART", start->integer);
  if (end->type != SOHO_VALUE_NONE)
    append_instant (text, "DTEND", end->integer);
  soho_content_line_append_text (text, "SUMMARY", soho_record_get_text (event, "title"));
  soho_content_line_append_text (text, "CATEGORIES", soho_record_get_text (event, "theme"));
  append_description (text, event);
  append_place (text, event);
  soho_content_line_append_value (text, "URL", soho_record_get_text (event, "online"));
  soho_content_line_append_value (text, "STATUS", get_status (event));
  g_string_append (text, "END:VEVENT\r\nEND:VCALENDAR\r\n");
  return g_string_free_to_bytes (text);
}

char *
soho_icalendar_dup_file_name (SohoRecord *event)
{
  const SohoValue *start = soho_record_get_value (event, "start");
  g_autofree char *title = soho_record_dup_title (event);
  g_autofree char *valid = g_utf8_make_valid (title, -1);
  g_autofree char *date = NULL;
  GString *name = g_string_new (NULL);
  guint n = 0;

  if (start->type != SOHO_VALUE_NONE)
    {
      date = soho_instant_format (start->integer);
      g_string_append_len (name, date, strlen ("2026-09-17"));
      g_string_append_c (name, ' ');
    }
  for (const char *at = valid; *at != '\0' && n < LONGEST_NAME; at = g_utf8_next_char (at), n++)
    if (strchr ("/\\:*?\"<>|", *at) != NULL)
      g_string_append_c (name, '-');
    else if (!g_unichar_iscntrl (g_utf8_get_char (at)))
      g_string_append_unichar (name, g_utf8_get_char (at));
  g_strchomp (name->str);
  name->len = strlen (name->str);
  g_string_append (name, ".ics");
  return g_string_free (name, FALSE);
}
