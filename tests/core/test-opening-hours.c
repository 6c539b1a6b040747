/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/opening-hours.h"

#include <stdio.h>
#include <string.h>

/* "Mo 540-720 840-1080, PH" for a Monday with two spans and closed holidays; "-" if not understood.
 */
static char *
dup_week (const char *text)
{
  static const char *const names[SOHO_OPENING_DAYS]
      = { "Mo", "Tu", "We", "Th", "Fr", "Sa", "Su", "PH" };
  g_autoptr (SohoOpeningHours) hours = soho_opening_hours_new (text);
  GString *week = g_string_new (hours == NULL ? "-" : NULL);

  for (guint day = 0; hours != NULL && day < SOHO_OPENING_DAYS; day++)
    {
      SohoOpeningSpan span;

      if (!soho_opening_hours_mentions (hours, day))
        continue;
      g_string_append_printf (week, "%s%s", week->len > 0 ? ", " : "", names[day]);
      for (guint n = 0; soho_opening_hours_get_span (hours, day, n, &span); n++)
        g_string_append_printf (week, " %u-%u", span.from, span.to);
    }
  return g_string_free (week, FALSE);
}

static void
assert_week (const char *text, const char *expected)
{
  g_autofree char *week = dup_week (text);
  g_autofree char *printable = g_strescape (text, NULL);

  g_test_message ("%s", printable);
  g_assert_cmpstr (week, ==, expected);
}

#define ALL_DAYS(times)                                                                            \
  "Mo " times ", Tu " times ", We " times ", Th " times ", Fr " times ", Sa " times ", Su " times

