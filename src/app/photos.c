/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "photos.h"

#include "blob-fetcher.h"
#include "platform/photo-decoder.h"

/* How much memory the photos that are not shown just now may take, in bytes. */
#define MOST_BYTES (16 * 1000 * 1000)

#define BYTES_PER_PIXEL 3

struct _SohoPhotos
{
  GObject parent_instance;

  SohoBlobFetcher *fetcher;
  GThreadPool *decoders; /* one thread: a large photo takes much memory while it is decoded */
  GHashTable *kept;      /* key -> GList * of by_use, borrowed */
  GQueue by_use;         /* of Kept, the last used first */
  gsize kept_bytes;
  GHashTable *unreadable; /* names of what is no picture */
};

G_DEFINE_FINAL_TYPE (SohoPhotos, soho_photos, G_TYPE_OBJECT)

enum
{
  RETRY,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* A photo in memory, at one size. */
typedef struct
{
  char *key;
  GdkTexture *texture;
} Kept;

static void
kept_free (gpointer data)
{
  Kept *kept = data;

  g_free (kept->key);
  g_object_unref (kept->texture);
  g_free (kept);
}

static char *
dup_key (const char *name, guint side)
{
  return g_strdup_printf ("%s %u", name, side);
}

static gsize
count_bytes (GdkTexture *texture)
{
  return (gsize) gdk_texture_get_width (texture) * (gsize) gdk_texture_get_height (texture)
         * BYTES_PER_PIXEL;
}

static void
drop (SohoPhotos *self, GList *link)
{
  Kept *kept = link->data;

  self->kept_bytes -= count_bytes (kept->texture);
  g_hash_table_remove (self->kept, kept->key);
  g_queue_delete_link (&self->by_use, link);
  kept_free (kept);
}

static void
keep (SohoPhotos *self, const char *name, guint side, GdkTexture *texture)
{
  Kept *kept = g_new0 (Kept, 1);
  GList *before;

  kept->key = dup_key (name, side);
  kept->texture = g_object_ref (texture);
  before = g_hash_table_lookup (self->kept, kept->key);
  if (before != NULL)
    drop (self, before);
  g_queue_push_head (&self->by_use, kept);
  g_hash_table_insert (self->kept, kept->key, self->by_use.head);
  self->kept_bytes += count_bytes (texture);
  while (self->kept_bytes > MOST_BYTES)
    drop (self, self->by_use.tail);
}

GdkTexture *
soho_photos_peek (SohoPhotos *self, const char *name, guint side)
{
  g_autofree char *key = dup_key (name, side);
  GList *link = g_hash_table_lookup (self->kept, key);

  if (link == NULL)
    return NULL;
  g_queue_unlink (&self->by_use, link);
  g_queue_push_head_link (&self->by_use, link);
  return ((Kept *) link->data)->texture;
}

/* What the decoding thread knows. */
typedef struct
{
  GBytes *bytes;
  guint side;
  guint64 number; /* of the wish; a higher one is newer */
} Decoding;

static void
decoding_free (gpointer data)
{
  Decoding *decoding = data;

  g_bytes_unref (decoding->bytes);
  g_free (decoding);
}

static void
decode (gpointer data, gpointer user_data)
{
  g_autoptr (GTask) task = data;
  Decoding *decoding = g_task_get_task_data (task);
  GError *error = NULL;
  GdkTexture *texture;

  if (g_task_return_error_if_cancelled (task))
    return;
  texture = soho_photo_decode (decoding->bytes, decoding->side, &error);
  if (texture != NULL)
    g_task_return_pointer (task, texture, g_object_unref);
  else
    g_task_return_error (task, error);
}

static int
compare_decodings (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const Decoding *one = g_task_get_task_data ((gpointer) a);
  const Decoding *other = g_task_get_task_data ((gpointer) b);

  return (one->number < other->number) - (one->number > other->number);
}

/* A photo on its way. */
typedef struct
{
  char *name;
  guint side;
} Load;

static void
load_free (gpointer data)
{
  g_free (((Load *) data)->name);
  g_free (data);
}

static void
on_decoded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  SohoPhotos *self = g_task_get_source_object (task);
  Load *load = g_task_get_task_data (task);
  GError *error = NULL;
  GdkTexture *texture = g_task_propagate_pointer (G_TASK (result), &error);

