/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "accounts/throttle.h"

#include <sodium.h>

static const SohoThrottleRule rule = { .free = 3, .leak_s = 600 };

static void
count (SohoThrottle *throttle, const char *who, guint n, gint64 now_s)
{
  for (guint i = 0; i < n; i++)
    soho_throttle_count (throttle, who, &rule, now_s);
}

static void
test_growing (void)
{
  g_autoptr (SohoThrottle) throttle = soho_throttle_new ();
  guint before = 0;

  count (throttle, "a", 3, 0);
  g_assert_cmpuint (soho_throttle_get_wait (throttle, "a", &rule, 0), ==, 0);
  for (guint i = 0; i < 20; i++)
    {
      guint wait_s;

      soho_throttle_count (throttle, "a", &rule, 0);
      wait_s = soho_throttle_get_wait (throttle, "a", &rule, 0);
      g_assert_cmpuint (wait_s, >=, MIN (2 * before, SOHO_THROTTLE_LONGEST_S));
      g_assert_cmpuint (wait_s, >=, 2);
      g_assert_cmpuint (wait_s, <=, SOHO_THROTTLE_LONGEST_S);
      before = wait_s;
    }
  g_assert_cmpuint (before, ==, SOHO_THROTTLE_LONGEST_S);
  g_assert_cmpuint (soho_throttle_get_wait (throttle, "b", &rule, 0), ==, 0);
}

/* Whoever waits as they are told is let in, also if others keep trying. */
static void
test_wait_passes (void)
{
  g_autoptr (SohoThrottle) throttle = soho_throttle_new ();
  guint wait_s;

  count (throttle, "a", 1000, 0);
  wait_s = soho_throttle_get_wait (throttle, "a", &rule, 0);
  for (gint64 now_s = 0; now_s < wait_s; now_s++)
    {
      soho_throttle_count (throttle, "b", &rule, now_s);
      g_assert_cmpuint (soho_throttle_get_wait (throttle, "a", &rule, now_s), ==,
                        wait_s - (guint) now_s);
    }
  g_assert_cmpuint (soho_throttle_get_wait (throttle, "a", &rule, wait_s), ==, 0);
}

static void
test_forgets (void)
{
  g_autoptr (SohoThrottle) throttle = soho_throttle_new ();

  count (throttle, "a", 6, 0);
  soho_throttle_count (throttle, "a", &rule, 6 * 600);
  g_assert_cmpuint (soho_throttle_get_wait (throttle, "a", &rule, 6 * 600), ==, 0);
  count (throttle, "a", 3, 6 * 600);
  g_assert_cmpuint (soho_throttle_get_wait (throttle, "a", &rule, 6 * 600), >, 0);
  soho_throttle_take_back (throttle, "a");
  g_assert_cmpuint (soho_throttle_get_wait (throttle, "a", &rule, 6 * 600), ==, 0);
  count (throttle, "a", 5, 6 * 600);
  soho_throttle_forget (throttle, "a");
  g_assert_cmpuint (soho_throttle_get_wait (throttle, "a", &rule, 6 * 600), ==, 0);
  soho_throttle_take_back (throttle, "nobody");
  soho_throttle_forget (throttle, "nobody");
}

static void
test_clock_goes_back (void)
{
  g_autoptr (SohoThrottle) throttle = soho_throttle_new ();
  guint wait_s;

  count (throttle, "a", 5, 1000000);
  wait_s = soho_throttle_get_wait (throttle, "a", &rule, 1000000);
  g_assert_cmpuint (soho_throttle_get_wait (throttle, "a", &rule, 0), ==, wait_s);
  /* Whoever waits is let in, though the clock is not yet where it was. */
  g_assert_cmpuint (soho_throttle_get_wait (throttle, "a", &rule, wait_s), ==, 0);
  soho_throttle_count (throttle, "a", &rule, 0);
  g_assert_cmpuint (soho_throttle_get_wait (throttle, "a", &rule, SOHO_THROTTLE_LONGEST_S), ==, 0);
}

/* However many try, what is known of them has an end, and the newest are known. */
static void
test_bounded (void)
{
  g_autoptr (SohoThrottle) throttle = soho_throttle_new ();

  count (throttle, "first", 10, 0);
  for (guint i = 0; i < 70000; i++)
    {
      g_autofree char *who = g_strdup_printf ("%u", i);

      soho_throttle_count (throttle, who, &rule, 1);
    }
  g_assert_cmpuint (soho_throttle_get_wait (throttle, "first", &rule, 1), ==, 0);
  count (throttle, "69999", 9, 1);
  g_assert_cmpuint (soho_throttle_get_wait (throttle, "69999", &rule, 1), >, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (sodium_init (), >=, 0);
  g_test_add_func ("/throttle/growing", test_growing);
  g_test_add_func ("/throttle/wait-passes", test_wait_passes);
  g_test_add_func ("/throttle/forgets", test_forgets);
  g_test_add_func ("/throttle/clock-goes-back", test_clock_goes_back);
  g_test_add_func ("/throttle/bounded", test_bounded);
  return g_test_run ();
}
