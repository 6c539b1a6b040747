/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a keystroke costs while somebody types, letter by letter, the queries of
 * tests/fixtures/queries.tsv that are not held out: the search over everything (all kinds, their
 * snippets, the records read), the directory's list and the map's counts; beside a bare program's
 * MATCH, ordered by bm25 and limited, of the very expression that the words are understood as, on
 * the same file in the same run. Times are of the processor, the better of two.
 *
 * usage: bench-keystroke QUERIES [--slow] [MEMBERS…]
 *
 * --slow names the keystrokes that take longer than they should. */

#include <locale.h>
#include <string.h>
#include <time.h>

#include "filled.h"
#include "network.h"
#include "store/directory.h"
#include "store/match.h"
#include "store/replica-private.h"
#include "store/search.h"

#define MOST_OF_KIND 6

/* What a keystroke should cost at most. */
#define SLOW_MS 5.0

/* Every so manieth query is typed: all of them would take minutes, and say the same. */
#define EVERY 4

typedef struct
{
  SohoReplica *replica;
  sqlite3_stmt *bare;
  gboolean says_slow;
} Bench;

typedef enum
{
  BARE,
  EVERYTHING,
  LIST,
  COUNTS,
  N_WHAT,
} What;

static const char *const names[N_WHAT]
    = { "bare MATCH", "search over everything", "the directory's list", "the map's counts" };

static double
processor_ms (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return (double) now.tv_sec * 1e3 + (double) now.tv_nsec / 1e6;
}

/* What the words are understood as, not timed; "" for no words at all. */
static char *
understand (Bench *bench, const char *words)
{
  g_autoptr (SohoQuery) query = soho_query_new (words);
  g_autoptr (GError) error = NULL;
  char *match = soho_match_dup_expression (bench->replica, query, NULL, &error);

  g_assert_no_error (error);
  return match != NULL ? match : g_strdup ("\"\"");
}

static void
do_it (Bench *bench, What what, const char *words, const char *match)
{
  SohoPeopleQuery query = { .words = words };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) hits = NULL;
  g_autoptr (GArray) found = NULL;

  switch (what)
    {
    case BARE:
      sqlite3_bind_text (bench->bare, 1, match, -1, SQLITE_STATIC);
      while (sqlite3_step (bench->bare) == SQLITE_ROW)
        ;
      sqlite3_reset (bench->bare);
      break;
    case EVERYTHING:
      hits = soho_replica_search_kinds (bench->replica, words, MOST_OF_KIND, &error);
      break;
    case LIST:
      found = soho_replica_find_people (bench->replica, &query, &error);
      break;
    default:
      found = soho_replica_count_people (bench->replica, &query, &error);
      break;
    }
  g_assert_no_error (error);
}

