/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "http/listener.h"

#include "http/prompt-output.h"
#include "http/responses.h"
#include "wire.h"

#include <gio/gunixoutputstream.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* How much later than its time something may happen on a busy machine. */
#define LATE_MS 3000

#define GET "GET /hello HTTP/1.1\r\nHost: test\r\n\r\n"
#define POST "POST /size HTTP/1.1\r\nHost: test\r\n"

static void
assert_ends_in (Wire *wire, guint ms)
{
  guint took_ms = wire_wait_end (wire);

  g_assert_cmpuint (took_ms + 50, >=, ms);
  g_assert_cmpuint (took_ms, <, ms + LATE_MS);
}

static void
test_silent_peer (void)
{
  Site site;
  g_autoptr (Wire) wire = NULL;

  site_open (&site, &site_limits);
  wire = wire_open (&site, NULL);
  assert_ends_in (wire, site_limits.header_timeout_ms);
  g_assert_cmpuint (wire->heard->len, ==, 0);
  g_assert_cmpuint (site_statistics (&site).cut, ==, 1);
  site_wait_open (&site, 0);
  site_close (&site);
}

/* A byte now and then does not help: the whole header has one time. */
static void
test_slow_header (void)
{
  Site site;
  g_autoptr (Wire) wire = NULL;
  gint64 since_us;

  site_open (&site, &site_limits);
  wire = wire_open (&site, NULL);
  wire_say (wire, "GET /hello HTTP/1.1\r\nHost: test\r\n");
  since_us = g_get_monotonic_time ();
  while (!wire->ended)
    {
      wire_say (wire, "X-More: x\r\n");
      site_run (20);
      wire_hear (wire, G_MAXSIZE);
      g_assert_cmpint (g_get_monotonic_time () - since_us, <, LATE_MS * 1000);
    }
  g_assert_null (strstr (wire->heard->str, "hello"));
  site_close (&site);
}

static void
test_idle_after_answer (void)
{
  Site site;
  g_autoptr (Wire) wire = NULL;

  site_open (&site, &site_limits);
  wire = wire_open (&site, NULL);
  wire_say (wire, GET);
  g_assert_true (wire_expect (wire, "hello", 1));
  wire->heard->len = 0;
  assert_ends_in (wire, site_limits.idle_timeout_ms);
  g_assert_cmpuint (wire->heard->len, ==, 0);
  site_wait_open (&site, 0);
  site_close (&site);
}

/* Half of a next request is no reason to stay. */
static void
test_slow_second_header (void)
{
  Site site;
  g_autoptr (Wire) wire = NULL;

  site_open (&site, &site_limits);
  wire = wire_open (&site, NULL);
  wire_say (wire, GET "GET /hel");
  g_assert_true (wire_expect (wire, "hello", 1));
  assert_ends_in (wire, site_limits.idle_timeout_ms);
  site_wait_open (&site, 0);
  site_close (&site);
}

/* Nothing is written to a peer that has said its last word and still listens. */
static void
test_half_closed_peer (void)
{
  Site site;
  g_autoptr (Wire) wire = NULL;

  site_open (&site, &site_limits);
  wire = wire_open (&site, NULL);
  wire_say (wire, GET);
  g_assert_cmpint (shutdown (wire->fd, SHUT_WR), ==, 0);
  wire_wait_end (wire);
  g_assert_true (g_str_has_suffix (wire->heard->str, "\r\n\r\nhello"));
  g_assert_nonnull (strstr (wire->heard->str, "HTTP/1.1 200 OK"));
  site_wait_open (&site, 0);
  g_assert_cmpuint (site_statistics (&site).cut, ==, 0);
  site_close (&site);
}

/* SoupServer of libsoup 3.2 keeps what is left this way for ever. */
static void
test_peers_that_leave (void)
{
  Site site;
  const struct linger none = { .l_onoff = 1, .l_linger = 0 };

  site_open (&site, NULL);
  for (guint i = 0; i < 300; i++)
    {
      Wire *wire = wire_open (&site, NULL);

      wire_say (wire, i % 3 == 0 ? GET : i % 3 == 1 ? GET "GET /he" : GET POST);
      g_assert_true (wire_expect (wire, "hello", 1));
      if (i % 2 == 0) /* by a reset */
        setsockopt (wire->fd, SOL_SOCKET, SO_LINGER, &none, sizeof none);
      wire_close (wire);
    }
  site_wait_open (&site, 0);
  site_close (&site);
}

