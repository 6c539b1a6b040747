/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "http/connection.h"

#include "http/prompt-output.h"

#include <linux/tcp.h>
#include <netinet/in.h>
#include <sys/socket.h>

struct _SohoConnection
{
  GSocketConnection parent_instance;

  GList link;             /* its data is the connection */
  GSocketAddress *remote; /* carries a pointer back, under connection_quark */
  GOutputStream *output;  /* in place of the socket's own, if that may not wait; or NULL */
  SohoPeer *peer;         /* the listener's; NULL once closed */
  SohoConnectionClosed closed;
  gpointer user_data;
  SoupServerMessage *message; /* borrowed */

  SohoConnectionPhase phase;
  gint64 entered_us;    /* monotonic; when the phase began */
  gint64 progress_us;   /* when the peer last did what the phase waits for */
  guint64 acknowledged; /* bytes that the peer has taken, when last asked */
  gsize bytes;          /* of the header or body, that came in this phase */
};

G_DEFINE_FINAL_TYPE (SohoConnection, soho_connection, G_TYPE_SOCKET_CONNECTION)

static GQuark
connection_quark (void)
{
  static GQuark quark;

  if (quark == 0)
    quark = g_quark_from_static_string ("soho-connection");
  return quark;
}

static GSocket *
get_socket (SohoConnection *self)
{
  return g_socket_connection_get_socket (G_SOCKET_CONNECTION (self));
}

/* FALSE if the socket is closed, or no TCP socket. */
static gboolean
ask_kernel (SohoConnection *self, struct tcp_info *info)
{
  socklen_t size = sizeof *info;

  *info = (struct tcp_info){ 0 };
  return getsockopt (g_socket_get_fd (get_socket (self)), IPPROTO_TCP, TCP_INFO, info, &size) == 0;
}

/* Whether bytes wait to be taken by the peer; *moved: whether it has taken any since last asked. */
static gboolean
has_output (SohoConnection *self, gboolean *moved)
{
  struct tcp_info info;

  if (!ask_kernel (self, &info))
    return FALSE;
  *moved = info.tcpi_bytes_acked != self->acknowledged;
  self->acknowledged = info.tcpi_bytes_acked;
  return info.tcpi_unacked > 0 || info.tcpi_notsent_bytes > 0;
}

static gboolean
is_answer_stuck (SohoConnection *self, gint64 idle_us, gint64 now_us)
{
  gboolean moved = FALSE;

  if (!has_output (self, &moved) || moved)
    self->progress_us = now_us;
  return now_us - self->progress_us > idle_us;
}

/* The end of an answer may still be under way, on a slow line for minutes. */
static gboolean
is_idle_too_long (SohoConnection *self, gint64 idle_us, gint64 now_us)
{
  gboolean moved = FALSE;

  if (now_us - self->progress_us <= idle_us)
    return FALSE;
  if (!has_output (self, &moved) || !moved)
    return TRUE;
  self->progress_us = now_us;
  return FALSE;
}

static gboolean
is_body_too_slow (SohoConnection *self, const SohoListenerLimits *limits, gint64 now_us)
{
  gint64 idle_us = limits->idle_timeout_ms * (gint64) 1000;
  gint64 spent_us = now_us - self->entered_us;

  if (now_us - self->progress_us > idle_us)
    return TRUE;
  return spent_us > idle_us
         && self->bytes * (double) G_USEC_PER_SEC < limits->min_body_rate * (double) spent_us;
}

gboolean
soho_connection_is_overdue (SohoConnection *self, const SohoListenerLimits *limits, gint64 now_us)
{
  gint64 header_us = limits->header_timeout_ms * (gint64) 1000;
  gint64 idle_us = limits->idle_timeout_ms * (gint64) 1000;

  switch (self->phase)
    {
    case SOHO_CONNECTION_HANDSHAKE:
    case SOHO_CONNECTION_HEADER:
    case SOHO_CONNECTION_REFUSED:
      return now_us - self->entered_us > header_us;
    case SOHO_CONNECTION_BODY:
      return is_body_too_slow (self, limits, now_us);
    case SOHO_CONNECTION_RESPONSE:
      return is_answer_stuck (self, idle_us, now_us);
    case SOHO_CONNECTION_IDLE:
      return is_idle_too_long (self, idle_us, now_us);
    case SOHO_CONNECTION_CUT:
      return FALSE;
    default:
      g_assert_not_reached ();
    }
}

void
soho_connection_enter (SohoConnection *self, SohoConnectionPhase phase)
{
  if (self->phase == SOHO_CONNECTION_CUT)
    return;
  self->phase = phase;
  self->entered_us = g_get_monotonic_time ();
  self->progress_us = self->entered_us;
  self->bytes = 0;
}

