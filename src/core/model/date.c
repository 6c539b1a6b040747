/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/date.h"

#include <stdio.h>
#include <string.h>

/* GDate counts days from 0001-01-01, which is its day 1. */
#define JULIAN_OF_1970 719163

static gboolean
has_shape (const char *text, const char *shape)
{
  if (strlen (text) != strlen (shape))
    return FALSE;
  for (gsize i = 0; shape[i] != '\0'; i++)
    if (shape[i] == '0' ? !g_ascii_isdigit (text[i]) : text[i] != shape[i])
      return FALSE;
  return TRUE;
}

gboolean
soho_date_parse (const char *text, gint64 *days)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text));
  int year, month, day;
  GDate date;

  if (has_shape (stripped, "0000-00-00"))
    sscanf (stripped, "%4d-%2d-%2d", &year, &month, &day);
  else if (has_shape (stripped, "00/00/0000"))
    sscanf (stripped, "%2d/%2d/%4d", &day, &month, &year);
  else
    return FALSE;

  if (!g_date_valid_dmy (day, month, year))
    return FALSE;
  g_date_clear (&date, 1);
  g_date_set_dmy (&date, day, month, year);
  *days = (gint64) g_date_get_julian (&date) - JULIAN_OF_1970;
  return TRUE;
}

char *
soho_date_format (gint64 days)
{
  GDate date;

  g_return_val_if_fail (days >= SOHO_DATE_MIN && days <= SOHO_DATE_MAX, NULL);

  g_date_clear (&date, 1);
  g_date_set_julian (&date, days + JULIAN_OF_1970);
  return g_strdup_printf ("%04d-%02d-%02d", g_date_get_year (&date), g_date_get_month (&date),
                          g_date_get_day (&date));
}

gboolean
soho_instant_parse (const char *text, gint64 *seconds)
{
  g_autoptr (GDateTime) moment = NULL;
  gint64 unix_time;

  if (strlen (text) > 40)
    return FALSE;
  moment = g_date_time_new_from_iso8601 (text, NULL);
  if (moment == NULL)
    return FALSE;
  unix_time = g_date_time_to_unix (moment);
  if (unix_time < SOHO_INSTANT_MIN || unix_time > SOHO_INSTANT_MAX)
    return FALSE;
  *seconds = unix_time;
  return TRUE;
}

char *
soho_instant_format (gint64 seconds)
{
  g_autoptr (GDateTime) moment = NULL;

  g_return_val_if_fail (seconds >= SOHO_INSTANT_MIN && seconds <= SOHO_INSTANT_MAX, NULL);

  moment = g_date_time_new_from_unix_utc (seconds);
  return g_strdup_printf ("%04d-%02d-%02dT%02d:%02d:%02dZ", g_date_time_get_year (moment),
                          g_date_time_get_month (moment), g_date_time_get_day_of_month (moment),
                          g_date_time_get_hour (moment), g_date_time_get_minute (moment),
                          g_date_time_get_second (moment));
}
