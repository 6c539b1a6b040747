/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "http/listener.h"

#include "http/body-limits.h"
#include "http/connection.h"
#include "http/door.h"
#include "http/handshake.h"
#include "http/peers.h"
#include "http/refusal.h"
#include "http/responses.h"
#include "http/served-stream.h"

#include <errno.h>
#include <sys/resource.h>
#include <sys/socket.h>

/* The open connections are looked at so many times per shortest timeout, within these bounds. */
#define CHECKS_PER_TIMEOUT 5
#define MIN_CHECK_MS 10
#define MAX_CHECK_MS 1000

#define RESERVED_FILES 64

#define SERVER_NAME "soho-solo"

const SohoListenerLimits soho_listener_limits_default = {
  .max_connections = 1024,
  .max_connections_per_address = 128,
  .header_timeout_ms = 20 * 1000,
  .idle_timeout_ms = 75 * 1000,
  .min_body_rate = 256,
  .max_header_bytes = 16 * 1024,
  .max_body_bytes = 8 * 1024 * 1024,
};

struct _SohoListener
{
  GObject parent_instance;

  SohoListenerLimits limits;
  SohoBodyLimits *body_limits;
  SoupServer *server;
  GMainContext *context;
  GTlsCertificate *certificate; /* or NULL */
  GPtrArray *doors;             /* of SohoDoor, owned */
  GSocket *lifeline;            /* see hold_lifeline */
  SohoPeers *peers;
  GQueue connections; /* borrowed; each takes itself out when it is closed */
  GSource *check;     /* runs while there are connections */
  SohoListenerStatistics statistics;

  gboolean stopping;
  GTask *stop_task;    /* until stopped */
  GSource *stop_timer; /* the grace */
  GSource *stop_cancelled;
};

G_DEFINE_FINAL_TYPE (SohoListener, soho_listener, G_TYPE_OBJECT)

static void
clear_source (GSource **source)
{
  if (*source != NULL)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static GSource *
attach (SohoListener *self, GSource *source, GSourceFunc func)
{
  g_source_set_callback (source, func, self, NULL);
  g_source_attach (source, self->context);
  return source;
}

/* The requests, as SoupServer tells of them. */

static void
add_headers (SohoListener *self, SoupServerMessage *message)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);

  soup_message_headers_replace (headers, "X-Content-Type-Options", "nosniff");
  if (self->stopping)
    soup_message_headers_replace (headers, "Connection", "close");
}

static gsize
get_max_body (SohoListener *self, SoupServerMessage *message)
{
  return soho_body_limits_find (self->body_limits, message, self->limits.max_body_bytes);
}

static void
refuse_body (SohoListener *self, SohoConnection *connection, SoupServerMessage *message)
{
  self->statistics.bodies_refused++;
  soho_refuse_body (connection, message, get_max_body (self, message));
}

static void
on_got_chunk (SoupServerMessage *message, GBytes *chunk, SohoListener *self)
{
  SohoConnection *connection = soho_connection_of (message);

  if (soho_connection_add_bytes (connection, g_bytes_get_size (chunk))
      > get_max_body (self, message))
    refuse_body (self, connection, message);
}

/* Two lengths of one body are how a request is smuggled past a proxy: whatever follows this one
 * shall not be taken for another. */
static void
distrust_two_lengths (SoupServerMessage *message)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);

  if (soup_message_headers_get_one (headers, "Content-Length") != NULL
      && soup_message_headers_get_list (headers, "Transfer-Encoding") != NULL)
    soup_message_headers_replace (soup_server_message_get_response_headers (message), "Connection",
                                  "close");
}

static void
on_got_headers (SoupServerMessage *message, SohoListener *self)
{
  SohoConnection *connection = soho_connection_of (message);
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  SoupEncoding encoding = soup_message_headers_get_encoding (headers);
  goffset length = 0;

  self->statistics.requests++;
  if (encoding == SOUP_ENCODING_CONTENT_LENGTH)
    length = soup_message_headers_get_content_length (headers);
  if (length < 0 || (guint64) length > get_max_body (self, message))
    refuse_body (self, connection, message);
  else if (length > 0 || encoding == SOUP_ENCODING_CHUNKED)
    {
      soho_connection_enter (connection, SOHO_CONNECTION_BODY);
      distrust_two_lengths (message);
      g_signal_connect (message, "got-chunk", G_CALLBACK (on_got_chunk), self);
    }
}

/* SoupServer tells of a connection's first request when it takes the connection, of later ones when
 * their first line is there. */
