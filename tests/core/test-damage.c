/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

#include "formats/ndjson.h"
#include "store/apply.h"
#include "store/replica-private.h"
#include "store/search.h"
#include "kinds.h"
#include "replicas.h"

/* What a disk that fails makes of a replica: nothing may crash, and the next one works. */

#define SEED 20261127
#define N_FLIPS SOHO_TEST_ROUNDS (150)
#define N_CUTS SOHO_TEST_ROUNDS (30)
#define N_PROGRAMS 8

typedef struct
{
  char *directory;
  char *path;
  char *bytes; /* of a sound file that holds some of everything */
  gsize length;
} Fixture;

static void
fill (SohoReplica *replica)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (SEED);
  const SohoModel *model = soho_test_model_get ();

  for (guint i = 0; model->kinds[i] != NULL; i++)
    {
      g_autoptr (SohoRows) rows
          = soho_test_rows_new_random (model->kinds[i], 60, i * 1000, 3, rand);

      soho_test_apply (replica, rows);
    }
  soho_test_put (replica, &soho_test_thing, 9999, "name", "Scie", NULL);
}

static void
set_up (Fixture *self, gconstpointer unused)
{
  SohoReplica *replica;

  self->directory = soho_test_directory_new ();
  self->path = g_build_filename (self->directory, "replica.db", NULL);
  replica = soho_test_replica_open (self->directory, soho_test_model_get ());
  fill (replica);
  g_object_unref (replica);
  g_assert_true (g_file_get_contents (self->path, &self->bytes, &self->length, NULL));
}

static void
tear_down (Fixture *self, gconstpointer unused)
{
  g_free (self->bytes);
  g_free (self->path);
  soho_test_directory_free (self->directory);
}

static void
write_file (Fixture *self, const char *bytes, gsize length)
{
  g_autofree char *wal = g_strconcat (self->path, "-wal", NULL);
  g_autofree char *shm = g_strconcat (self->path, "-shm", NULL);
  g_autoptr (GError) error = NULL;

  g_remove (wal);
  g_remove (shm);
  g_remove (self->path);
  g_file_set_contents_full (self->path, bytes, (gssize) length, G_FILE_SET_CONTENTS_NONE, 0600,
                            &error);
  g_assert_no_error (error);
}

/* Files set aside, without what SQLite keeps beside them. */
static guint
count_set_aside (Fixture *self)
{
  g_autoptr (GDir) dir = g_dir_open (self->directory, 0, NULL);
  const char *name;
  guint n = 0;

  while ((name = g_dir_read_name (dir)) != NULL)
    n += g_str_has_prefix (name, "replica.db.damaged-") && !g_str_has_suffix (name, "-wal")
         && !g_str_has_suffix (name, "-shm");
  return n;
}

static void
remove_set_aside (Fixture *self)
{
  g_autoptr (GDir) dir = g_dir_open (self->directory, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (self->directory, name, NULL);

      if (strstr (name, ".damaged-") != NULL)
        g_remove (path);
    }
}

static void
test_no_database_is_set_aside (Fixture *self, gconstpointer unused)
{
  g_autofree char *garbage = g_strnfill (20000, 'x');
  g_autofree char *kept = NULL, *found = NULL;
  SohoReplica *replica;

  write_file (self, garbage, 20000);
  replica = soho_test_replica_open (self->directory, soho_test_model_get ());
  g_assert_nonnull (soho_replica_get_set_aside (replica));
  g_assert_true (g_file_get_contents (soho_replica_get_set_aside (replica), &kept, NULL, NULL));
  g_assert_cmpstr (kept, ==, garbage);
  g_assert_cmpuint (count_set_aside (self), ==, 1);
  soho_test_put (replica, &soho_test_thing, 1, "name", "Scie", NULL);
  found = soho_test_search (replica, "scie");
  g_assert_cmpstr (found, ==, "1");
  g_object_unref (replica);

  replica = soho_test_replica_open (self->directory, soho_test_model_get ());
  g_assert_null (soho_replica_get_set_aside (replica));
  g_assert_cmpint (soho_replica_count (replica, &soho_test_thing, NULL), ==, 1);
  g_object_unref (replica);
}

/* Its log must not be taken for the log of the new file. */
static void
test_log_goes_with_the_file (Fixture *self, gconstpointer unused)
{
  g_autofree char *wal = g_strconcat (self->path, "-wal", NULL);
  g_autofree char *garbage = g_strnfill (20000, 'x');
  SohoReplica *replica;

  write_file (self, garbage, 20000);
  g_assert_true (g_file_set_contents (wal, garbage, 20000, NULL));
  replica = soho_test_replica_open (self->directory, soho_test_model_get ());
  g_assert_nonnull (soho_replica_get_set_aside (replica));
  soho_test_put (replica, &soho_test_thing, 1, "name", "Scie", NULL);
  g_object_unref (replica);
}

