/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync.h"

#include <glib/gi18n-lib.h>
#include <libsoup/soup.h>

#include "account-request.h"
#include "blob-cache.h"
#include "protocol.h"
#include "round.h"
#include "store/database.h"
#include "store/erasure.h"
#include "store/lease.h"
#include "sync-private.h"

guint soho_sync_timeout_s = 30;

/* How much is read at once. */
#define CHUNK 32768

/* How long a transaction may collect pages before others see them. */
#define TRANSACTION_MS 250

typedef struct
{
  SohoReplica *replica;
  SohoRound *round;
  SoupSession *session;
  const char *server;
  char *token; /* NULL for a visitor */
  SohoSyncProgress progress;
  gpointer user_data;
  GCancellable *cancellable;
  SohoSyncReport *report;
  guint commits;        /* of which the progress has been told */
  gint64 began_us;      /* of the transaction under way, 0 if there is none */
  SoupMessage *message; /* the request under way, borrowed; NULL between two */
  gint64 server_now;    /* what the last answer said it was; 0 if it said nothing */
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

/* What the round has done, as far as others see it. */
static void
report (Sync *sync)
{
  const SohoRoundReport *round = soho_round_get_report (sync->round);

  count_bytes (sync);
  sync->report->requests = round->requests;
  sync->report->rows = round->rows;
  sync->report->sent = round->sent;
  sync->report->refused = round->refused;
  sync->report->replaced = round->replaced;
  sync->report->nothing = round->nothing;
  if (round->commits > sync->commits && sync->progress != NULL)
    sync->progress (sync->report, sync->user_data);
  sync->commits = round->commits;
}

static gboolean
commit_in_time (Sync *sync, GError **error)
{
  gint64 now_us = g_get_monotonic_time ();

  if (!soho_round_has_uncommitted (sync->round))
    return TRUE;
  if (sync->began_us == 0)
    sync->began_us = now_us;
  if (now_us - sync->began_us < TRANSACTION_MS * 1000)
    return TRUE;
  sync->began_us = 0;
  if (!soho_round_commit (sync->round, error))
    return FALSE;
  report (sync);
  return TRUE;
}

/* Reads the body to its end. */
static gboolean
read_body (Sync *sync, GInputStream *body, GError **error)
{
  g_autofree guint8 *chunk = g_malloc (CHUNK);

  for (;;)
    {
      gssize n = g_input_stream_read (body, chunk, CHUNK, sync->cancellable, error);

      if (n < 0)
        return FALSE;
      if (n == 0)
        return soho_round_receive_end (sync->round, error);
      if (!soho_round_receive (sync->round, chunk, (gsize) n, error)
          || !commit_in_time (sync, error))
        return FALSE;
    }
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
make_message (Sync *sync, const SohoRoundRequest *request)
{
  SoupMessage *message
      = soho_sync_new_message (request->method, sync->server, request->path, sync->token);
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);

  if (request->body != NULL)
    {
      soup_message_set_request_body_from_bytes (message, SOHO_EDITS_TYPE, request->body);
      soup_message_headers_replace (headers, "Content-Encoding", "zstd");
    }
  else
    /* Asking for zstd ourselves also keeps libsoup from unpacking anything behind our bounds. */
    soup_message_headers_replace (headers, "Accept-Encoding", "zstd");
  return message;
}

/* There is a connection, and what follows goes over it. */
static void
on_starting (SoupMessage *message, SohoRound *round)
{
  soho_round_leave (round);
}

/* Unix seconds; 0 if the server does not say. */
static gint64
read_date (SoupMessageHeaders *headers)
{
  const char *text = soup_message_headers_get_one (headers, "Date");
  g_autoptr (GDateTime) date = text != NULL ? soup_date_time_new_from_http_string (text) : NULL;

  return date != NULL ? g_date_time_to_unix (date) : 0;
}

static gboolean
exchange (Sync *sync, GError **error)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (sync->message);
  g_autoptr (GInputStream) body
      = soup_session_send (sync->session, sync->message, sync->cancellable, error);

  if (body == NULL)
    return FALSE;
  sync->server_now = read_date (headers);
  g_free (sync->roles);
  sync->roles = g_strdup (soup_message_headers_get_one (headers, SOHO_ROLES_HEADER));
  return soho_round_receive_head (sync->round, soup_message_get_status (sync->message),
                                  soup_message_headers_get_one (headers, "Content-Type"),
                                  soup_message_headers_get_one (headers, "Content-Encoding"), error)
         && read_body (sync, body, error);
}