  if (texture != NULL)
    {
      keep (self, load->name, load->side, texture);
      g_task_return_pointer (task, texture, g_object_unref);
      return;
    }
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_hash_table_add (self->unreadable, g_strdup (load->name));
  g_task_return_error (task, error);
}

static void
on_fetched (GObject *source, GAsyncResult *result, gpointer user_data)
{
  static guint64 number;
  g_autoptr (GTask) task = user_data;
  SohoPhotos *self = g_task_get_source_object (task);
  Load *load = g_task_get_task_data (task);
  GError *error = NULL;
  GBytes *bytes = soho_blob_fetcher_get_finish (SOHO_BLOB_FETCHER (source), result, &error);
  Decoding *decoding;
  GTask *inner;

  if (bytes == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  decoding = g_new0 (Decoding, 1);
  decoding->bytes = bytes;
  decoding->side = load->side;
  decoding->number = ++number;
  inner = g_task_new (NULL, g_task_get_cancellable (task), on_decoded, g_object_ref (task));
  g_task_set_task_data (inner, decoding, decoding_free);
  g_thread_pool_push (self->decoders, inner, NULL);
}

void
soho_photos_load_async (SohoPhotos *self,
                        const char *name,
                        const char *kind,
                        gint64 id,
                        guint side,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  GdkTexture *texture = soho_photos_peek (self, name, side);
  Load *load;

  g_task_set_source_tag (task, soho_photos_load_async);
  if (texture != NULL)
    {
      g_task_return_pointer (task, g_object_ref (texture), g_object_unref);
      return;
    }
  if (g_hash_table_contains (self->unreadable, name))
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "%s is no picture", name);
      return;
    }
  load = g_new0 (Load, 1);
  load->name = g_strdup (name);
  load->side = MIN (side, SOHO_PHOTO_SIDE_MAX);
  g_task_set_task_data (task, load, load_free);
  soho_blob_fetcher_get_async (self->fetcher, name, kind, id, cancellable, on_fetched,
                               g_object_ref (task));
}

GdkTexture *
soho_photos_load_finish (SohoPhotos *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
soho_photos_set_server (SohoPhotos *self, const char *address)
{
  soho_blob_fetcher_set_server (self->fetcher, address);
  g_signal_emit (self, signals[RETRY], 0);
}

void
soho_photos_retry (SohoPhotos *self)
{
  soho_blob_fetcher_retry (self->fetcher);
  g_signal_emit (self, signals[RETRY], 0);
}

void
soho_photos_stop (SohoPhotos *self)
{
  soho_blob_fetcher_stop (self->fetcher);
}

static void
soho_photos_finalize (GObject *object)
{
  SohoPhotos *self = SOHO_PHOTOS (object);

  g_clear_object (&self->fetcher);
  g_thread_pool_free (self->decoders, FALSE, FALSE);
  g_clear_pointer (&self->kept, g_hash_table_unref);
  g_queue_clear_full (&self->by_use, kept_free);
  g_clear_pointer (&self->unreadable, g_hash_table_unref);
  G_OBJECT_CLASS (soho_photos_parent_class)->finalize (object);
}

static void
soho_photos_class_init (SohoPhotosClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = soho_photos_finalize;
  signals[RETRY] = g_signal_new ("retry", SOHO_TYPE_PHOTOS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 0);
}

static void
soho_photos_init (SohoPhotos *self)
{
  self->decoders = g_thread_pool_new (decode, NULL, 1, FALSE, NULL);
  g_thread_pool_set_sort_function (self->decoders, compare_decodings, NULL);
  self->kept = g_hash_table_new (g_str_hash, g_str_equal);
  g_queue_init (&self->by_use);
  self->unreadable = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

SohoPhotos *
soho_photos_new (const char *directory)
{
  SohoPhotos *self = g_object_new (SOHO_TYPE_PHOTOS, NULL);

  self->fetcher = soho_blob_fetcher_new (directory);
  return self;
}