static void
test_stalled_reader (void)
{
  Site site;
  g_autoptr (Wire) wire = NULL;
  gint64 since_us;

  site_open (&site, &site_limits);
  wire = wire_open (&site, NULL);
  wire_set_buffer (wire, 4096);
  wire_say (wire, "GET /big HTTP/1.1\r\nHost: test\r\n\r\n");
  since_us = g_get_monotonic_time ();
  while (site_statistics (&site).open > 0 || site_statistics (&site).cut == 0)
    {
      site_run (10);
      g_assert_cmpint (g_get_monotonic_time () - since_us, <, LATE_MS * 1000);
    }
  g_assert_cmpint (g_get_monotonic_time () - since_us, >, site_limits.idle_timeout_ms * 1000);
  g_assert_cmpuint (site_statistics (&site).cut, ==, 1);
  site_close (&site);
}

static void
read_slowly (Wire *wire, guint ms)
{
  gint64 since_us = g_get_monotonic_time ();

  while (!wire->ended && g_get_monotonic_time () - since_us < ms * (gint64) 1000)
    {
      wire_hear (wire, 8192);
      site_run (10);
    }
}

/* As long as it reads, it may take as many idle times as it likes. */
static void
test_slow_reader (void)
{
  Site site;
  g_autoptr (Wire) wire = NULL;

  site_open (&site, &site_limits);
  wire = wire_open (&site, NULL);
  wire_set_buffer (wire, 4096);
  wire_say (wire, "GET /big HTTP/1.1\r\nHost: test\r\n\r\n");
  read_slowly (wire, 5 * site_limits.idle_timeout_ms);
  g_assert_false (wire->ended);
  g_assert_cmpuint (wire->heard->len, >, 8192);
  g_assert_cmpuint (site_statistics (&site).cut, ==, 0);
  site_close (&site);
}

/* SoupServer is done with a small answer at once, while most of it still waits to be read. */
static void
test_slow_reader_of_the_end (void)
{
  Site site;
  g_autoptr (Wire) wire = NULL;
  gint64 since_us;

  site_open (&site, &site_limits);
  wire = wire_open (&site, NULL);
  wire_set_buffer (wire, 32768);
  wire_say (wire, "GET /some HTTP/1.1\r\nHost: test\r\n\r\n");
  since_us = g_get_monotonic_time ();
  while (wire->heard->len < 1024 * 1024)
    {
      wire_hear (wire, 16384);
      g_assert_false (wire->ended);
      site_run (30);
    }
  g_assert_cmpint (g_get_monotonic_time () - since_us, >, 3 * site_limits.idle_timeout_ms * 1000);
  site_close (&site);
}

/* An answer for which nothing is there yet is nobody's fault. */
static void
test_live_answers (void)
{
  Site site;
  g_autoptr (Wire) paused = NULL;
  g_autoptr (Wire) live = NULL;
  SoupServerMessage *message;

  site_open (&site, &site_limits);
  paused = wire_open (&site, NULL);
  wire_say (paused, "GET /paused HTTP/1.1\r\nHost: test\r\n\r\n");
  site_wait_paused (&site, 1);
  live = wire_open (&site, NULL);
  wire_say (live, "GET /live HTTP/1.1\r\nHost: test\r\n\r\n");
  g_assert_true (wire_expect (live, "first\n", 1));
  site_run (3 * site_limits.idle_timeout_ms);
  soho_respond_resume (g_ptr_array_index (site.paused, 0));
  g_assert_true (wire_expect (paused, "resumed", 1));

  message = g_ptr_array_index (site.paused, 1);
  soup_message_body_append (soup_server_message_get_response_body (message), SOUP_MEMORY_STATIC,
                            "last\n", 5);
  soup_message_body_complete (soup_server_message_get_response_body (message));
  soho_respond_resume (message);
  g_assert_true (wire_expect (live, "last\n", 1));
  g_assert_true (wire_expect (live, "\r\n0\r\n\r\n", 1));
  g_assert_cmpuint (site_statistics (&site).cut, ==, 0);
  site_close (&site);
}

