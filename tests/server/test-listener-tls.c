/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "http/listener.h"

#include "wire.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static GTlsCertificate *certificate;
static char *certificate_path;

static GTlsCertificate *
make_certificate (const char *directory, const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *key_path = g_strdup_printf ("%s/%s.key", directory, name);
  GTlsCertificate *made;
  int status;

  g_free (certificate_path);
  certificate_path = g_strdup_printf ("%s/%s.pem", directory, name);
  g_spawn_sync (NULL,
                (char *[]){ "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                            "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj",
                            "/CN=localhost", "-keyout", key_path, "-out", certificate_path, NULL },
                NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, NULL, NULL,
                &status, &error);
  g_assert_no_error (error);
  g_assert_true (g_spawn_check_wait_status (status, &error));
  made = g_tls_certificate_new_from_files (certificate_path, key_path, &error);
  g_assert_no_error (error);
  g_remove (key_path);
  return made;
}

static void
secure_site_open (Site *site, const SohoListenerLimits *limits)
{
  site_open (site, limits);
  g_assert_true (soho_listener_set_tls (site->listener, certificate));
}

/* One request by a client of libsoup. */

typedef struct
{
  SoupSession *session;
  SoupMessage *message;
  GTlsCertificate *seen;
  GBytes *answer; /* NULL if there was none */
  gboolean done;
} Exchange;

static gboolean
on_certificate (SoupMessage *message,
                GTlsCertificate *seen,
                GTlsCertificateFlags errors,
                Exchange *exchange)
{
  g_set_object (&exchange->seen, seen);
  return TRUE;
}

static void
on_answer (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Exchange *exchange = user_data;

  exchange->answer = soup_session_send_and_read_finish (SOUP_SESSION (source), result, NULL);
  exchange->done = TRUE;
}

static SoupSession *
make_session (const char *own_host)
{
  g_autoptr (GInetAddress) host = g_inet_address_new_from_string (own_host);
  g_autoptr (GSocketAddress) own = g_inet_socket_address_new (host, 0);

  return soup_session_new_with_options ("local-address", own, "proxy-resolver", NULL, NULL);
}

static void
start_exchange (Exchange *exchange, SoupSession *session, Site *site, const char *path, gsize body)
{
  g_autofree char *uri = g_strdup_printf ("https://127.0.0.1:%u%s", site->port, path);
  g_autoptr (GBytes) bytes = g_bytes_new_take (g_strnfill (body, 'x'), body);

  *exchange = (Exchange){ .session = g_object_ref (session) };
  exchange->message = soup_message_new (body > 0 ? "POST" : "GET", uri);
  if (body > 0)
    soup_message_set_request_body_from_bytes (exchange->message, "text/plain", bytes);
  g_signal_connect (exchange->message, "accept-certificate", G_CALLBACK (on_certificate), exchange);
  soup_session_send_and_read_async (session, exchange->message, G_PRIORITY_DEFAULT, NULL, on_answer,
                                    exchange);
}

static void
exchange_clear (Exchange *exchange)
{
  g_clear_object (&exchange->session);
  g_clear_object (&exchange->message);
  g_clear_object (&exchange->seen);
  g_clear_pointer (&exchange->answer, g_bytes_unref);
}

static void
assert_answer (SoupSession *session, Site *site, const char *path, gsize body, const char *text)
{
  Exchange exchange;

  start_exchange (&exchange, session, site, path, body);
  site_wait (&exchange.done);
  g_assert_nonnull (exchange.answer);
  g_assert_nonnull (g_strstr_len (g_bytes_get_data (exchange.answer, NULL),
                                  g_bytes_get_size (exchange.answer), text));
  exchange_clear (&exchange);
}

static void
test_round_trip (void)
{
  Site site;
  g_autoptr (SoupSession) session = make_session ("127.0.0.1");

  secure_site_open (&site, NULL);
  assert_answer (session, &site, "/hello", 0, "hello");
  assert_answer (session, &site, "/size", 5000, "size 5000");
  assert_answer (session, &site, "/nothing", 0, "not_found");
  /* libsoup's client opens a connection for each POST. */
  g_assert_cmpuint (site_statistics (&site).accepted, ==, 2);
  g_assert_cmpuint (site_statistics (&site).requests, ==, 3);
  soup_session_abort (session);
  site_wait_open (&site, 0);
  site_close (&site);
}

