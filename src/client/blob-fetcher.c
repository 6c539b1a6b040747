/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "blob-fetcher.h"

#include <libsoup/soup.h>

#include "address.h"
#include "blob-cache.h"
#include "blob.h"
#include "protocol.h"
#include "sync-private.h"

guint soho_blob_deadline_s = 300;

#define AT_ONCE 2

/* More than are ever in sight; of those that wait longest, the oldest give up. */
#define MOST_WAITING 200

/* How long the network is left alone after it failed. */
#define REST_US (30 * G_USEC_PER_SEC)

#define CHUNK 65536

struct _SohoBlobFetcher
{
  GObject parent_instance;

  SohoBlobCache *cache;
  char *server;          /* NULL for none */
  SoupSession *session;  /* of that server */
  GQueue waiting;        /* of Wish, the newest first */
  GPtrArray *fetching;   /* of Wish, borrowed */
  GHashTable *absent;    /* names that the server has not, or has wrongly */
  gint64 rests_until_us; /* monotonic */
  gboolean stopped;
};

G_DEFINE_FINAL_TYPE (SohoBlobFetcher, soho_blob_fetcher, G_TYPE_OBJECT)

/* One blob that somebody wants. Whoever holds it last answers its task. */
typedef struct
{
  GTask *task; /* the asker's; its source is the fetcher */
  char *name;
  char *kind;
  gint64 id;

  GCancellable *cancellable; /* of the fetch: by the asker, the deadline, or the fetcher */
  gulong asker_handler;
  guint deadline;
  guint ending; /* the idle source that cancels */
  SoupMessage *message;
  GInputStream *body;
  GByteArray *bytes;
} Wish;

static SohoBlobFetcher *
wish_get_fetcher (Wish *wish)
{
  return g_task_get_source_object (wish->task);
}

static void
wish_free (Wish *wish)
{
  GCancellable *asker = g_task_get_cancellable (wish->task);

  if (asker != NULL)
    g_cancellable_disconnect (asker, wish->asker_handler);
  g_clear_handle_id (&wish->deadline, g_source_remove);
  g_clear_handle_id (&wish->ending, g_source_remove);
  g_clear_object (&wish->cancellable);
  g_clear_object (&wish->message);
  g_clear_object (&wish->body);
  g_clear_pointer (&wish->bytes, g_byte_array_unref);
  g_free (wish->name);
  g_free (wish->kind);
  g_object_unref (wish->task);
  g_free (wish);
}

/* Takes the wish, and bytes if there are any. */
static void
answer (Wish *wish, GBytes *bytes)
{
  if (bytes != NULL)
    g_task_return_pointer (wish->task, bytes, (GDestroyNotify) g_bytes_unref);
  else if (!g_task_return_error_if_cancelled (wish->task))
    g_task_return_new_error (wish->task, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "%s is not to be had",
                             wish->name);
  wish_free (wish);
}

static void pump (SohoBlobFetcher *self);

/* Takes a wish that was being fetched, and bytes. */
static void
end_fetch (Wish *wish, GBytes *bytes)
{
  g_autoptr (SohoBlobFetcher) self = g_object_ref (wish_get_fetcher (wish));

  g_ptr_array_remove (self->fetching, wish);
  answer (wish, bytes);
  pump (self);
}

/* What the server gave is no good, and would not be at another time. */
static void
end_absent (Wish *wish)
{
  g_hash_table_add (wish_get_fetcher (wish)->absent, g_strdup (wish->name));
  end_fetch (wish, NULL);
}

/* The network or the server failed, unless we gave up ourselves. error: NULL if it said so. */
static void
end_broken (Wish *wish, const GError *error)
{
  SohoBlobFetcher *self = wish_get_fetcher (wish);

  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    self->rests_until_us = g_get_monotonic_time () + REST_US;
  end_fetch (wish, NULL);
}

typedef struct
{
  SohoBlobCache *cache;
  char *name;
  GBytes *bytes; /* what was fetched; NULL to read */
} Errand;

static void
errand_free (gpointer data)
{
  Errand *errand = data;

  soho_blob_cache_unref (errand->cache);
  g_free (errand->name);
  g_clear_pointer (&errand->bytes, g_bytes_unref);
  g_free (errand);
}

static void
run_errand (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Errand *errand = data;
  GBytes *bytes = NULL;

  if (errand->bytes == NULL)
    bytes = soho_blob_cache_read (errand->cache, errand->name);
  else if (soho_blob_has_name (errand->bytes, errand->name))
    {
      soho_blob_cache_write (errand->cache, errand->name, errand->bytes);
      bytes = g_bytes_ref (errand->bytes);
    }
  g_task_return_pointer (task, bytes, (GDestroyNotify) g_bytes_unref);
}

