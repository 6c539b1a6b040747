/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync.h"

#include <glib/gi18n-lib.h>
#include <libsoup/soup.h>

#include "account.h"
#include "blob-cache.h"
#include "pull.h"
#include "reconcile.h"
#include "sending.h"
#include "store/apply.h"
#include "store/audiences.h"
#include "store/database.h"
#include "store/erasure.h"
#include "sync-private.h"

guint soho_sync_timeout_s = 30;

/* How much is read at once. */
#define CHUNK 32768

/* How long a transaction may collect pages before others see them. */
#define TRANSACTION_MS 250

/* An error answer is a short JSON text. */
#define LONGEST_ERROR_BODY 65536

typedef struct
{
  SohoReplica *replica; /* borrowed */
  SoupSession *session;
  const char *server;
  char *token; /* NULL for a visitor */
  SohoSyncProgress progress;
  gpointer user_data;
  GCancellable *cancellable;
  SohoSyncReport *report;
  gint64 began_us;      /* of the transaction under way, 0 if there is none */
  SoupMessage *message; /* the request under way, borrowed; NULL between two */
  char *roles;          /* what the server says that we are; NULL if it said nothing */
  guint64 bytes_down;   /* of the requests before it */
  guint64 bytes_up;
} Sync;

static void
count_bytes (Sync *sync)
{
  SoupMessageMetrics *metrics
      = sync->message != NULL ? soup_message_get_metrics (sync->message) : NULL;

  if (metrics == NULL)
    return;
  sync->report->bytes_up = sync->bytes_up
                           + soup_message_metrics_get_request_header_bytes_sent (metrics)
                           + soup_message_metrics_get_request_body_bytes_sent (metrics);
  sync->report->bytes_down = sync->bytes_down
                             + soup_message_metrics_get_response_header_bytes_received (metrics)
                             + soup_message_metrics_get_response_body_bytes_received (metrics);
}

static gboolean
commit (Sync *sync, GError **error)
{
  if (sync->began_us == 0)
    return TRUE;
  sync->began_us = 0;
  if (!soho_replica_commit (sync->replica, error))
    {
      soho_replica_rollback (sync->replica);
      return FALSE;
    }
  count_bytes (sync);
  if (sync->progress != NULL)
    sync->progress (sync->report, sync->user_data);
  return TRUE;
}

static gboolean
begin (Sync *sync, GError **error)
{
  if (sync->began_us != 0)
    return TRUE;
  if (!soho_replica_begin (sync->replica, error))
    return FALSE;
  sync->began_us = g_get_monotonic_time ();
  return TRUE;
}

static gboolean
apply_page (Sync *sync, const SohoPage *page, GError **error)
{
  const SohoKind *kind;

  if (page->type != SOHO_PAGE_ROWS)
    return TRUE;
  kind = soho_model_find_kind (soho_replica_get_model (sync->replica), page->kind);
  if (kind == NULL)
    return TRUE;
  if (page->rows != NULL)
    {
      sync->report->rows += page->rows->n;
      if (!soho_replica_apply_rows (sync->replica, page->rows, error))
        return FALSE;
    }
  sync->report->rows += page->n_deleted;
  if (page->n_deleted > 0
      && !soho_replica_apply_deletions (sync->replica, kind, page->deleted, page->n_deleted, error))
    return FALSE;
  return page->n_erased == 0
         || soho_replica_apply_erasures (sync->replica, kind, page->erased, page->n_erased, error);
}

/* What the reader is no longer in goes with the cursor that no longer counts it. */
static gboolean
drop_audiences (Sync *sync, const SohoPage *page, GError **error)
{
  for (char **audience = page->dropped; audience != NULL && *audience != NULL; audience++)
    if (!soho_replica_drop_audience (sync->replica, *audience, error))
      return FALSE;
  return TRUE;
}

