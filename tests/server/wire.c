/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "wire.h"

#include "http/responses.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define PATIENCE_US (30 * G_USEC_PER_SEC)

#define BIG_BYTES (32 * 1024 * 1024)
#define SOME_BYTES (1024 * 1024)

const SohoListenerLimits site_limits = {
  .max_connections = 2000,
  .max_connections_per_address = 2000,
  .header_timeout_ms = 200,
  .idle_timeout_ms = 300,
  .min_body_rate = 1000,
  .max_header_bytes = 16384,
  .max_body_bytes = 10000,
};

static void
on_hello (SoupServer *server,
          SoupServerMessage *message,
          const char *path,
          GHashTable *query,
          gpointer user_data)
{
  if (soup_server_message_get_method (message) == SOUP_METHOD_GET)
    soho_respond_json (message, 200, g_strdup ("hello"));
  else
    soho_respond_not_allowed (message, "GET");
}

static void
on_size (SoupServer *server,
         SoupServerMessage *message,
         const char *path,
         GHashTable *query,
         gpointer user_data)
{
  SoupMessageBody *body = soup_server_message_get_request_body (message);

  soho_respond_json (message, 200, g_strdup_printf ("size %d", (int) body->length));
}

static void
on_big (SoupServer *server,
        SoupServerMessage *message,
        const char *path,
        GHashTable *query,
        gpointer user_data)
{
  soup_server_message_set_status (message, 200, NULL);
  soup_message_body_append_bytes (soup_server_message_get_response_body (message), user_data);
}

static void
on_paused (SoupServer *server,
           SoupServerMessage *message,
           const char *path,
           GHashTable *query,
           gpointer user_data)
{
  Site *site = user_data;

  soho_respond_json (message, 200, g_strdup ("resumed"));
  g_ptr_array_add (site->paused, g_object_ref (message));
  soup_server_message_pause (message);
}

static void
on_live (SoupServer *server,
         SoupServerMessage *message,
         const char *path,
         GHashTable *query,
         gpointer user_data)
{
  Site *site = user_data;

  soup_server_message_set_status (message, 200, NULL);
  soup_message_headers_set_encoding (soup_server_message_get_response_headers (message),
                                     SOUP_ENCODING_CHUNKED);
  soup_message_body_append (soup_server_message_get_response_body (message), SOUP_MEMORY_STATIC,
                            "first\n", 6);
  g_ptr_array_add (site->paused, g_object_ref (message));
}

static void
on_stop (SoupServer *server,
         SoupServerMessage *message,
         const char *path,
         GHashTable *query,
         gpointer user_data)
{
  Site *site = user_data;

  soho_listener_stop_async (site->listener, 5000, NULL, NULL, NULL);
  soho_respond_json (message, 200, g_strdup ("stopping"));
}

void
site_open (Site *site, const SohoListenerLimits *limits)
{
  g_autoptr (GError) error = NULL;
  SoupServer *server;
  GBytes *big = g_bytes_new_take (g_malloc0 (BIG_BYTES), BIG_BYTES);

  site->paused = g_ptr_array_new_with_free_func (g_object_unref);
  site->listener = soho_listener_new (limits);
  server = soho_listener_get_server (site->listener);
  soup_server_add_handler (server, "/hello", on_hello, NULL, NULL);
  soup_server_add_handler (server, "/size", on_size, NULL, NULL);
  soup_server_add_handler (server, "/big", on_big, big, (GDestroyNotify) g_bytes_unref);
  soup_server_add_handler (server, "/some", on_big, g_bytes_new_from_bytes (big, 0, SOME_BYTES),
                           (GDestroyNotify) g_bytes_unref);
  soup_server_add_handler (server, "/paused", on_paused, site, NULL);
  soup_server_add_handler (server, "/live", on_live, site, NULL);
  soup_server_add_handler (server, "/stop", on_stop, site, NULL);
  g_assert_true (soho_listener_listen (site->listener, "127.0.0.1:0", &error));
  g_assert_no_error (error);
  site->port = soho_listener_get_port (site->listener);
  g_assert_cmpuint (site->port, !=, 0);
}

void
site_close (Site *site)
{
  g_assert_finalize_object (site->listener);
  g_ptr_array_unref (site->paused);
  site_run (20);
}