static void
test_body_over_limit (void)
{
  Site site;
  g_autoptr (SoupSession) session = make_session ("127.0.0.1");
  SohoListenerLimits limits = site_limits;

  limits.header_timeout_ms = 5000;
  secure_site_open (&site, &limits);
  assert_answer (session, &site, "/size", 500000, "too_large");
  site_wait_open (&site, 0);
  site_close (&site);
}

static void
test_renewed_certificate (void)
{
  Site site;
  g_autofree char *directory = g_dir_make_tmp ("soho-tls-XXXXXX", NULL);
  g_autoptr (GTlsCertificate) renewed = make_certificate (directory, "renewed");
  g_autoptr (GTlsCertificate) without_key
      = g_tls_certificate_new_from_file (certificate_path, NULL);
  const guint cases = 2;

  g_assert_nonnull (without_key);
  secure_site_open (&site, NULL);
  g_assert_false (soho_listener_set_tls (site.listener, without_key));
  for (guint i = 0; i < cases; i++)
    {
      g_autoptr (SoupSession) session = make_session ("127.0.0.1");
      Exchange exchange;

      start_exchange (&exchange, session, &site, "/hello", 0);
      site_wait (&exchange.done);
      g_assert_true (g_tls_certificate_is_same (exchange.seen, i == 0 ? certificate : renewed));
      exchange_clear (&exchange);
      g_assert_true (soho_listener_set_tls (site.listener, renewed));
    }
  g_assert_true (soho_listener_set_tls (site.listener, NULL));
  {
    g_autoptr (Wire) wire = wire_open (&site, NULL);

    wire_say (wire, "GET /hello HTTP/1.1\r\nHost: test\r\n\r\n");
    g_assert_true (wire_expect (wire, "hello", 1));
  }
  site_close (&site);
  g_remove (certificate_path);
  g_rmdir (directory);
}

static void
test_plain_peer (void)
{
  Site site;
  g_autoptr (Wire) wire = NULL;

  secure_site_open (&site, NULL);
  wire = wire_open (&site, NULL);
  wire_say (wire, "GET /hello HTTP/1.1\r\nHost: test\r\n\r\n");
  g_assert_cmpuint (wire_wait_end (wire), <, 2000);
  g_assert_nonnull (strstr (wire->heard->str, "HTTP/1.1 400 "));
  g_assert_nonnull (strstr (wire->heard->str, "https://"));
  g_assert_cmpuint (site_statistics (&site).requests, ==, 0);
  site_wait_open (&site, 0);
  site_close (&site);
}

/* The first message of a TLS client, as it comes over the line. */
static GBytes *
make_hello (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocket) socket = NULL;
  g_autoptr (GSocketConnection) connection = NULL;
  g_autoptr (GIOStream) client = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  char buffer[4096];
  gssize n;
  int fds[2];

  g_assert_cmpint (socketpair (AF_UNIX, SOCK_STREAM, 0, fds), ==, 0);
  socket = g_socket_new_from_fd (fds[0], &error);
  g_assert_no_error (error);
  connection = g_socket_connection_factory_create_connection (socket);
  client = g_tls_client_connection_new (G_IO_STREAM (connection), NULL, &error);
  g_assert_no_error (error);
  g_tls_connection_handshake_async (G_TLS_CONNECTION (client), 0, cancellable, NULL, NULL);
  n = recv (fds[1], buffer, sizeof buffer, 0);
  g_assert_cmpint (n, >, 50);
  g_assert_cmpint (buffer[0], ==, 22);
  close (fds[1]);
  site_run (50);
  return g_bytes_new (buffer, n);
}

static Wire *
open_with_hello (Site *site, const char *host, GBytes *hello, gsize length)
{
  Wire *wire = wire_open (site, host);

  wire_say_bytes (wire, g_bytes_get_data (hello, NULL), MIN (length, g_bytes_get_size (hello)));
  return wire;
}