static gboolean
apply_step (Sync *sync, const SohoPullStep *step, GError **error)
{
  gboolean ends_fill = step->page->type == SOHO_PAGE_END && step->filling;

  if (!begin (sync, error) || !apply_page (sync, step->page, error)
      || !drop_audiences (sync, step->page, error)
      || (step->cursor != NULL && !soho_replica_set_cursor (sync->replica, step->cursor, error))
      || (ends_fill && !soho_replica_end_fill (sync->replica, error)))
    {
      soho_replica_rollback (sync->replica);
      sync->began_us = 0;
      return FALSE;
    }
  if (g_get_monotonic_time () - sync->began_us >= TRANSACTION_MS * 1000)
    return commit (sync, error);
  return TRUE;
}

static gboolean
apply_steps (Sync *sync, SohoPull *pull, GError **error)
{
  SohoPullStep *step;

  while ((step = soho_pull_take_step (pull)) != NULL)
    {
      gboolean applied = apply_step (sync, step, error);

      soho_pull_step_free (step);
      if (!applied)
        return FALSE;
    }
  return TRUE;
}

/* Reads the body to its end. What was complete is applied, whatever happens after it. */
static gboolean
read_pages (Sync *sync, SohoPull *pull, GInputStream *body, GError **error)
{
  g_autofree guint8 *chunk = g_malloc (CHUNK);

  for (;;)
    {
      g_autoptr (GError) damage = NULL;
      gssize n = g_input_stream_read (body, chunk, CHUNK, sync->cancellable, error);
      gboolean received;

      if (n < 0)
        return FALSE;
      if (n == 0)
        return soho_pull_finish (pull, error);
      received = soho_pull_receive (pull, chunk, (gsize) n, &damage);
      if (!apply_steps (sync, pull, error))
        return FALSE;
      if (!received)
        {
          g_propagate_error (error, g_steal_pointer (&damage));
          return FALSE;
        }
    }
}

static gboolean
read_error (Sync *sync, SohoPull *pull, guint status, GInputStream *body, GError **error)
{
  g_autofree char *text = g_malloc (LONGEST_ERROR_BODY);
  gsize length = 0;

  if (!g_input_stream_read_all (body, text, LONGEST_ERROR_BODY, &length, sync->cancellable, error))
    return FALSE;
  return soho_pull_read_error (pull, status, text, length, error);
}

SoupMessage *
soho_sync_new_message (const char *method, const char *server, const char *path, const char *token)
{
  g_autofree char *url = g_strconcat (server, path, NULL);
  SoupMessage *message = soup_message_new (method, url);

  soup_message_disable_feature (message, SOUP_TYPE_CONTENT_DECODER);
  /* A server of ours never redirects; a captive portal does. */
  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT | SOUP_MESSAGE_COLLECT_METRICS);
  if (token != NULL)
    {
      g_autofree char *bearer = g_strconcat ("Bearer ", token, NULL);

      soup_message_headers_replace (soup_message_get_request_headers (message), "Authorization",
                                    bearer);
    }
  return message;
}

static SoupMessage *
make_request (Sync *sync, SohoPull *pull)
{
  g_autofree char *path = soho_pull_dup_path (pull);
  SoupMessage *message = soho_sync_new_message (SOUP_METHOD_GET, sync->server, path, sync->token);

  /* Asking for zstd ourselves also keeps libsoup from unpacking anything behind our bounds. */
  soup_message_headers_replace (soup_message_get_request_headers (message), "Accept-Encoding",
                                "zstd");
  return message;
}

static gboolean
receive (Sync *sync, SohoPull *pull, SoupMessage *message, GInputStream *body, GError **error)
{
  guint status = soup_message_get_status (message);
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);

  if (status >= 400)
    return read_error (sync, pull, status, body, error);
  g_free (sync->roles);
  sync->roles = g_strdup (soup_message_headers_get_one (headers, SOHO_ROLES_HEADER));
  if (!soho_pull_receive_head (pull, status, soup_message_headers_get_one (headers, "Content-Type"),
                               soup_message_headers_get_one (headers, "Content-Encoding"), error))
    return FALSE;
  if (soho_pull_had_nothing (pull))
    {
      sync->report->nothing = TRUE;
      return TRUE;
    }
  return read_pages (sync, pull, body, error);
}