static void
test_understood (void)
{
  static const struct
  {
    const char *text, *week;
  } cases[] = {
    { "Mo 09:00-18:00", "Mo 540-1080" },
    { "Mo 9:00-18:30", "Mo 540-1110" },
    { "  Mo   09:00 - 18:00  ", "Mo 540-1080" },
    { "Mo-We 09:00-18:00", "Mo 540-1080, Tu 540-1080, We 540-1080" },
    { "Sa-Mo 10:00-11:00", "Mo 600-660, Sa 600-660, Su 600-660" },
    { "Mo,We 09:00-10:00", "Mo 540-600, We 540-600" },
    { "Mo, We 09:00-10:00", "Mo 540-600, We 540-600" },
    { "Mo-Tu,Sa 09:00-10:00", "Mo 540-600, Tu 540-600, Sa 540-600" },
    { "Mo 09:00-12:00,14:00-18:00", "Mo 540-720 840-1080" },
    { "Mo 14:00-18:00, 09:00-12:00", "Mo 540-720 840-1080" },
    { "Mo 09:00-12:00,12:00-14:00", "Mo 540-840" },
    { "Mo 09:00-12:00,10:00-14:00", "Mo 540-840" },
    { "09:00-10:00", ALL_DAYS ("540-600") },
    { "24/7", ALL_DAYS ("0-1440") ", PH 0-1440" },
    { "24/7; PH off", ALL_DAYS ("0-1440") ", PH" },
    { "Mo 00:00-24:00", "Mo 0-1440" },
    { "Mo 22:00-24:00", "Mo 1320-1440" },
    { "Mo 09:00-10:00; PH off", "Mo 540-600, PH" },
    { "Mo 09:00-10:00; PH closed", "Mo 540-600, PH" },
    { "Mo 09:00-10:00; Su,PH off", "Mo 540-600, Su, PH" },
    { "PH off; Mo 09:00-10:00", "Mo 540-600, PH" },
    { "PH 10:00-12:00", "PH 600-720" },
    { "Mo-Tu 09:00-18:00; Tu off", "Mo 540-1080, Tu" },
    { "Mo-Tu 09:00-18:00; Tu 10:00-12:00", "Mo 540-1080, Tu 600-720" },
    { "Mo 09:00-12:00; Mo 14:00-18:00", "Mo 840-1080" },
    { "Mo 09:00-12:00, Tu 14:00-18:00", "Mo 540-720, Tu 840-1080" },
    { "Mo-Tu 09:00-12:00, Tu 14:00-18:00", "Mo 540-720, Tu 540-720 840-1080" },
    { "Mo 09:00-10:00;", "Mo 540-600" },
    { "Mo 09:00-10:00;Tu 09:00-10:00", "Mo 540-600, Tu 540-600" },
    { "off", "Mo, Tu, We, Th, Fr, Sa, Su" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_week (cases[i].text, cases[i].week);
}

/* Said in other words, or hardly at all. */
static const char *const not_understood[] = {
  "",
  " ",
  ";",
  ";;;",
  ",",
  "-",
  "Mo",
  "Mo-",
  "Mo-Fr",
  "Mo 09:00",
  "Mo 09:00-",
  "Mo 09:00+",
  "Mo 09:00-18:00+",
  "Mo 09:00-18:00,",
  "Mo 09:00-18:00 unknown",
  "Mo 09:00-18:00 \"sur rendez-vous\"",
  "Mo 09:00-18:00 || \"sur rendez-vous\"",
  "sur rendez-vous",
  "Lu-Ve 09:00-18:00",
  "mo 09:00-18:00",
  "Mon 09:00-18:00",
  "Mo 9-18",
  "Mo 9h-18h",
  "Mo 09:0-18:00",
  "Mo 09:000-18:00",
  "Mo 009:00-18:00",
  "Mo 09:60-18:00",
  "Mo 09:00-24:01",
  "Mo 09:00-99:00",
  "Mo 18:00-09:00",
  "Mo 09:00-09:00",
  "Mo 22:00-26:00",
  "Mo -9:00-18:00",
  "Mo sunrise-sunset",
  "Mo 09:00-sunset",
  "Jan-Mar Mo 09:00-18:00",
  "Jan 1 off",
  "week 1-20 Mo 09:00-18:00",
  "Mo[1] 09:00-18:00",
  "SH off",
  "Mo 09:00-18:00; SH off",
  "PH-Mo 09:00-18:00",
  "Mo-PH 09:00-18:00",
  "PH -1 day off",
  "Mo 09:00-18:00;;Tu off",
  "Mo off,",
  "offside",
  "24/77",
  "Mo 24/7",
  "Mo\t09:00-18:00",
  "Mo\n09:00-18:00",
  "Mo 09:00\xe2\x80\x93"
  "18:00",
  "Mo\xc2\xa0"
  "09:00-18:00",
  "\xff\xfe",
};

/* Of that, nothing is made. */
static void
test_not_understood (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (not_understood); i++)
    assert_week (not_understood[i], "-");
  g_assert_null (soho_opening_hours_new (NULL));
}

/* As long as a record may hold, and longer. */
static void
test_length (void)
{
  g_autofree char *longest = g_strnfill (255, ' ');
  g_autofree char *longer = g_strnfill (256, ' ');
  g_autofree char *huge = g_strnfill (1 << 20, ';');

  memcpy (longest, "Mo 09:00-10:00", strlen ("Mo 09:00-10:00"));
  memcpy (longer, "Mo 09:00-10:00", strlen ("Mo 09:00-10:00"));
  assert_week (longest, "Mo 540-600");
  assert_week (longer, "-");
  g_assert_null (soho_opening_hours_new (huge));
}

/* Whatever is made of pieces that belong there, every span lies within its day, in order. */
static void
test_pieces (void)
{
  static const char *const pieces[]
      = { "Mo", "We", "Su", "PH", "-",    ",",   ";",  " ",   "09:00", "12:30", "24:00",
          "0",  ":",  "7",  "/",  "24/7", "off", "\"", "Jan", "99:99", "\xc3",  "09:00-12:30" };
  guint understood = 0;

  for (guint round = 0; round < 100000; round++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      g_autoptr (SohoOpeningHours) hours = NULL;

      for (int n = g_test_rand_int_range (1, 9); n > 0; n--)
        g_string_append (text, pieces[g_test_rand_int_range (0, G_N_ELEMENTS (pieces))]);
      hours = soho_opening_hours_new (text->str);
      for (guint day = 0; hours != NULL && day < SOHO_OPENING_DAYS; day++)
        {
          SohoOpeningSpan span;
          guint last = 0;

          for (guint n = 0; soho_opening_hours_get_span (hours, day, n, &span); n++)
            {
              g_assert_true (n == 0 || span.from > last);
              g_assert_cmpuint (span.from, <, span.to);
              g_assert_cmpuint (span.to, <=, 1440);
              last = span.to;
            }
        }
      understood += hours != NULL;
    }
  g_assert_cmpuint (understood, >, 100);
}

/* Of 2026 and of the years in which Easter is earliest and latest. */
static void
test_holidays (void)
{
  static const char *const days[]
      = { "2026-01-01", "2026-04-06", "2026-05-01", "2026-05-08", "2026-05-14", "2026-05-25",
          "2026-07-14", "2026-08-15", "2026-11-01", "2026-11-11", "2026-12-25", "2008-03-24",
          "2038-04-26", "2000-04-24", "2100-03-29", "1954-04-19" };
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (days); i++)
    {
      int year, month, day;

      g_assert_cmpint (sscanf (days[i], "%d-%d-%d", &year, &month, &day), ==, 3);
      g_test_message ("%s", days[i]);
      g_assert_true (soho_opening_hours_is_holiday (year, month, day));
    }
  for (int month = 1; month <= 12; month++)
    for (int day = 1; day <= 31; day++)
      n += soho_opening_hours_is_holiday (2026, month, day);
  g_assert_cmpuint (n, ==, 11);
  g_assert_false (soho_opening_hours_is_holiday (2026, 4, 5));
  g_assert_false (soho_opening_hours_is_holiday (2026, 2, 30));
  g_assert_false (soho_opening_hours_is_holiday (2026, 13, 1));
  g_assert_false (soho_opening_hours_is_holiday (0, 4, 6));
}

