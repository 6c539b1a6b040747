/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "routes/routes.h"

#include <string.h>

#include "blob.h"
#include "follower.h"
#include "pictures.h"

#define SHOWN 11  /* by everybody, with the JPEG */
#define HIDDEN 12 /* with the PNG */
#define BARE 13   /* by everybody, without a photo */

static char *jpeg_name, *png_name;

static void
put_member (Network *network, gint64 id, const char *visibility, GBytes *picture)
{
  g_autofree char *photo = picture != NULL ? network_put_photo (network, picture) : NULL;
  g_autofree char *name = g_strdup_printf ("family_name=Fictive%d", (int) id);

  network_put (network, "member", id, "given_name=Anna", name, "commune=Auch", visibility, photo,
               NULL);
}

static Network *
make_network (void)
{
  Network *network = network_new ();
  g_autoptr (GBytes) jpeg = pictures_get (PICTURES_JPEG);
  g_autoptr (GBytes) png = pictures_get (PICTURES_PNG);

  put_member (network, SHOWN, "visibility=public", jpeg);
  put_member (network, HIDDEN, "visibility=members", png);
  put_member (network, BARE, "visibility=public", NULL);
  network_serve (network);
  return network;
}

static char *
dup_path (const char *name, const char *of)
{
  return g_strdup_printf ("/v1/blobs/%s%s", name, of);
}

static gboolean
has (GBytes *answer, const char *text)
{
  return memmem (g_bytes_get_data (answer, NULL), g_bytes_get_size (answer), text, strlen (text))
         != NULL;
}

/* The answer to a request for the public photo. */
static GBytes *
ask (Network *network, const char *method, const char *headers)
{
  g_autofree char *request = g_strdup_printf (
      "%s /v1/blobs/%s?of=member:%d HTTP/1.1\r\nHost: x\r\n%sConnection: close\r\n\r\n", method,
      jpeg_name, SHOWN, headers);

  return network_say (network->address, request, -1);
}

static void
test_answer (void)
{
  g_autoptr (Network) network = make_network ();
  g_autoptr (GBytes) jpeg = pictures_get (PICTURES_JPEG);
  g_autofree char *path = dup_path (jpeg_name, "?of=member:11");
  g_autofree char *tag = g_strdup_printf ("ETag: \"%s\"\r\n", jpeg_name);
  g_autoptr (GBytes) answer = network_get (network->address, path, NULL);
  g_autoptr (GBytes) body = network_get_body (network->address, path, NULL, 200);

  g_assert_true (g_bytes_equal (body, jpeg));
  g_assert_true (has (answer, tag));
  g_assert_true (has (answer, "Content-Type: image/jpeg\r\n"));
  g_assert_true (has (answer, "Cache-Control: private, max-age=31536000, immutable\r\n"));
  g_assert_true (has (answer, "X-Content-Type-Options: nosniff\r\n"));
}

/* Nobody learns whether a file or a record is there: every other question has one answer. */
static void
test_no_trace (void)
{
  g_autoptr (Network) network = make_network ();
  const struct
  {
    const char *name, *of;
  } questions[] = {
    { jpeg_name, "" },
    { jpeg_name, "?of=" },
    { jpeg_name, "?of=member" },
    { jpeg_name, "?of=member:" },
    { jpeg_name, "?of=member:0" },
    { jpeg_name, "?of=member:-11" },
    { jpeg_name, "?of=member:11x" },
    { jpeg_name, "?of=member:12" },
    { jpeg_name, "?of=member:13" },
    { jpeg_name, "?of=member:14" },
    { jpeg_name, "?of=village:11" },
    { jpeg_name, "?of=nothing:11" },
    { jpeg_name, "?of=member:99999999999999999999" },
    { jpeg_name, "/?of=member:11" },
    { png_name, "?of=member:12" },
    { png_name, "?of=member:11" },
    { "00000000000000000000000000000000", "?of=member:11" },
    { "x", "?of=member:11" },
    { "", "?of=member:11" },
  };
  g_autoptr (GBytes) nothing = network_get (network->address, "/v1/nothing", NULL);
  g_autoptr (GBytes) body = network_get_body (network->address, "/v1/nothing", NULL, 404);

  for (guint i = 0; i < G_N_ELEMENTS (questions); i++)
    {
      g_autofree char *path = dup_path (questions[i].name, questions[i].of);
      g_autoptr (GBytes) answer = network_get_body (network->address, path, NULL, 404);
      g_autoptr (GBytes) whole = network_get (network->address, path, "If-None-Match: *\r\n");

      g_test_message ("%s", path);
      g_assert_true (g_bytes_equal (answer, body));
      g_assert_cmpuint (g_bytes_get_size (whole), ==, g_bytes_get_size (nothing));
    }
}

