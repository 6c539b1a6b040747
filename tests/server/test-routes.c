/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "routes/routes.h"

#include <string.h>

#include "follower.h"
#include "page.h"

static Network *
make_network (void)
{
  Network *network = network_new ();

  network_put (network, "village", 0, "commune=Mirande", NULL);
  network_put (network, "member", 0, "given_name=Anna", "family_name=Fictive", "commune=Auch",
               "visibility=public", NULL);
  network_put (network, "member", 8123456, "given_name=Zénobie", "family_name=Cachée",
               "commune=Auch", "visibility=self", NULL);
  network_put (network, "contact_point", 8123457, "member=8123456", "type=mobile",
               "value=06 39 98 00 77", NULL);
  network_serve (network);
  return network;
}

static gboolean
has (GBytes *answer, const char *text)
{
  return g_strstr_len (g_bytes_get_data (answer, NULL), (gssize) g_bytes_get_size (answer), text)
         != NULL;
}

static void
assert_serves (Network *network)
{
  g_autoptr (GBytes) body = network_get_body (network->address, "/healthz", NULL, 200);

  g_assert_true (has (body, "{\"status\":\"ok\"}"));
}

static void
test_health (void)
{
  g_autoptr (Network) network = make_network ();
  g_autoptr (GBytes) answer = network_get (network->address, "/healthz", NULL);

  g_assert_true (has (answer, "HTTP/1.1 200 OK\r\n"));
  g_assert_true (has (answer, "Content-Type: application/json\r\n"));
  assert_serves (network);
}

/* With zstd or without, it is the same. */
static void
test_encodings (void)
{
  static const struct
  {
    const char *header;
    gboolean zstd;
  } cases[] = {
    { "", FALSE },
    { "Accept-Encoding: zstd\r\n", TRUE },
    { "Accept-Encoding: gzip, ZSTD;q=0.5, br\r\n", TRUE },
    { "Accept-Encoding: gzip\r\nAccept-Encoding: zstd\r\n", TRUE },
    { "Accept-Encoding: zstd;q=0\r\n", FALSE },
    { "Accept-Encoding: gzip, deflate, *\r\n", FALSE },
    { "Accept-Encoding: zstdx, xzstd\r\n", FALSE },
    { "Accept-Encoding: \"zstd\r\n", FALSE },
    { "Accept-Encoding: ;;;,,,=\r\n", FALSE },
  };
  g_autoptr (Network) network = make_network ();
  g_autoptr (GBytes) plain = network_get_body (network->address, "/v1/changes", NULL, 200);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) answer = network_get (network->address, "/v1/changes", cases[i].header);
      g_autoptr (GBytes) body
          = network_get_body (network->address, "/v1/changes", cases[i].header, 200);
      g_autoptr (GBytes) lines
          = cases[i].zstd ? soho_page_decompress_all (body) : g_bytes_ref (body);

      g_test_message ("%s", cases[i].header);
      g_assert_true (has (answer, "Content-Type: " SOHO_PAGES_TYPE "\r\n"));
      g_assert_true (has (answer, "Cache-Control: no-store\r\n"));
      g_assert_cmpint (has (answer, "Content-Encoding: zstd\r\n"), ==, cases[i].zstd);
      g_assert_true (g_bytes_equal (lines, plain));
    }
}

static char *
dup_cursor (Network *network)
{
  g_autoptr (Follower) follower = follower_new ();

  follower_assert_catches_up (follower, network);
  return g_strdup (follower->cursor);
}

static void
test_nothing_new (void)
{
  g_autoptr (Network) network = make_network ();
  g_autofree char *cursor = dup_cursor (network);
  g_autofree char *path = g_strconcat ("/v1/changes?from=", cursor, NULL);
  g_autoptr (GBytes) body = network_get_body (network->address, path, NULL, 204);
  g_autoptr (GBytes) tail = NULL;

  g_assert_cmpuint (g_bytes_get_size (body), ==, 0);
  network_put (network, "village", 0, "commune=Condom", NULL);
  tail = network_get_body (network->address, path, NULL, 200);
  g_assert_true (has (tail, "32107"));
  g_assert_false (has (tail, "32256"));
}