/* Whatever part of a handshake comes, the time is the same. */
static void
test_unfinished_handshakes (void)
{
  static const gsize lengths[] = { 0, 1, 4, 5, 6, 100, 4096 };
  Site site;
  g_autoptr (GBytes) hello = make_hello ();
  g_autoptr (GPtrArray) wires = g_ptr_array_new_with_free_func ((GDestroyNotify) wire_close);

  secure_site_open (&site, &site_limits);
  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++)
    g_ptr_array_add (wires, open_with_hello (&site, NULL, hello, lengths[i]));
  site_run (50);
  g_assert_cmpuint (site_statistics (&site).open, ==, G_N_ELEMENTS (lengths));
  for (guint i = 0; i < wires->len; i++)
    g_assert_cmpuint (wire_wait_end (g_ptr_array_index (wires, i)), <, 3000);
  site_wait_open (&site, 0);
  g_assert_cmpuint (site_statistics (&site).cut, ==, G_N_ELEMENTS (lengths));
  site_close (&site);
}

static void
test_peers_that_leave_early (void)
{
  static const gsize lengths[] = { 0, 1, 4, 5, 6, 100, 4096 };
  Site site;
  g_autoptr (GBytes) hello = make_hello ();

  secure_site_open (&site, NULL);
  for (guint i = 0; i < 2 * G_N_ELEMENTS (lengths); i++)
    {
      g_autoptr (Wire) wire = open_with_hello (&site, NULL, hello, lengths[i / 2]);

      site_wait_open (&site, 1);
      if (i % 2 == 0)
        shutdown (wire->fd, SHUT_WR);
      else
        wire_close (g_steal_pointer (&wire));
      site_wait_open (&site, 0);
    }
  g_assert_cmpuint (site_statistics (&site).cut, ==, 0);
  site_close (&site);
}

static void
test_garbage_after_hello (void)
{
  Site site;
  g_autoptr (GBytes) hello = make_hello ();
  g_autofree char *garbage = g_strnfill (20000, '\xee');

  secure_site_open (&site, NULL);
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (Wire) wire = open_with_hello (&site, NULL, hello,
                                               i == 0   ? 5
                                               : i == 1 ? 200
                                                        : 4096);

      wire_say (wire, garbage);
      g_assert_cmpuint (wire_wait_end (wire), <, 3000);
    }
  site_wait_open (&site, 0);
  site_close (&site);
}

static guint
count_answered (GPtrArray *wires)
{
  guint n = 0;

  for (guint i = 0; i < wires->len; i++)
    {
      Wire *wire = g_ptr_array_index (wires, i);

      wire_hear (wire, G_MAXSIZE);
      n += wire->heard->len > 0 ? 1 : 0;
    }
  return n;
}

/* Each stalled handshake takes a thread of a small pool, so one peer is given a few at a time, and
 * another does not wait for it. */
static void
test_many_stalled_handshakes (void)
{
  Site site;
  SohoListenerLimits limits = site_limits;
  g_autoptr (GBytes) hello = make_hello ();
  g_autoptr (GPtrArray) wires = g_ptr_array_new_with_free_func ((GDestroyNotify) wire_close);
  g_autoptr (SoupSession) session = make_session ("127.0.0.2");

  limits.header_timeout_ms = 60000;
  limits.idle_timeout_ms = 60000;
  secure_site_open (&site, &limits);
  for (guint i = 0; i < 12; i++)
    g_ptr_array_add (wires, open_with_hello (&site, "127.0.0.3", hello, 4096));
  while (count_answered (wires) < 8)
    site_run (20);
  site_run (500);
  g_assert_cmpuint (count_answered (wires), ==, 8);
  assert_answer (session, &site, "/hello", 0, "hello");
  g_assert_cmpuint (count_answered (wires), ==, 8);

  g_ptr_array_remove_index (wires, 0);
  while (count_answered (wires) < 8)
    site_run (20);
  g_ptr_array_set_size (wires, 0);
  soup_session_abort (session);
  site_wait_open (&site, 0);
  site_close (&site);
}

static void
on_stopped (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_assert_true (soho_listener_stop_finish (SOHO_LISTENER (source), result, NULL));
  *(gboolean *) user_data = TRUE;
}

static void
open_all_sorts (Site *site, GPtrArray *wires)
{
  g_autoptr (GBytes) hello = make_hello ();

  for (guint i = 0; i < 12; i++)
    g_ptr_array_add (wires, open_with_hello (site, NULL, hello, i % 6 == 0 ? 7 : 4096));
  site_wait_open (site, 12);
  site_run (100);
}

