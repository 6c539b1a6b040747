/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/replica.h"

#include <glib/gstdio.h>
#include <gio/gio.h>
#include <signal.h>
#include <string.h>

#include "store/apply.h"
#include "store/replica-private.h"
#include "kinds.h"
#include "replicas.h"

#define SEED 20261126
#define N_ROWS 200

/* How many things the program in another process writes in each of its transactions. */
#define N_WRITTEN 20

typedef struct
{
  char *directory;
  SohoReplica *replica;
} Fixture;

static void
set_up (Fixture *self, gconstpointer unused)
{
  self->directory = soho_test_directory_new ();
  self->replica = soho_test_replica_open (self->directory, soho_test_model_get ());
}

static void
tear_down (Fixture *self, gconstpointer unused)
{
  g_object_unref (self->replica);
  soho_test_directory_free (self->directory);
}

static void
test_new_replica (Fixture *self, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *cursor = soho_replica_dup_cursor (self->replica, &error);

  g_assert_null (soho_replica_get_set_aside (self->replica));
  g_assert_true (soho_replica_get_model (self->replica) == soho_test_model_get ());
  g_assert_cmpstr (soho_replica_get_directory (self->replica), ==, self->directory);
  g_assert_cmpstr (cursor, ==, "");
  g_assert_cmpint (soho_replica_count (self->replica, &soho_test_thing, &error), ==, 0);
  g_assert_null (soho_replica_get_record (self->replica, &soho_test_thing, 1, &error));
  g_assert_no_error (error);
}

static void
test_facts (Fixture *self, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *none = soho_replica_dup_fact (self->replica, "nothing", &error);
  g_autofree char *said = NULL, *again = NULL;

  g_assert_null (none);
  g_assert_no_error (error);
  g_assert_true (soho_replica_set_fact (self->replica, "a'b\"", "x", &error));
  g_assert_true (soho_replica_set_fact (self->replica, "a'b\"", "é\n", &error));
  said = soho_replica_dup_fact (self->replica, "a'b\"", &error);
  g_assert_cmpstr (said, ==, "é\n");
  g_object_unref (self->replica);
  self->replica = soho_test_replica_open (self->directory, soho_test_model_get ());
  again = soho_replica_dup_fact (self->replica, "a'b\"", &error);
  g_assert_cmpstr (again, ==, "é\n");
}

static void
test_records_come_back (Fixture *self, gconstpointer unused)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (SEED);
  const SohoModel *model = soho_test_model_get ();

  for (guint i = 0; model->kinds[i] != NULL; i++)
    {
      const SohoKind *kind = model->kinds[i];
      g_autoptr (SohoRows) rows = soho_test_rows_new_random (kind, N_ROWS, i << 30, 1 << 20, rand);
      g_autoptr (SohoRows) read = NULL;

      soho_test_apply (self->replica, rows);
      read = soho_test_read_all (self->replica, kind);
      g_assert_true (soho_test_rows_equal (rows, read));
      g_assert_cmpint (soho_replica_count (self->replica, kind, NULL), ==, N_ROWS);
    }
}

static void
test_one_record (Fixture *self, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SohoRecord) record = NULL;

  soho_test_put (self->replica, &soho_test_thing, SOHO_ID_MAX, "name", "Scie", NULL);
  record = soho_replica_get_record (self->replica, &soho_test_thing, SOHO_ID_MAX, &error);
  g_assert_no_error (error);
  g_assert_cmpint (soho_record_get_id (record), ==, SOHO_ID_MAX);
  g_assert_cmpint (soho_record_get_revision (record), ==, 1);
  g_assert_null (soho_replica_get_record (self->replica, &soho_test_thing, 0, &error));
  g_assert_null (soho_replica_get_record (self->replica, &soho_test_thing, -1, &error));
  g_assert_null (soho_replica_get_record (self->replica, &soho_test_topic, SOHO_ID_MAX, &error));
  g_assert_no_error (error);
}

/* The rows that have these values, counted by hand. */
static guint
count_matching (const SohoRows *rows, const SohoCondition *conditions, guint n)
{
  guint matching = 0;

  for (guint row = 0; row < rows->n; row++)
    {
      gboolean matches = TRUE;

      for (guint i = 0; i < n; i++)
        matches = matches
                  && soho_value_equal (soho_rows_get_value (rows, row, conditions[i].field),
                                       &conditions[i].value);
      matching += matches;
    }
  return matching;
}

static void
check_list (SohoReplica *replica, const SohoRows *rows, const SohoCondition *conditions, guint n)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) records = soho_replica_list (replica, rows->kind, conditions, n, &error);
  gint64 before = 0;

  g_assert_no_error (error);
  g_assert_cmpuint (records->len, ==, count_matching (rows, conditions, n));
  for (guint i = 0; i < records->len; i++)
    {
      SohoRecord *record = g_ptr_array_index (records, i);

      g_assert_cmpint (soho_record_get_id (record), >, before);
      before = soho_record_get_id (record);
      for (guint j = 0; j < n; j++)
        g_assert_true (soho_value_equal (&soho_record_get_values (record)[conditions[j].field],
                                         &conditions[j].value));
    }
}

