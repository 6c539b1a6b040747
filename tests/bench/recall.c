/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whom the search finds, beside a plain full-text index over the same documents, in one run. The
 * queries and who is relevant: tests/fixtures/queries.tsv, and queries-second.tsv by another hand.
 * The recall in the first k is how many of the relevant stand there ÷ min (k, how many are
 * relevant), averaged over the queries to which anybody is relevant; times are of the processor,
 * the best of three. Plain is FTS5 with unicode61 and remove_diacritics 2, all words, bm25.
 *
 * usage: bench-recall [--misses] QUERIES… [MEMBERS…]
 *
 * --misses names the queries that miss people or take long; never one that is held out. */

#include <locale.h>
#include <string.h>
#include <time.h>

#include "filled.h"
#include "model/fold.h"
#include "model/gazetteer.h"
#include "model/kinds.h"
#include "model/taxonomy.h"
#include "network.h"
#include "store/directory.h"
#include "store/replica-private.h"

#define ROUNDS 3

/* A query that takes longer is named as well. */
#define SLOW_MS 3.0

typedef struct
{
  char **columns; /* group, query, rule */
  gboolean held_out;
} Query;

typedef struct
{
  gint64 id;
  char *given, *family;
  const SohoCommune *commune;
  GArray *skills; /* of guint, the numbers of appellations */
} Person;

/* The queries of one file. */
typedef struct
{
  char *name;
  GPtrArray *queries; /* of Query */
} Hand;

typedef struct
{
  double first_five, first_ten;
  guint n;
} Score;

typedef struct
{
  SohoReplica *replica;
  GPtrArray *people; /* of Person */
  GHashTable *relevant;
} Bench;

typedef GArray *(*Find) (SohoReplica *replica, const char *words);

static const char *const groups[]
    = { "everyday", "trade", "misspelt", "name", "place", "prefix", NULL };

static Hand *
load_hand (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  Hand *hand = g_new0 (Hand, 1);
  GPtrArray *queries = g_ptr_array_new ();

  hand->name = g_path_get_basename (path);
  hand->queries = queries;
  if (!g_file_get_contents (path, &text, NULL, &error))
    g_error ("%s", error->message);
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    if (*lines[i] != '#' && *lines[i] != '\0')
      {
        Query *query = g_new0 (Query, 1);

        query->columns = g_strsplit (lines[i], "\t", -1);
        query->held_out = queries->len % 2 == 1;
        if (g_strv_length (query->columns) != 3)
          g_error ("%s, line %u: not three columns", path, i + 1);
        g_ptr_array_add (queries, query);
      }
  return hand;
}

static GPtrArray *
load_people (SohoReplica *replica)
{
  sqlite3 *db = soho_replica_get_database (replica);
  g_autoptr (GHashTable) by_id = g_hash_table_new (g_int64_hash, g_int64_equal);
  GPtrArray *people = g_ptr_array_new ();
  g_autoptr (sqlite3_stmt) members = soho_database_prepare (
      db, "SELECT id, given_name, family_name, commune FROM member ORDER BY id", NULL);
  g_autoptr (sqlite3_stmt) skills = soho_database_prepare (
      db, "SELECT ms.member, s.label FROM member_skill ms JOIN skill s ON s.id = ms.skill", NULL);

  while (soho_database_next (members, NULL))
    {
      Person *person = g_new0 (Person, 1);

      person->id = sqlite3_column_int64 (members, 0);
      person->given = soho_fold (soho_database_column_text (members, 1));
      person->family = soho_fold (soho_database_column_text (members, 2));
      person->commune = soho_gazetteer_find (soho_database_column_text (members, 3));
      person->skills = g_array_new (FALSE, FALSE, sizeof (guint));
      g_ptr_array_add (people, person);
      g_hash_table_insert (by_id, &person->id, person);
    }
  while (soho_database_next (skills, NULL))
    {
      gint64 id = sqlite3_column_int64 (skills, 0);
      Person *person = g_hash_table_lookup (by_id, &id);
      const SohoAppellation *appellation
          = soho_taxonomy_find (soho_database_column_text (skills, 1));

      if (person != NULL && appellation != NULL)
        g_array_append_val (person->skills, appellation->ogr);
    }
  return people;
}

static gboolean
has_skill (const Person *person, const char *names)
{
  g_auto (GStrv) parts = g_strsplit (names, "|", -1);

  for (char **part = parts; *part != NULL; part++)
    {
      const SohoAppellation *appellation = soho_taxonomy_find (*part);

      if (appellation == NULL)
        g_error ("no such skill: %s", *part);
      for (guint i = 0; i < person->skills->len; i++)
        if (g_array_index (person->skills, guint, i) == appellation->ogr)
          return TRUE;
    }
  return FALSE;
}