/* One request and its answer. */
static gboolean
pull_once (Sync *sync, GError **error)
{
  g_autofree char *cursor = soho_replica_dup_cursor (sync->replica, error);
  g_auto (GStrv) refills = cursor != NULL ? soho_replica_dup_refills (sync->replica, error) : NULL;
  g_autoptr (SohoPull) pull = NULL;
  g_autoptr (SoupMessage) message = NULL;
  g_autoptr (GInputStream) body = NULL;
  g_autoptr (GError) commit_error = NULL;
  gboolean received;

  if (refills == NULL)
    return FALSE;
  pull = soho_pull_new (soho_replica_get_model (sync->replica), cursor,
                        (const char *const *) refills);
  message = make_request (sync, pull);

  sync->message = message;
  sync->bytes_down = sync->report->bytes_down;
  sync->bytes_up = sync->report->bytes_up;
  sync->report->requests++;
  body = soup_session_send (sync->session, message, sync->cancellable, error);
  received = body != NULL && receive (sync, pull, message, body, error);
  count_bytes (sync);
  if (!commit (sync, &commit_error) && received)
    {
      g_propagate_error (error, g_steal_pointer (&commit_error));
      received = FALSE;
    }
  sync->message = NULL;
  return received;
}

static gboolean
send (Sync *sync, GError **error)
{
  return soho_sending_run (sync->replica, sync->session, sync->server, sync->token,
                           sync->cancellable, sync->report, error);
}

/* The server's log is another one: what it has forgotten goes up first, and until it has, nothing
 * that is here is taken away. */
static gboolean
start_over (Sync *sync, GError **error)
{
  sync->report->replaced = TRUE;
  sync->report->requests += sync->token != NULL ? 1 : 0;
  return soho_reconcile_run (sync->replica, sync->server, sync->token, TRUE, sync->cancellable,
                             error)
         && send (sync, error);
}

static gboolean
note_roles (Sync *sync, GError **error)
{
  return sync->token == NULL || sync->roles == NULL
         || soho_account_note_roles (sync->replica, sync->roles, error);
}

/* *unsent: what could not be sent before; NULL once it has been. */
static gboolean
pull (Sync *sync, GError **unsent, GError **error)
{
  g_autoptr (GError) failure = NULL;

  if (pull_once (sync, &failure))
    return note_roles (sync, error);
  if (!g_error_matches (failure, SOHO_PROTOCOL_ERROR, SOHO_PROTOCOL_ERROR_UNKNOWN_CURSOR))
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (!start_over (sync, error))
    return FALSE;
  g_clear_error (unsent);
  return pull_once (sync, error) && note_roles (sync, error);
}

/* After a new sign-in it may be known already that the server was put back. */
static gboolean
reconcile_if_restored (Sync *sync, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autofree char *restored = soho_replica_dup_fact (sync->replica, "restored", &failure);

  if (!soho_database_settle (&failure, error))
    return FALSE;
  return restored == NULL || *restored == '\0'
         || soho_reconcile_run (sync->replica, sync->server, sync->token, FALSE, sync->cancellable,
                                error);
}

/* Another copy of this replica has used the numbers of this one. Now that it is known what that one
 * sent, this one goes on for itself. */
static gboolean
part_from_copy (Sync *sync, GError **error)
{
  g_clear_pointer (&sync->token, g_free);
  return soho_account_part_from_copy (sync->replica, sync->cancellable, error)
         && soho_account_authorize (sync->replica, sync->server, sync->cancellable, &sync->token,
                                    error)
         && send (sync, error) && pull_once (sync, error) && note_roles (sync, error);
}

/* Up, then down, so that what comes down has what went up. Whoever may not write any more, or finds
 * the server unable to, still reads. */
static gboolean
run (Sync *sync, GError **error)
{
  g_autoptr (GError) unsent = NULL;

  if (!reconcile_if_restored (sync, error))
    return FALSE;
  if (!send (sync, &unsent) && unsent->domain != SOHO_PROTOCOL_ERROR)
    {
      g_propagate_error (error, g_steal_pointer (&unsent));
      return FALSE;
    }
  if (!pull (sync, &unsent, error))
    return FALSE;
  if (unsent == NULL)
    return TRUE;
  if (sync->token != NULL
      && g_error_matches (unsent, SOHO_PROTOCOL_ERROR, SOHO_PROTOCOL_ERROR_COPIED_REPLICA))
    return part_from_copy (sync, error);
  g_propagate_error (error, g_steal_pointer (&unsent));
  return FALSE;
}