static void
on_request_started (SoupServer *server, SoupServerMessage *message, SohoListener *self)
{
  SohoConnection *connection = soho_connection_of (message);

  if (connection == NULL)
    return;
  soho_connection_set_message (connection, message);
  soho_connection_enter (connection, SOHO_CONNECTION_HEADER);
  add_headers (self, message);
  g_signal_connect (message, "got-headers", G_CALLBACK (on_got_headers), self);
}

/* For a client that asked whether to send its body, SoupServer has answered "100 Continue" by now,
 * and has forgotten every header with that. */
static void
restore_headers (SohoListener *self, SoupServerMessage *message)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *date = soup_date_time_to_string (now, SOUP_DATE_HTTP);

  soup_message_headers_replace (headers, "Date", date);
  soup_message_headers_replace (headers, "Server", SERVER_NAME);
  add_headers (self, message);
}

static void
on_request_read (SoupServer *server, SoupServerMessage *message, SohoListener *self)
{
  SohoConnection *connection = soho_connection_of (message);
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);

  if (connection == NULL)
    return;
  soho_connection_enter (connection, SOHO_CONNECTION_RESPONSE);
  if (soup_message_headers_get_expectations (headers) & SOUP_EXPECTATION_CONTINUE)
    restore_headers (self, message);
}

static void
on_request_ended (SoupServer *server, SoupServerMessage *message, SohoListener *self)
{
  SohoConnection *connection = soho_connection_of (message);

  if (connection == NULL)
    return;
  soho_connection_set_message (connection, NULL);
  soho_connection_enter (connection, SOHO_CONNECTION_IDLE);
}

static void
on_unhandled (SoupServer *server,
              SoupServerMessage *message,
              const char *path,
              GHashTable *query,
              gpointer user_data)
{
  soho_respond_not_found (message);
}

/* The connections. */

static gboolean
on_check (gpointer user_data)
{
  SohoListener *self = user_data;
  gint64 now_us = g_get_monotonic_time ();

  for (GList *l = self->connections.head; l != NULL; l = l->next)
    if (soho_connection_is_overdue (l->data, &self->limits, now_us))
      {
        self->statistics.cut++;
        soho_connection_cut (l->data, TRUE);
      }
  return G_SOURCE_CONTINUE;
}

static void
start_checks (SohoListener *self)
{
  guint shortest_ms = MIN (self->limits.header_timeout_ms, self->limits.idle_timeout_ms);
  guint interval_ms = CLAMP (shortest_ms / CHECKS_PER_TIMEOUT, MIN_CHECK_MS, MAX_CHECK_MS);

  self->check = attach (self, g_timeout_source_new (interval_ms), on_check);
}

static void plan_stop (SohoListener *self, guint after_ms);

static void
on_closed (SohoConnection *connection, gpointer user_data)
{
  SohoListener *self = user_data;

  g_queue_unlink (&self->connections, soho_connection_get_link (connection));
  soho_peers_leave (self->peers, soho_connection_get_peer (connection));
  if (!g_queue_is_empty (&self->connections))
    return;
  clear_source (&self->check);
  if (self->stop_task != NULL)
    plan_stop (self, 0);
}

static void
serve (SohoListener *self, SohoConnection *connection, GIOStream *stream)
{
  GSocket *socket = g_socket_connection_get_socket (G_SOCKET_CONNECTION (connection));
  g_autoptr (GSocketAddress) local = g_socket_get_local_address (socket, NULL);
  g_autoptr (GIOStream) served
      = soho_served_stream_new (connection, stream, self->limits.max_header_bytes);

  if (local != NULL)
    soup_server_accept_iostream (self->server, served, local,
                                 soho_connection_get_remote (connection), NULL);
}

/* A connection without peer was disowned: its listener is gone. */
static void
on_handshake_done (SohoConnection *connection, GIOStream *secure, gpointer user_data)
{
  if (secure == NULL || soho_connection_get_peer (connection) == NULL)
    return;
  soho_connection_enter (connection, SOHO_CONNECTION_HEADER);
  serve (user_data, connection, secure);
}

static SohoPeer *
enter_peer (SohoListener *self, GSocketAddress *remote)
{
  GInetAddress *address = g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (remote));

  if (g_queue_get_length (&self->connections) >= self->limits.max_connections)
    return NULL;
  return soho_peers_enter (self->peers, address, self->limits.max_connections_per_address);
}

