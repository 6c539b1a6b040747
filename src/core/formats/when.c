/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/when.h"

#include <glib/gi18n-lib.h>

#define DAY_S 86400

char *
soho_when_dup_day (GDateTime *moment)
{
  /* Translators: a day with its weekday; as g_date_time_format () has it. The second is for the
   * first day of a month. */
  return g_date_time_format (moment, g_date_time_get_day_of_month (moment) == 1
                                         ? C_ ("first of the month", "%A %-d %B %Y")
                                         : _ ("%A %-d %B %Y"));
}

char *
soho_when_dup_capitalized (const char *words)
{
  GString *sentence = g_string_new (NULL);

  if (*words == '\0')
    return g_string_free (sentence, FALSE);
  g_string_append_unichar (sentence, g_unichar_totitle (g_utf8_get_char (words)));
  g_string_append (sentence, g_utf8_next_char (words));
  return g_string_free (sentence, FALSE);
}

char *
soho_when_dup_time (GDateTime *moment)
{
  return g_date_time_format (moment, g_date_time_get_minute (moment) == 0
                                         ? C_ ("whole hour", "%H:%M")
                                         : C_ ("hour and minute", "%H:%M"));
}

static gboolean
is_same_day (GDateTime *a, GDateTime *b)
{
  return g_date_time_get_year (a) == g_date_time_get_year (b)
         && g_date_time_get_day_of_year (a) == g_date_time_get_day_of_year (b);
}

static GDateTime *
new_moment (gint64 seconds, GTimeZone *zone)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (seconds);

  return utc != NULL ? g_date_time_to_timezone (utc, zone) : NULL;
}

char *
soho_when_dup_span (gint64 start, gint64 end, GTimeZone *zone)
{
  g_autoptr (GDateTime) from = new_moment (start, zone);
  g_autoptr (GDateTime) to = end > start ? new_moment (end, zone) : NULL;
  g_autofree char *day = NULL, *time = NULL, *last_day = NULL, *last_time = NULL;

  if (from == NULL)
    return NULL;
  day = soho_when_dup_day (from);
  time = soho_when_dup_time (from);
  if (to == NULL)
    /* Translators: a day and a time. */
    return g_strdup_printf (_ ("%s at %s"), day, time);
  last_time = soho_when_dup_time (to);
  if (is_same_day (from, to))
    /* Translators: a day and two times. */
    return g_strdup_printf (_ ("%s from %s to %s"), day, time, last_time);
  last_day = soho_when_dup_day (to);
  /* Translators: a day and a time, twice. */
  return g_strdup_printf (_ ("from %s at %s to %s at %s"), day, time, last_day, last_time);
}

static char *
format_date (gint64 days, const char *format)
{
  g_autoptr (GDateTime) moment = g_date_time_new_from_unix_utc (days * DAY_S);

  return moment != NULL ? g_date_time_format (moment, format) : NULL;
}

char *
soho_when_dup_date (gint64 days)
{
  g_autoptr (GDateTime) moment = g_date_time_new_from_unix_utc (days * DAY_S);

  if (moment == NULL)
    return NULL;
  return format_date (days, g_date_time_get_day_of_month (moment) == 1
                                ? C_ ("first of the month", "%-d %B %Y")
                                : _ ("%-d %B %Y"));
}

char *
soho_when_dup_month (gint64 days)
{
  return format_date (days, _ ("%B %Y"));
}

char *
soho_when_dup_duration (gint64 seconds)
{
  int minutes = (int) MIN ((seconds + 30) / 60, G_MAXINT);

  if (seconds < 60)
    return g_strdup_printf (_ ("%d s"), (int) MAX (seconds, 0));
  if (minutes < 60)
    return g_strdup_printf (_ ("%d min"), minutes);
  if (minutes % 60 == 0)
    return g_strdup_printf (_ ("%d h"), minutes / 60);
  return g_strdup_printf (_ ("%d h %02d min"), minutes / 60, minutes % 60);
}