void
soho_sync_forget_blobs (SohoReplica *replica)
{
  g_autoptr (GHashTable) names = soho_replica_list_blobs (replica, NULL);
  g_autoptr (SohoBlobCache) cache = soho_blob_cache_new (soho_replica_get_directory (replica));

  if (names != NULL)
    soho_blob_cache_keep_only (cache, names);
}

static gboolean
note_success (Sync *sync, GError **error)
{
  g_autofree char *now = g_strdup_printf ("%" G_GINT64_FORMAT, g_get_real_time () / G_USEC_PER_SEC);

  return soho_replica_set_fact (sync->replica, "synced", now, error);
}

gboolean
soho_sync_run (SohoReplica *replica,
               const char *server,
               SohoSyncProgress progress,
               gpointer user_data,
               GCancellable *cancellable,
               SohoSyncReport *report,
               GError **error)
{
  g_autoptr (SoupSession) session = soup_session_new_with_options ("timeout", soho_sync_timeout_s,
                                                                   "user-agent", "soho-solo", NULL);
  Sync sync = { .replica = replica,
                .session = session,
                .server = server,
                .progress = progress,
                .user_data = user_data,
                .cancellable = cancellable,
                .report = report };
  gboolean done;

  *report = (SohoSyncReport){ 0 };
  /* A file renewed under the lock is locked anew. */
  if (!soho_replica_lock (replica, error) || !soho_replica_renew_if_damaged (replica, error)
      || !soho_replica_lock (replica, error))
    return FALSE;
  done = soho_account_authorize (replica, server, cancellable, &sync.token, error)
         && run (&sync, error) && note_success (&sync, error);
  g_free (sync.token);
  g_free (sync.roles);
  if (done && report->rows > 0)
    soho_sync_forget_blobs (replica);
  done = done && soho_replica_rewrite_if_noted (replica, error);
  soho_replica_unlock (replica);
  return done;
}

static const char *
explain_io (const GError *error)
{
  switch (error->code)
    {
    case G_IO_ERROR_CONNECTION_REFUSED:
    case G_IO_ERROR_HOST_NOT_FOUND:
      return _ ("The server does not answer. You can go on working; try again later.");
    case G_IO_ERROR_NETWORK_UNREACHABLE:
    case G_IO_ERROR_HOST_UNREACHABLE:
      return _ ("There is no network. You can go on working; everything is here.");
    case G_IO_ERROR_TIMED_OUT:
      return _ ("The server takes too long to answer. What came is kept; try again later.");
    case G_IO_ERROR_CANCELLED:
      return _ ("Stopped. What came is kept.");
    default:
      return _ ("The connection broke. What came is kept; try again.");
    }
}

char *
soho_sync_dup_explanation (const GError *error)
{
  if (error->domain == SOHO_PROTOCOL_ERROR || error->domain == SOHO_DATABASE_ERROR
      || error->domain == G_FILE_ERROR)
    return g_strdup (error->message);
  if (error->domain == G_RESOLVER_ERROR)
    return g_strdup (
        _ ("The server's name cannot be found: there is no network, or the address is wrong. "
           "You can go on working."));
  if (error->domain == SOUP_SESSION_ERROR)
    return g_strdup (
        _ ("What answered is no Soho Solo server, or the connection broke. What came is kept; "
           "check the address and try again."));
  if (error->domain == G_TLS_ERROR && error->code != G_TLS_ERROR_BAD_CERTIFICATE)
    return g_strdup_printf (_ ("No secure connection to the server came about (%s): check the "
                               "address, or try again later."),
                            error->message);
  if (error->domain == G_TLS_ERROR)
    return g_strdup_printf (
        _ ("The server cannot be trusted (%s): do not go on, tell the association."),
        error->message);
  return g_strdup (error->domain == G_IO_ERROR ? explain_io (error) : error->message);
}