/* Every value of every row as a condition, alone and with its neighbour. */
static void
test_lists_by_condition (Fixture *self, gconstpointer unused)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (SEED);
  g_autoptr (SohoRows) rows = soho_test_rows_new_random (&soho_test_thing, 60, 0, 1000, rand);
  guint n_fields = soho_kind_get_n_fields (&soho_test_thing);

  soho_test_apply (self->replica, rows);
  for (guint row = 0; row < rows->n; row++)
    for (guint field = 0; field < n_fields; field++)
      {
        guint other = (field + 1) % n_fields;
        SohoCondition conditions[2] = {
          { field, *soho_rows_get_value (rows, row, field) },
          { other, *soho_rows_get_value (rows, row, other) },
        };

        if (conditions[0].value.type == SOHO_VALUE_NONE)
          continue;
        check_list (self->replica, rows, conditions, 1);
        if (conditions[1].value.type != SOHO_VALUE_NONE)
          check_list (self->replica, rows, conditions, 2);
      }
}

/* A text that would be SQL if it were not bound. */
static void
test_conditions_are_values (Fixture *self, gconstpointer unused)
{
  SohoCondition condition = { .field = 0 };
  g_autoptr (GPtrArray) records = NULL;

  soho_test_put (self->replica, &soho_test_thing, 1, "name", "Scie", NULL);
  soho_value_take_text (&condition.value, g_strdup ("' OR 1=1 --"));
  records = soho_replica_list (self->replica, &soho_test_thing, &condition, 1, NULL);
  g_assert_cmpuint (records->len, ==, 0);
  soho_value_clear (&condition.value);
}

static void
test_one_follower_at_a_time (Fixture *self, gconstpointer unused)
{
  SohoReplica *other = soho_test_replica_open (self->directory, soho_test_model_get ());
  g_autoptr (GError) error = NULL;

  g_assert_true (soho_replica_lock (self->replica, &error));
  g_assert_true (soho_replica_lock (self->replica, &error));
  g_assert_false (soho_replica_lock (other, &error));
  g_assert_error (error, SOHO_DATABASE_ERROR, SOHO_DATABASE_ERROR_BUSY);
  g_clear_error (&error);
  soho_replica_unlock (other);
  soho_replica_unlock (self->replica);
  soho_replica_unlock (self->replica);
  g_assert_true (soho_replica_lock (other, &error));
  g_assert_false (soho_replica_lock (self->replica, NULL));
  g_object_unref (other);
  g_assert_true (soho_replica_lock (self->replica, &error));
}

/* Others see what was there before, until all of the transaction is; and they may come while it is
 * under way. */
static void
test_readers_see_what_is_committed (Fixture *self, gconstpointer unused)
{
  g_autoptr (SohoRows) rows = soho_rows_new (&soho_test_thing, 1);
  g_autoptr (GError) error = NULL;
  g_autofree char *before = NULL, *after = NULL;
  SohoReplica *reader, *late;
  gint64 began;

  soho_test_put (self->replica, &soho_test_thing, 1, "name", "Scie", NULL);
  reader = soho_test_replica_open (self->directory, soho_test_model_get ());
  soho_test_rows_set (rows, 0, 2, 1, "name", "Scie sauteuse", NULL);
  g_assert_true (soho_replica_begin (self->replica, &error));
  g_assert_true (soho_replica_apply_rows (self->replica, rows, &error));

  began = g_get_monotonic_time ();
  late = soho_test_replica_open (self->directory, soho_test_model_get ());
  g_assert_cmpint (g_get_monotonic_time () - began, <, 2 * G_USEC_PER_SEC);
  g_assert_cmpint (soho_replica_count (reader, &soho_test_thing, NULL), ==, 1);
  before = soho_test_search (late, "scie");
  g_assert_cmpstr (before, ==, "1");

  g_assert_true (soho_replica_commit (self->replica, &error));
  g_assert_cmpint (soho_replica_count (reader, &soho_test_thing, NULL), ==, 2);
  after = soho_test_search (late, "scie sauteuse");
  g_assert_cmpstr (after, ==, "2");
  g_object_unref (late);
  g_object_unref (reader);
}

/* The program in the other process: takes the lock, then rewrites all things over and over, each
 * time with another count. */
G_GNUC_NORETURN
static void
write_forever (const char *directory)
{
  SohoReplica *replica = soho_test_replica_open (directory, soho_test_model_get ());
  g_autoptr (GError) error = NULL;

  g_assert_true (soho_replica_lock (replica, &error));
  for (int generation = 0;; generation++)
    {
      g_autoptr (SohoRows) rows = soho_rows_new (&soho_test_thing, N_WRITTEN);
      g_autofree char *count = g_strdup_printf ("%d", generation % 1000);
      g_autofree char *name = g_strdup_printf ("scie numéro%d", generation % 1000);

      for (guint row = 0; row < N_WRITTEN; row++)
        soho_test_rows_set (rows, row, row + 1, generation + 1, "name", name, "count", count, NULL);
      soho_test_apply (replica, rows);
    }
}