static void
test_body_within_limit (void)
{
  Site site;
  g_autoptr (Wire) wire = NULL;
  g_autofree char *body = g_strnfill (site_limits.max_body_bytes, 'x');
  g_autofree char *chunk = g_strdup_printf ("%x\r\n%s\r\n0\r\n\r\n", 10000, body);

  site_open (&site, &site_limits);
  wire = wire_open (&site, NULL);
  wire_say (wire, POST "Content-Length: 10000\r\n\r\n");
  wire_say (wire, body);
  g_assert_true (wire_expect (wire, "size 10000", 1));
  wire_say (wire, POST "Transfer-Encoding: chunked\r\n\r\n");
  wire_say (wire, chunk);
  g_assert_true (wire_expect (wire, "size 10000", 2));
  wire_say (wire, POST "Content-Length: 0\r\n\r\n");
  g_assert_true (wire_expect (wire, "size 0", 1));
  g_assert_cmpuint (site_statistics (&site).bodies_refused, ==, 0);
  site_close (&site);
}

static void
assert_refused (Wire *wire)
{
  g_assert_true (wire_expect (wire, "HTTP/1.1 413 ", 1));
  g_assert_true (wire_expect (wire, "\r\nX-Content-Type-Options: nosniff\r\n", 1));
  g_assert_true (wire_expect (wire, "\r\nConnection: close\r\n", 1));
  g_assert_true (wire_expect (wire, "{\"error\":{\"code\":\"too_large\",\"message\":\"", 1));
  g_assert_true (wire_expect (wire, " 10000 bytes", 1));
}

/* It is told before it has sent any of it, and may then still send some. */
static void
test_known_body_over_limit (void)
{
  Site site;
  g_autoptr (Wire) wire = NULL;
  g_autofree char *part = g_strnfill (100000, 'x');

  site_open (&site, &site_limits);
  wire = wire_open (&site, NULL);
  wire_say (wire, POST "Content-Length: 10001\r\n\r\n");
  assert_refused (wire);
  wire_say (wire, part);
  assert_ends_in (wire, 0);
  g_assert_null (strstr (wire->heard->str, "size"));
  g_assert_cmpuint (site_statistics (&site).bodies_refused, ==, 1);
  site_wait_open (&site, 0);
  site_close (&site);
}

static gsize
resident_bytes (void)
{
  g_autofree char *statm = NULL;
  unsigned long pages;

  g_assert_true (g_file_get_contents ("/proc/self/statm", &statm, NULL, NULL));
  g_assert_cmpint (sscanf (statm, "%*u %lu", &pages), ==, 1);
  return pages * (gsize) sysconf (_SC_PAGESIZE);
}

/* 64 MiB in chunks of 64 KiB, to be refused after 10,000 bytes. */
static void
test_chunked_body_over_limit (void)
{
  Site site;
  SohoListenerLimits limits = site_limits;
  g_autoptr (Wire) wire = NULL;
  g_autofree char *part = g_strnfill (65536, 'x');
  g_autofree char *chunk = g_strdup_printf ("10000\r\n%s\r\n", part);
  gsize before, chunks = 0;

  limits.header_timeout_ms = 1000;
  site_open (&site, &limits);
  wire = wire_open (&site, NULL);
  wire_say (wire, POST "Transfer-Encoding: chunked\r\n\r\n");
  before = resident_bytes ();
  for (; chunks < 1024 && !wire->ended; chunks++)
    wire_say (wire, chunk);
  g_test_message ("%" G_GSIZE_FORMAT " chunks taken, %d KiB more memory", chunks,
                  (int) (resident_bytes () - before) / 1024);
  g_assert_cmpuint (resident_bytes (), <, before + 8 * 1024 * 1024);
  assert_refused (wire);
  assert_ends_in (wire, 0);
  g_assert_null (strstr (wire->heard->str, "size"));
  site_wait_open (&site, 0);
  site_close (&site);
}