static void
test_stop_during_handshakes (void)
{
  Site site;
  g_autoptr (GPtrArray) wires = g_ptr_array_new_with_free_func ((GDestroyNotify) wire_close);
  gboolean stopped = FALSE;

  secure_site_open (&site, NULL);
  open_all_sorts (&site, wires);
  soho_listener_stop_async (site.listener, 60000, NULL, on_stopped, &stopped);
  site_wait (&stopped);
  g_assert_cmpuint (site_statistics (&site).open, ==, 0);
  site_close (&site);
}

static void
test_freed_during_handshakes (void)
{
  Site site;
  g_autoptr (GPtrArray) wires = g_ptr_array_new_with_free_func ((GDestroyNotify) wire_close);

  secure_site_open (&site, NULL);
  open_all_sorts (&site, wires);
  g_assert_finalize_object (g_steal_pointer (&site.listener));
  for (guint i = 0; i < wires->len; i++)
    wire_wait_end (g_ptr_array_index (wires, i));
  site_run (50);
  g_ptr_array_unref (site.paused);
}

static void
on_opened (GObject *source, GAsyncResult *result, gpointer user_data)
{
  gpointer *out = user_data;
  g_autoptr (GError) error = NULL;

  *out = g_socket_client_connect_to_host_finish (G_SOCKET_CLIENT (source), result, &error);
  g_assert_no_error (error);
}

static gboolean
on_any_certificate (void)
{
  return TRUE;
}

static void
on_client_event (GSocketClient *client,
                 GSocketClientEvent event,
                 GSocketConnectable *connectable,
                 GIOStream *stream)
{
  if (event == G_SOCKET_CLIENT_TLS_HANDSHAKING)
    g_signal_connect (stream, "accept-certificate", G_CALLBACK (on_any_certificate), NULL);
}

static void
test_stalled_reader (void)
{
  Site site;
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection = NULL;
  const char *request = "GET /big HTTP/1.1\r\nHost: test\r\n\r\n";
  SohoListenerLimits limits = site_limits;

  limits.header_timeout_ms = 60000;
  secure_site_open (&site, &limits);
  g_socket_client_set_tls (client, TRUE);
  g_socket_client_set_enable_proxy (client, FALSE);
  g_signal_connect (client, "event", G_CALLBACK (on_client_event), NULL);
  g_socket_client_connect_to_host_async (client, "127.0.0.1", site.port, NULL, on_opened,
                                         &connection);
  while (connection == NULL)
    site_run (5);
  g_assert_true (
      g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), request,
                                 strlen (request), NULL, NULL, NULL));
  site_wait_open (&site, 0);
  g_assert_cmpuint (site_statistics (&site).cut, ==, 1);
  site_close (&site);
}

/* LeakSanitizer breaks down over what idle workers that have spoken TLS keep for their thread. */
static void
end_idle_threads (void)
{
  g_thread_pool_set_max_unused_threads (0);
  g_thread_pool_stop_unused_threads ();
  while (g_thread_pool_get_num_unused_threads () > 0)
    g_usleep (1000);
  g_usleep (200000);
}

int
main (int argc, char **argv)
{
  g_autofree char *directory = g_dir_make_tmp ("soho-tls-XXXXXX", NULL);
  int status;

  g_test_init (&argc, &argv, NULL);
  certificate = make_certificate (directory, "site");
  g_remove (certificate_path);
  g_rmdir (directory);
  g_test_add_func ("/listener/tls/round-trip", test_round_trip);
  g_test_add_func ("/listener/tls/body-over-limit", test_body_over_limit);
  g_test_add_func ("/listener/tls/renewed-certificate", test_renewed_certificate);
  g_test_add_func ("/listener/tls/plain-peer", test_plain_peer);
  g_test_add_func ("/listener/tls/unfinished-handshakes", test_unfinished_handshakes);
  g_test_add_func ("/listener/tls/peers-that-leave-early", test_peers_that_leave_early);
  g_test_add_func ("/listener/tls/garbage-after-hello", test_garbage_after_hello);
  g_test_add_func ("/listener/tls/many-stalled-handshakes", test_many_stalled_handshakes);
  g_test_add_func ("/listener/tls/stop-during-handshakes", test_stop_during_handshakes);
  g_test_add_func ("/listener/tls/freed-during-handshakes", test_freed_during_handshakes);
  g_test_add_func ("/listener/tls/stalled-reader", test_stalled_reader);
  status = g_test_run ();
  end_idle_threads ();
  g_object_unref (certificate);
  g_free (certificate_path);
  return status;
}