/* What becomes hidden, or shows another photo, is not handed out from then on. */
static void
test_change_of_mind (void)
{
  g_autoptr (Network) network = make_network ();
  g_autoptr (GBytes) jpeg = pictures_get (PICTURES_JPEG);
  g_autoptr (GBytes) png = pictures_get (PICTURES_PNG);
  g_autofree char *path = dup_path (jpeg_name, "?of=member:11");
  g_autofree char *other = dup_path (png_name, "?of=member:11");

  put_member (network, SHOWN, "visibility=self", jpeg);
  g_bytes_unref (network_get_body (network->address, path, NULL, 404));
  put_member (network, SHOWN, "visibility=public", png);
  g_bytes_unref (network_get_body (network->address, path, NULL, 404));
  g_bytes_unref (network_get_body (network->address, other, NULL, 200));
  network_delete (network, SHOWN);
  g_bytes_unref (network_get_body (network->address, other, NULL, 404));
}

static void
test_already_there (void)
{
  g_autoptr (Network) network = make_network ();
  g_autofree char *path = dup_path (jpeg_name, "?of=member:11");
  g_autofree char *hidden = dup_path (png_name, "?of=member:12");
  g_autofree char *same = g_strdup_printf ("If-None-Match: \"x\", W/\"%s\"\r\n", jpeg_name);
  g_autofree char *secret = g_strdup_printf ("If-None-Match: \"%s\"\r\n", png_name);
  g_autoptr (GBytes) answer = network_get_body (network->address, path, same, 304);

  g_assert_cmpuint (g_bytes_get_size (answer), ==, 0);
  g_bytes_unref (network_get_body (network->address, path, "If-None-Match: *\r\n", 304));
  g_bytes_unref (network_get_body (network->address, path, "If-None-Match: \"x\"\r\n", 200));
  g_bytes_unref (network_get_body (network->address, hidden, secret, 404));
}

static void
test_methods (void)
{
  g_autoptr (Network) network = make_network ();
  g_autoptr (GBytes) head = ask (network, "HEAD", "");
  g_autoptr (GBytes) post = ask (network, "POST", "Content-Length: 0\r\n");
  const char *text = g_bytes_get_data (head, NULL);

  g_assert_true (has (head, "HTTP/1.1 200 OK\r\n"));
  g_assert_true (has (head, "Content-Length: 312\r\n"));
  g_assert_true (g_str_has_suffix (text, "\r\n\r\n"));
  g_assert_true (has (post, "HTTP/1.1 405 "));
  g_assert_true (has (post, "Allow: GET, HEAD\r\n"));
}

static void
test_range (void)
{
  g_autoptr (Network) network = make_network ();
  g_autoptr (GBytes) jpeg = pictures_get (PICTURES_JPEG);
  g_autoptr (GBytes) answer = ask (network, "GET", "Range: bytes=300-\r\n");
  gsize length = g_bytes_get_size (answer);

  g_assert_true (has (answer, "HTTP/1.1 206 "));
  g_assert_true (has (answer, "Content-Range: bytes 300-311/312\r\n"));
  g_assert_cmpmem ((const char *) g_bytes_get_data (answer, NULL) + length - 12, 12,
                   (const char *) g_bytes_get_data (jpeg, NULL) + 300, 12);
}

static GLogWriterOutput
keep_silent (GLogLevelFlags level, const GLogField *fields, gsize n, gpointer user_data)
{
  return G_LOG_WRITER_HANDLED;
}

/* A file that the disk changed is no answer. */
static void
test_damage (void)
{
  g_autoptr (Network) network = make_network ();
  g_autofree char *path = dup_path (jpeg_name, "?of=member:11");

  /* The server warns its keeper, which would end a test. */
  g_log_set_always_fatal (G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL);
  g_log_set_writer_func (keep_silent, NULL, NULL);
  follower_run_sql (network, "UPDATE blob SET bytes = x'00'");
  g_bytes_unref (network_get_body (network->address, path, NULL, 503));
}

int
main (int argc, char **argv)
{
  g_autoptr (GBytes) jpeg = pictures_get (PICTURES_JPEG);
  g_autoptr (GBytes) png = pictures_get (PICTURES_PNG);
  int status;

  g_test_init (&argc, &argv, NULL);
  jpeg_name = soho_blob_dup_name (jpeg);
  png_name = soho_blob_dup_name (png);
  g_test_add_func ("/blob-route/answer", test_answer);
  g_test_add_func ("/blob-route/no-trace", test_no_trace);
  g_test_add_func ("/blob-route/change-of-mind", test_change_of_mind);
  g_test_add_func ("/blob-route/already-there", test_already_there);
  g_test_add_func ("/blob-route/methods", test_methods);
  g_test_add_func ("/blob-route/range", test_range);
  g_test_add_func ("/blob-route/damage", test_damage);
  status = g_test_run ();
  g_free (jpeg_name);
  g_free (png_name);
  return status;
}
