/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "wire-server.h"

#include <string.h>
#include <sys/socket.h>

#include "protocol.h"

struct _WireServer
{
  GSocket *listening;
  char *address;
  guint16 port;
  GThread *thread;
  GCancellable *stopped;

  GMutex mutex;           /* of all that follows */
  GPtrArray *connections; /* GThread, ours to join */
  WireAnswer answer;
  gpointer user_data;
  GBytes *bytes;
  WireEnd end;
  gsize pause_after;
  guint pause_ms;
  guint n_requests;
  char *request;
};

typedef struct
{
  WireServer *server;
  GSocket *socket;
} Connection;

/* Up to the empty line, or what came before the client went; at once if it is no HTTP. */
static char *
hear (WireServer *self, GSocket *socket)
{
  GString *heard = g_string_new (NULL);
  char buffer[4096];
  gssize n;

  while (strstr (heard->str, "\r\n\r\n") == NULL
         && (heard->len == 0 || g_ascii_isalpha (heard->str[0]))
         && (n = g_socket_receive (socket, buffer, sizeof buffer, self->stopped, NULL)) > 0)
    g_string_append_len (heard, buffer, n);
  return g_string_free (heard, FALSE);
}

static void
say (WireServer *self, GSocket *socket, const char *data, gsize length)
{
  while (length > 0)
    {
      gssize n = g_socket_send (socket, data, length, self->stopped, NULL);

      if (n <= 0)
        return;
      data += n;
      length -= (gsize) n;
    }
}

/* With a rest in between, unless it is cut short by the end of the server. */
static void
say_all (WireServer *self, GSocket *socket, GBytes *bytes, gsize pause_after, guint pause_ms)
{
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);
  gsize first = pause_ms > 0 ? MIN (pause_after, length) : length;

  say (self, socket, data, first);
  for (guint ms = 0; ms < pause_ms && !g_cancellable_is_cancelled (self->stopped); ms += 10)
    g_usleep (10 * 1000);
  say (self, socket, data + first, length - first);
}

static void
finish (WireServer *self, GSocket *socket, WireEnd end)
{
  struct linger at_once = { 1, 0 };
  char buffer[4096];

  if (end == WIRE_RESET)
    setsockopt (g_socket_get_fd (socket), SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  else if (end == WIRE_CLOSE)
    g_socket_shutdown (socket, FALSE, TRUE, NULL);
  /* What is heard before closing keeps the kernel from resetting the connection. */
  while (end != WIRE_RESET
         && g_socket_receive (socket, buffer, sizeof buffer, self->stopped, NULL) > 0)
    continue;
  g_socket_close (socket, NULL);
}

static gpointer
serve_connection (gpointer data)
{
  Connection *connection = data;
  WireServer *self = connection->server;
  g_autofree char *request = hear (self, connection->socket);
  g_autoptr (GBytes) bytes = NULL;
  WireAnswer answer;
  gpointer user_data;
  gsize pause_after;
  guint pause_ms;
  WireEnd end;

  g_mutex_lock (&self->mutex);
  self->n_requests++;
  g_free (self->request);
  self->request = g_strdup (request);
  answer = self->answer;
  user_data = self->user_data;
  bytes = self->bytes != NULL ? g_bytes_ref (self->bytes) : g_bytes_new (NULL, 0);
  end = self->end;
  pause_after = self->pause_after;
  pause_ms = self->pause_ms;
  g_mutex_unlock (&self->mutex);

  if (answer != NULL)
    {
      g_bytes_unref (bytes);
      bytes = answer (request, user_data);
    }
  say_all (self, connection->socket, bytes, pause_after, pause_ms);
  finish (self, connection->socket, end);
  g_object_unref (connection->socket);
  g_free (connection);
  return NULL;
}

static gpointer
accept_connections (gpointer data)
{
  WireServer *self = data;
  GSocket *socket;

  while ((socket = g_socket_accept (self->listening, self->stopped, NULL)) != NULL)
    {
      Connection *connection = g_new0 (Connection, 1);

      connection->server = self;
      connection->socket = socket;
      g_mutex_lock (&self->mutex);
      g_ptr_array_add (self->connections,
                       g_thread_new ("connection", serve_connection, connection));
      g_mutex_unlock (&self->mutex);
    }
  return NULL;
}

WireServer *
wire_server_new (void)
{
  WireServer *self = g_new0 (WireServer, 1);
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) any = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) bound = NULL;
  g_autoptr (GError) error = NULL;

  self->listening
      = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, &error);
  g_assert_no_error (error);
  g_socket_bind (self->listening, any, TRUE, &error);
  g_assert_no_error (error);
  g_socket_listen (self->listening, &error);
  g_assert_no_error (error);
  bound = g_socket_get_local_address (self->listening, &error);
  g_assert_no_error (error);
  self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));
  self->address = g_strdup_printf ("http://127.0.0.1:%u", self->port);
  self->stopped = g_cancellable_new ();
  self->connections = g_ptr_array_new ();
  g_mutex_init (&self->mutex);
  self->thread = g_thread_new ("wire-server", accept_connections, self);
  return self;
}

void
wire_server_free (WireServer *self)
{
  g_cancellable_cancel (self->stopped);
  g_thread_join (self->thread);
  for (guint i = 0; i < self->connections->len; i++)
    g_thread_join (g_ptr_array_index (self->connections, i));
  g_ptr_array_unref (self->connections);
  g_object_unref (self->listening);
  g_object_unref (self->stopped);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_mutex_clear (&self->mutex);
  g_free (self->address);
  g_free (self->request);
  g_free (self);
}

const char *
wire_server_get_address (WireServer *self)
{
  return self->address;
}

guint16
wire_server_get_port (WireServer *self)
{
  return self->port;
}

static void
set (WireServer *self, GBytes *bytes, WireAnswer answer, gpointer user_data, WireEnd end)
{
  g_mutex_lock (&self->mutex);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  self->bytes = bytes;
  self->answer = answer;
  self->user_data = user_data;
  self->end = end;
  g_mutex_unlock (&self->mutex);
}

void
wire_server_set_bytes (WireServer *self, const char *bytes, gssize length, WireEnd end)
{
  set (self, g_bytes_new (bytes, length >= 0 ? (gsize) length : strlen (bytes)), NULL, NULL, end);
}

void
wire_server_set_answer (WireServer *self, WireAnswer answer, gpointer user_data, WireEnd end)
{
  set (self, NULL, answer, user_data, end);
}

void
wire_server_set_pause (WireServer *self, gsize after, guint ms)
{
  g_mutex_lock (&self->mutex);
  self->pause_after = after;
  self->pause_ms = ms;
  g_mutex_unlock (&self->mutex);
}

char *
wire_server_dup_pages (const char *lines)
{
  return g_strdup_printf ("HTTP/1.1 200 OK\r\nContent-Type: " SOHO_PAGES_TYPE
                          "\r\nContent-Length: %zu\r\n\r\n%s",
                          strlen (lines), lines);
}

guint
wire_server_get_n_requests (WireServer *self)
{
  guint n;

  g_mutex_lock (&self->mutex);
  n = self->n_requests;
  g_mutex_unlock (&self->mutex);
  return n;
}

char *
wire_server_dup_request (WireServer *self)
{
  char *request;

  g_mutex_lock (&self->mutex);
  request = g_strdup (self->request);
  g_mutex_unlock (&self->mutex);
  return request;
}