static gboolean
is_within (const Person *person, const char *value)
{
  g_auto (GStrv) parts = g_strsplit (value, ",", 2);
  const SohoCommune *centre = soho_gazetteer_match (parts[0]);

  if (centre == NULL)
    g_error ("no such commune: %s", parts[0]);
  return person->commune != NULL
         && soho_gazetteer_distance_km (person->commune, centre)
                <= g_ascii_strtod (parts[1] != NULL ? parts[1] : "0", NULL);
}

static gboolean
meets (const Person *person, const char *part)
{
  const char *value = strchr (part, '=');

  if (value == NULL)
    g_error ("not a rule: %s", part);
  value++;
  if (g_str_has_prefix (part, "skill="))
    return has_skill (person, value);
  if (g_str_has_prefix (part, "commune="))
    return person->commune != NULL && person->commune == soho_gazetteer_match (value);
  if (g_str_has_prefix (part, "within="))
    return is_within (person, value);
  if (g_str_has_prefix (part, "given="))
    return soho_fold_equal (person->given, value);
  if (g_str_has_prefix (part, "family="))
    return soho_fold_equal (person->family, value);
  g_error ("not a rule: %s", part);
}

static void
find_relevant (Bench *bench, const char *rule)
{
  g_auto (GStrv) parts = g_strsplit (rule, ";", -1);

  g_hash_table_remove_all (bench->relevant);
  for (guint i = 0; i < bench->people->len; i++)
    {
      Person *person = g_ptr_array_index (bench->people, i);
      gboolean relevant = TRUE;

      for (char **part = parts; *part != NULL && relevant; part++)
        relevant = meets (person, *part);
      if (relevant)
        g_hash_table_add (bench->relevant, &person->id);
    }
}

static GArray *
find_ours (SohoReplica *replica, const char *words)
{
  SohoPeopleQuery query = { .words = words };

  return soho_replica_find_people (replica, &query, NULL);
}

static GArray *
find_plain (SohoReplica *replica, const char *words)
{
  g_autoptr (sqlite3_stmt) statement = soho_database_prepare (
      soho_replica_get_database (replica),
      "SELECT rowid FROM temp.plain WHERE plain MATCH :match ORDER BY rank", NULL);
  g_autoptr (GString) match = g_string_new (NULL);
  g_auto (GStrv) parts = g_strsplit (words, " ", -1);
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (char **part = parts; *part != NULL; part++)
    {
      g_auto (GStrv) pieces = g_strsplit (*part, "\"", -1);
      g_autofree char *doubled = g_strjoinv ("\"\"", pieces);

      g_string_append_printf (match, "\"%s\" ", doubled);
    }
  soho_database_bind_text (statement, ":match", match->str);
  while (soho_database_next (statement, NULL))
    {
      gint64 id = sqlite3_column_int64 (statement, 0);

      g_array_append_val (ids, id);
    }
  return ids;
}

static double
recall (const Bench *bench, const GArray *ids, guint k)
{
  guint n_relevant = g_hash_table_size (bench->relevant);
  guint found = 0;

  for (guint i = 0; i < MIN (k, ids->len); i++)
    found += g_hash_table_contains (bench->relevant, &g_array_index (ids, gint64, i));
  return (double) found / MIN (k, n_relevant);
}