/* All things are of one generation, and so is the index. */
static gint64
check_one_generation (SohoReplica *replica)
{
  g_autoptr (SohoRows) rows = soho_test_read_all (replica, &soho_test_thing);
  guint count = (guint) soho_kind_find_field (&soho_test_thing, "count");

  if (rows->n == 0)
    return -1;
  g_assert_cmpuint (rows->n, ==, N_WRITTEN);
  for (guint row = 0; row < rows->n; row++)
    g_assert_true (soho_value_equal (soho_rows_get_value (rows, 0, count),
                                     soho_rows_get_value (rows, row, count)));
  return rows->revisions[0];
}

static void
test_two_processes (Fixture *self, gconstpointer program)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) writer = g_subprocess_new (
      G_SUBPROCESS_FLAGS_NONE, &error, (const char *) program, "--write", self->directory, NULL);
  gint64 deadline = g_get_monotonic_time () + 60 * G_USEC_PER_SEC;
  gint64 first = -1, last = -1;
  g_autofree char *complaints = NULL, *found = NULL;

  g_assert_no_error (error);
  while (last < first + 20 || first < 0)
    {
      last = check_one_generation (self->replica);
      first = first < 0 ? last : first;
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
    }
  g_assert_false (soho_replica_lock (self->replica, &error));
  g_assert_error (error, SOHO_DATABASE_ERROR, SOHO_DATABASE_ERROR_BUSY);
  g_clear_error (&error);

  /* Killed in the middle of whatever it does, it leaves a whole transaction and no lock. */
  g_subprocess_force_exit (writer);
  g_assert_true (g_subprocess_wait (writer, NULL, NULL));
  g_assert_cmpint (check_one_generation (self->replica), >=, last);
  g_assert_true (soho_replica_lock (self->replica, &error));
  complaints = soho_test_verify (self->replica);
  g_assert_cmpstr (complaints, ==, "");
  soho_test_put (self->replica, &soho_test_thing, 99, "name", "Rabot", NULL);
  found = soho_test_search (self->replica, "rabot");
  g_assert_cmpstr (found, ==, "99");
}

static void
test_folder_that_cannot_be (Fixture *self, gconstpointer unused)
{
  g_autofree char *file = g_build_filename (self->directory, "file", NULL);
  g_autofree char *below = g_build_filename (file, "below", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (file, "x", 1, NULL));
  g_assert_null (soho_replica_open (below, soho_test_model_get (), &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOTDIR);
  g_clear_error (&error);
  g_assert_null (soho_replica_open (file, soho_test_model_get (), &error));
  g_assert_nonnull (error);
  g_assert_null (soho_replica_open (file, soho_test_model_get (), NULL));
}

static void
test_lists_blobs (Fixture *self, gconstpointer unused)
{
  g_autoptr (GHashTable) none = soho_replica_list_blobs (self->replica, NULL);
  g_autoptr (GHashTable) names = NULL;

  g_assert_cmpuint (g_hash_table_size (none), ==, 0);
  soho_test_put (self->replica, &soho_test_thing, 1, "picture", "0123456789abcdef", NULL);
  soho_test_put (self->replica, &soho_test_thing, 2, "picture", "0123456789abcdef", NULL);
  soho_test_put (self->replica, &soho_test_thing, 3, "picture", "fedcba9876543210", NULL);
  soho_test_put (self->replica, &soho_test_thing, 4, NULL);
  names = soho_replica_list_blobs (self->replica, NULL);
  g_assert_cmpuint (g_hash_table_size (names), ==, 2);
  g_assert_true (g_hash_table_contains (names, "0123456789abcdef"));
  g_assert_true (g_hash_table_contains (names, "fedcba9876543210"));
}

static void
test_folder_is_ones_own (Fixture *self, gconstpointer unused)
{
  g_autofree char *deep = g_build_filename (self->directory, "a", "é b", NULL);
  SohoReplica *replica = soho_test_replica_open (deep, soho_test_model_get ());
  GStatBuf info;

  g_assert_cmpint (g_stat (deep, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0700);
  g_object_unref (replica);
}

#define ADD(name, function)                                                                        \
  g_test_add ("/core/replica/" name, Fixture, argv[0], set_up, function, tear_down)

int
main (int argc, char **argv)
{
  if (argc == 3 && strcmp (argv[1], "--write") == 0)
    write_forever (argv[2]);
  g_test_init (&argc, &argv, NULL);
  ADD ("new", test_new_replica);
  ADD ("facts", test_facts);
  ADD ("records-come-back", test_records_come_back);
  ADD ("one-record", test_one_record);
  ADD ("lists-by-condition", test_lists_by_condition);
  ADD ("conditions-are-values", test_conditions_are_values);
  ADD ("lists-blobs", test_lists_blobs);
  ADD ("one-follower-at-a-time", test_one_follower_at_a_time);
  ADD ("readers-see-what-is-committed", test_readers_see_what_is_committed);
  ADD ("two-processes", test_two_processes);
  ADD ("folder-that-cannot-be", test_folder_that_cannot_be);
  ADD ("folder-is-ones-own", test_folder_is_ones_own);
  return g_test_run ();
}