SohoConnectionPhase
soho_connection_get_phase (SohoConnection *self)
{
  return self->phase;
}

gsize
soho_connection_add_bytes (SohoConnection *self, gsize n)
{
  self->progress_us = g_get_monotonic_time ();
  self->bytes += n;
  return self->bytes;
}

void
soho_connection_set_message (SohoConnection *self, SoupServerMessage *message)
{
  self->message = message;
}

SoupServerMessage *
soho_connection_get_message (SohoConnection *self)
{
  return self->message;
}

gboolean
soho_connection_has_input (SohoConnection *self)
{
  struct tcp_info info;

  if (g_socket_get_available_bytes (get_socket (self)) > 0)
    return TRUE;
  return self->phase == SOHO_CONNECTION_HEADER && ask_kernel (self, &info)
         && info.tcpi_bytes_received > 0;
}

void
soho_connection_cut (SohoConnection *self, gboolean abandon)
{
  const struct linger none = { .l_onoff = 1, .l_linger = 0 };
  GSocket *socket = get_socket (self);

  if (self->phase == SOHO_CONNECTION_CUT || g_socket_is_closed (socket))
    return;
  self->phase = SOHO_CONNECTION_CUT;
  if (abandon)
    setsockopt (g_socket_get_fd (socket), SOL_SOCKET, SO_LINGER, &none, sizeof none);
  g_socket_shutdown (socket, TRUE, TRUE, NULL);
}

void
soho_connection_never_wait (SohoConnection *self)
{
  GOutputStream *own
      = G_IO_STREAM_CLASS (soho_connection_parent_class)->get_output_stream (G_IO_STREAM (self));

  g_return_if_fail (self->output == NULL);

  self->output = soho_prompt_output_new (own);
}

static GOutputStream *
soho_connection_get_output_stream (GIOStream *stream)
{
  SohoConnection *self = SOHO_CONNECTION (stream);

  if (self->output != NULL)
    return self->output;
  return G_IO_STREAM_CLASS (soho_connection_parent_class)->get_output_stream (stream);
}

static gboolean
soho_connection_close (GIOStream *stream, GCancellable *cancellable, GError **error)
{
  SohoConnection *self = SOHO_CONNECTION (stream);
  gboolean success
      = G_IO_STREAM_CLASS (soho_connection_parent_class)->close_fn (stream, cancellable, error);
  SohoConnectionClosed closed = g_steal_pointer (&self->closed);

  self->message = NULL;
  if (closed != NULL)
    closed (self, self->user_data);
  self->peer = NULL;
  return success;
}

static void
soho_connection_finalize (GObject *object)
{
  SohoConnection *self = SOHO_CONNECTION (object);

  if (self->remote != NULL)
    g_object_set_qdata (G_OBJECT (self->remote), connection_quark (), NULL);
  g_clear_object (&self->remote);
  g_clear_object (&self->output);
  G_OBJECT_CLASS (soho_connection_parent_class)->finalize (object);
}

static void
soho_connection_class_init (SohoConnectionClass *klass)
{
  GIOStreamClass *stream = G_IO_STREAM_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = soho_connection_finalize;
  stream->get_output_stream = soho_connection_get_output_stream;
  stream->close_fn = soho_connection_close;
}

static void
soho_connection_init (SohoConnection *self)
{
  self->link.data = self;
  soho_connection_enter (self, SOHO_CONNECTION_HEADER);
}

SohoConnection *
soho_connection_new (GSocket *socket,
                     GSocketAddress *remote,
                     SohoPeer *peer,
                     SohoConnectionClosed closed,
                     gpointer user_data)
{
  SohoConnection *self = g_object_new (SOHO_TYPE_CONNECTION, "socket", socket, NULL);

  self->remote = g_object_ref (remote);
  self->peer = peer;
  self->closed = closed;
  self->user_data = user_data;
  g_object_set_qdata (G_OBJECT (remote), connection_quark (), self);
  return self;
}

SohoConnection *
soho_connection_of (SoupServerMessage *message)
{
  GSocketAddress *remote = soup_server_message_get_remote_address (message);

  return remote == NULL ? NULL : g_object_get_qdata (G_OBJECT (remote), connection_quark ());
}

void
soho_connection_disown (SohoConnection *self)
{
  self->closed = NULL;
  self->peer = NULL;
}

GList *
soho_connection_get_link (SohoConnection *self)
{
  return &self->link;
}

SohoPeer *
soho_connection_get_peer (SohoConnection *self)
{
  return self->peer;
}

GSocketAddress *
soho_connection_get_remote (SohoConnection *self)
{
  return self->remote;
}
