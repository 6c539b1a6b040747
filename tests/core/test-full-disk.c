/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <sched.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <string.h>
#include <unistd.h>

#include "store/apply.h"
#include "store/replica-private.h"
#include "kinds.h"
#include "replicas.h"

/* A disk that fills up at every point of the work: what was there stays, what was under way is
 * undone, and once there is room again everything goes on. */

#define SEED 20261128
/* Room for the write-ahead log, which SQLite lets grow to 1,000 pages. */
#define DISK_BYTES (16 * 1024 * 1024)
#define PAGE_BYTES 4096

/* Room that is left for the transaction that does not fit, in pages. */
#define MOST_PAGES_LEFT 48
#define STEP (48 / SOHO_TEST_ROUNDS (48))

typedef struct
{
  char *directory;
  SohoReplica *replica;
  SohoRows *before; /* what the replica holds, and what it is to hold */
  SohoRows *after;
  /* Leaves room for so many pages; -1: all there is. */
  void (*leave_room) (const char *directory, gssize pages);
} Scene;

/* A disk of our own that is full for root too. FALSE where we may not mount. */
static gboolean
mount_small_disk (const char *directory)
{
  g_autofree char *options = g_strdup_printf ("size=%d", DISK_BYTES);

  return (unshare (CLONE_NEWNS) == 0 || unshare (CLONE_NEWUSER | CLONE_NEWNS) == 0)
         && mount ("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0
         && mount ("tmpfs", directory, "tmpfs", 0, options) == 0;
}

static void
fill_disk (const char *directory, gssize pages)
{
  g_autofree char *path = g_build_filename (directory, "filler", NULL);
  g_autofree char *page = g_malloc0 (PAGE_BYTES);
  FILE *file;

  g_remove (path);
  if (pages < 0)
    return;
  file = g_fopen (path, "w");
  setvbuf (file, NULL, _IONBF, 0);
  while (fwrite (page, PAGE_BYTES, 1, file) == 1)
    continue;
  g_assert_cmpint (errno, ==, ENOSPC);
  g_assert_cmpint (
      ftruncate (fileno (file), MAX (0, lseek (fileno (file), 0, SEEK_END) - pages * PAGE_BYTES)),
      ==, 0);
  fclose (file);
}

/* The largest file of the replica may grow by so many pages and no more. */
static void
limit_files (const char *directory, gssize pages)
{
  static const char *const names[] = { "replica.db", "replica.db-wal" };
  struct rlimit limit = { RLIM_INFINITY, RLIM_INFINITY };
  goffset largest = 0;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (directory, names[i], NULL);
      GStatBuf info;

      if (g_stat (path, &info) == 0)
        largest = MAX (largest, info.st_size);
    }
  if (pages >= 0)
    limit.rlim_cur = (rlim_t) (MAX (largest, 32768) + pages * PAGE_BYTES);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
}

static gboolean
write_rows (SohoReplica *replica, const SohoRows *rows, const char *cursor, GError **error)
{
  if (soho_replica_begin (replica, error) && soho_replica_apply_rows (replica, rows, error)
      && soho_replica_set_cursor (replica, cursor, error) && soho_replica_commit (replica, error))
    return TRUE;
  soho_replica_rollback (replica);
  return FALSE;
}

static void
check_holds (Scene *scene, const SohoRows *rows, const char *cursor)
{
  g_autoptr (SohoRows) read = soho_test_read_all (scene->replica, &soho_test_thing);
  g_autofree char *standing = soho_replica_dup_cursor (scene->replica, NULL);
  g_autofree char *found = soho_test_search (scene->replica, "permanente");

  g_assert_true (soho_test_rows_equal (read, rows));
  g_assert_cmpstr (standing, ==, cursor);
  g_assert_cmpstr (found, ==, "1");
}

static void
start (Scene *scene, const char *directory)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (SEED);

  scene->directory = g_strdup (directory);
  scene->replica = soho_test_replica_open (directory, soho_test_model_get ());
  scene->before = soho_test_rows_new_random (&soho_test_thing, 60, 0, 1, rand);
  scene->after = soho_test_rows_new_random (&soho_test_thing, 150, 0, 1, rand);
  soho_test_rows_set (scene->before, 0, 1, 1, "name", "permanente", NULL);
  soho_test_rows_set (scene->after, 0, 1, 2, "name", "permanente", NULL);
  g_assert_true (write_rows (scene->replica, scene->before, "one", NULL));
}

