/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <time.h>

#include "device.h"
#include "faults.h"
#include "machine.h"
#include "server.h"

/* Whole networks from seeds, see world.h. Beside the tests:
 *
 *   test-simulation --seeds FROM TO    as many others as one likes
 *   test-simulation --replay SEED      one of them, and what happens in it */

/* The sanitizers make everything some ten times slower. */
#ifdef __SANITIZE_ADDRESS__
#define SEEDS 20
#else
#define SEEDS 100
#endif

#define STEPS 220

static void
add_up (World *sums, const World *world)
{
  sums->n_requests += world->n_requests;
  sums->n_edits += world->n_edits;
  sums->n_refusals += world->n_refusals;
  sums->n_overwritten += world->n_overwritten;
  sums->n_deaths += world->n_deaths;
  sums->n_again += world->n_again;
}

static gboolean
run_seed (guint64 seed, World *sums)
{
  g_autoptr (World) world = world_new (seed, NULL, FALSE);

  world_run (world, STEPS);
  add_up (sums, world);
  if (!world->has_failed)
    return TRUE;
  g_printerr ("# seed %" G_GUINT64_FORMAT ": %s: %s\n"
              "#   to see it again: test-simulation --replay %" G_GUINT64_FORMAT "\n",
              seed, oracle_get_name (world->failed), world->failure, seed);
  return FALSE;
}

/* Returns how many seeds failed. */
static guint
run_seeds (guint64 from, guint64 to)
{
  World sums = { 0 };
  guint n_failed = 0;
  clock_t began = clock ();
  double seconds;

  for (guint64 seed = from; seed <= to; seed++)
    n_failed += !run_seed (seed, &sums);
  seconds = (double) (clock () - began) / CLOCKS_PER_SEC;
  g_print (
      "# %u seeds, %u of them failed: %u requests, %u edits, %u of them refused, %u values "
      "overwritten, %u deaths, %u edits sent again under another sign-in; %.0f seeds a minute\n",
      (guint) (to - from + 1), n_failed, sums.n_requests, sums.n_edits, sums.n_refusals,
      sums.n_overwritten, sums.n_deaths, sums.n_again,
      60 * (double) (to - from + 1) / MAX (seconds, 0.001));
  return n_failed;
}

static void
test_seeds (void)
{
  g_assert_cmpuint (run_seeds (1, SEEDS), ==, 0);
}

static guint64
sum_up (guint64 seed)
{
  g_autoptr (World) world = world_new (seed, NULL, FALSE);

  world_run (world, STEPS);
  return world->sum;
}

static void
test_same_again (void)
{
  for (guint64 seed = 1; seed <= 10; seed++)
    g_assert_cmpuint (sum_up (seed), ==, sum_up (seed));
}

static int
replay (guint64 seed)
{
  g_autoptr (World) world = world_new (seed, NULL, TRUE);

  world_run (world, STEPS);
  g_print ("%s", world->trace->str);
  return world->has_failed;
}

/* What a dying server complains of is no news. */
static GLogWriterOutput
pass_over_warnings (GLogLevelFlags level, const GLogField *fields, gsize n, gpointer unused)
{
  return (level & G_LOG_LEVEL_WARNING) != 0 ? G_LOG_WRITER_HANDLED
                                            : g_log_writer_default (level, fields, n, NULL);
}

static int
run_tests (void)
{
  g_test_add_func ("/simulation/seeds", test_seeds);
  g_test_add_func ("/simulation/same-again", test_same_again);
  return g_test_run ();
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  g_log_set_always_fatal (G_LOG_FATAL_MASK | G_LOG_LEVEL_CRITICAL);
  g_log_set_writer_func (pass_over_warnings, NULL, NULL);
  machine_start ();
  server_make_template ();
  device_make_template ();
  if (argc == 4 && g_str_equal (argv[1], "--seeds"))
    status = run_seeds (g_ascii_strtoull (argv[2], NULL, 10), g_ascii_strtoull (argv[3], NULL, 10))
             != 0;
  else if (argc == 3 && g_str_equal (argv[1], "--replay"))
    status = replay (g_ascii_strtoull (argv[2], NULL, 10));
  else
    status = run_tests ();
  device_forget_template ();
  server_forget_template ();
  return status;
}
