/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "blob-cache.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utime.h>

#include "blob.h"
#include "network.h"
#include "sync-private.h"

typedef struct
{
  char *directory;
  SohoBlobCache *cache;
} Place;

static void
place_open (Place *place)
{
  place->directory = network_make_directory ();
  place->cache = soho_blob_cache_new (place->directory);
}

static void
place_close (Place *place)
{
  soho_blob_cache_unref (place->cache);
  network_remove_directory (place->directory);
}

/* So many bytes, other ones for each number. */
static GBytes *
make_blob (guint number, gsize length)
{
  guint8 *bytes = g_malloc (length);

  memset (bytes, (int) number, length);
  return g_bytes_new_take (bytes, length);
}

static char *
write_blob (Place *place, guint number, gsize length)
{
  g_autoptr (GBytes) bytes = make_blob (number, length);
  char *name = soho_blob_dup_name (bytes);

  soho_blob_cache_write (place->cache, name, bytes);
  return name;
}

static char *
dup_path (Place *place, const char *name)
{
  return g_build_filename (place->directory, "blobs", name, NULL);
}

static gboolean
has (Place *place, const char *name)
{
  g_autofree char *path = dup_path (place, name);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

static void
test_read_and_write (void)
{
  Place place;
  g_autoptr (GBytes) bytes = make_blob (1, 1000);
  g_autoptr (GBytes) read = NULL;
  g_autofree char *name = soho_blob_dup_name (bytes);
  g_autofree char *path = NULL;
  GStatBuf status;

  place_open (&place);
  g_assert_null (soho_blob_cache_read (place.cache, name));
  soho_blob_cache_write (place.cache, name, bytes);
  read = soho_blob_cache_read (place.cache, name);
  g_assert_true (g_bytes_equal (read, bytes));
  path = dup_path (&place, name);
  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);
  place_close (&place);
}

/* Whatever became of the file, only the right bytes are read; what is wrong does not stay. */
static void
test_damage (void)
{
  static const char *const damages[] = { "", "other bytes" };
  Place place;
  g_autofree char *name = NULL;
  g_autofree char *path = NULL;
  g_autofree char *large = g_malloc0 (SOHO_BLOB_MAX * 2);

  place_open (&place);
  for (guint i = 0; i < G_N_ELEMENTS (damages); i++)
    {
      g_free (name);
      g_free (path);
      name = write_blob (&place, 1, 1000);
      path = dup_path (&place, name);
      g_assert_true (g_file_set_contents (path, damages[i], -1, NULL));
      g_assert_null (soho_blob_cache_read (place.cache, name));
      g_assert_false (has (&place, name));
    }
  g_assert_true (g_file_set_contents (path, large, SOHO_BLOB_MAX * 2, NULL));
  g_assert_null (soho_blob_cache_read (place.cache, name));
  g_assert_false (has (&place, name));
  g_assert_cmpint (mkfifo (path, 0600), ==, 0);
  g_assert_null (soho_blob_cache_read (place.cache, name));
  place_close (&place);
}

/* A cache that cannot be is none, and nobody is told. */
static void
test_no_place (void)
{
  Place place;
  g_autofree char *path = NULL;
  g_autofree char *name = NULL;

  place_open (&place);
  path = dup_path (&place, NULL);
  g_assert_true (g_file_set_contents (path, "in the way", -1, NULL));
  name = write_blob (&place, 1, 1000);
  g_assert_null (soho_blob_cache_read (place.cache, name));
  place_close (&place);
}

static void
age (Place *place, const char *name, gint64 hours)
{
  g_autofree char *path = dup_path (place, name);
  gint64 then = g_get_real_time () / G_USEC_PER_SEC - hours * 3600;

  g_assert_cmpint (g_utime (path, &(struct utimbuf){ then, then }), ==, 0);
}