static void
test_follower_keeps_its_file (Fixture *self, gconstpointer unused)
{
  SohoReplica *follower = soho_test_replica_open (self->directory, soho_test_model_get ());
  g_autofree char *garbage = g_strnfill (20000, 'x');
  g_autoptr (GError) error = NULL;

  g_assert_true (soho_replica_lock (follower, &error));
  write_file (self, garbage, 20000);
  g_assert_null (soho_replica_open (self->directory, soho_test_model_get (), &error));
  g_assert_error (error, SOHO_DATABASE_ERROR, SOHO_DATABASE_ERROR_BUSY);
  g_assert_null (soho_replica_open (self->directory, soho_test_model_get (), NULL));
  g_assert_cmpuint (count_set_aside (self), ==, 0);
  g_object_unref (follower);
}

static void
test_newer_file_is_left_alone (Fixture *self, gconstpointer unused)
{
  SohoReplica *replica = soho_test_replica_open (self->directory, soho_test_model_get ());
  g_autofree char *version = NULL, *newer = NULL;
  g_autoptr (GError) error = NULL;

  version = soho_test_ask (replica, "PRAGMA user_version");
  soho_test_run (replica, "PRAGMA user_version = 1000");
  g_object_unref (replica);
  g_assert_null (soho_replica_open (self->directory, soho_test_model_get (), &error));
  g_assert_error (error, SOHO_DATABASE_ERROR, SOHO_DATABASE_ERROR_NEWER);
  g_assert_cmpuint (count_set_aside (self), ==, 0);
}

/* Does all that programs do with a replica; an error is as good as an answer. */
static void
use (SohoReplica *replica, guint *n_errors)
{
  const SohoModel *model = soho_test_model_get ();
  g_autoptr (GPtrArray) hits = soho_replica_search (replica, "scie a", NULL, 50, NULL);
  g_autoptr (GPtrArray) complaints = soho_replica_verify (replica, NULL);
  g_autofree char *cursor = soho_replica_dup_cursor (replica, NULL);
  g_auto (GStrv) refills = soho_replica_dup_refills (replica, NULL);
  g_autoptr (GRand) rand = g_rand_new_with_seed (SEED + 1);
  g_autoptr (GString) json = g_string_new (NULL);

  *n_errors += hits == NULL || complaints == NULL || complaints->len > 0;
  for (guint i = 0; model->kinds[i] != NULL; i++)
    {
      g_autoptr (GPtrArray) records = soho_replica_list (replica, model->kinds[i], NULL, 0, NULL);
      g_autoptr (SohoRows) rows
          = soho_test_rows_new_random (model->kinds[i], 5, i * 1000, 20, rand);

      soho_replica_count (replica, model->kinds[i], NULL);
      for (guint j = 0; records != NULL && j < records->len; j++)
        soho_json_append_fields (json, model->kinds[i],
                                 soho_record_get_values (g_ptr_array_index (records, j)), FALSE);
      if (!soho_replica_begin (replica, NULL) || !soho_replica_apply_rows (replica, rows, NULL)
          || !soho_replica_end_fill (replica, NULL) || !soho_replica_commit (replica, NULL))
        soho_replica_rollback (replica);
    }
  g_assert_true (g_utf8_validate (json->str, -1, NULL));
}

/* Returns whether anything was noticed. */
static gboolean
try_file (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SohoReplica) replica
      = soho_replica_open (self->directory, soho_test_model_get (), &error);
  guint n_errors = 0;

  g_assert_cmpint (replica == NULL, ==, error != NULL);
  if (replica == NULL)
    return TRUE;
  use (replica, &n_errors);
  if (soho_replica_get_set_aside (replica) == NULL)
    return n_errors > 0;
  g_assert_cmpuint (n_errors, ==, 0);
  remove_set_aside (self);
  return TRUE;
}

static void
test_flipped_bytes (Fixture *self, gconstpointer unused)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (SEED);
  guint n_noticed = 0;

  for (guint round = 0; round < N_FLIPS; round++)
    {
      g_autofree char *bytes = g_memdup2 (self->bytes, self->length);
      gsize page = (gsize) g_rand_int_range (rand, 0, (gint32) (self->length / 4096)) * 4096;
      gsize at = page + (gsize) g_rand_int_range (rand, 0, round % 2 == 0 ? 110 : 4096);

      bytes[at] ^= (char) (1 << g_rand_int_range (rand, 0, 8));
      if (round % 3 == 0)
        memset (bytes + at, round % 2 == 0 ? 0xff : 0, MIN (64, self->length - at));
      write_file (self, bytes, self->length);
      n_noticed += try_file (self);
    }
  g_test_message ("%u of %u noticed", n_noticed, N_FLIPS);
  g_assert_cmpuint (n_noticed, >, N_FLIPS / 3);
}

