/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/opening-hours.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "formats/opening-hours.h"

/* Translators: short names of days, and “PH” for public holidays, as in “Mon–Fri 09:00–18:00”. */
static const struct
{
  const char *token, *text;
} words[] = {
  { "Mo", NC_ ("opening hours", "Mon") },
  { "Tu", NC_ ("opening hours", "Tue") },
  { "We", NC_ ("opening hours", "Wed") },
  { "Th", NC_ ("opening hours", "Thu") },
  { "Fr", NC_ ("opening hours", "Fri") },
  { "Sa", NC_ ("opening hours", "Sat") },
  { "Su", NC_ ("opening hours", "Sun") },
  { "PH", NC_ ("opening hours", "public holidays") },
  { "off", NC_ ("opening hours", "closed") },
  { "closed", NC_ ("opening hours", "closed") },
  { "SH", NC_ ("opening hours", "school holidays") },
};

static void
append_word (GString *text, const char *word, gsize length)
{
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (strlen (words[i].token) == length && strncmp (words[i].token, word, length) == 0)
      {
        g_string_append (text, g_dpgettext2 (GETTEXT_PACKAGE, "opening hours", words[i].text));
        return;
      }
  g_string_append_len (text, word, (gssize) length);
}

/* What is not understood as a whole. */
static char *
dup_rules (const char *opening_hours)
{
  GString *text = g_string_new (NULL);
  const char *p = opening_hours;

  while (*p != '\0')
    {
      gsize length = 0;

      while (g_ascii_isalpha (p[length]))
        length++;
      if (length > 0)
        {
          append_word (text, p, length);
          p += length;
        }
      else if (*p == ';')
        {
          g_string_append_c (text, '\n');
          p++;
          while (*p == ' ')
            p++;
        }
      else if (*p == '-')
        {
          g_string_append (text, "–");
          p++;
        }
      else if (*p == ',')
        {
          g_string_append (text, ", ");
          p++;
          while (*p == ' ')
            p++;
        }
      else
        g_string_append_c (text, *p++);
    }
  return g_string_free (text, FALSE);
}

static const char *const days[SOHO_OPENING_DAYS]
    = { NC_ ("opening hours", "Monday"),    NC_ ("opening hours", "Tuesday"),
        NC_ ("opening hours", "Wednesday"), NC_ ("opening hours", "Thursday"),
        NC_ ("opening hours", "Friday"),    NC_ ("opening hours", "Saturday"),
        NC_ ("opening hours", "Sunday"),    NC_ ("opening hours", "Public holidays") };

static const char *
get_day (guint day)
{
  return g_dpgettext2 (GETTEXT_PACKAGE, "opening hours", days[day]);
}

/* "9:00", "18:30", "midnight". */
static char *
dup_time (guint minute)
{
  if (minute == 0 || minute == 1440)
    return g_strdup (C_ ("opening hours", "midnight"));
  if (minute % 60 == 0)
    return g_strdup_printf (C_ ("opening hours", "%u:00"), minute / 60);
  return g_strdup_printf (C_ ("opening hours", "%u:%02u"), minute / 60, minute % 60);
}

/* "9:00–12:00, 14:00–18:00", "closed". */
static char *
dup_spans (const SohoOpeningHours *hours, guint day)
{
  GString *text = g_string_new (NULL);
  SohoOpeningSpan span;

  for (guint n = 0; soho_opening_hours_get_span (hours, day, n, &span); n++)
    {
      g_autofree char *from = dup_time (span.from), *to = dup_time (span.to);

      if (span.from == 0 && span.to == 1440)
        g_string_append (text, C_ ("opening hours", "day and night"));
      else
        g_string_append_printf (text, "%s%s – %s", n > 0 ? ", " : "", from, to);
    }
  if (text->len == 0)
    g_string_append (text, C_ ("opening hours", "closed"));
  return g_string_free (text, FALSE);
}

/* A line begins with a capital, whatever a language thinks of its days. */
static void
append_line (GString *text, const char *line)
{
  if (text->len > 0)
    g_string_append_c (text, '\n');
  g_string_append_unichar (text, g_unichar_toupper (g_utf8_get_char (line)));
  g_string_append (text, g_utf8_next_char (line));
}

/* "Monday to Friday: 9:00–18:00"; days that follow each other and are alike make one line. A day
 * that is not spoken of is left out, and so are closed ones but holidays. */
static char *
dup_week (const SohoOpeningHours *hours)
{
  GString *text = g_string_new (NULL);
  guint day = 0;

  while (day < SOHO_OPENING_DAYS)
    {
      g_autofree char *spans = dup_spans (hours, day), *line = NULL;
      SohoOpeningSpan span;
      guint last = day;
      gboolean tells
          = soho_opening_hours_mentions (hours, day)
            && (day == SOHO_PUBLIC_HOLIDAY || soho_opening_hours_get_span (hours, day, 0, &span));

      while (last + 1 < SOHO_PUBLIC_HOLIDAY)
        {
          g_autofree char *next = dup_spans (hours, last + 1);

          if (!g_str_equal (next, spans))
            break;
          last++;
        }
      if (last > day)
        line = g_strdup_printf (C_ ("opening hours", "%s to %s: %s"), get_day (day), get_day (last),
                                spans);
      else
        line = g_strdup_printf (C_ ("opening hours", "%s: %s"), get_day (day), spans);
      if (tells)
        append_line (text, line);
      day = last + 1;
    }
  return g_string_free (text, FALSE);
}

char *
soho_opening_hours_dup_text (const char *opening_hours)
{
  g_autoptr (SohoOpeningHours) hours = soho_opening_hours_new (opening_hours);
  char *week = hours != NULL ? dup_week (hours) : NULL;

  if (week != NULL && *week != '\0')
    return week;
  g_free (week);
  return dup_rules (opening_hours);
}

static char *
dup_closed_until (const SohoOpeningState *state, GDateTime *now)
{
  g_autofree char *time = dup_time (state->minute);
  g_autoptr (GDateTime) date = g_date_time_add_days (now, (int) state->days_ahead);

  if (!state->changes)
    return g_strdup (_ ("Closed now"));
  if (state->days_ahead == 0)
    return g_strdup_printf (_ ("Closed, opens at %s"), time);
  if (state->days_ahead == 1)
    return g_strdup_printf (_ ("Closed, opens tomorrow at %s"), time);
  if (state->days_ahead > 6) /* a weekday alone would be this week’s */
    return g_strdup (_ ("Closed now"));
  /* Translators: a day of the week, as in “Monday”, and a time. */
  return g_strdup_printf (_ ("Closed, opens on %s at %s"),
                          get_day ((guint) g_date_time_get_day_of_week (date) - 1), time);
}

char *
soho_opening_hours_dup_state (const char *opening_hours, GDateTime *now)
{
  g_autoptr (SohoOpeningHours) hours = soho_opening_hours_new (opening_hours);
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Europe/Paris");
  g_autoptr (GDateTime) here = NULL;
  g_autofree char *time = NULL;
  SohoOpeningState state;

  if (hours == NULL || zone == NULL)
    return NULL;
  here = g_date_time_to_timezone (now, zone);
  if (!soho_opening_hours_tell (hours, here, &state))
    return NULL;
  if (!state.open)
    return dup_closed_until (&state, here);
  time = dup_time (state.minute);
  return state.changes && state.days_ahead == 0 ? g_strdup_printf (_ ("Open now, until %s"), time)
                                                : g_strdup (_ ("Open now"));
}
