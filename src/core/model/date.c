/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/date.h"

#include <stdlib.h>
#include <string.h>

#include "model/fold.h"

/* GDate counts days from 0001-01-01, which is its day 1. */
#define JULIAN_OF_1970 719163

/* No way of writing a day or a moment takes more bytes. */
#define LONGEST 60

/* A year of two digits is the one of 1970 to 2069, as strptime() has it. */
#define FIRST_SHORT_YEAR 70

/* The beginning of a month's name, folded, as long as it tells it from others. */
static const char *const months[]
    = { "janv", "fev", "mars", "avr", "mai", "juin", "juil", "aou", "sep", "oct", "nov", "dec" };

static const char *const weekdays[]
    = { "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche", NULL };

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

/* With plain spaces instead of others, none around; NULL for what cannot be a day or a moment. */
static char *
dup_plain (const char *text)
{
  GString *plain;

  if (strnlen (text, LONGEST + 1) > LONGEST || !g_utf8_validate (text, -1, NULL))
    return NULL;
  plain = g_string_new (NULL);
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    if (g_unichar_type (g_utf8_get_char (p)) == G_UNICODE_SPACE_SEPARATOR)
      g_string_append_c (plain, ' ');
    else
      g_string_append_len (plain, p, g_utf8_next_char (p) - p);
  return g_strstrip (g_string_free (plain, FALSE));
}

static gboolean
set_day (int year, int month, int day, gint64 *days)
{
  GDate date;

  if (year < 1 || day < 1 || month < 1 || month > 12
      || !g_date_valid_dmy ((GDateDay) MIN (day, 40), (GDateMonth) month, (GDateYear) year))
    return FALSE;
  g_date_clear (&date, 1);
  g_date_set_dmy (&date, (GDateDay) day, (GDateMonth) month, (GDateYear) year);
  *days = (gint64) g_date_get_julian (&date) - JULIAN_OF_1970;
  return TRUE;
}

/* The number that a text of least to most digits is; -1 if it is no such thing. */
static int
read_number (const char *text, gsize least, gsize most)
{
  gsize n = strspn (text, "0123456789");

  return text[n] == '\0' && n >= least && n <= most ? atoi (text) : -1;
}

static int
read_year (const char *text)
{
  int year = read_number (text, 2, 4);

  if (strlen (text) != 2)
    return strlen (text) == 4 ? year : -1;
  return year < 0 ? year : year + (year < FIRST_SHORT_YEAR ? 2000 : 1900);
}

/* Day, month and year between two equal separators. Of "14-12-26" nobody knows which is the year.
 */
static gboolean
parse_numbers (const char *text, const char *separator, gint64 *days)
{
  g_auto (GStrv) parts = g_strsplit (text, separator, 4);

  if (g_strv_length (parts) != 3 || (*separator == '-' && strlen (parts[2]) != 4))
    return FALSE;
  return set_day (read_year (parts[2]), read_number (parts[1], 1, 2), read_number (parts[0], 1, 2),
                  days);
}

static int
read_month (const char *word)
{
  static const char *const names[]
      = { "janvier", "fevrier", "mars",      "avril",   "mai",      "juin",
          "juillet", "aout",    "septembre", "octobre", "novembre", "decembre" };

  for (int i = 0; i < 12; i++)
    if (g_str_has_prefix (word, months[i]) && g_str_has_prefix (names[i], word))
      return i + 1;
  return -1;
}

/* "14 décembre 2026", "lundi 1er déc. 2026". */
static gboolean
parse_words (const char *text, gint64 *days)
{
  g_autofree char *folded = soho_fold (text);
  g_auto (GStrv) words = g_strsplit (folded, " ", 6);
  guint first = words[0] != NULL && g_strv_contains (weekdays, words[0]) ? 1 : 0;
  const char *day;

  /* Nothing that folding leaves out stands where nobody expects it. */
  if (g_strv_length (words) != first + 3 || strpbrk (text, "-+/:") != NULL)
    return FALSE;
  day = g_str_equal (words[first], "1er") ? "1" : words[first];
  return set_day (read_number (words[first + 2], 4, 4), read_month (words[first + 1]),
                  read_number (day, 1, 2), days);
}

/* Without the midnight that spreadsheets add to a day. */
static void
cut_midnight (char *text)
{
  static const char *const midnights[] = { " 00:00:00", " 00:00", " 0:00:00", " 0:00", NULL };

  for (const char *const *midnight = midnights; *midnight != NULL; midnight++)
    if (g_str_has_suffix (text, *midnight))
      {
        text[strlen (text) - strlen (*midnight)] = '\0';
        return;
      }
}

