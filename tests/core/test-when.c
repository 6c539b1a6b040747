/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/when.h"

#include "model/date.h"

/* In English, the language of the sources; what French makes of it is seen in the windows' tests.
 */

static void
check_span (const char *start, const char *end, const char *zone_name, const char *expected)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (zone_name);
  g_autofree char *text = NULL;
  gint64 from = 0, to = 0;

  g_assert_nonnull (zone);
  g_assert_true (soho_instant_parse (start, &from));
  if (end != NULL)
    g_assert_true (soho_instant_parse (end, &to));
  text = soho_when_dup_span (from, to, zone);
  g_assert_cmpstr (text, ==, expected);
}

static void
test_spans (void)
{
  check_span ("2026-09-17T16:30:00Z", "2026-09-17T18:30:00Z", "Europe/Paris",
              "Thursday 17 September 2026 from 18:30 to 20:30");
  check_span ("2026-09-17T16:30:00Z", NULL, "Europe/Paris", "Thursday 17 September 2026 at 18:30");
  check_span ("2026-09-17T16:30:00Z", "2026-09-17T16:30:00Z", "Europe/Paris",
              "Thursday 17 September 2026 at 18:30");
  check_span ("2026-09-17T20:00:00Z", "2026-09-17T23:00:00Z", "Europe/Paris",
              "from Thursday 17 September 2026 at 22:00 to Friday 18 September 2026 at 01:00");
  check_span ("2026-09-17T20:00:00Z", "2026-09-17T23:00:00Z", "UTC",
              "Thursday 17 September 2026 from 20:00 to 23:00");
  check_span ("2026-12-30T08:00:00Z", "2027-01-02T11:00:00Z", "Europe/Paris",
              "from Wednesday 30 December 2026 at 09:00 to Saturday 2 January 2027 at 12:00");
  /* In the night in which the clocks go back. */
  check_span ("2026-10-24T22:30:00Z", "2026-10-25T02:30:00Z", "Europe/Paris",
              "Sunday 25 October 2026 from 00:30 to 03:30");
}

static void
test_no_time (void)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_utc ();

  g_assert_null (soho_when_dup_span (G_MAXINT64, 0, zone));
  g_assert_null (soho_when_dup_date (G_MAXINT32));
}

static void
test_days (void)
{
  g_autoptr (GDateTime) moment = g_date_time_new_utc (2026, 10, 1, 18, 0, 0);
  g_autofree char *day = soho_when_dup_day (moment);
  g_autofree char *heading = soho_when_dup_capitalized ("été à Auch");
  g_autofree char *time = soho_when_dup_time (moment);
  g_autofree char *date = NULL, *month = NULL;
  gint64 days;

  g_assert_cmpstr (day, ==, "Thursday 1 October 2026");
  g_assert_cmpstr (heading, ==, "Été à Auch");
  g_assert_cmpstr (time, ==, "18:00");
  g_assert_true (soho_date_parse ("2026-03-08", &days));
  date = soho_when_dup_date (days);
  month = soho_when_dup_month (days);
  g_assert_cmpstr (date, ==, "8 March 2026");
  g_assert_cmpstr (month, ==, "March 2026");
}

static void
test_durations (void)
{
  static const struct
  {
    gint64 seconds;
    const char *text;
  } cases[] = { { 0, "0 s" },       { 45, "45 s" },         { 60, "1 min" },
                { 1920, "32 min" }, { 1949, "32 min" },     { 3599, "1 h" },
                { 3600, "1 h" },    { 3900, "1 h 05 min" }, { 86400, "24 h" } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = soho_when_dup_duration (cases[i].seconds);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

int
main (int argc, char **argv)
{
  g_setenv ("LC_ALL", "C.UTF-8", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/when/spans", test_spans);
  g_test_add_func ("/when/no-time", test_no_time);
  g_test_add_func ("/when/days", test_days);
  g_test_add_func ("/when/durations", test_durations);
  return g_test_run ();
}