/* One request and its answer. Returns whether the round goes on. */
static gboolean
ask (Sync *sync, const SohoRoundRequest *request, GError **error)
{
  g_autoptr (SoupMessage) message = make_message (sync, request);
  GError *failure = NULL;
  gboolean goes_on;

  g_signal_connect (message, "starting", G_CALLBACK (on_starting), sync->round);
  sync->message = message;
  sync->bytes_down = sync->report->bytes_down;
  sync->bytes_up = sync->report->bytes_up;
  exchange (sync, &failure);
  goes_on = soho_round_settle (sync->round, failure, error);
  sync->began_us = 0;
  report (sync);
  sync->message = NULL;
  return goes_on;
}

static gboolean
run_round (Sync *sync, GError **error)
{
  for (;;)
    {
      g_autoptr (GError) failure = NULL;
      g_autoptr (SohoRoundRequest) request = soho_round_next (sync->round, &failure);

      report (sync);
      if (request == NULL)
        return soho_database_settle (&failure, error);
      if (!ask (sync, request, error))
        return FALSE;
    }
}

/* Another copy of this replica has used the numbers of this one. Now that it is known what that one
 * sent, this one goes on for itself. */
static gboolean
part_from_copy (Sync *sync, GError **error)
{
  g_clear_pointer (&sync->token, g_free);
  soho_round_begin_again (sync->round);
  return soho_account_part_from_copy (sync->replica, sync->cancellable, error)
         && soho_account_authorize (sync->replica, sync->server, sync->cancellable, &sync->token,
                                    error)
         && run_round (sync, error);
}

static gboolean
run (Sync *sync, GError **error)
{
  g_autoptr (GError) failure = NULL;

  if (run_round (sync, &failure))
    return TRUE;
  if (sync->token != NULL
      && g_error_matches (failure, SOHO_PROTOCOL_ERROR, SOHO_PROTOCOL_ERROR_COPIED_REPLICA))
    return part_from_copy (sync, error);
  g_propagate_error (error, g_steal_pointer (&failure));
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
note_roles (Sync *sync, GError **error)
{
  return sync->token == NULL || sync->roles == NULL
         || soho_account_note_roles (sync->replica, sync->roles, error);
}

static gboolean
note_success (Sync *sync, SohoReplica *replica, GError **error)
{
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, now);

  return soho_replica_set_fact (replica, "synced", text, error)
         && soho_replica_renew_lease (replica, sync->server_now > 0 ? sync->server_now : now,
                                      error);
}

/* A copy that has locked itself opens for whom the server lets in, and is then brought up to date.
 */
static gboolean
open_if_locked (Sync *sync, SohoReplica *replica, GError **error)
{
  gboolean locked;

  if (!soho_replica_is_locked (replica, &locked, error))
    return FALSE;
  return !locked
         || ((sync->token == NULL
              || soho_account_request (SOUP_METHOD_GET, sync->server, SOHO_PATH_SESSION,
                                       sync->token, NULL, sync->cancellable, NULL, error))
             && soho_replica_unlock_lease (replica, error));
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
  g_autoptr (SohoRound) round = NULL;
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
  sync.round = round = soho_round_new (replica);
  done = soho_account_authorize (replica, server, cancellable, &sync.token, error)
         && open_if_locked (&sync, replica, error) && run (&sync, error)
         && note_roles (&sync, error) && note_success (&sync, replica, error);
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
