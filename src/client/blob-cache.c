/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "blob-cache.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <utime.h>

#include "blob.h"
#include "sync-private.h"

#define DIRECTORY "blobs"

guint64 soho_blob_cache_max = 64 * 1000 * 1000;

/* A file read again within this time need not be marked again as read. */
#define MARK_S 3600

/* What trimming leaves, and what may be written before the directory is looked at anew, since other
 * programs write there too: in parts of the bound. */
#define LEFT 7 / 8
#define UNSEEN 1 / 16

struct _SohoBlobCache
{
  char *directory;
  GMutex mutex; /* of what follows */
  gboolean measured;
  guint64 bytes;  /* in the directory when it was last looked at, and written since */
  guint64 unseen; /* of them, written since */
};

SohoBlobCache *
soho_blob_cache_new (const char *directory)
{
  SohoBlobCache *self = g_atomic_rc_box_new0 (SohoBlobCache);

  self->directory = g_build_filename (directory, DIRECTORY, NULL);
  g_mutex_init (&self->mutex);
  return self;
}

SohoBlobCache *
soho_blob_cache_ref (SohoBlobCache *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  SohoBlobCache *self = data;

  g_free (self->directory);
  g_mutex_clear (&self->mutex);
}

void
soho_blob_cache_unref (SohoBlobCache *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

static void
mark_as_read (const char *path)
{
  GStatBuf status;

  if (g_stat (path, &status) == 0 && status.st_mtime + MARK_S < g_get_real_time () / G_USEC_PER_SEC)
    g_utime (path, NULL);
}

static GBytes *
load (const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInputStream) stream = NULL;
  g_autofree guint8 *bytes = NULL;
  gsize length;

  if (!g_file_test (path, G_FILE_TEST_IS_REGULAR))
    return NULL;
  stream = g_file_read (file, NULL, NULL);
  bytes = g_malloc (SOHO_BLOB_MAX + 1);
  if (stream == NULL
      || !g_input_stream_read_all (G_INPUT_STREAM (stream), bytes, SOHO_BLOB_MAX + 1, &length, NULL,
                                   NULL))
    return NULL;
  return g_bytes_new (bytes, length);
}

GBytes *
soho_blob_cache_read (SohoBlobCache *self, const char *name)
{
  g_autofree char *path = g_build_filename (self->directory, name, NULL);
  g_autoptr (GBytes) bytes = load (path);

  if (bytes == NULL)
    return NULL;
  if (!soho_blob_has_name (bytes, name))
    {
      g_unlink (path);
      return NULL;
    }
  mark_as_read (path);
  return g_steal_pointer (&bytes);
}

typedef struct
{
  char *path;
  guint64 bytes;
  gint64 read_at;
} Entry;

static void
clear_entry (gpointer entry)
{
  g_free (((Entry *) entry)->path);
}

static int
compare_entries (gconstpointer a, gconstpointer b)
{
  gint64 one = ((const Entry *) a)->read_at, other = ((const Entry *) b)->read_at;

  return (one > other) - (one < other);
}

/* All files there are, also what a program left that was killed while it wrote. */
static GArray *
list_entries (SohoBlobCache *self, guint64 *bytes)
{
  GArray *entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  g_autoptr (GDir) directory = g_dir_open (self->directory, 0, NULL);
  const char *name;

  *bytes = 0;
  g_array_set_clear_func (entries, clear_entry);
  while (directory != NULL && (name = g_dir_read_name (directory)) != NULL)
    {
      Entry entry = { g_build_filename (self->directory, name, NULL), 0, 0 };
      GStatBuf status;

      if (g_lstat (entry.path, &status) != 0 || !S_ISREG (status.st_mode))
        {
          clear_entry (&entry);
          continue;
        }
      entry.bytes = (guint64) status.st_size;
      entry.read_at = status.st_mtime;
      *bytes += entry.bytes;
      g_array_append_val (entries, entry);
    }
  return entries;
}

static void
trim (SohoBlobCache *self)
{
  g_autoptr (GArray) entries = list_entries (self, &self->bytes);

  self->measured = TRUE;
  self->unseen = 0;
  if (self->bytes <= soho_blob_cache_max)
    return;
  g_array_sort (entries, compare_entries);
  for (guint i = 0; i < entries->len && self->bytes > soho_blob_cache_max * LEFT; i++)
    {
      const Entry *entry = &g_array_index (entries, Entry, i);

      if (g_unlink (entry->path) == 0)
        self->bytes -= entry->bytes;
    }
}

void
soho_blob_cache_write (SohoBlobCache *self, const char *name, GBytes *bytes)
{
  g_autofree char *path = g_build_filename (self->directory, name, NULL);
  gsize length = g_bytes_get_size (bytes);

  if (g_mkdir_with_parents (self->directory, 0700) != 0
      || !g_file_set_contents_full (path, g_bytes_get_data (bytes, NULL), (gssize) length,
                                    G_FILE_SET_CONTENTS_CONSISTENT, 0600, NULL))
    return;
  g_mutex_lock (&self->mutex);
  self->bytes += length;
  self->unseen += length;
  if (!self->measured || self->bytes > soho_blob_cache_max
      || self->unseen > soho_blob_cache_max * UNSEEN)
    trim (self);
  g_mutex_unlock (&self->mutex);
}

void
soho_blob_cache_keep_only (SohoBlobCache *self, GHashTable *names)
{
  guint64 bytes;
  g_autoptr (GArray) entries = list_entries (self, &bytes);

  for (guint i = 0; i < entries->len; i++)
    {
      const char *path = g_array_index (entries, Entry, i).path;
      g_autofree char *name = g_path_get_basename (path);

      /* What another program is writing just now has a name of another sort. */
      if (soho_blob_is_name (name) && !g_hash_table_contains (names, name))
        g_unlink (path);
    }
}