static void
test_truncated (Fixture *self, gconstpointer unused)
{
  for (guint i = 0; i < N_CUTS; i++)
    {
      gsize length = self->length * i / N_CUTS + i % 3;

      write_file (self, self->bytes, length);
      g_test_message ("%zu of %zu", length, self->length);
      g_assert_true (try_file (self) || length == 0);
    }
}

/* Pages in the middle that hold anything: what is wrong is found when one looks for it, and only
 * then. */
static void
test_damage_that_opening_does_not_see (Fixture *self, gconstpointer unused)
{
  SohoReplica *replica;
  g_autoptr (GError) error = NULL;

  write_file (self, self->bytes, self->length);
  replica = soho_test_replica_open (self->directory, soho_test_model_get ());
  g_assert_true (soho_replica_lock (replica, &error));
  g_assert_true (soho_replica_renew_if_damaged (replica, &error));
  g_assert_null (soho_replica_get_set_aside (replica));
  g_assert_cmpint (soho_replica_count (replica, &soho_test_thing, NULL), ==, 61);
  g_object_unref (replica);

  memset (self->bytes + self->length / 8 * 5, 0xff, self->length / 4);
  write_file (self, self->bytes, self->length);
  replica = soho_test_replica_open (self->directory, soho_test_model_get ());
  g_assert_null (soho_replica_get_set_aside (replica));
  g_assert_true (soho_replica_lock (replica, &error));
  g_assert_true (soho_replica_renew_if_damaged (replica, &error));
  g_assert_no_error (error);
  g_assert_nonnull (soho_replica_get_set_aside (replica));
  g_assert_cmpuint (count_set_aside (self), ==, 1);
  g_assert_cmpint (soho_replica_count (replica, &soho_test_thing, NULL), ==, 0);
  soho_test_put (replica, &soho_test_thing, 1, "name", "Scie", NULL);
  g_object_unref (replica);
}

static int
open_and_write (const char *directory, const char *number)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SohoReplica) replica = soho_replica_open (directory, soho_test_model_get (), &error);

  if (replica == NULL)
    {
      g_assert_error (error, SOHO_DATABASE_ERROR, SOHO_DATABASE_ERROR_BUSY);
      return 2;
    }
  soho_test_put (replica, &soho_test_thing, g_ascii_strtoll (number, NULL, 10), "name", "Scie",
                 NULL);
  return 0;
}

/* Several programs find the damaged file at once: one sets it aside, and none the file that took
 * its place. */
static void
test_programs_find_it_at_once (Fixture *self, gconstpointer program)
{
  g_autofree char *garbage = g_strnfill (20000, 'x');
  SohoReplica *replica;
  GSubprocess *programs[N_PROGRAMS];
  guint n_written = 0;

  write_file (self, garbage, 20000);
  for (guint i = 0; i < N_PROGRAMS; i++)
    {
      g_autofree char *number = g_strdup_printf ("%u", i + 1);

      programs[i] = g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, NULL, (const char *) program,
                                      "--write", self->directory, number, NULL);
    }
  for (guint i = 0; i < N_PROGRAMS; i++)
    {
      g_assert_true (g_subprocess_wait (programs[i], NULL, NULL));
      g_assert_true (g_subprocess_get_if_exited (programs[i]));
      n_written += g_subprocess_get_exit_status (programs[i]) == 0;
      g_assert_cmpint (g_subprocess_get_exit_status (programs[i]) & ~2, ==, 0);
      g_object_unref (programs[i]);
    }
  g_assert_cmpuint (n_written, >, 0);
  g_assert_cmpuint (count_set_aside (self), ==, 1);
  replica = soho_test_replica_open (self->directory, soho_test_model_get ());
  g_assert_cmpint (soho_replica_count (replica, &soho_test_thing, NULL), ==, n_written);
  g_object_unref (replica);
}

#define ADD(name, function)                                                                        \
  g_test_add ("/core/damage/" name, Fixture, argv[0], set_up, function, tear_down)

int
main (int argc, char **argv)
{
  if (argc == 4 && strcmp (argv[1], "--write") == 0)
    return open_and_write (argv[2], argv[3]);
  g_test_init (&argc, &argv, NULL);
  ADD ("no-database-is-set-aside", test_no_database_is_set_aside);
  ADD ("log-goes-with-the-file", test_log_goes_with_the_file);
  ADD ("follower-keeps-its-file", test_follower_keeps_its_file);
  ADD ("newer-file-is-left-alone", test_newer_file_is_left_alone);
  ADD ("flipped-bytes", test_flipped_bytes);
  ADD ("truncated", test_truncated);
  ADD ("damage-that-opening-does-not-see", test_damage_that_opening_does_not_see);
  ADD ("programs-find-it-at-once", test_programs_find_it_at_once);
  return g_test_run ();
}