static void
admit (GSocket *accepted, gpointer user_data)
{
  SohoListener *self = user_data;
  g_autoptr (GSocketAddress) remote = g_socket_get_remote_address (accepted, NULL);
  SohoPeer *peer = remote == NULL ? NULL : enter_peer (self, remote);
  g_autoptr (SohoConnection) connection = NULL;

  self->statistics.accepted++;
  if (peer == NULL)
    {
      self->statistics.refused++;
      return;
    }
  connection = soho_connection_new (accepted, remote, peer, on_closed, self);
  g_queue_push_tail_link (&self->connections, soho_connection_get_link (connection));
  if (self->check == NULL)
    start_checks (self);
  if (self->certificate != NULL)
    soho_handshake_begin (connection, self->certificate, on_handshake_done, self);
  else
    serve (self, connection, G_IO_STREAM (connection));
}

/* Stopping. */

static void
finish_stop (SohoListener *self)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->stop_task);

  clear_source (&self->stop_timer);
  clear_source (&self->stop_cancelled);
  soup_server_disconnect (self->server);
  g_task_return_boolean (task, TRUE);
}

static void
cut_all (SohoListener *self)
{
  for (GList *l = self->connections.head; l != NULL; l = l->next)
    soho_connection_cut (l->data, FALSE);
}

static gboolean
on_grace_over (gpointer user_data)
{
  SohoListener *self = user_data;

  cut_all (self);
  finish_stop (self);
  return G_SOURCE_REMOVE;
}

/* Never at once: SoupServer cannot disconnect while it closes a connection. */
static void
plan_stop (SohoListener *self, guint after_ms)
{
  clear_source (&self->stop_timer);
  self->stop_timer = attach (self, g_timeout_source_new (after_ms), on_grace_over);
}

/* A request that has come, or begun to come, is still answered. */
static void
wind_down (SohoListener *self, SohoConnection *connection)
{
  SoupServerMessage *message = soho_connection_get_message (connection);

  if (message != NULL)
    add_headers (self, message);
  switch (soho_connection_get_phase (connection))
    {
    case SOHO_CONNECTION_HEADER:
    case SOHO_CONNECTION_IDLE:
      if (!soho_connection_has_input (connection))
        soho_connection_cut (connection, FALSE);
      break;
    case SOHO_CONNECTION_HANDSHAKE:
    case SOHO_CONNECTION_REFUSED:
      soho_connection_cut (connection, FALSE);
      break;
    case SOHO_CONNECTION_BODY:
    case SOHO_CONNECTION_RESPONSE:
    case SOHO_CONNECTION_CUT:
      break;
    }
}

static gboolean
on_cancelled (GCancellable *cancellable, gpointer user_data)
{
  return on_grace_over (user_data);
}

void
soho_listener_stop_async (SohoListener *self,
                          guint grace_ms,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_return_if_fail (SOHO_IS_LISTENER (self));
  g_return_if_fail (!self->stopping);

  self->stopping = TRUE;
  self->stop_task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (self->stop_task, soho_listener_stop_async);
  g_ptr_array_set_size (self->doors, 0);
  plan_stop (self, g_queue_is_empty (&self->connections) ? 0 : grace_ms);
  if (cancellable != NULL)
    self->stop_cancelled
        = attach (self, g_cancellable_source_new (cancellable), G_SOURCE_FUNC (on_cancelled));
  for (GList *l = self->connections.head; l != NULL; l = l->next)
    wind_down (self, l->data);
}

gboolean
soho_listener_stop_finish (SohoListener *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* The object. */

static void
disown_all (SohoListener *self)
{
  cut_all (self);
  for (GList *l = self->connections.head; l != NULL; l = l->next)
    soho_handshake_forget_waiting (soho_connection_get_peer (l->data));
  for (GList *l; (l = g_queue_pop_head_link (&self->connections)) != NULL;)
    soho_connection_disown (l->data);
}

static void
soho_listener_dispose (GObject *object)
{
  SohoListener *self = SOHO_LISTENER (object);

  self->stopping = TRUE;
  g_ptr_array_set_size (self->doors, 0);
  clear_source (&self->check);
  clear_source (&self->stop_timer);
  clear_source (&self->stop_cancelled);
  disown_all (self);
  if (self->server != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->server, self);
      soup_server_disconnect (self->server);
    }
  g_clear_object (&self->server);
  g_clear_object (&self->lifeline);
  g_clear_object (&self->certificate);
  G_OBJECT_CLASS (soho_listener_parent_class)->dispose (object);
}

static void
soho_listener_finalize (GObject *object)
{
  SohoListener *self = SOHO_LISTENER (object);

  g_ptr_array_unref (self->doors);
  soho_body_limits_free (self->body_limits);
  soho_peers_free (self->peers);
  g_main_context_unref (self->context);
  G_OBJECT_CLASS (soho_listener_parent_class)->finalize (object);
}

static void
soho_listener_class_init (SohoListenerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = soho_listener_dispose;
  G_OBJECT_CLASS (klass)->finalize = soho_listener_finalize;
}