gboolean
soho_date_parse (const char *text, gint64 *days)
{
  g_autofree char *stripped = dup_plain (text);

  if (stripped == NULL)
    return FALSE;
  cut_midnight (stripped);
  if (has_shape (stripped, "0000-00-00"))
    return set_day (atoi (stripped), atoi (stripped + 5), atoi (stripped + 8), days);
  return parse_numbers (stripped, "/", days) || parse_numbers (stripped, ".", days)
         || parse_numbers (stripped, "-", days) || parse_words (stripped, days);
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

/* 01:00 UTC of the last Sunday of a month: when the clocks of the European Union change. */
static gint64
get_change (int year, int month)
{
  gint64 days;

  set_day (year, month, 31, &days);
  /* 1970-01-01 was a Thursday, day 4 of a week that begins on Sunday with 0. */
  days -= ((days + 4) % 7 + 7) % 7;
  return days * 86400 + 3600;
}

static gboolean
is_summer (gint64 seconds, int year)
{
  return seconds >= get_change (year, 3) && seconds < get_change (year, 10);
}

/* What a clock in Paris shows to Unix time. Of the two moments that it shows twice in October, the
 * first; what it never shows in March is none. */
static gboolean
from_paris (gint64 days, int second_of_day, gint64 *seconds)
{
  gint64 shown = days * 86400 + second_of_day;
  GDate date;
  int year;

  g_date_clear (&date, 1);
  g_date_set_julian (&date, (guint32) (days + JULIAN_OF_1970));
  year = g_date_get_year (&date);
  if (is_summer (shown - 7200, year))
    *seconds = shown - 7200;
  else if (!is_summer (shown - 3600, year))
    *seconds = shown - 3600;
  else
    return FALSE;
  return *seconds >= SOHO_INSTANT_MIN && *seconds <= SOHO_INSTANT_MAX;
}

/* "18:30", "18:30:00", "18h30", "18 h 30", "18h", "9h05". */
static gboolean
parse_time (const char *text, int *second_of_day)
{
  g_auto (GStrv) colons = g_strsplit (text, ":", 4);
  guint n = g_strv_length (colons);
  int hour, minute, second = 0;

  if (n == 1)
    {
      g_auto (GStrv) parts = g_strsplit_set (text, "hH", 3);

      if (g_strv_length (parts) != 2)
        return FALSE;
      g_strstrip (parts[0]);
      g_strstrip (parts[1]);
      hour = read_number (parts[0], 1, 2);
      minute = *parts[1] == '\0' ? 0 : read_number (parts[1], 2, 2);
    }
  else
    {
      hour = read_number (colons[0], 1, 2);
      minute = read_number (colons[1], 2, 2);
      second = n == 3 ? read_number (colons[2], 2, 2) : 0;
    }
  *second_of_day = (hour * 60 + minute) * 60 + second;
  return n <= 3 && hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0
         && second < 60;
}

/* A day, then a time of day, with "à", "T", a comma or nothing between them. */
static gboolean
parse_local (const char *written, gint64 *seconds)
{
  g_autofree char *text = dup_plain (written);
  g_autofree char *day = NULL;
  gint64 days;
  int second_of_day;

  /* Where the time may begin: at a digit after one of these. */
  for (const char *at = text != NULL ? text : ""; *at != '\0'; at = g_utf8_next_char (at))
    {
      const char *time = at;

      while (*time == ' ' || *time == ',' || *time == 'T')
        time++;
      if (g_str_has_prefix (time, "\303\240 "))
        time += strlen ("\303\240 ");
      if (time == at || !g_ascii_isdigit (*time) || !parse_time (time, &second_of_day))
        continue;
      day = g_strndup (text, (gsize) (at - text));
      return soho_date_parse (day, &days) && from_paris (days, second_of_day, seconds);
    }
  return FALSE;
}

gboolean
soho_instant_parse (const char *text, gint64 *seconds)
{
  g_autoptr (GDateTime) moment = NULL;
  gint64 unix_time;

  moment
      = strnlen (text, LONGEST + 1) <= LONGEST ? g_date_time_new_from_iso8601 (text, NULL) : NULL;
  if (moment == NULL)
    {
      if (!parse_local (text, &unix_time))
        return FALSE;
      *seconds = unix_time;
      return TRUE;
    }
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