/* Nothing in any answer, its head included, tells of what is hidden. */
static void
test_hidden (void)
{
  static const char *const traces[] = { "nobie",  "Cachée",        "8123456", "8123457", "8123",
                                        "399800", "contact_point", "person",  "members" };
  g_autoptr (Network) network = make_network ();
  g_autofree char *cursor = dup_cursor (network);
  g_autofree char *tail = g_strconcat ("/v1/changes?from=", cursor, NULL);
  const char *paths[] = { "/v1/changes", "/v1/changes?fill=contact_point,member", tail, "/healthz",
                          "/v1/changes?from=member.8123456" };

  network_put (network, "village", 3, "commune=Condom", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr (GBytes) answer = network_get (network->address, paths[i], NULL);

      for (guint t = 0; t < G_N_ELEMENTS (traces); t++)
        {
          g_test_message ("%s in %s", traces[t], paths[i]);
          g_assert_false (has (answer, traces[t]));
        }
    }
}

/* Whatever is asked, there is an answer of ours, or the connection ends; and the next is served. */
static void
test_absurd_queries (void)
{
  static const struct
  {
    const char *query;
    guint status;
  } cases[] = {
    { "?", 200 },
    { "?from", 0 },
    { "?from=", 200 },
    { "?&&&=&=&", 0 },
    { "?from=x", 410 },
    { "?from=%00", 0 },
    { "?from=%ff%fe", 0 },
    { "?from=%", 0 },
    { "?from=%zz", 0 },
    { "?from=a%0d%0aX-Evil:1", 410 },
    { "?from=%E2%80%AE", 410 },
    { "?from=&from=x", 410 },
    { "?from=x&from=", 200 },
    { "?from=~", 410 },
    { "?from=%7epublic.member.1", 410 },
    { "?fill=unknown", 200 },
    { "?fill=", 200 },
    { "?fill=,,,,", 200 },
    { "?fill=%00,member", 0 },
    { "?fill=member&fill=village", 200 },
    { "?FROM=x", 200 },
    { "?live=1&at=x:1", 200 },
    { "?from='%20OR%201=1--", 410 },
  };
  g_autoptr (Network) network = make_network ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/v1/changes", cases[i].query, NULL);
      g_autoptr (GBytes) answer = network_get (network->address, path, NULL);
      g_autofree char *line = g_strdup_printf ("HTTP/1.1 %u ", cases[i].status);

      g_test_message ("%s", cases[i].query);
      g_assert_true (has (answer, cases[i].status != 0 ? line : "HTTP/1.1 "));
      g_assert_false (has (answer, "HTTP/1.1 5"));
      g_assert_false (has (answer, "\r\nX-Evil"));
      if (cases[i].status == 410)
        g_assert_true (has (answer, "{\"error\":{\"code\":\"unknown_cursor\",\"message\":\""));
      assert_serves (network);
    }
}

static void
test_long_queries (void)
{
  static const gsize lengths[] = { 257, 4000, 60000, 100 * 1024, 1000 * 1000 };
  static const char *const heads[] = { "from=", "fill=", "" };
  g_autoptr (Network) network = make_network ();

  for (guint i = 0; i < G_N_ELEMENTS (lengths) * G_N_ELEMENTS (heads); i++)
    {
      g_autofree char *tail = g_strnfill (lengths[i / 3], i % 3 == 1 ? ',' : 'A');
      g_autofree char *path = g_strdup_printf ("/v1/changes?%s%s", heads[i % 3], tail);
      g_autoptr (GBytes) answer = network_get (network->address, path, NULL);

      g_assert_true (g_bytes_get_size (answer) == 0 || has (answer, "HTTP/1.1 "));
      g_assert_false (has (answer, "HTTP/1.1 5"));
      assert_serves (network);
    }
}

static void
test_methods (void)
{
  static const char *const methods[]
      = { "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE", "CONNECT", "BREW", "get" };
  static const char *const paths[] = { "/v1/changes", "/healthz" };
  g_autoptr (Network) network = make_network ();

  for (guint i = 0; i < G_N_ELEMENTS (methods) * G_N_ELEMENTS (paths); i++)
    {
      g_autofree char *request
          = g_strdup_printf ("%s %s HTTP/1.1\r\nHost: test\r\nConnection: close\r\n"
                             "Content-Length: 2\r\n\r\n{}",
                             methods[i / 2], paths[i % 2]);
      g_autoptr (GBytes) answer = network_say (network->address, request, -1);

      g_test_message ("%s", request);
      g_assert_true (has (answer, "HTTP/1.1 4"));
      if (i / 2 < 4)
        {
          g_assert_true (has (answer, "HTTP/1.1 405 "));
          g_assert_true (has (answer, "\r\nAllow: GET\r\n"));
          g_assert_true (has (answer, "\"method_not_allowed\""));
        }
      assert_serves (network);
    }
}