static void
end (Scene *scene)
{
  g_object_unref (scene->replica);
  soho_rows_free (scene->before);
  soho_rows_free (scene->after);
  g_free (scene->directory);
}

/* To where the scene started. */
static void
go_back (Scene *scene)
{
  g_autoptr (GError) error = NULL;
  guint n = scene->before->n;

  scene->leave_room (scene->directory, -1);
  g_assert_true (soho_replica_begin (scene->replica, &error)
                 && soho_replica_apply_deletions (scene->replica, &soho_test_thing,
                                                  scene->after->ids + n, scene->after->n - n,
                                                  &error)
                 && soho_replica_commit (scene->replica, &error)
                 && write_rows (scene->replica, scene->before, "one", &error));
  g_assert_no_error (error);
}

/* Returns whether the transaction failed for want of room. */
static gboolean
try_with_room (Scene *scene, gssize pages)
{
  g_autoptr (GError) error = NULL;

  scene->leave_room (scene->directory, pages);
  if (write_rows (scene->replica, scene->after, "two", &error))
    {
      go_back (scene);
      return FALSE;
    }
  g_assert_error (error, SOHO_DATABASE_ERROR, SOHO_DATABASE_ERROR_FULL);
  check_holds (scene, scene->before, "one");
  return TRUE;
}

static void
play (Scene *scene)
{
  guint n_full = 0;
  g_autofree char *complaints = NULL;

  for (gssize pages = 0; pages < MOST_PAGES_LEFT; pages += STEP)
    n_full += try_with_room (scene, pages);
  g_test_message ("%u times full", n_full);
  g_assert_cmpuint (n_full, >, 0);

  /* What was full is no reason to stay away. */
  scene->leave_room (scene->directory, -1);
  g_assert_true (write_rows (scene->replica, scene->after, "two", NULL));
  g_assert_cmpint (soho_replica_count (scene->replica, &soho_test_thing, NULL), ==, 150);
  complaints = soho_test_verify (scene->replica);
  g_assert_cmpstr (complaints, ==, "");
}

/* No room for a replica at all: that is said, and the file is not taken for a damaged one. */
static void
open_without_room (Scene *scene)
{
  g_autofree char *other = g_build_filename (scene->directory, "other", NULL);
  guint n_full = 0;

  for (gssize pages = 1; pages < MOST_PAGES_LEFT; pages += STEP)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (SohoReplica) replica = NULL;

      scene->leave_room (scene->directory, pages);
      replica = soho_replica_open (other, soho_test_model_get (), &error);
      if (replica != NULL)
        continue;
      if (!g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_NOSPC))
        g_assert_error (error, SOHO_DATABASE_ERROR, SOHO_DATABASE_ERROR_FULL);
      n_full++;
    }
  g_assert_cmpuint (n_full, >, 0);
  scene->leave_room (scene->directory, -1);
  {
    g_autoptr (SohoReplica) replica = soho_test_replica_open (other, soho_test_model_get ());

    g_assert_null (soho_replica_get_set_aside (replica));
    soho_test_put (replica, &soho_test_thing, 1, "name", "Scie", NULL);
  }
}

static void
run_on_small_disk (void)
{
  char *directory = soho_test_directory_new ();
  Scene scene = { .leave_room = fill_disk };

  if (!mount_small_disk (directory))
    {
      g_test_skip ("no disk may be mounted here");
      soho_test_directory_free (directory);
      return;
    }
  start (&scene, directory);
  play (&scene);
  open_without_room (&scene);
  end (&scene);
  umount (directory);
  soho_test_directory_free (directory);
}

static void
run_with_limited_files (void)
{
  char *directory = soho_test_directory_new ();
  Scene scene = { .leave_room = limit_files };

  signal (SIGXFSZ, SIG_IGN);
  start (&scene, directory);
  play (&scene);
  end (&scene);
  soho_test_directory_free (directory);
}

/* In a process of their own: what they do to themselves cannot be undone. */
static void
test_small_disk (void)
{
  if (g_test_subprocess ())
    {
      run_on_small_disk ();
      return;
    }
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
  g_test_trap_assert_passed ();
}

static void
test_limited_files (void)
{
  if (g_test_subprocess ())
    {
      run_with_limited_files ();
      return;
    }
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
  g_test_trap_assert_passed ();
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/full-disk/small-disk", test_small_disk);
  g_test_add_func ("/core/full-disk/limited-files", test_limited_files);
  return g_test_run ();
}
