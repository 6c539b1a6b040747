/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "http/door.h"

#include <glib/gi18n-lib.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>

/* Connections that the kernel keeps for us; it lowers this to its own bound. */
#define BACKLOG 4096

/* So many are taken before the connections there are have their turn: enough that nobody waits long
 * at the door, few enough that a flood of newcomers does not silence the rest. */
#define ACCEPTS_PER_DISPATCH 1024

#define REST_MS 100

struct _SohoDoor
{
  GSocket *socket;
  GMainContext *context;
  GSource *source; /* what waits for connections or, after an error, for time to pass */
  SohoDoorFunc admit;
  gpointer user_data;
};

static void wait_for_connections (SohoDoor *self);

static void
door_clear (gpointer door)
{
  SohoDoor *self = door;

  g_object_unref (self->socket);
  g_main_context_unref (self->context);
}

static void
door_unref (SohoDoor *self)
{
  g_rc_box_release_full (self, door_clear);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SohoDoor, door_unref)

static void
set_source (SohoDoor *self, GSource *source, GSourceFunc func)
{
  if (self->source != NULL)
    {
      g_source_destroy (self->source);
      g_source_unref (self->source);
    }
  self->source = source;
  g_source_set_callback (source, func, self, NULL);
  g_source_attach (source, self->context);
}

static gboolean
on_rested (gpointer user_data)
{
  wait_for_connections (user_data);
  return G_SOURCE_REMOVE;
}

/* Whoever is admitted may have the door closed. A connection that cannot be accepted stays in the
 * backlog and keeps the socket readable, so without a rest the loop would do nothing but fail. */
static gboolean
on_connections (GSocket *socket, GIOCondition condition, gpointer user_data)
{
  g_autoptr (SohoDoor) self = g_rc_box_acquire (user_data);

  for (guint i = 0; i < ACCEPTS_PER_DISPATCH && !g_socket_is_closed (socket); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GSocket) accepted = g_socket_accept (socket, NULL, &error);

      if (accepted != NULL)
        self->admit (accepted, self->user_data);
      else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
        return G_SOURCE_CONTINUE;
      else
        {
          set_source (self, g_timeout_source_new (REST_MS), on_rested);
          return G_SOURCE_REMOVE;
        }
    }
  return G_SOURCE_CONTINUE;
}

static void
wait_for_connections (SohoDoor *self)
{
  set_source (self, g_socket_create_source (self->socket, G_IO_IN, NULL),
              G_SOURCE_FUNC (on_connections));
}

static GSocketAddress *
make_address (const char *host, const char *port_text)
{
  g_autoptr (GInetAddress) address = NULL;
  guint64 port;

  if (!g_ascii_string_to_unsigned (port_text, 10, 0, G_MAXUINT16, &port, NULL))
    return NULL;
  if (host == NULL)
    address = g_inet_address_new_any (G_SOCKET_FAMILY_IPV6);
  else if (strcmp (host, "localhost") == 0)
    address = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  else
    address = g_inet_address_new_from_string (host);
  return address == NULL ? NULL : g_inet_socket_address_new (address, port);
}

/* An IPv6 address stands in brackets, and only there. */
static GSocketAddress *
parse_address (const char *text, GError **error)
{
  const char *colon = strrchr (text, ':');
  gsize length = colon == NULL ? 0 : colon - text;
  gboolean bracketed = length > 2 && text[0] == '[' && text[length - 1] == ']';
  g_autofree char *host = bracketed ? g_strndup (text + 1, length - 2) : g_strndup (text, length);
  GSocketAddress *address = NULL;

  if (bracketed == (strchr (host, ':') != NULL))
    address = make_address (colon == NULL ? NULL : host, colon == NULL ? text : colon + 1);
  if (address == NULL)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                 _ ("“%s” is no address to listen on. Write an address and a port, such as "
                    "127.0.0.1:8080 or [::1]:8080, or a port alone."),
                 text);
  return address;
}

/* What is set here, accepted sockets inherit: no delay for small answers, and a probe after a
 * minute of silence, which ends connections whose peer has vanished. */
static void
set_options (GSocket *socket)
{
  g_socket_set_blocking (socket, FALSE);
  g_socket_set_listen_backlog (socket, BACKLOG);
  g_socket_set_keepalive (socket, TRUE);
  g_socket_set_option (socket, IPPROTO_TCP, TCP_NODELAY, TRUE, NULL);
  g_socket_set_option (socket, IPPROTO_TCP, TCP_KEEPIDLE, 60, NULL);
  g_socket_set_option (socket, IPPROTO_TCP, TCP_KEEPINTVL, 20, NULL);
  g_socket_set_option (socket, IPPROTO_TCP, TCP_KEEPCNT, 4, NULL);
}

static GSocket *
listen_at (GSocketAddress *address, GError **error)
{
  GSocketFamily family = g_socket_address_get_family (address);
  g_autoptr (GSocket) socket
      = g_socket_new (family, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, error);

  if (socket == NULL)
    return NULL;
  set_options (socket);
  if (family == G_SOCKET_FAMILY_IPV6)
    g_socket_set_option (socket, IPPROTO_IPV6, IPV6_V6ONLY, FALSE, NULL);
  if (!g_socket_bind (socket, address, TRUE, error) || !g_socket_listen (socket, error))
    return NULL;
  return g_steal_pointer (&socket);
}

/* On every address: by IPv6, which takes IPv4 too, or by IPv4 where this machine has no IPv6. */
static GSocket *
listen_anywhere (GSocketAddress *any6, GError **error)
{
  GSocket *socket = listen_at (any6, NULL);
  guint16 port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (any6));
  g_autoptr (GInetAddress) any4 = g_inet_address_new_any (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (any4, port);

  return socket != NULL ? socket : listen_at (address, error);
}

SohoDoor *
soho_door_open (const char *address, SohoDoorFunc admit, gpointer user_data, GError **error)
{
  g_autoptr (GSocketAddress) parsed = parse_address (address, error);
  GSocket *socket;
  SohoDoor *self;

  if (parsed == NULL)
    return NULL;
  if (strchr (address, ':') == NULL)
    socket = listen_anywhere (parsed, error);
  else
    socket = listen_at (parsed, error);
  if (socket == NULL)
    {
      g_prefix_error (error, _ ("Cannot listen on %s: "), address);
      return NULL;
    }

  self = g_rc_box_new0 (SohoDoor);
  self->socket = socket;
  self->context = g_main_context_ref_thread_default ();
  self->admit = admit;
  self->user_data = user_data;
  wait_for_connections (self);
  return self;
}

void
soho_door_close (SohoDoor *self)
{
  g_source_destroy (self->source);
  g_source_unref (self->source);
  g_socket_close (self->socket, NULL);
  door_unref (self);
}

guint16
soho_door_get_port (SohoDoor *self)
{
  g_autoptr (GSocketAddress) address = g_socket_get_local_address (self->socket, NULL);

  return address == NULL ? 0 : g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address));
}