/* Reads from the cache, or checks bytes and writes them there, in a thread. Takes bytes. */
static void
send_errand (Wish *wish, GBytes *bytes, GAsyncReadyCallback callback)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, wish);
  Errand *errand = g_new0 (Errand, 1);

  errand->cache = soho_blob_cache_ref (wish_get_fetcher (wish)->cache);
  errand->name = g_strdup (wish->name);
  errand->bytes = bytes;
  g_task_set_task_data (task, errand, errand_free);
  g_task_run_in_thread (task, run_errand);
}

static void
on_kept (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GBytes *bytes = g_task_propagate_pointer (G_TASK (result), NULL);

  if (bytes != NULL)
    end_fetch (user_data, bytes);
  else
    end_absent (user_data);
}

static void read_on (Wish *wish);

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Wish *wish = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) chunk
      = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &error);
  gsize length = chunk != NULL ? g_bytes_get_size (chunk) : 0;

  if (chunk == NULL)
    end_broken (wish, error);
  else if (length == 0)
    send_errand (wish, g_byte_array_free_to_bytes (g_steal_pointer (&wish->bytes)), on_kept);
  else if (wish->bytes->len + length > SOHO_BLOB_MAX)
    end_absent (wish);
  else
    {
      g_byte_array_append (wish->bytes, g_bytes_get_data (chunk, NULL), (guint) length);
      read_on (wish);
    }
}

static void
read_on (Wish *wish)
{
  g_input_stream_read_bytes_async (wish->body, CHUNK, G_PRIORITY_DEFAULT, wish->cancellable,
                                   on_read, wish);
}

static void
on_sent (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Wish *wish = user_data;
  g_autoptr (GError) error = NULL;
  guint status;

  wish->body = soup_session_send_finish (SOUP_SESSION (source), result, &error);
  if (wish->body == NULL)
    {
      end_broken (wish, error);
      return;
    }
  status = soup_message_get_status (wish->message);
  if (status >= SOUP_STATUS_INTERNAL_SERVER_ERROR)
    {
      end_broken (wish, NULL);
      return;
    }
  if (status != SOUP_STATUS_OK
      || soup_message_headers_get_content_length (soup_message_get_response_headers (wish->message))
             > SOHO_BLOB_MAX)
    {
      end_absent (wish);
      return;
    }
  wish->bytes = g_byte_array_new ();
  read_on (wish);
}

static gboolean
on_end_is_due (gpointer user_data)
{
  Wish *wish = user_data;

  wish->ending = 0;
  g_cancellable_cancel (wish->cancellable);
  return G_SOURCE_REMOVE;
}

/* Not at once: the fetch could end, and be freed, within the signal of the asker's cancellable. */
static void
cancel_fetch (Wish *wish)
{
  if (wish->ending == 0)
    wish->ending = g_idle_add_full (G_PRIORITY_DEFAULT, on_end_is_due, wish, NULL);
}

static void
on_cancelled (GCancellable *cause, Wish *wish)
{
  cancel_fetch (wish);
}

static gboolean
on_deadline (gpointer user_data)
{
  Wish *wish = user_data;

  wish->deadline = 0;
  wish_get_fetcher (wish)->rests_until_us = g_get_monotonic_time () + REST_US;
  g_cancellable_cancel (wish->cancellable);
  return G_SOURCE_REMOVE;
}

static void
fetch (SohoBlobFetcher *self, Wish *wish)
{
  g_autofree char *url = g_strdup_printf ("%s" SOHO_PATH_BLOBS "/%s?of=%s:%" G_GINT64_FORMAT,
                                          self->server, wish->name, wish->kind, wish->id);
  GCancellable *asker = g_task_get_cancellable (wish->task);

  g_ptr_array_add (self->fetching, wish);
  wish->cancellable = g_cancellable_new ();
  if (asker != NULL)
    wish->asker_handler = g_cancellable_connect (asker, G_CALLBACK (on_cancelled), wish, NULL);
  wish->deadline = g_timeout_add_seconds (soho_blob_deadline_s, on_deadline, wish);

  wish->message = soup_message_new (SOUP_METHOD_GET, url);
  /* As for a sync: nothing is unpacked behind our bounds, and a server of ours never redirects. */
  soup_message_disable_feature (wish->message, SOUP_TYPE_CONTENT_DECODER);
  soup_message_headers_replace (soup_message_get_request_headers (wish->message), "Accept-Encoding",
                                "identity");
  soup_message_add_flags (wish->message, SOUP_MESSAGE_NO_REDIRECT);
  soup_session_send_async (self->session, wish->message, G_PRIORITY_DEFAULT, wish->cancellable,
                           on_sent, wish);
}