static void
test_paths (void)
{
  static const char *const paths[] = { "/",
                                       "/v1",
                                       "/v1/",
                                       "/v1/changes/",
                                       "/v1/changes/1",
                                       "/v1/changesx",
                                       "/v1/change",
                                       "/V1/CHANGES",
                                       "/healthz/",
                                       "/healthz/../v1",
                                       "/healthzz",
                                       "/v1/changes;from=x",
                                       "/network.db",
                                       "/../../etc/passwd",
                                       "/%2e%2e/network.db",
                                       "/metrics" };
  g_autoptr (Network) network = make_network ();

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr (GBytes) answer = network_get (network->address, paths[i], NULL);

      g_test_message ("%s", paths[i]);
      g_assert_true (has (answer, "HTTP/1.1 404 ") || has (answer, "HTTP/1.1 400 "));
      g_assert_false (has (answer, "root:"));
    }
  assert_serves (network);
}

static GLogWriterOutput
keep_silent (GLogLevelFlags level, const GLogField *fields, gsize n, gpointer data)
{
  return G_LOG_WRITER_HANDLED;
}

static void
assert_unavailable (Network *network, const char *path)
{
  g_autoptr (GBytes) body = network_get_body (network->address, path, NULL, 503);

  g_assert_true (has (body, "{\"error\":{\"code\":\"unavailable\",\"message\":\"The archive"));
}

/* What cannot be read is said, and said no more once it can. In a process of its own, since the
 * warnings of the server would end this one. */
static void
test_damage (void)
{
  g_autoptr (Network) network = NULL;

  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
      g_test_trap_assert_passed ();
      return;
    }
  g_log_set_always_fatal (G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL);
  g_log_set_writer_func (keep_silent, NULL, NULL);
  network = make_network ();
  follower_run_sql (network, "CREATE TABLE kept AS SELECT id, body FROM record");
  follower_run_sql (network, "UPDATE record SET body = '['");
  assert_unavailable (network, "/v1/changes");
  assert_unavailable (network, "/v1/changes");
  follower_run_sql (network,
                    "UPDATE record SET body = (SELECT k.body FROM kept k WHERE k.id = record.id)");
  g_bytes_unref (network_get_body (network->address, "/v1/changes", NULL, 200));

  follower_run_sql (network, "UPDATE page SET frame = x'0102'");
  assert_unavailable (network, "/v1/changes");
  follower_run_sql (network, "DELETE FROM page");
  g_bytes_unref (network_get_body (network->address, "/v1/changes", NULL, 200));
}

typedef struct
{
  const char *address;
  GBytes *expected;
} Reader;

static gpointer
read_often (gpointer data)
{
  const Reader *reader = data;

  for (guint i = 0; i < 10; i++)
    {
      g_autoptr (GBytes) body
          = network_get_body (reader->address, "/v1/changes", "Accept-Encoding: zstd\r\n", 200);

      g_assert_true (g_bytes_equal (body, reader->expected));
    }
  return NULL;
}

static void
test_many_readers (void)
{
  g_autoptr (Network) network = make_network ();
  g_autoptr (GBytes) expected
      = network_get_body (network->address, "/v1/changes", "Accept-Encoding: zstd\r\n", 200);
  Reader reader = { network->address, expected };
  GThread *threads[16];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("reader", read_often, &reader);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/routes/health", test_health);
  g_test_add_func ("/routes/encodings", test_encodings);
  g_test_add_func ("/routes/nothing-new", test_nothing_new);
  g_test_add_func ("/routes/hidden", test_hidden);
  g_test_add_func ("/routes/absurd-queries", test_absurd_queries);
  g_test_add_func ("/routes/long-queries", test_long_queries);
  g_test_add_func ("/routes/methods", test_methods);
  g_test_add_func ("/routes/paths", test_paths);
  g_test_add_func ("/routes/damage", test_damage);
  g_test_add_func ("/routes/many-readers", test_many_readers);
  return g_test_run ();
}