/* Those go that nobody has read for longest, and as few as need be. */
static void
test_bound (void)
{
  Place place;
  char *names[11];

  place_open (&place);
  soho_blob_cache_max = 100000;
  for (guint i = 0; i < 10; i++)
    {
      names[i] = write_blob (&place, i, 10000);
      age (&place, names[i], 100 - i);
    }
  for (guint i = 0; i < 10; i++)
    g_assert_true (has (&place, names[i]));
  /* The oldest is read again. */
  g_bytes_unref (soho_blob_cache_read (place.cache, names[0]));
  names[10] = write_blob (&place, 10, 10000);
  for (guint i = 0; i < 11; i++)
    g_assert_cmpint (has (&place, names[i]), ==, i == 0 || i > 3);
  for (guint i = 0; i < 11; i++)
    g_free (names[i]);
  place_close (&place);
}

/* What another program wrote, or left half written, counts too. */
static void
test_bound_with_others (void)
{
  Place place;
  SohoBlobCache *other;
  char *names[12];
  g_autofree char *half = NULL;
  guint64 total = 0;

  place_open (&place);
  soho_blob_cache_max = 100000;
  other = soho_blob_cache_new (place.directory);
  for (guint i = 0; i < 12; i++)
    {
      SohoBlobCache *mine = place.cache;

      if (i % 2 == 1)
        place.cache = other;
      names[i] = write_blob (&place, i, 10000);
      place.cache = mine;
      age (&place, names[i], 100 - i);
      if (i == 0)
        {
          half = dup_path (&place, "half.XXXX");
          g_assert_true (g_file_set_contents (half, "half", 4, NULL));
          age (&place, "half.XXXX", 1000);
        }
    }
  for (guint i = 0; i < 12; i++)
    total += has (&place, names[i]) ? 10000 : 0;
  g_assert_cmpuint (total, <=, 100000);
  g_assert_cmpuint (total, >=, 70000);
  g_assert_true (has (&place, names[11]));
  g_assert_false (g_file_test (half, G_FILE_TEST_EXISTS));
  for (guint i = 0; i < 12; i++)
    g_free (names[i]);
  soho_blob_cache_unref (other);
  place_close (&place);
}

static gpointer
hammer (gpointer directory)
{
  SohoBlobCache *cache = soho_blob_cache_new (directory);

  for (guint i = 0; i < NETWORK_ROUNDS (600, 100); i++)
    {
      g_autoptr (GBytes) bytes = make_blob (i % 20, 5000 + i % 20);
      g_autofree char *name = soho_blob_dup_name (bytes);
      g_autoptr (GBytes) read = soho_blob_cache_read (cache, name);

      if (read != NULL)
        g_assert_true (g_bytes_equal (read, bytes));
      soho_blob_cache_write (cache, name, bytes);
    }
  soho_blob_cache_unref (cache);
  return NULL;
}

/* Several programs that write, read and trim one cache never read what is not whole. */
static void
test_together (void)
{
  char *directory = network_make_directory ();
  GThread *threads[4];

  soho_blob_cache_max = 50000;
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("program", hammer, directory);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  network_remove_directory (directory);
}

static void
test_keep_only (void)
{
  Place place;
  g_autofree char *kept = NULL;
  g_autofree char *gone = NULL;
  g_autofree char *writing = NULL;
  g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);

  place_open (&place);
  soho_blob_cache_keep_only (place.cache, names);
  soho_blob_cache_max = 100000;
  kept = write_blob (&place, 1, 1000);
  gone = write_blob (&place, 2, 1000);
  writing = dup_path (&place, "half.XXXX");
  g_assert_true (g_file_set_contents (writing, "half", 4, NULL));
  g_hash_table_add (names, kept);
  soho_blob_cache_keep_only (place.cache, names);
  g_assert_true (has (&place, kept));
  g_assert_false (has (&place, gone));
  g_assert_true (g_file_test (writing, G_FILE_TEST_EXISTS));
  place_close (&place);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/blob-cache/read-and-write", test_read_and_write);
  g_test_add_func ("/blob-cache/damage", test_damage);
  g_test_add_func ("/blob-cache/no-place", test_no_place);
  g_test_add_func ("/blob-cache/bound", test_bound);
  g_test_add_func ("/blob-cache/bound-with-others", test_bound_with_others);
  g_test_add_func ("/blob-cache/together", test_together);
  g_test_add_func ("/blob-cache/keep-only", test_keep_only);
  return g_test_run ();
}