static void
soho_listener_init (SohoListener *self)
{
  self->context = g_main_context_ref_thread_default ();
  self->doors = g_ptr_array_new_with_free_func ((GDestroyNotify) soho_door_close);
  self->body_limits = soho_body_limits_new ();
  self->peers = soho_peers_new ();
  self->server = soup_server_new ("server-header", SERVER_NAME, NULL);
  soup_server_add_handler (self->server, NULL, on_unhandled, NULL, NULL);
  g_signal_connect (self->server, "request-started", G_CALLBACK (on_request_started), self);
  g_signal_connect (self->server, "request-read", G_CALLBACK (on_request_read), self);
  g_signal_connect (self->server, "request-finished", G_CALLBACK (on_request_ended), self);
  g_signal_connect (self->server, "request-aborted", G_CALLBACK (on_request_ended), self);
}

SohoListener *
soho_listener_new (const SohoListenerLimits *limits)
{
  SohoListener *self = g_object_new (SOHO_TYPE_LISTENER, NULL);

  self->limits = limits != NULL ? *limits : soho_listener_limits_default;
  return self;
}

void
soho_listener_limit_body (SohoListener *self, const char *path, gsize max)
{
  g_return_if_fail (SOHO_IS_LISTENER (self));

  soho_body_limits_add (self->body_limits, path, max);
}

SoupServer *
soho_listener_get_server (SohoListener *self)
{
  g_return_val_if_fail (SOHO_IS_LISTENER (self), NULL);

  return self->server;
}

static gboolean
has_private_key (GTlsCertificate *certificate)
{
  g_autoptr (GByteArray) key = NULL;
  g_autofree char *pkcs11_uri = NULL;

  g_object_get (certificate, "private-key", &key, "private-key-pkcs11-uri", &pkcs11_uri, NULL);
  return key != NULL || pkcs11_uri != NULL;
}

gboolean
soho_listener_set_tls (SohoListener *self, GTlsCertificate *certificate)
{
  g_return_val_if_fail (SOHO_IS_LISTENER (self), FALSE);

  if (certificate != NULL
      && (!g_tls_backend_supports_tls (g_tls_backend_get_default ())
          || !has_private_key (certificate)))
    return FALSE;
  g_set_object (&self->certificate, certificate);
  return TRUE;
}

/* The limit that a process is born with suits programs that use select(); this one polls. Some
 * files are kept for what is no connection. */
static void
adapt_to_file_limit (SohoListener *self)
{
  struct rlimit limit;

  if (getrlimit (RLIMIT_NOFILE, &limit) != 0)
    return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit (RLIMIT_NOFILE, &limit);
  if (limit.rlim_cur > 2 * RESERVED_FILES)
    self->limits.max_connections
        = MIN (self->limits.max_connections, limit.rlim_cur - RESERVED_FILES);
}

/* SoupServer keeps connections alive only while it listens itself. It is given one end of a pair
 * whose other end says nothing, so that nobody can come in this way. */
static gboolean
hold_lifeline (SohoListener *self, GError **error)
{
  int fds[2];
  g_autoptr (GSocket) end = NULL;

  if (self->lifeline != NULL)
    return TRUE;
  if (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds) != 0)
    {
      g_set_error_literal (error, G_IO_ERROR, g_io_error_from_errno (errno), g_strerror (errno));
      return FALSE;
    }
  self->lifeline = g_socket_new_from_fd (fds[0], NULL);
  end = g_socket_new_from_fd (fds[1], NULL);
  return soup_server_listen_socket (self->server, end, 0, error);
}

gboolean
soho_listener_listen (SohoListener *self, const char *address, GError **error)
{
  SohoDoor *door;

  g_return_val_if_fail (SOHO_IS_LISTENER (self), FALSE);
  g_return_val_if_fail (address != NULL, FALSE);
  g_return_val_if_fail (!self->stopping, FALSE);

  adapt_to_file_limit (self);
  if (!hold_lifeline (self, error))
    return FALSE;
  door = soho_door_open (address, admit, self, error);
  if (door == NULL)
    return FALSE;
  g_ptr_array_add (self->doors, door);
  return TRUE;
}

guint16
soho_listener_get_port (SohoListener *self)
{
  g_return_val_if_fail (SOHO_IS_LISTENER (self), 0);

  return self->doors->len == 0 ? 0 : soho_door_get_port (g_ptr_array_index (self->doors, 0));
}

void
soho_listener_get_statistics (SohoListener *self, SohoListenerStatistics *statistics)
{
  g_return_if_fail (SOHO_IS_LISTENER (self));

  *statistics = self->statistics;
  statistics->open = g_queue_get_length (&self->connections);
}
