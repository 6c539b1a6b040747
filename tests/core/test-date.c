/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/date.h"

#include <string.h>

#define N_ROUNDS 20000
#define SEED 20261123
#define UNTOUCHED G_GINT64_CONSTANT (-123456789012)

static void
test_dates (void)
{
  static const struct
  {
    const char *text;
    gint64 days;
  } cases[] = {
    { "1970-01-01", 0 },
    { "1969-12-31", -1 },
    { "2026-11-23", 20780 },
    { "23/11/2026", 20780 },
    { "  2026-11-23\t", 20780 },
    { "2000-02-29", 11016 },
    { "2024-02-29", 19782 },
    { "29/02/2024", 19782 },
    { "1/2/2026", 20485 },
    { "23.11.2026", 20780 },
    { "23-11-2026", 20780 },
    { "23/11/26", 20780 },
    { "23.11.26", 20780 },
    { "01/01/70", 0 },
    { "31/12/69", 36524 },
    { "23/11/2026 00:00", 20780 },
    { "23/11/2026 00:00:00", 20780 },
    { "2026-11-23 00:00:00", 20780 },
    { "23 novembre 2026", 20780 },
    { "23 NOVEMBRE 2026", 20780 },
    { "lundi 23 novembre 2026", 20780 },
    { "Lundi, 23 nov. 2026", 20780 },
    { "1er f\303\251vrier 2026", 20485 },
    { "1 fev. 2026", 20485 },
    { "23\302\240novembre\302\2402026", 20780 },
    { "0001-01-01", SOHO_DATE_MIN },
    { "9999-12-31", SOHO_DATE_MAX },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gint64 days = UNTOUCHED;

      g_assert_true (soho_date_parse (cases[i].text, &days));
      g_assert_cmpint (days, ==, cases[i].days);
    }
}

static void
test_no_dates (void)
{
  static const char *const texts[] = {
    "",
    " ",
    "-",
    "0000-01-01",
    "2026-00-10",
    "2026-13-01",
    "2026-11-00",
    "2026-11-31",
    "2026-02-29",
    "1900-02-29",
    "31/04/2026",
    "00/01/2026",
    "01/13/2026",
    "2026-1-3",
    "1/2/026",
    "23-11-26",
    "2026/11/23",
    "26-11-23",
    "23.11/2026",
    "20261123",
    "23/11/026",
    "23/11",
    "11/23/2026",
    "23 novembre",
    "novembre 2026",
    "23 n 2026",
    "23 ju 2026",
    "23 november 2026",
    "31 avril 2026",
    "mardi",
    "23 novembre 26",
    "23 novembre -2026",
    "40/11/2026",
    "23/11/2026 18:30",
    "46349",
    "-001-01-01",
    "+026-01-01",
    "10000-01-01",
    "2026-11-23T00:00",
    "2026-11-23 x",
    "2026-11- 3",
    "2026-11-2 ",
    "٢٠٢٦-11-23",
    "2026‐11‐23",
    "2026-11-23\xff",
    "0x26-01-01",
    "1e10-01-01",
    "today",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      gint64 days = UNTOUCHED;

      if (soho_date_parse (texts[i], &days))
        g_error ("“%s” passes for a date", texts[i]);
      g_assert_cmpint (days, ==, UNTOUCHED);
    }
}

static void
test_date_round_trip (void)
{
  for (gint64 days = SOHO_DATE_MIN; days <= SOHO_DATE_MAX; days += 37)
    {
      g_autofree char *text = soho_date_format (days);
      gint64 again = UNTOUCHED;

      g_assert_cmpuint (strlen (text), ==, 10);
      g_assert_true (soho_date_parse (text, &again));
      g_assert_cmpint (again, ==, days);
    }
}

static void
test_instants (void)
{
  static const struct
  {
    const char *text;
    gint64 seconds;
  } cases[] = {
    { "1970-01-01T00:00:00Z", 0 },
    { "1969-12-31T23:59:59Z", -1 },
    { "2026-11-23T17:30:00Z", 1795455000 },
    { "2026-11-23T18:30:00+01:00", 1795455000 },
    { "2026-11-23T18:30:00+0100", 1795455000 },
    { "2026-11-23T18:30:00+01", 1795455000 },
    { "2026-11-23T12:00:00-05:30", 1795455000 },
    { "2026-11-23T17:30:00.999Z", 1795455000 },
    { "2024-02-29T00:00:00Z", 1709164800 },
    /* What a clock in Paris shows. */
    { "23/11/2026 18:30", 1795455000 },
    { "23/11/2026 18:30:00", 1795455000 },
    { "23/11/2026 \303\240 18h30", 1795455000 },
    { "23/11/26 18h30", 1795455000 },
    { "23 novembre 2026 \303\240 18 h 30", 1795455000 },
    { "lundi 23 novembre 2026, 18h30", 1795455000 },
    { "2026-11-23 18:30", 1795455000 },
    { "2026-11-23T18:30:00", 1795455000 },
    { "23/11/2026 18h", 1795453200 },
    { "23/11/2026 9:05", 1795421100 },
    { "23/07/2026 18:30", 1784824200 },
    /* The clocks go forward on 29 March 2026 at 02:00 and back on 25 October at 03:00. */
    { "29/03/2026 01:59", 1774745940 },
    { "29/03/2026 03:00", 1774746000 },
    { "25/10/2026 01:59", 1792886340 },
    { "25/10/2026 02:00", 1792886400 },
    { "25/10/2026 02:59", 1792889940 },
    { "25/10/2026 03:00", 1792893600 },
    { "0001-01-01T00:00:00Z", SOHO_INSTANT_MIN },
    { "9999-12-31T23:59:59Z", SOHO_INSTANT_MAX },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gint64 seconds = UNTOUCHED;

      g_test_message ("%s", cases[i].text);
      g_assert_true (soho_instant_parse (cases[i].text, &seconds));
      g_assert_cmpint (seconds, ==, cases[i].seconds);
    }
}