static void
test_expect_continue (void)
{
  Site site;
  g_autoptr (Wire) wire = NULL;
  g_autoptr (Wire) large = NULL;

  site_open (&site, &site_limits);
  wire = wire_open (&site, NULL);
  wire_say (wire, POST "Content-Length: 5\r\nExpect: 100-continue\r\n\r\n");
  g_assert_true (wire_expect (wire, "HTTP/1.1 100 Continue\r\n", 1));
  wire->heard->len = 0;
  wire_say (wire, "12345");
  g_assert_true (wire_expect (wire, "size 5", 1));
  g_assert_true (wire_expect (wire, "\r\nServer: soho-solo\r\n", 1));
  g_assert_true (wire_expect (wire, "\r\nDate: ", 1));
  g_assert_true (wire_expect (wire, "\r\nX-Content-Type-Options: nosniff\r\n", 1));
  large = wire_open (&site, NULL);
  wire_say (large, POST "Content-Length: 50000\r\nExpect: 100-continue\r\n\r\n");
  assert_refused (large);
  g_assert_null (strstr (large->heard->str, "100 Continue"));
  site_close (&site);
}

static void
test_two_lengths (void)
{
  Site site;
  g_autoptr (Wire) wire = NULL;

  site_open (&site, &site_limits);
  wire = wire_open (&site, NULL);
  wire_say (wire, POST "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" GET);
  wire_wait_end (wire);
  g_assert_null (strstr (wire->heard->str, "hello"));
  site_close (&site);
}

/* Often enough not to be idle, yet slower than any line. */
static void
test_slow_body (void)
{
  Site site;
  g_autoptr (Wire) wire = NULL;
  gint64 since_us;

  site_open (&site, &site_limits);
  wire = wire_open (&site, NULL);
  wire_say (wire, POST "Content-Length: 10000\r\n\r\n");
  since_us = g_get_monotonic_time ();
  while (!wire->ended)
    {
      wire_say (wire, "x");
      site_run (20);
      wire_hear (wire, G_MAXSIZE);
      g_assert_cmpint (g_get_monotonic_time () - since_us, <, LATE_MS * 1000);
    }
  g_assert_cmpuint (site_statistics (&site).cut, ==, 1);
  site_close (&site);
}

static void
test_stalled_body (void)
{
  Site site;
  g_autoptr (Wire) wire = NULL;

  site_open (&site, &site_limits);
  wire = wire_open (&site, NULL);
  wire_say (wire, POST "Content-Length: 10000\r\n\r\n12345");
  assert_ends_in (wire, site_limits.idle_timeout_ms);
  g_assert_null (strstr (wire->heard->str, "size"));
  site_close (&site);
}

static void
test_too_many_from_one_address (void)
{
  Site site;
  SohoListenerLimits limits = soho_listener_limits_default;
  g_autoptr (GPtrArray) wires = g_ptr_array_new_with_free_func ((GDestroyNotify) wire_close);
  g_autoptr (Wire) extra = NULL;
  g_autoptr (Wire) other = NULL;

  limits.max_connections_per_address = 3;
  site_open (&site, &limits);
  for (guint i = 0; i < 3; i++)
    g_ptr_array_add (wires, wire_open (&site, "127.0.0.2"));
  site_wait_open (&site, 3);
  extra = wire_open (&site, "127.0.0.2");
  assert_ends_in (extra, 0);
  other = wire_open (&site, "127.0.0.3");
  wire_say (other, GET);
  g_assert_true (wire_expect (other, "hello", 1));
  g_assert_cmpuint (site_statistics (&site).refused, ==, 1);

  g_ptr_array_remove_index (wires, 0);
  site_wait_open (&site, 3);
  g_ptr_array_add (wires, wire_open (&site, "127.0.0.2"));
  wire_say (g_ptr_array_index (wires, 2), GET);
  g_assert_true (wire_expect (g_ptr_array_index (wires, 2), "hello", 1));
  site_close (&site);
}