/* Of this thread: other programs on the machine do not count. */
static double
cpu_ms (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return (double) now.tv_sec * 1e3 + (double) now.tv_nsec / 1e6;
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static void
ask (Bench *bench, Find find, const Query *query, Score *score, GArray *times, gboolean say_misses)
{
  g_autoptr (GArray) ids = NULL;
  double best = G_MAXDOUBLE;

  for (guint round = 0; round < ROUNDS; round++)
    {
      double start = cpu_ms ();

      g_clear_pointer (&ids, g_array_unref);
      ids = find (bench->replica, query->columns[1]);
      best = MIN (best, cpu_ms () - start);
    }
  g_array_append_val (times, best);
  if (say_misses && !query->held_out && best > SLOW_MS)
    g_print ("  %.2f ms  %s\n", best, query->columns[1]);
  if (g_hash_table_size (bench->relevant) == 0)
    return;
  score->first_five += recall (bench, ids, 5);
  score->first_ten += recall (bench, ids, 10);
  score->n++;
  if (say_misses && !query->held_out && recall (bench, ids, 10) < 0.8)
    g_print ("  %.2f  %-8s %s (%u found, %u relevant)\n", recall (bench, ids, 10),
             query->columns[0], query->columns[1], ids->len, g_hash_table_size (bench->relevant));
}

static void
print_scores (const char *label, const Score scores[2])
{
  g_print ("%-10s", label);
  for (guint half = 0; half < 2; half++)
    g_print (" %5u %6.3f %6.3f", scores[half].n, scores[half].first_five / MAX (1, scores[half].n),
             scores[half].first_ten / MAX (1, scores[half].n));
  g_print ("\n");
}

static void
print_times (GArray *times)
{
  g_array_sort (times, compare_doubles);
  g_print ("processor per query: p50 %.2f ms, p99 %.2f ms, longest %.2f ms\n\n",
           g_array_index (times, double, times->len / 2),
           g_array_index (times, double, times->len * 99 / 100),
           g_array_index (times, double, times->len - 1));
}

static void
run (Bench *bench, const GPtrArray *queries, const char *name, Find find, gboolean say_misses)
{
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (double));
  Score total[2] = { 0 };

  g_print ("%-10s %5s %6s %6s %5s %6s %6s   (queries, first 5, first 10; tuned half, held out)\n",
           name, "n", "5", "10", "n", "5", "10");
  for (guint group = 0; groups[group] != NULL; group++)
    {
      Score scores[2] = { 0 };

      for (guint i = 0; i < queries->len; i++)
        {
          const Query *query = g_ptr_array_index (queries, i);

          if (!g_str_equal (query->columns[0], groups[group]))
            continue;
          find_relevant (bench, query->columns[2]);
          ask (bench, find, query, &scores[query->held_out], times, say_misses);
        }
      print_scores (groups[group], scores);
      for (guint half = 0; half < 2; half++)
        {
          total[half].first_five += scores[half].first_five;
          total[half].first_ten += scores[half].first_ten;
          total[half].n += scores[half].n;
        }
    }
  print_scores ("all", total);
  print_times (times);
}

static void
measure (const GPtrArray *hands, guint members, gboolean say_misses)
{
  char *directory = network_make_directory ();
  g_autoptr (SohoReplica) replica = filled_replica (directory, members);
  g_autoptr (GError) error = NULL;
  Bench bench = { replica, load_people (replica), g_hash_table_new (g_int64_hash, g_int64_equal) };

  soho_database_run (
      soho_replica_get_database (replica),
      "CREATE VIRTUAL TABLE temp.plain USING fts5 (title, keywords, body,"
      " tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3');"
      "INSERT INTO temp.plain (rowid, title, keywords, body) SELECT rowid, title, keywords, body"
      " FROM search WHERE kind = 'member'",
      &error);
  g_assert_no_error (error);
  for (guint i = 0; i < hands->len; i++)
    {
      const Hand *hand = g_ptr_array_index (hands, i);

      g_print ("%u members, %s\n", members, hand->name);
      run (&bench, hand->queries, "plain", find_plain, FALSE);
      run (&bench, hand->queries, "ours", find_ours, say_misses);
    }
  g_clear_object (&replica);
  network_remove_directory (directory);
}

int
main (int argc, char **argv)
{
  gboolean say_misses = FALSE;
  g_autoptr (GPtrArray) hands = g_ptr_array_new ();
  g_autoptr (GPtrArray) sizes = g_ptr_array_new ();

  setlocale (LC_ALL, "");
  for (int i = 1; i < argc; i++)
    {
      guint64 number;

      if (g_str_equal (argv[i], "--misses"))
        say_misses = TRUE;
      else if (g_ascii_string_to_unsigned (argv[i], 10, 1, 1000000, &number, NULL))
        g_ptr_array_add (sizes, GUINT_TO_POINTER ((guint) number));
      else
        g_ptr_array_add (hands, load_hand (argv[i]));
    }
  if (hands->len == 0)
    {
      g_printerr ("usage: bench-recall [--misses] QUERIES… [MEMBERS…]\n");
      return 2;
    }
  if (sizes->len == 0)
    {
      g_ptr_array_add (sizes, GUINT_TO_POINTER (400));
      g_ptr_array_add (sizes, GUINT_TO_POINTER (4000));
    }
  for (guint i = 0; i < sizes->len; i++)
    measure (hands, GPOINTER_TO_UINT (g_ptr_array_index (sizes, i)), say_misses);
  return 0;
}