static void
test_no_instants (void)
{
  static const char *const texts[] = {
    "",
    "2026-11-23",
    "29/03/2026 02:00",
    "29/03/2026 02h59",
    "23/11/2026 24:00",
    "23/11/2026 18:60",
    "23/11/2026 18h3",
    "23/11/2026 18:30:00:00",
    "23/11/2026 \303\240",
    "23/11/2026 h",
    "18:30",
    "01/01/0001 00:30",
    "2026-11-23T18:30Z",
    "2026-11-23T24:00:00Z",
    "2026-11-23T18:60:00Z",
    "2026-02-29T00:00:00Z",
    "2026-11-23T18:30:00+1:00",
    "2026-11-23T18:30:00+99:00",
    "2026-11-23T18:30:00ZZ",
    "2026-11-23T18:30:00 Z",
    " 2026-11-23T18:30:00Z",
    "0000-01-01T00:00:00Z",
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-12:00",
    "10000-01-01T00:00:00Z",
    "-001-01-01T00:00:00Z",
    "2026-11-23T18:30:00.0000000000000000000000000000000000000000000000000Z",
    "2026-11-23T18:30:00\xffZ",
    "now",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      gint64 seconds = UNTOUCHED;

      if (soho_instant_parse (texts[i], &seconds))
        g_error ("“%s” passes for an instant", texts[i]);
      g_assert_cmpint (seconds, ==, UNTOUCHED);
    }
}

static void
assert_instant_round_trip (gint64 seconds)
{
  g_autofree char *text = soho_instant_format (seconds);
  gint64 again = UNTOUCHED;

  g_assert_cmpuint (strlen (text), ==, strlen ("2026-11-23T17:30:00Z"));
  g_assert_true (soho_instant_parse (text, &again));
  g_assert_cmpint (again, ==, seconds);
}

static void
test_instant_round_trip (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (SEED);

  assert_instant_round_trip (SOHO_INSTANT_MIN);
  assert_instant_round_trip (SOHO_INSTANT_MAX);
  for (guint i = 0; i < N_ROUNDS; i++)
    assert_instant_round_trip (
        g_rand_double_range (rand, SOHO_INSTANT_MIN, (double) SOHO_INSTANT_MAX));
}

static void
test_mutations (void)
{
  static const char *const samples[]
      = { "2026-11-23", "23/11/2026", "2026-11-23T18:30:00+01:00", "2026-11-23T18:30:00.5Z" };
  static const char bytes[] = "0123456789-/:TZ+. \xc2\xa0W";
  g_autoptr (GRand) rand = g_rand_new_with_seed (SEED);

  for (guint i = 0; i < N_ROUNDS; i++)
    {
      const char *sample = samples[i % G_N_ELEMENTS (samples)];
      g_autofree char *text = g_strndup (sample, g_rand_int_range (rand, 1, strlen (sample) + 1));
      gint64 days, seconds;

      for (int j = g_rand_int_range (rand, 0, 4); j > 0; j--)
        text[g_rand_int_range (rand, 0, strlen (text))]
            = bytes[g_rand_int_range (rand, 0, sizeof bytes - 1)];
      if (soho_date_parse (text, &days))
        {
          g_assert_cmpint (days, >=, SOHO_DATE_MIN);
          g_assert_cmpint (days, <=, SOHO_DATE_MAX);
        }
      if (soho_instant_parse (text, &seconds))
        assert_instant_round_trip (seconds);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/date/dates", test_dates);
  g_test_add_func ("/core/date/no-dates", test_no_dates);
  g_test_add_func ("/core/date/date-round-trip", test_date_round_trip);
  g_test_add_func ("/core/date/instants", test_instants);
  g_test_add_func ("/core/date/no-instants", test_no_instants);
  g_test_add_func ("/core/date/instant-round-trip", test_instant_round_trip);
  g_test_add_func ("/core/date/mutations", test_mutations);
  return g_test_run ();
}