static double
time_it (Bench *bench, What what, const char *words, const char *match)
{
  double best = G_MAXDOUBLE;

  for (guint round = 0; round < 2; round++)
    {
      double began = processor_ms ();

      do_it (bench, what, words, match);
      best = MIN (best, processor_ms () - began);
    }
  return best;
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static void
say_if_slow (const char *words, const double times[N_WHAT])
{
  double longest = 0;

  for (What what = EVERYTHING; what < N_WHAT; what++)
    longest = MAX (longest, times[what]);
  if (longest > SLOW_MS)
    g_print ("  bare %6.2f  everything %6.2f  list %6.2f  counts %6.2f  %s\n", times[BARE],
             times[EVERYTHING], times[LIST], times[COUNTS], words);
}

static double
quantile (GArray *times, double part)
{
  return g_array_index (times, double, (guint) ((double) (times->len - 1) * part));
}

/* Types one query letter by letter. */
static void
type (Bench *bench, const char *query, GArray *times[N_WHAT], GArray *ratios[N_WHAT])
{
  for (const char *end = query; *end != '\0';)
    {
      g_autofree char *words = NULL, *match = NULL;
      double now[N_WHAT];

      end = g_utf8_next_char (end);
      words = g_strndup (query, (gsize) (end - query));
      match = understand (bench, words);
      for (What what = BARE; what < N_WHAT; what++)
        {
          double ratio;

          now[what] = time_it (bench, what, words, match);
          ratio = now[what] / now[BARE];
          g_array_append_val (times[what], now[what]);
          g_array_append_val (ratios[what], ratio);
        }
      if (bench->says_slow)
        say_if_slow (words, now);
    }
}

static GPtrArray *
load_queries (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  GPtrArray *queries = g_ptr_array_new_with_free_func (g_free);
  guint n = 0;

  if (!g_file_get_contents (path, &text, NULL, &error))
    g_error ("%s", error->message);
  lines = g_strsplit (text, "\n", -1);
  for (char **line = lines; *line != NULL; line++)
    {
      g_auto (GStrv) columns = g_strsplit (*line, "\t", -1);

      if (**line == '#' || g_strv_length (columns) != 3)
        continue;
      if (n++ % (2 * EVERY) == 0)
        g_ptr_array_add (queries, g_strdup (columns[1]));
    }
  return queries;
}

static void
report (GArray *times[N_WHAT], GArray *ratios[N_WHAT])
{
  for (What what = BARE; what < N_WHAT; what++)
    {
      double sum = 0, bare = 0;

      for (guint i = 0; i < times[what]->len; i++)
        {
          sum += g_array_index (times[what], double, i);
          bare += g_array_index (times[BARE], double, i);
        }
      g_array_sort (times[what], compare_doubles);
      g_array_sort (ratios[what], compare_doubles);
      g_print ("  %-23s %6.2f %6.2f %6.2f %7.2f   %6.2f %6.2f\n", names[what],
               quantile (times[what], 0.5), quantile (times[what], 0.95),
               quantile (times[what], 0.99), quantile (times[what], 1),
               quantile (ratios[what], 0.5), sum / bare);
    }
}

static void
measure (GPtrArray *queries, guint members, gboolean says_slow)
{
  char *directory = network_make_directory ();
  g_autoptr (SohoReplica) replica = filled_replica (directory, members);
  g_autoptr (GError) error = NULL;
  Bench bench = { .replica = replica, .says_slow = says_slow };
  GArray *times[N_WHAT], *ratios[N_WHAT];

  bench.bare = soho_database_prepare (soho_replica_get_database (replica),
                                      "SELECT rowid FROM search WHERE search MATCH ?1"
                                      " AND rank MATCH 'bm25(10.0, 5.0, 1.0, 5.0)'"
                                      " ORDER BY rank LIMIT 60",
                                      &error);
  g_assert_no_error (error);
  for (What what = BARE; what < N_WHAT; what++)
    {
      times[what] = g_array_new (FALSE, FALSE, sizeof (double));
      ratios[what] = g_array_new (FALSE, FALSE, sizeof (double));
    }
  for (guint i = 0; i < queries->len; i++)
    type (&bench, g_ptr_array_index (queries, i), times, ratios);
  g_print ("%u members, %u keystrokes     p50    p95    p99     max   ÷ bare: median, of sums\n",
           members, times[BARE]->len);
  report (times, ratios);
  for (What what = BARE; what < N_WHAT; what++)
    {
      g_array_unref (times[what]);
      g_array_unref (ratios[what]);
    }
  sqlite3_finalize (bench.bare);
  g_clear_object (&replica);
  network_remove_directory (directory);
}

int
main (int argc, char **argv)
{
  static const guint usual[] = { 400, 4000, 40000 };
  gboolean says_slow = argc > 2 && g_str_equal (argv[2], "--slow");
  int first = says_slow ? 3 : 2;
  g_autoptr (GPtrArray) queries = NULL;

  setlocale (LC_ALL, "");
  if (argc < 2)
    {
      g_printerr ("usage: bench-keystroke QUERIES [--slow] [MEMBERS…]\n");
      return 2;
    }
  queries = load_queries (argv[1]);
  for (int i = first; i < argc; i++)
    measure (queries, (guint) g_ascii_strtoull (argv[i], NULL, 10), says_slow);
  for (guint i = 0; argc == first && i < G_N_ELEMENTS (usual); i++)
    measure (queries, usual[i], says_slow);
  return 0;
}