/* Whether it makes sense to ask the server. */
static gboolean
can_fetch (SohoBlobFetcher *self, const char *name)
{
  return self->server != NULL && !self->stopped && g_get_monotonic_time () >= self->rests_until_us
         && !g_hash_table_contains (self->absent, name);
}

/* Answers a wish that waits and cannot be fetched, or need not be any more. */
static void
pump (SohoBlobFetcher *self)
{
  while (self->fetching->len < AT_ONCE && !g_queue_is_empty (&self->waiting))
    {
      Wish *wish = g_queue_pop_head (&self->waiting);

      if (!g_cancellable_is_cancelled (g_task_get_cancellable (wish->task))
          && can_fetch (self, wish->name))
        fetch (self, wish);
      else
        answer (wish, NULL);
    }
}

static void
on_looked_up (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Wish *wish = user_data;
  g_autoptr (SohoBlobFetcher) self = g_object_ref (wish_get_fetcher (wish));
  GBytes *bytes = g_task_propagate_pointer (G_TASK (result), NULL);

  if (bytes != NULL || !can_fetch (self, wish->name))
    {
      answer (wish, bytes);
      return;
    }
  g_queue_push_head (&self->waiting, wish);
  if (g_queue_get_length (&self->waiting) > MOST_WAITING)
    answer (g_queue_pop_tail (&self->waiting), NULL);
  pump (self);
}

void
soho_blob_fetcher_get_async (SohoBlobFetcher *self,
                             const char *name,
                             const char *kind,
                             gint64 id,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Wish *wish = g_new0 (Wish, 1);

  g_task_set_source_tag (task, soho_blob_fetcher_get_async);
  wish->task = task;
  wish->name = g_strdup (name);
  wish->kind = g_strdup (kind);
  wish->id = id;
  /* It becomes the name of a file: what came over the line could be anything. */
  if (soho_blob_is_name (name))
    send_errand (wish, NULL, on_looked_up);
  else
    answer (wish, NULL);
}

GBytes *
soho_blob_fetcher_get_finish (SohoBlobFetcher *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
soho_blob_fetcher_retry (SohoBlobFetcher *self)
{
  self->rests_until_us = 0;
  g_hash_table_remove_all (self->absent);
}

/* What waits is answered, and what is being fetched ends. */
static void
give_up (SohoBlobFetcher *self)
{
  Wish *wish;

  while ((wish = g_queue_pop_head (&self->waiting)) != NULL)
    answer (wish, NULL);
  for (guint i = 0; i < self->fetching->len; i++)
    cancel_fetch (g_ptr_array_index (self->fetching, i));
}

void
soho_blob_fetcher_stop (SohoBlobFetcher *self)
{
  self->stopped = TRUE;
  give_up (self);
}

void
soho_blob_fetcher_set_server (SohoBlobFetcher *self, const char *address)
{
  g_autofree char *server = address != NULL ? soho_address_parse (address, NULL) : NULL;

  if (g_strcmp0 (server, self->server) == 0)
    return;
  g_free (self->server);
  self->server = g_steal_pointer (&server);
  give_up (self);
  soho_blob_fetcher_retry (self);
  g_clear_object (&self->session);
  if (self->server != NULL)
    self->session
        = soup_session_new_with_options ("timeout", soho_sync_timeout_s, "user-agent", "soho-solo",
                                         "max-conns-per-host", AT_ONCE, NULL);
}

static void
soho_blob_fetcher_finalize (GObject *object)
{
  SohoBlobFetcher *self = SOHO_BLOB_FETCHER (object);

  g_clear_pointer (&self->cache, soho_blob_cache_unref);
  g_clear_pointer (&self->server, g_free);
  g_clear_object (&self->session);
  g_clear_pointer (&self->fetching, g_ptr_array_unref);
  g_clear_pointer (&self->absent, g_hash_table_unref);
  G_OBJECT_CLASS (soho_blob_fetcher_parent_class)->finalize (object);
}

static void
soho_blob_fetcher_class_init (SohoBlobFetcherClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = soho_blob_fetcher_finalize;
}

static void
soho_blob_fetcher_init (SohoBlobFetcher *self)
{
  g_queue_init (&self->waiting);
  self->fetching = g_ptr_array_new ();
  self->absent = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

SohoBlobFetcher *
soho_blob_fetcher_new (const char *directory)
{
  SohoBlobFetcher *self = g_object_new (SOHO_TYPE_BLOB_FETCHER, NULL);

  self->cache = soho_blob_cache_new (directory);
  return self;
}
