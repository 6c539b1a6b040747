/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "http/listener.h"

#include "http/peers.h"
#include "http/responses.h"
#include "wire.h"

#include <string.h>
#include <sys/resource.h>

/* libsoup 3.2 loses the path of a request whose body has an unknown encoding. */
const char *__lsan_default_suppressions (void);

const char *
__lsan_default_suppressions (void)
{
  return "leak:soup_headers_parse_request";
}

#define GET "GET /hello HTTP/1.1\r\nHost: test\r\n\r\n"

static void
on_stopped (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (soho_listener_stop_finish (SOHO_LISTENER (source), result, &error));
  g_assert_no_error (error);
  *(gboolean *) user_data = TRUE;
}

static void
on_stop_cancelled (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (soho_listener_stop_finish (SOHO_LISTENER (source), result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  *(gboolean *) user_data = TRUE;
}

static void
assert_serves (Site *site)
{
  g_autoptr (Wire) wire = wire_open (site, NULL);

  wire_say (wire, GET);
  g_assert_true (wire_expect (wire, "hello", 1));
}

static void
test_keep_alive (void)
{
  Site site;
  Wire *wire;

  site_open (&site, NULL);
  wire = wire_open (&site, NULL);
  for (guint i = 1; i <= 3; i++)
    {
      wire_say (wire, GET);
      g_assert_true (wire_expect (wire, "hello", i));
      g_assert_true (wire_expect (wire, "\r\nServer: soho-solo\r\n", i));
      g_assert_true (wire_expect (wire, "\r\nX-Content-Type-Options: nosniff\r\n", i));
    }
  g_assert_false (wire->ended);
  g_assert_cmpuint (site_statistics (&site).accepted, ==, 1);
  g_assert_cmpuint (site_statistics (&site).requests, ==, 3);
  wire_close (wire);
  site_wait_open (&site, 0);
  site_close (&site);
}

static void
test_pipelined (void)
{
  Site site;
  g_autoptr (GString) all = g_string_new (NULL);
  g_autoptr (Wire) wire = NULL;

  site_open (&site, &site_limits);
  wire = wire_open (&site, NULL);
  for (guint i = 0; i < 200; i++)
    g_string_append (all, GET);
  g_string_append (all, "GET /nothing HTTP/1.1\r\nHost: test\r\n\r\n");
  wire_say (wire, all->str);
  g_assert_true (wire_expect (wire, "not_found", 1));
  g_assert_true (wire_expect (wire, "HTTP/1.1 200 OK", 200));
  site_close (&site);
}

static void
test_http_1_0 (void)
{
  Site site;
  g_autoptr (Wire) wire = NULL;

  site_open (&site, &site_limits);
  wire = wire_open (&site, NULL);
  wire_say (wire, "GET /hello HTTP/1.0\r\n\r\n");
  wire_wait_end (wire);
  g_assert_nonnull (strstr (wire->heard->str, "HTTP/1.0 200 OK"));
  g_assert_true (g_str_has_suffix (wire->heard->str, "hello"));
  site_close (&site);
}

static void
test_errors_are_json (void)
{
  Site site;
  g_autoptr (Wire) wire = NULL;
  g_autofree char *body = soho_error_body ("a_code", "“Quoted” \"text\"\n\\ \xff and \x01");

  g_assert_cmpstr (body, ==,
                   "{\"error\":{\"code\":\"a_code\",\"message\":\"“Quoted” \\\"text\\\"\\n\\\\ "
                   "\xef\xbf\xbd and \\u0001\"}}");
  site_open (&site, &site_limits);
  wire = wire_open (&site, NULL);
  wire_say (wire, "GET /nothing HTTP/1.1\r\nHost: test\r\n\r\n");
  g_assert_true (wire_expect (wire, "HTTP/1.1 404 Not Found\r\n", 1));
  g_assert_true (wire_expect (wire, "\r\nContent-Type: application/json\r\n", 1));
  g_assert_true (
      wire_expect (wire, "\r\n\r\n{\"error\":{\"code\":\"not_found\",\"message\":\"", 1));
  wire_say (wire, "DELETE /hello HTTP/1.1\r\nHost: test\r\n\r\n");
  g_assert_true (wire_expect (wire, "HTTP/1.1 405 Method Not Allowed\r\n", 1));
  g_assert_true (wire_expect (wire, "\r\nAllow: GET\r\n", 1));
  g_assert_true (
      wire_expect (wire, "{\"error\":{\"code\":\"method_not_allowed\",\"message\":\"", 1));
  wire_say (wire, "OPTIONS * HTTP/1.1\r\nHost: test\r\n\r\n");
  g_assert_true (wire_expect (wire, "HTTP/1.1 404 Not Found\r\n", 2));
  site_close (&site);
}

/* Each may be answered with an error or not at all, but it must end, and harm nobody else. */
static void
test_garbage (void)
{
  static const char *const sayings[] = {
    "\r\n\r\n\r\n\r\n",
    "\n\n",
    "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 hello \r\n\r\n",
    "GET\r\n\r\n",
    "GET / HTTP/9.9\r\nHost: test\r\n\r\n",
    "GET /hello HTTP/1.1\r\n\r\n",
    "GET /hello HTTP/1.1\r\nHost: a/b\r\n\r\n",
    "GET http://[::/hello HTTP/1.1\r\nHost: test\r\n\r\n",
    "GET /%zz%00%ff/../../.. HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n",
    "CONNECT test:1 HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n",
    "POST /size HTTP/1.1\r\nHost: test\r\nContent-Length: -1\r\n\r\n",
    "POST /size HTTP/1.1\r\nHost: test\r\nContent-Length: 99999999999999999999999\r\n\r\n",
    "POST /size HTTP/1.1\r\nHost: test\r\nContent-Length: 9223372036854775807\r\n\r\n",
    "POST /size HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: rot13\r\n\r\n",
    "POST /size HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: "
    "chunked\r\n\r\nffffffffffffffffff\r\nx",
    "POST /size HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: "
    "chunked\r\n\r\n-5\r\nxxxxx\r\n0\r\n\r\n",
    "\xff\xfe\xfd\xfc\x80\x81\r\n\xc3\x28\r\n\r\n",
  };
  Site site;

  site_open (&site, &site_limits);
  for (guint i = 0; i < G_N_ELEMENTS (sayings); i++)
    {
      g_autoptr (Wire) wire = wire_open (&site, NULL);

      wire_say (wire, sayings[i]);
      wire_wait_end (wire);
      g_assert_null (strstr (wire->heard->str, "hello"));
    }
  site_wait_open (&site, 0);
  assert_serves (&site);
  site_close (&site);
}

static void
test_nul_and_random_bytes (void)
{
  Site site;
  guint32 bytes[1024];

  site_open (&site, &site_limits);
  for (guint round = 0; round < 50; round++)
    {
      g_autoptr (Wire) wire = wire_open (&site, NULL);

      for (guint i = 0; i < G_N_ELEMENTS (bytes); i++)
        bytes[i] = round == 0 ? 0 : (guint32) g_test_rand_int ();
      wire_say_bytes (wire, bytes, sizeof bytes);
      wire_say (wire, "\r\n\r\n");
      wire_wait_end (wire);
    }
  assert_serves (&site);
  site_close (&site);
}

/* On the first line or on others, alone or in the wake of another request. */
static void
test_long_headers (void)
{
  static const struct
  {
    const char *before, *after;
  } requests[] = {
    { "GET /hello HTTP/1.1\r\nHost: test\r\nX-Long: ", "\r\n\r\n" },
    { "GET /hello?", " HTTP/1.1\r\nHost: test\r\n\r\n" },
    { "GET /nothing HTTP/1.1\r\nHost: test\r\n\r\nGET /hello HTTP/1.1\r\nX-Long: ", "\r\n\r\n" },
  };
  Site site;
  g_autofree char *short_filling = g_strnfill (15 * 1024, 'x');

  site_open (&site, NULL);
  for (guint i = 0; i < 2 * G_N_ELEMENTS (requests); i++)
    {
      g_autofree char *filling = g_strnfill (i % 2 == 0 ? 30 * 1024 : 70 * 1024, 'x');
      g_autofree char *request
          = g_strconcat (requests[i / 2].before, filling, requests[i / 2].after, NULL);
      g_autoptr (Wire) wire = wire_open (&site, NULL);

      wire_say (wire, request);
      wire_wait_end (wire);
      g_assert_null (strstr (wire->heard->str, "\r\n\r\nhello"));
    }
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *request
          = g_strconcat (requests[i].before, short_filling, requests[i].after, NULL);
      g_autoptr (Wire) wire = wire_open (&site, NULL);

      wire_say (wire, request);
      g_assert_true (wire_expect (wire, "\r\n\r\nhello", 1));
      wire_say (wire, request);
      g_assert_true (wire_expect (wire, "\r\n\r\nhello", 2));
    }
  site_close (&site);
}

static void
test_thousand_at_once (void)
{
  Site site;
  g_autoptr (GPtrArray) wires = g_ptr_array_new_with_free_func ((GDestroyNotify) wire_close);
  SohoListenerLimits limits = soho_listener_limits_default;
  gint64 since_us;

  limits.max_connections = 2000;
  limits.max_connections_per_address = 1000;
  site_open (&site, NULL);
  site_close (&site); /* has raised the limit of open files */
  site_open (&site, &limits);
  since_us = g_get_monotonic_time ();
  for (guint i = 0; i < 1000; i++)
    g_ptr_array_add (wires, wire_open (&site, NULL));
  site_wait_open (&site, 1000);
  g_test_message ("1,000 connections in %d ms", (int) (g_get_monotonic_time () - since_us) / 1000);
  g_assert_cmpint (g_get_monotonic_time () - since_us, <, 5 * G_USEC_PER_SEC);
  site_close (&site);
}

/* The clients' own files are there before the limit falls: only those of the server are missing. */
static void
test_out_of_files (void)
{
  Site site;
  Wire *wires[20];
  struct rlimit before, now;

  site_open (&site, NULL);
  site_run (20);
  g_assert_cmpint (getrlimit (RLIMIT_NOFILE, &before), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (wires); i++)
    {
      wires[i] = wire_open (&site, NULL);
      wire_say (wires[i], GET);
    }
  now = (struct rlimit){ .rlim_cur = wires[19]->fd + 4, .rlim_max = before.rlim_max };
  g_assert_cmpint (setrlimit (RLIMIT_NOFILE, &now), ==, 0);

  site_run (250);
  g_assert_cmpuint (site_statistics (&site).accepted, <=, 3);
  for (guint i = 0; i < 10; i++)
    wire_close (wires[i]);
  for (guint i = 10; i < 20; i++)
    {
      g_assert_true (wire_expect (wires[i], "hello", 1));
      wire_close (wires[i]);
    }
  g_assert_cmpint (setrlimit (RLIMIT_NOFILE, &before), ==, 0);
  site_wait_open (&site, 0);
  site_close (&site);
}

static void
test_stop_answers_what_is_under_way (void)
{
  Site site;
  g_autoptr (Wire) busy = NULL;
  g_autoptr (Wire) idle = NULL;
  g_autoptr (Wire) fresh = NULL;
  g_autoptr (Wire) late = NULL;
  gboolean stopped = FALSE;

  site_open (&site, NULL);
  busy = wire_open (&site, NULL);
  idle = wire_open (&site, NULL);
  fresh = wire_open (&site, NULL);
  wire_say (busy, "GET /paused HTTP/1.1\r\nHost: test\r\n\r\n");
  wire_say (idle, GET);
  g_assert_true (wire_expect (idle, "hello", 1));
  site_wait_paused (&site, 1);
  site_wait_open (&site, 3);

  soho_listener_stop_async (site.listener, 60000, NULL, on_stopped, &stopped);
  g_assert_cmpuint (wire_wait_end (idle), <, 1000);
  g_assert_cmpuint (wire_wait_end (fresh), <, 1000);
  late = wire_open (&site, NULL);
  wire_wait_end (late);
  g_assert_false (stopped);
  soho_respond_resume (g_ptr_array_index (site.paused, 0));
  wire_wait_end (busy);
  g_assert_nonnull (strstr (busy->heard->str, "\r\nConnection: close\r\n"));
  g_assert_true (g_str_has_suffix (busy->heard->str, "resumed"));
  site_wait (&stopped);
  g_assert_cmpuint (site_statistics (&site).open, ==, 0);
  site_close (&site);
}

static void
test_stop_has_an_end (void)
{
  Site site;
  g_autoptr (Wire) wire = NULL;
  gboolean stopped = FALSE;

  site_open (&site, NULL);
  wire = wire_open (&site, NULL);
  wire_say (wire, "GET /paused HTTP/1.1\r\nHost: test\r\n\r\n");
  site_wait_paused (&site, 1);
  soho_listener_stop_async (site.listener, 100, NULL, on_stopped, &stopped);
  site_wait (&stopped);
  g_assert_cmpuint (site_statistics (&site).open, ==, 0);
  g_assert_cmpuint (wire_wait_end (wire), <, 1000);
  soho_respond_resume (g_ptr_array_index (site.paused, 0));
  site_close (&site);
}

static void
test_stop_is_cancelled (void)
{
  Site site;
  g_autoptr (Wire) wire = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  gboolean stopped = FALSE;

  site_open (&site, NULL);
  wire = wire_open (&site, NULL);
  wire_say (wire, "GET /paused HTTP/1.1\r\nHost: test\r\n\r\n");
  site_wait_paused (&site, 1);
  soho_listener_stop_async (site.listener, 60000, cancellable, on_stop_cancelled, &stopped);
  g_cancellable_cancel (cancellable);
  site_wait (&stopped);
  g_assert_cmpuint (site_statistics (&site).open, ==, 0);
  site_close (&site);
}

static void
test_stop_with_nothing_open (void)
{
  Site site;
  gboolean stopped = FALSE;

  site_open (&site, NULL);
  soho_listener_stop_async (site.listener, 60000, NULL, on_stopped, &stopped);
  g_assert_false (stopped);
  site_wait (&stopped);
  g_assert_cmpuint (soho_listener_get_port (site.listener), ==, 0);
  site_close (&site);
}

static void
test_stop_from_a_handler (void)
{
  Site site;
  g_autoptr (Wire) wire = NULL;

  site_open (&site, NULL);
  wire = wire_open (&site, NULL);
  wire_say (wire, "GET /stop HTTP/1.1\r\nHost: test\r\n\r\n");
  wire_wait_end (wire);
  g_assert_nonnull (strstr (wire->heard->str, "\r\nConnection: close\r\n"));
  g_assert_true (g_str_has_suffix (wire->heard->str, "stopping"));
  site_run (50);
  site_close (&site);
}

static void
test_freed_with_all_open (void)
{
  Site site;
  g_autoptr (Wire) busy = NULL;
  g_autoptr (Wire) reading = NULL;
  g_autoptr (Wire) refused = NULL;

  site_open (&site, &site_limits);
  busy = wire_open (&site, NULL);
  reading = wire_open (&site, NULL);
  refused = wire_open (&site, NULL);
  wire_say (busy, "GET /paused HTTP/1.1\r\nHost: test\r\n\r\n");
  wire_say (reading, "POST /size HTTP/1.1\r\nHost: test\r\nContent-Length: 10\r\n\r\n12345");
  wire_say (refused, "POST /size HTTP/1.1\r\nHost: test\r\nContent-Length: 99999\r\n\r\n12345");
  site_wait_paused (&site, 1);
  g_assert_true (wire_expect (refused, "too_large", 1));
  g_assert_finalize_object (g_steal_pointer (&site.listener));
  soho_respond_resume (g_ptr_array_index (site.paused, 0));
  wire_wait_end (busy);
  wire_wait_end (reading);
  wire_wait_end (refused);
  g_ptr_array_unref (site.paused);
}

static void
test_addresses (void)
{
  static const char *const absurd[] = { "",
                                        ":",
                                        "x",
                                        ":8080",
                                        "127.0.0.1",
                                        "127.0.0.1:",
                                        "1.2.3:80",
                                        "[]:80",
                                        "[::1]",
                                        "::1:80",
                                        "127.0.0.1:65536",
                                        "-1",
                                        "65536",
                                        "[1.2.3.4]:80",
                                        "example.org:80",
                                        "127.0.0.1:80x",
                                        " 8080",
                                        "[::1:80" };
  g_autoptr (SohoListener) listener = soho_listener_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *taken = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (absurd); i++)
    {
      g_assert_false (soho_listener_listen (listener, absurd[i], &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
      g_assert_nonnull (strstr (error->message, "127.0.0.1:8080"));
      g_clear_error (&error);
    }
  g_assert_cmpuint (soho_listener_get_port (listener), ==, 0);
  g_assert_true (soho_listener_listen (listener, "localhost:0", &error));
  g_assert_no_error (error);
  taken = g_strdup_printf ("127.0.0.1:%u", soho_listener_get_port (listener));
  g_assert_false (soho_listener_listen (listener, taken, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_ADDRESS_IN_USE);
  g_assert_nonnull (strstr (error->message, taken));
}

/* "0" is every address at a free port, IPv4 and, if there is any, IPv6. */
static void
test_every_address (void)
{
  Site site;
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) six = NULL;

  site_open (&site, NULL);
  g_object_unref (site.listener);
  site.listener = soho_listener_new (NULL);
  g_assert_true (soho_listener_listen (site.listener, "0", &error));
  g_assert_no_error (error);
  site.port = soho_listener_get_port (site.listener);
  g_clear_pointer (&site.paused, g_ptr_array_unref);
  {
    g_autoptr (Wire) wire = wire_open (&site, NULL);

    wire_say (wire, "GET /x HTTP/1.0\r\n\r\n");
    g_assert_true (wire_expect (wire, "not_found", 1));
  }
  site_wait_open (&site, 0);
  six = g_socket_client_connect_to_host (client, "::1", site.port, NULL, NULL);
  if (six == NULL)
    g_test_message ("no IPv6 here");
  else
    site_wait_open (&site, 1);
  g_object_unref (site.listener);
}

static SohoPeer *
enter (SohoPeers *peers, const char *address, guint max)
{
  g_autoptr (GInetAddress) parsed = g_inet_address_new_from_string (address);

  return soho_peers_enter (peers, parsed, max);
}

static void
test_peers (void)
{
  g_autoptr (SohoPeers) peers = soho_peers_new ();
  SohoPeer *four = enter (peers, "192.0.2.1", 2);
  SohoPeer *six = enter (peers, "2001:db8:1:2::1", 1);

  g_assert_true (enter (peers, "::ffff:192.0.2.1", 2) == four);
  g_assert_null (enter (peers, "192.0.2.1", 2));
  g_assert_nonnull (enter (peers, "192.0.2.2", 2));
  g_assert_null (enter (peers, "2001:db8:1:2:ffff::9", 1));
  g_assert_nonnull (enter (peers, "2001:db8:1:3::1", 1));
  g_assert_nonnull (enter (peers, "::1", 1));
  g_assert_nonnull (enter (peers, "0.0.0.1", 1));
  g_assert_true (enter (peers, "192.0.2.1", 0) == four);
  soho_peers_leave (peers, six);
  g_assert_nonnull (enter (peers, "2001:db8:1:2::2", 1));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/listener/keep-alive", test_keep_alive);
  g_test_add_func ("/listener/pipelined", test_pipelined);
  g_test_add_func ("/listener/http-1-0", test_http_1_0);
  g_test_add_func ("/listener/errors-are-json", test_errors_are_json);
  g_test_add_func ("/listener/garbage", test_garbage);
  g_test_add_func ("/listener/nul-and-random-bytes", test_nul_and_random_bytes);
  g_test_add_func ("/listener/long-headers", test_long_headers);
  g_test_add_func ("/listener/thousand-at-once", test_thousand_at_once);
  g_test_add_func ("/listener/out-of-files", test_out_of_files);
  g_test_add_func ("/listener/stop/answers-what-is-under-way", test_stop_answers_what_is_under_way);
  g_test_add_func ("/listener/stop/has-an-end", test_stop_has_an_end);
  g_test_add_func ("/listener/stop/is-cancelled", test_stop_is_cancelled);
  g_test_add_func ("/listener/stop/with-nothing-open", test_stop_with_nothing_open);
  g_test_add_func ("/listener/stop/from-a-handler", test_stop_from_a_handler);
  g_test_add_func ("/listener/freed-with-all-open", test_freed_with_all_open);
  g_test_add_func ("/listener/addresses", test_addresses);
  g_test_add_func ("/listener/every-address", test_every_address);
  g_test_add_func ("/listener/peers", test_peers);
  return g_test_run ();
}