static void
test_too_many_in_all (void)
{
  Site site;
  SohoListenerLimits limits = soho_listener_limits_default;
  g_autoptr (Wire) one = NULL;
  g_autoptr (Wire) two = NULL;
  g_autoptr (Wire) three = NULL;

  limits.max_connections = 2;
  site_open (&site, &limits);
  one = wire_open (&site, "127.0.0.2");
  two = wire_open (&site, "127.0.0.3");
  site_wait_open (&site, 2);
  three = wire_open (&site, "127.0.0.4");
  assert_ends_in (three, 0);
  wire_say (one, GET);
  g_assert_true (wire_expect (one, "hello", 1));
  g_assert_cmpuint (site_statistics (&site).accepted, ==, 3);
  g_assert_cmpuint (site_statistics (&site).refused, ==, 1);
  site_close (&site);
}

static gpointer
write_and_wait (gpointer output)
{
  return GINT_TO_POINTER (g_output_stream_write (output, "x", 1, NULL, NULL));
}

static void
test_prompt_output (void)
{
  int fds[2];
  char buffer[65536] = { 0 };
  g_autoptr (GOutputStream) base = NULL;
  g_autoptr (GOutputStream) output = NULL;
  g_autoptr (GError) error = NULL;
  GThread *thread;

  g_assert_cmpint (socketpair (AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, fds), ==, 0);
  base = g_unix_output_stream_new (fds[0], TRUE);
  output = soho_prompt_output_new (base);
  g_assert_cmpint (g_output_stream_write (output, "x", 1, NULL, &error), ==, 1);
  g_assert_true (g_pollable_output_stream_is_writable (G_POLLABLE_OUTPUT_STREAM (output)));
  while (g_pollable_output_stream_write_nonblocking (G_POLLABLE_OUTPUT_STREAM (output), buffer,
                                                     sizeof buffer, NULL, &error)
         > 0)
    continue;
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK);
  g_clear_error (&error);
  g_assert_false (g_pollable_output_stream_is_writable (G_POLLABLE_OUTPUT_STREAM (output)));
  g_assert_cmpint (g_output_stream_write (output, "x", 1, NULL, &error), ==, -1);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT);

  thread = g_thread_new ("writer", write_and_wait, output);
  g_usleep (50000);
  while (recv (fds[1], buffer, sizeof buffer, 0) > 0)
    continue;
  g_assert_cmpint (GPOINTER_TO_INT (g_thread_join (thread)), ==, 1);
  close (fds[1]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/listener/time/silent-peer", test_silent_peer);
  g_test_add_func ("/listener/time/slow-header", test_slow_header);
  g_test_add_func ("/listener/time/idle-after-answer", test_idle_after_answer);
  g_test_add_func ("/listener/time/slow-second-header", test_slow_second_header);
  g_test_add_func ("/listener/time/stalled-reader", test_stalled_reader);
  g_test_add_func ("/listener/time/slow-reader", test_slow_reader);
  g_test_add_func ("/listener/time/slow-reader-of-the-end", test_slow_reader_of_the_end);
  g_test_add_func ("/listener/time/live-answers", test_live_answers);
  g_test_add_func ("/listener/time/slow-body", test_slow_body);
  g_test_add_func ("/listener/time/stalled-body", test_stalled_body);
  g_test_add_func ("/listener/half-closed-peer", test_half_closed_peer);
  g_test_add_func ("/listener/peers-that-leave", test_peers_that_leave);
  g_test_add_func ("/listener/body/within-limit", test_body_within_limit);
  g_test_add_func ("/listener/body/known-over-limit", test_known_body_over_limit);
  g_test_add_func ("/listener/body/chunked-over-limit", test_chunked_body_over_limit);
  g_test_add_func ("/listener/body/expect-continue", test_expect_continue);
  g_test_add_func ("/listener/body/two-lengths", test_two_lengths);
  g_test_add_func ("/listener/too-many/from-one-address", test_too_many_from_one_address);
  g_test_add_func ("/listener/too-many/in-all", test_too_many_in_all);
  g_test_add_func ("/listener/prompt-output", test_prompt_output);
  return g_test_run ();
}