SohoListenerStatistics
site_statistics (Site *site)
{
  SohoListenerStatistics statistics;

  soho_listener_get_statistics (site->listener, &statistics);
  return statistics;
}

/* Lets the main loop work, and gives way for a moment if it has nothing to do. */
static void
turn (gint64 since_us)
{
  g_assert_cmpint (g_get_monotonic_time () - since_us, <, PATIENCE_US);
  if (!g_main_context_iteration (NULL, FALSE))
    g_usleep (500);
}

void
site_wait (gboolean *flag)
{
  for (gint64 since_us = g_get_monotonic_time (); !*flag;)
    turn (since_us);
}

void
site_wait_open (Site *site, guint n)
{
  for (gint64 since_us = g_get_monotonic_time (); site_statistics (site).open != n;)
    turn (since_us);
}

void
site_wait_paused (Site *site, guint n)
{
  for (gint64 since_us = g_get_monotonic_time (); site->paused->len != n;)
    turn (since_us);
}

void
site_run (guint ms)
{
  gint64 since_us = g_get_monotonic_time ();

  while (g_get_monotonic_time () - since_us < ms * (gint64) 1000)
    turn (since_us);
}

Wire *
wire_open (Site *site, const char *host)
{
  struct sockaddr_in own = { .sin_family = AF_INET };
  struct sockaddr_in server = { .sin_family = AF_INET, .sin_port = htons (site->port) };
  Wire *self = g_new0 (Wire, 1);

  self->heard = g_string_new (NULL);
  self->fd = socket (AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  g_assert_cmpint (self->fd, >=, 0);
  own.sin_addr.s_addr = host == NULL ? htonl (INADDR_ANY) : inet_addr (host);
  server.sin_addr.s_addr = htonl (INADDR_LOOPBACK);
  if (host != NULL)
    g_assert_cmpint (bind (self->fd, (struct sockaddr *) &own, sizeof own), ==, 0);
  if (connect (self->fd, (struct sockaddr *) &server, sizeof server) != 0)
    {
      g_assert_true (errno == EINPROGRESS || errno == ECONNREFUSED);
      self->ended = errno == ECONNREFUSED;
    }
  return self;
}

void
wire_close (Wire *self)
{
  close (self->fd);
  g_string_free (self->heard, TRUE);
  g_free (self);
}

void
wire_set_buffer (Wire *self, int bytes)
{
  g_assert_cmpint (setsockopt (self->fd, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof bytes), ==, 0);
}

void
wire_say_bytes (Wire *self, const void *bytes, gsize length)
{
  gint64 since_us = g_get_monotonic_time ();

  for (gsize said = 0; said < length && !self->ended;)
    {
      gssize n = send (self->fd, (const char *) bytes + said, length - said, MSG_NOSIGNAL);

      if (n > 0)
        said += n;
      else if (errno == EAGAIN)
        {
          wire_hear (self, G_MAXSIZE);
          turn (since_us);
        }
      else
        return;
    }
}

void
wire_say (Wire *self, const char *text)
{
  wire_say_bytes (self, text, strlen (text));
}

void
wire_hear (Wire *self, gsize max)
{
  char buffer[16384];
  gssize n = -1;

  while (max > 0 && (n = recv (self->fd, buffer, MIN (max, sizeof buffer), 0)) > 0)
    {
      g_string_append_len (self->heard, buffer, n);
      max -= n;
    }
  if (n == 0 || (n < 0 && errno != EAGAIN))
    self->ended = TRUE;
}

static guint
count (const GString *heard, const char *text)
{
  gsize length = strlen (text);
  guint n = 0;

  for (const char *p = heard->str; (p = memmem (p, heard->str + heard->len - p, text, length));)
    {
      p += length;
      n++;
    }
  return n;
}

gboolean
wire_expect (Wire *self, const char *text, guint times)
{
  gint64 since_us = g_get_monotonic_time ();

  while (count (self->heard, text) < times && !self->ended)
    {
      turn (since_us);
      wire_hear (self, G_MAXSIZE);
    }
  return count (self->heard, text) >= times;
}

guint
wire_wait_end (Wire *self)
{
  gint64 since_us = g_get_monotonic_time ();

  while (!self->ended)
    {
      turn (since_us);
      wire_hear (self, G_MAXSIZE);
    }
  return (g_get_monotonic_time () - since_us) / 1000;
}
