/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "http/handshake.h"

#include <string.h>
#include <sys/socket.h>

/* Of one peer. */
#define MAX_HANDSHAKES 8

/* A TLS record (RFC 8446, 5.1): one byte of type, two of version, two of length, high byte first.
 */
#define RECORD_HEADER 5
#define RECORD_TYPE_HANDSHAKE 22
#define MAX_RECORD (RECORD_HEADER + (1 << 14))

typedef struct
{
  SohoConnection *connection;
  GTlsCertificate *certificate;
  SohoHandshakeDone done;
  gpointer user_data;
  guint needed; /* bytes to wait for */
} Handshake;

static void wait_for_hello (Handshake *self);

static GSocket *
get_socket (Handshake *self)
{
  return g_socket_connection_get_socket (G_SOCKET_CONNECTION (self->connection));
}

static void
finish (Handshake *self, GIOStream *secure)
{
  self->done (self->connection, secure, self->user_data);
  g_object_unref (self->connection);
  g_object_unref (self->certificate);
  g_free (self);
}

static void start_next (SohoPeer *peer);

static void
on_handshake (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Handshake *self = user_data;
  SohoPeer *peer = soho_connection_get_peer (self->connection);
  gboolean agreed = g_tls_connection_handshake_finish (G_TLS_CONNECTION (source), result, NULL);

  if (peer != NULL)
    {
      peer->handshakes--;
      start_next (peer);
    }
  finish (self, agreed ? G_IO_STREAM (source) : NULL);
}

/* Without a database, which would hold whom to trust among clients: the system's own, which it
 * would be otherwise, takes ten times longer to prepare than all the rest of a handshake. */
static GIOStream *
make_secure (Handshake *self)
{
  static const char *const protocols[] = { "http/1.1", NULL };
  GType type = g_tls_backend_get_server_connection_type (g_tls_backend_get_default ());

  return g_initable_new (type, NULL, NULL, "base-io-stream", self->connection, "certificate",
                         self->certificate, "database", NULL, "require-close-notify", FALSE,
                         "advertised-protocols", protocols, NULL);
}

static void
start (Handshake *self)
{
  g_autoptr (GIOStream) secure = NULL;

  soho_connection_never_wait (self->connection);
  secure = make_secure (self);
  if (secure == NULL)
    {
      finish (self, NULL);
      return;
    }
  soho_connection_get_peer (self->connection)->handshakes++;
  g_tls_connection_handshake_async (G_TLS_CONNECTION (secure), G_PRIORITY_DEFAULT, NULL,
                                    on_handshake, self);
}

static void
start_next (SohoPeer *peer)
{
  while (peer->handshakes < MAX_HANDSHAKES && !g_queue_is_empty (&peer->waiting))
    start (g_queue_pop_head (&peer->waiting));
}

void
soho_handshake_forget_waiting (SohoPeer *peer)
{
  while (!g_queue_is_empty (&peer->waiting))
    finish (g_queue_pop_head (&peer->waiting), NULL);
}

/* What it sent is read first: closing a socket with bytes unread would destroy the answer. */
static void
refuse_plain (Handshake *self)
{
  static const char answer[] = "HTTP/1.1 400 Bad Request\r\n"
                               "Server: soho-solo\r\n"
                               "X-Content-Type-Options: nosniff\r\n"
                               "Content-Type: text/plain\r\n"
                               "Connection: close\r\n\r\n"
                               "This port speaks HTTPS only. Write https:// in the address.\n";
  GSocket *socket = get_socket (self);
  char ignored[4096];

  g_socket_receive_with_blocking (socket, ignored, sizeof ignored, FALSE, NULL, NULL);
  g_socket_send_with_blocking (socket, answer, strlen (answer), FALSE, NULL, NULL);
  g_socket_shutdown (socket, FALSE, TRUE, NULL);
  finish (self, NULL);
}

static gboolean
on_hello (GSocket *socket, GIOCondition condition, gpointer user_data)
{
  Handshake *self = user_data;
  int fd = g_socket_get_fd (socket);
  guint8 header[RECORD_HEADER];
  SohoPeer *peer = soho_connection_get_peer (self->connection);
  gssize available = g_socket_get_available_bytes (socket);

  /* The kernel wakes us when enough is there, so with less this is the peer's end. */
  if (peer == NULL || available < self->needed
      || recv (fd, header, sizeof header, MSG_PEEK | MSG_DONTWAIT) != sizeof header)
    finish (self, NULL);
  else if (header[0] != RECORD_TYPE_HANDSHAKE)
    refuse_plain (self);
  else if (self->needed == RECORD_HEADER)
    {
      self->needed += header[3] << 8 | header[4];
      if (self->needed > MAX_RECORD)
        finish (self, NULL);
      else
        wait_for_hello (self);
    }
  else
    {
      g_socket_set_option (socket, SOL_SOCKET, SO_RCVLOWAT, 1, NULL);
      g_queue_push_tail (&peer->waiting, self);
      start_next (peer);
    }
  return G_SOURCE_REMOVE;
}

static void
wait_for_hello (Handshake *self)
{
  g_autoptr (GMainContext) context = g_main_context_ref_thread_default ();
  g_autoptr (GSource) source = NULL;

  g_socket_set_option (get_socket (self), SOL_SOCKET, SO_RCVLOWAT, self->needed, NULL);
  source = g_socket_create_source (get_socket (self), G_IO_IN, NULL);
  g_source_set_callback (source, G_SOURCE_FUNC (on_hello), self, NULL);
  g_source_attach (source, context);
}

void
soho_handshake_begin (SohoConnection *connection,
                      GTlsCertificate *certificate,
                      SohoHandshakeDone done,
                      gpointer user_data)
{
  Handshake *self = g_new0 (Handshake, 1);

  self->connection = g_object_ref (connection);
  self->certificate = g_object_ref (certificate);
  self->done = done;
  self->user_data = user_data;
  self->needed = RECORD_HEADER;
  soho_connection_enter (connection, SOHO_CONNECTION_HANDSHAKE);
  wait_for_hello (self);
}
