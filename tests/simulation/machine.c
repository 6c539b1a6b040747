/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "machine.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <sodium.h>
#include <sqlite3.h>
#include <string.h>

/* Some morning. */
#define START_S G_GINT64_CONSTANT (1700000000)

static gint64 now_us;
static guint64 state;

/* In the place of GLib's, for all that is linked into this program. */
gint64
g_get_real_time (void)
{
  return now_us++;
}

/* SplitMix64. */
static guint64
next_random (void)
{
  guint64 z = (state += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15));

  z = (z ^ (z >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return z ^ (z >> 31);
}

static void
fill_randomly (void *bytes, size_t n)
{
  for (size_t i = 0; i < n; i++)
    ((guint8 *) bytes)[i] = (guint8) next_random ();
}

static const char *
name_randomness (void)
{
  return "simulation";
}

static guint32
random_32 (void)
{
  return (guint32) next_random ();
}

static int
vfs_fill_randomly (sqlite3_vfs *vfs, int n, char *bytes)
{
  fill_randomly (bytes, (size_t) n);
  return n;
}

static int
vfs_tell_time (sqlite3_vfs *vfs, sqlite3_int64 *julian_ms)
{
  *julian_ms = G_GINT64_CONSTANT (210866760000000) + now_us / 1000;
  return SQLITE_OK;
}

static int
vfs_tell_days (sqlite3_vfs *vfs, double *days)
{
  sqlite3_int64 julian_ms;
  int result = vfs_tell_time (vfs, &julian_ms);

  *days = (double) julian_ms / 86400000.0;
  return result;
}

void
machine_start (void)
{
  static struct randombytes_implementation implementation
      = { .implementation_name = name_randomness, .random = random_32, .buf = fill_randomly };
  static sqlite3_vfs vfs;

  randombytes_set_implementation (&implementation);
  g_assert_cmpint (sodium_init (), >=, 0);
  vfs = *sqlite3_vfs_find (NULL);
  vfs.zName = "simulation";
  vfs.xRandomness = vfs_fill_randomly;
  vfs.xCurrentTime = vfs_tell_days;
  vfs.xCurrentTimeInt64 = vfs_tell_time;
  g_assert_cmpint (sqlite3_vfs_register (&vfs, TRUE), ==, SQLITE_OK);
  machine_reset (0);
}

void
machine_reset (guint64 seed)
{
  state = seed;
  now_us = START_S * G_USEC_PER_SEC;
}

void
machine_move_clock (gint64 seconds)
{
  now_us = MAX (now_us + seconds * G_USEC_PER_SEC, 0);
}

char *
machine_make_directory (void)
{
  g_autofree char *template
      = g_build_filename (g_access ("/dev/shm", W_OK | X_OK) == 0 ? "/dev/shm" : g_get_tmp_dir (),
                          "soho-sim-XXXXXX", NULL);

  g_assert_nonnull (g_mkdtemp (template));
  return g_steal_pointer (&template);
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) directory = g_dir_open (path, 0, NULL);
  const char *name;

  while (directory != NULL && (name = g_dir_read_name (directory)) != NULL)
    {
      g_autofree char *below = g_build_filename (path, name, NULL);

      remove_tree (below);
    }
  g_assert_cmpint (g_remove (path), ==, 0);
}

void
machine_remove_directory (char *directory)
{
  remove_tree (directory);
  g_free (directory);
}

void
machine_copy_directory (const char *from, const char *to)
{
  g_autoptr (GDir) directory = g_dir_open (from, 0, NULL);
  const char *name;

  g_assert_cmpint (g_mkdir_with_parents (to, 0700), ==, 0);
  while ((name = g_dir_read_name (directory)) != NULL)
    {
      g_autofree char *source = g_build_filename (from, name, NULL);
      g_autofree char *target = g_build_filename (to, name, NULL);
      g_autofree char *bytes = NULL;
      g_autoptr (GError) error = NULL;
      gsize length;

      /* The shared memory beside a log is made anew from it. */
      if (g_str_has_suffix (name, "-shm"))
        continue;
      g_file_get_contents (source, &bytes, &length, &error);
      g_assert_no_error (error);
      g_file_set_contents_full (target, bytes, (gssize) length, G_FILE_SET_CONTENTS_NONE, 0600,
                                &error);
      g_assert_no_error (error);
    }
}
