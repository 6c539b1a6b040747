/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "routes/routes-private.h"

#include <string.h>

#include "network.h"
#include "page.h"

#define ANNA 1

static gboolean signed_in;

static gboolean
identify (SoupServerMessage *message, SohoArchive *archive, SohoIdentity *identity, GError **error)
{
  const char *audiences[] = { "public", signed_in ? "members" : NULL, "person:1", NULL };

  *identity = (SohoIdentity){ signed_in ? ANNA : 0, signed_in ? 5 : 0,
                              signed_in ? SOHO_ROLE_MEMBER : 0, g_strdupv ((char **) audiences) };
  return TRUE;
}

static Network *
make_network (void)
{
  Network *network = network_new ();

  soho_route_identify = identify;
  signed_in = TRUE;
  network_put (network, "member", ANNA, "given_name=Anna", "family_name=Fictive", "commune=Auch",
               "visibility=public", NULL);
  network_serve (network);
  return network;
}

/* Posts the bytes; what is answered, head and body, without what changes from one to the next. */
static GBytes *
post (Network *network, const char *headers, const void *body, gsize length)
{
  g_autoptr (GByteArray) request = g_byte_array_new ();
  g_autofree char *head
      = g_strdup_printf ("POST /v1/edits HTTP/1.1\r\nHost: here\r\nConnection: close\r\n"
                         "Content-Length: %zu\r\n%s\r\n",
                         length, headers);

  g_byte_array_append (request, (const guint8 *) head, (guint) strlen (head));
  g_byte_array_append (request, body, (guint) length);
  return network_say (network->address, (const char *) request->data, (gssize) request->len);
}

static void
assert_answer (GBytes *answer, guint status, const char *essence)
{
  const char *text = g_bytes_get_data (answer, NULL);
  g_autofree char *first = g_strdup_printf ("HTTP/1.1 %u ", status);

  g_assert_true (g_str_has_prefix (text, first));
  g_assert_nonnull (strstr (text, essence));
}

static void
assert_posts (Network *network, const char *body, guint status, const char *essence)
{
  g_autoptr (GBytes) answer = post (network, "", body, strlen (body));

  g_test_message ("%.80s", body);
  assert_answer (answer, status, essence);
}

#define ABOUT(number, text)                                                                        \
  "{\"acknowledged\":0,\"seen\":0,\"first\":" number ",\"count\":1,\"groups\":[{\"kind\":"         \
  "\"member\",\"n\":[0],\"id\":[1],\"base\":[1],\"set\":{\"about\":[\"" text "\"]}}]}"

static void
test_good (void)
{
  g_autoptr (Network) network = make_network ();
  const char *line = ABOUT ("1", "Relieuse");
  g_autoptr (GBytes) frame = soho_page_compress (line, strlen (line), 19);
  g_autoptr (GBytes) answer = NULL;

  assert_posts (network, line, 200, "\r\n\r\n{\"answered\":1}");
  answer = post (network, "Content-Encoding: zstd\r\n", g_bytes_get_data (frame, NULL),
                 g_bytes_get_size (frame));
  assert_answer (answer, 200, "{\"answered\":1}");
  assert_answer (answer, 200, "Content-Type: application/json");
}

static void
test_signed_out (void)
{
  g_autoptr (Network) network = make_network ();

  signed_in = FALSE;
  assert_posts (network, ABOUT ("1", "x"), 401, "\"signed_out\"");
  assert_posts (network, "", 401, "\"signed_out\"");
}

static void
test_wrong_address (void)
{
  g_autoptr (Network) network = make_network ();
  g_autoptr (GBytes) put = network_say (
      network->address, "DELETE /v1/edits HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", -1);
  g_autoptr (GBytes) below = network_get (network->address, "/v1/edits/1", NULL);

  assert_answer (put, 405, "Allow: GET, POST");
  assert_answer (below, 404, "not_found");
}

/* Each gets its answer, and the archive is as it was. */
static void
test_bad_bodies (void)
{
  g_autoptr (Network) network = make_network ();
  g_autofree char *before = network_dup_all (network);
  g_autofree char *after = NULL;
  g_autofree char *deep = g_strnfill (500000, '[');
  g_autofree char *long_line = g_strnfill (3 * 1024 * 1024, 'x');
  g_autoptr (GBytes) bomb = NULL;
  g_autoptr (GBytes) answer = NULL;

  assert_posts (network, "", 400, "\"malformed\"");
  assert_posts (network, "x", 400, "\"malformed\"");
  assert_posts (network, "{}", 400, "\"malformed\"");
  assert_posts (network, "{}\n{}", 400, "\"malformed\"");
  assert_posts (network, deep, 400, "\"malformed\"");
  assert_posts (network, long_line, 413, "\"too_large\"");
  assert_posts (network, "{\"first\":1,\"count\":10000,\"groups\":[]}", 413, "\"too_many\"");
  assert_posts (network, ABOUT ("2", "x"), 409, "\"out_of_order\"");
  assert_posts (network, ABOUT ("4611686018427387903", "x"), 409, "\"out_of_order\"");
  assert_posts (network, ABOUT ("9223372036854775807", "x"), 400, "\"malformed\"");

  bomb = soho_page_compress (long_line, strlen (long_line), 19);
  g_assert_cmpuint (g_bytes_get_size (bomb), <, 1000);
  answer = post (network, "Content-Encoding: zstd\r\n", g_bytes_get_data (bomb, NULL),
                 g_bytes_get_size (bomb));
  assert_answer (answer, 413, "\"too_many\"");
  g_clear_pointer (&answer, g_bytes_unref);
  answer = post (network, "Content-Encoding: zstd\r\n", "no zstd", 7);
  assert_answer (answer, 400, "\"malformed\"");

  after = network_dup_all (network);
  g_assert_cmpstr (before, ==, after);
  assert_posts (network, ABOUT ("1", "Relieuse"), 200, "{\"answered\":1}");
  assert_posts (network, ABOUT ("1", "Luthière"), 409, "\"copied_replica\"");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add_func ("/server/edit-route/" name, function)
  ADD ("good", test_good);
  ADD ("signed-out", test_signed_out);
  ADD ("wrong-address", test_wrong_address);
  ADD ("bad-bodies", test_bad_bodies);
  return g_test_run ();
}