/* "open 0 1080": until 18:00 of the same day; "closed ?": until nobody knows when; "?": nothing is
 * said. */
static char *
dup_state (const char *text, const char *moment)
{
  g_autoptr (SohoOpeningHours) hours = soho_opening_hours_new (text);
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (GDateTime) date = g_date_time_new_from_iso8601 (moment, utc);
  SohoOpeningState state;
  const char *word;

  g_assert_nonnull (hours);
  g_assert_nonnull (date);
  if (!soho_opening_hours_tell (hours, date, &state))
    return g_strdup ("?");
  word = state.open ? "open" : "closed";
  if (!state.changes)
    return g_strdup_printf ("%s ?", word);
  return g_strdup_printf ("%s %u %u", word, state.days_ahead, state.minute);
}

/* In November 2026 the 23rd is a Monday; Wednesday the 11th is a holiday, and so is Friday the 25th
 * of December. */
static void
test_tell (void)
{
  static const struct
  {
    const char *text, *moment, *state;
  } cases[] = {
    { "Mo-Fr 09:00-18:00", "2026-11-23T12:00:00", "open 0 1080" },
    { "Mo-Fr 09:00-18:00", "2026-11-23T09:00:00", "open 0 1080" },
    { "Mo-Fr 09:00-18:00", "2026-11-23T08:59:59", "closed 0 540" },
    { "Mo-Fr 09:00-18:00", "2026-11-23T17:59:59", "open 0 1080" },
    { "Mo-Fr 09:00-18:00", "2026-11-23T18:00:00", "closed 1 540" },
    { "Mo-Fr 09:00-18:00", "2026-11-27T19:00:00", "closed 3 540" },
    { "Mo-Fr 09:00-18:00", "2026-11-29T00:00:00", "closed 1 540" },
    { "Mo-Fr 09:00-12:00,14:00-18:00", "2026-11-23T12:30:00", "closed 0 840" },
    { "Mo 09:00-12:00", "2026-11-23T12:30:00", "closed 7 540" },
    { "24/7", "2026-11-23T12:30:00", "open ?" },
    { "24/7", "2026-12-25T12:30:00", "open ?" },
    { "off", "2026-11-23T12:30:00", "closed ?" },
    { "Mo 20:00-24:00", "2026-11-23T21:00:00", "open 0 1440" },
    { "Mo 20:00-24:00; Tu 00:00-02:00", "2026-11-23T21:00:00", "open 1 120" },
    { "Mo-Fr 09:00-18:00", "2026-11-11T12:00:00", "?" },
    { "Mo-Fr 09:00-18:00", "2026-11-10T19:00:00", "closed ?" },
    { "Mo-Fr 09:00-18:00; PH off", "2026-11-11T12:00:00", "closed 1 540" },
    { "Mo-Fr 09:00-18:00; PH off", "2026-11-10T19:00:00", "closed 2 540" },
    { "Mo-Fr 09:00-18:00; PH 10:00-12:00", "2026-11-11T11:00:00", "open 0 720" },
    { "Mo-Fr 09:00-18:00; PH off", "2026-12-24T18:30:00", "closed 4 540" },
    { "PH 10:00-12:00", "2026-11-23T11:00:00", "closed ?" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *state = dup_state (cases[i].text, cases[i].moment);

      g_test_message ("%s, %s", cases[i].text, cases[i].moment);
      g_assert_cmpstr (state, ==, cases[i].state);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/opening-hours/understood", test_understood);
  g_test_add_func ("/opening-hours/not-understood", test_not_understood);
  g_test_add_func ("/opening-hours/length", test_length);
  g_test_add_func ("/opening-hours/pieces", test_pieces);
  g_test_add_func ("/opening-hours/holidays", test_holidays);
  g_test_add_func ("/opening-hours/tell", test_tell);
  return g_test_run ();
}
