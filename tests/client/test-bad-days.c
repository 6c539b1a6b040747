/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>

#include "archive/changes.h"
#include "model/kinds.h"
#include "network.h"
#include "page.h"
#include "store/apply.h"
#include "sync-private.h"
#include "wire-server.h"

#define HEAD "HTTP/1.1 200 OK\r\nContent-Type: " SOHO_PAGES_TYPE "\r\n"
#define PAGES HEAD "Connection: close\r\n\r\n{\"from\":\"AAAA\"}\n"
#define ZSTD HEAD "Content-Encoding: zstd\r\nConnection: close\r\n\r\n"
#define VILLAGE                                                                                    \
  "{\"kind\":\"village\",\"audience\":\"public\",\"id\":[7],\"revision\":[3],"                     \
  "\"fields\":{\"commune\":[\"32013\"]},\"to\":\"v.7\"}\n"
#define END "{\"cursor\":\"BBBB\"}\n"

#define NOT_OURS "no Soho Solo server"
#define KEPT "What came is kept"
#define NO_SENSE "makes no sense"
#define FAR_MORE "far more than any page"

typedef struct
{
  char *directory;
  SohoReplica *replica;
  WireServer *wire;
} Scene;

static void
open_replica (Scene *scene)
{
  g_autoptr (GError) error = NULL;

  scene->replica = soho_replica_open (scene->directory, soho_model_get (), &error);
  g_assert_no_error (error);
}

static void
scene_open (Scene *scene)
{
  scene->directory = network_make_directory ();
  scene->wire = wire_server_new ();
  open_replica (scene);
}

static void
scene_close (Scene *scene)
{
  g_clear_object (&scene->replica);
  wire_server_free (scene->wire);
  network_remove_directory (scene->directory);
}

static void
assert_sound (Scene *scene)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) complaints = soho_replica_verify (scene->replica, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (complaints->len, ==, 0);
}

/* Syncs, which must fail with a sentence for a person that says the essence. */
static void
assert_fails (Scene *scene, const char *address, const char *essence)
{
  SohoSyncReport report;
  g_autoptr (GError) error = NULL;
  g_autofree char *explanation = NULL;

  g_assert_false (soho_sync_run (scene->replica, address, NULL, NULL, NULL, &report, &error));
  explanation = soho_sync_dup_explanation (error);
  g_test_message ("%s", explanation);
  g_assert_true (g_utf8_validate (explanation, -1, NULL));
  g_assert_nonnull (strstr (explanation, essence));
  g_assert_true (g_str_has_suffix (explanation, "."));
}

static void
assert_village_is (Scene *scene, gboolean expected)
{
  g_autoptr (SohoRecord) village
      = soho_replica_get_record (scene->replica, &soho_kind_village, 7, NULL);

  g_assert_cmpint (village != NULL, ==, expected);
}

/* Whatever answers, the sentence fits, the copy stays sound, and nothing of it is believed. */
static void
test_not_our_server (void)
{
  static const struct
  {
    const char *bytes, *essence;
  } cases[] = {
    { "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<!DOCTYPE html><p>It works!", NOT_OURS },
    { "HTTP/1.1 200 OK\r\n\r\nhello", NOT_OURS },
    { "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{\"cursor\":\"x\"}", NOT_OURS },
    { "HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n<h1>Not found</h1>", NOT_OURS },
    { "HTTP/1.1 404 Not Found\r\nContent-Type: application/json\r\n\r\n{\"error\":\"no\"}",
      NOT_OURS },
    { "HTTP/1.1 500 Oops\r\n\r\n", NOT_OURS },
    { "HTTP/1.1 500 Oops\r\nContent-Type: application/json\r\n\r\n[[[[[[[[", NOT_OURS },
    { "HTTP/1.1 302 Found\r\nLocation: http://portal.example/login\r\n\r\n", NOT_OURS },
    { "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Type: text/html\r\n\r\nx",
      NOT_OURS },
    { "HTTP/1.1 511 Network Authentication Required\r\n\r\nSign in", NOT_OURS },
    { "HTTP/1.1 206 Partial\r\nContent-Type: " SOHO_PAGES_TYPE "\r\n\r\n" VILLAGE END, NOT_OURS },
    { "HTTP/1.1 401 No\r\nWWW-Authenticate: Basic realm=\"x\"\r\n\r\n", NOT_OURS },
    { "HTTP/1.1 200 OK\r\nContent-Type: " SOHO_PAGES_TYPE "x\r\n\r\n" VILLAGE END, NOT_OURS },
    { HEAD "Content-Encoding: gzip\r\n\r\n\x1f\x8b\x08", NOT_OURS },
    { HEAD "Content-Encoding: zstd, gzip\r\n\r\n", NOT_OURS },
    { "220 mail.example.org ESMTP ready\r\n", NOT_OURS },
    { "SSH-2.0-OpenSSH_9.2p1\r\n", NOT_OURS },
    { "\x16\x03\x01\x02\x03", NOT_OURS },
    { "HTTP/9.9 200 Fine\r\n\r\n", NOT_OURS },
    { "HTTP/1.1 200 OK", NOT_OURS },
    { PAGES "<!DOCTYPE html><p>Please sign in</p>\n", NO_SENSE },
    { PAGES VILLAGE "<html>\n" END, NO_SENSE },
    { PAGES "{\"nothing\":1}\n", NO_SENSE },
    { PAGES "{\"from\":\"AAAA\"}\n", "order" },
    { PAGES VILLAGE END VILLAGE, "order" },
    { HEAD "\r\n" VILLAGE END, "order" },
    { PAGES VILLAGE, KEPT },
    { PAGES "{\"kind\":\"village\"", KEPT },
    { PAGES VILLAGE "{\"cursor\":\"BBBB\"}", KEPT },
    { ZSTD "these are no zstd frames", "damaged" },
    { ZSTD, KEPT },
    { HEAD "Content-Length: 100000\r\n\r\n{\"from\":\"AAAA\"}\n" VILLAGE, KEPT },
    { HEAD "Transfer-Encoding: chunked\r\n\r\nzz\r\n", KEPT },
    { "", KEPT },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Scene scene;

      g_test_message ("case %u: %s", i, cases[i].essence);
      scene_open (&scene);
      wire_server_set_bytes (scene.wire, cases[i].bytes, -1, WIRE_CLOSE);
      assert_fails (&scene, wire_server_get_address (scene.wire), cases[i].essence);
      g_assert_cmpuint (wire_server_get_n_requests (scene.wire), <=, 2);
      assert_village_is (&scene, strstr (cases[i].bytes, PAGES VILLAGE) != NULL
                                     || strstr (cases[i].bytes, "AAAA\"}\n" VILLAGE) != NULL);
      assert_sound (&scene);
      scene_close (&scene);
    }
}

/* An error of ours is shown, but not however long, nor again and again. */
static void
test_refusals (void)
{
  g_autofree char *text = g_strnfill (20000, 'x');
  g_autofree char *refusal
      = g_strdup_printf ("HTTP/1.1 503 Busy\r\n\r\n{\"error\":{\"code\":\"unavailable\","
                         "\"message\":\"%s.\"}}",
                         text);
  Scene scene;

  scene_open (&scene);
  wire_server_set_bytes (
      scene.wire,
      "HTTP/1.1 503 Busy\r\n\r\n"
      "{\"error\":{\"code\":\"unavailable\",\"message\":\"Come back at noon.\"}}",
      -1, WIRE_CLOSE);
  assert_fails (&scene, wire_server_get_address (scene.wire), "(503): Come back at noon.");
  wire_server_set_bytes (scene.wire, refusal, -1, WIRE_CLOSE);
  {
    SohoSyncReport report;
    g_autoptr (GError) error = NULL;

    g_assert_false (soho_sync_run (scene.replica, wire_server_get_address (scene.wire), NULL, NULL,
                                   NULL, &report, &error));
    g_assert_cmpuint (strlen (error->message), <, 500);
  }
  wire_server_set_bytes (scene.wire,
                         "HTTP/1.1 410 Gone\r\n\r\n"
                         "{\"error\":{\"code\":\"unknown_cursor\",\"message\":\"x\"}}",
                         -1, WIRE_CLOSE);
  assert_fails (&scene, wire_server_get_address (scene.wire), "restored or replaced");
  g_assert_cmpuint (wire_server_get_n_requests (scene.wire), ==, 4);
  scene_close (&scene);
}

/* Values that would hurt whoever computes with them. */
static void
test_absurd_values (void)
{
  static const char *const pages[] = {
    "\"id\":[0],\"revision\":[1],\"fields\":{}",
    "\"id\":[-5],\"revision\":[1],\"fields\":{}",
    "\"id\":[4503599627370496],\"revision\":[1],\"fields\":{}",
    "\"id\":[9223372036854775807,1],\"revision\":[1,1],\"fields\":{}",
    "\"id\":[99999999999999999999],\"revision\":[1],\"fields\":{}",
    "\"id\":[1,0],\"revision\":[1,1],\"fields\":{}",
    "\"id\":[5,-4],\"revision\":[1,1],\"fields\":{}",
    "\"id\":[1.5],\"revision\":[1],\"fields\":{}",
    "\"id\":[true],\"revision\":[1],\"fields\":{}",
    "\"id\":[null],\"revision\":[1],\"fields\":{}",
    "\"id\":[[1]],\"revision\":[1],\"fields\":{}",
    "\"id\":[\"1\"],\"revision\":[1],\"fields\":{}",
    "\"id\":[1],\"revision\":[],\"fields\":{}",
    "\"id\":[1],\"revision\":[1,1],\"fields\":{}",
    "\"id\":[1],\"revision\":[0],\"fields\":{}",
    "\"id\":[1],\"fields\":{}",
    "\"id\":[1],\"revision\":[1]",
    "\"id\":[1],\"revision\":[1],\"fields\":{\"commune\":[]}",
    "\"id\":[1],\"revision\":[1],\"fields\":{\"commune\":[\"32013\",\"32013\"]}",
    "\"id\":[1],\"revision\":[1],\"fields\":{\"commune\":[7]}",
    "\"id\":[1],\"revision\":[1],\"fields\":{\"commune\":\"32013\"}",
    "\"id\":[1],\"revision\":[1],\"fields\":{\"commune\":[[\"32013\"]]}",
    "\"id\":[1],\"revision\":[1],\"fields\":{\"commune\":{\"at\":[1],\"is\":[\"32013\"]}}",
    "\"id\":[1],\"revision\":[1],\"fields\":{\"commune\":{\"at\":[-1],\"is\":[\"32013\"]}}",
    "\"id\":[1],\"revision\":[1],\"fields\":{\"commune\":{\"at\":[0,0],\"is\":[\"32013\"]}}",
    "\"id\":[1],\"revision\":[1],\"fields\":{\"commune\":{\"at\":[9223372036854775807],\"is\":["
    "\"a\"]}}",
    "\"id\":[1],\"revision\":[1],\"fields\":{\"line_speed\":[1.5]}",
    "\"id\":[1],\"revision\":[1],\"fields\":{\"line_speed\":[\"7\"]}",
    "\"id\":[1],\"revision\":[1],\"fields\":{\"partner_since\":[9223372036854775807]}",
    "\"id\":[1],\"revision\":[1],\"fields\":{\"partner_since\":[-9223372036854775808]}",
    "\"deleted\":[0]",
    "\"deleted\":[5,-1]",
    "\"deleted\":[\"7\"]",
  };
  Scene scene;

  scene_open (&scene);
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      g_autofree char *bytes = g_strdup_printf (
          PAGES VILLAGE "{\"kind\":\"village\",\"audience\":\"public\",%s}\n" END, pages[i]);

      wire_server_set_bytes (scene.wire, bytes, -1, WIRE_CLOSE);
      assert_fails (&scene, wire_server_get_address (scene.wire), NO_SENSE);
      assert_village_is (&scene, TRUE);
    }
  g_assert_cmpint (soho_replica_count (scene.replica, &soho_kind_village, NULL), ==, 1);
  assert_sound (&scene);
  scene_close (&scene);
}

/* Positions in the world, and ids that belong to another kind: nothing breaks, whatever becomes of
 * them. */
static void
test_strange_rows (void)
{
  static const char *const pages[] = {
    "{\"kind\":\"telecentre\",\"audience\":\"public\",\"id\":[9],\"revision\":[1],"
    "\"fields\":{\"name\":[\"A\"],\"lat\":[9000001]}}\n",
    "{\"kind\":\"telecentre\",\"audience\":\"public\",\"id\":[9],\"revision\":[1],"
    "\"fields\":{\"name\":[\"A\"],\"lat\":[-9223372036854775808]}}\n",
    "{\"kind\":\"telecentre\",\"audience\":\"public\",\"id\":[7],\"revision\":[1],"
    "\"fields\":{\"name\":[\"A\"]}}\n",
    "{\"kind\":\"skill\",\"audience\":\"public\",\"id\":[9],\"revision\":[1],"
    "\"fields\":{\"label\":[\"A\"],\"parent\":[9]}}\n",
    "{\"kind\":\"member\",\"audience\":\"staff\",\"id\":[9],\"revision\":[1],"
    "\"fields\":{\"visibility\":[\"\"],\"languages\":[[]],\"about\":[\"\\u0007\\u001b[31m\"]}}\n",
    "{\"kind\":\"contact_point\",\"audience\":\"public\",\"id\":[9],\"revision\":[1],"
    "\"fields\":{\"member\":[4000]}}\n",
  };

  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      g_autofree char *bytes = g_strconcat (PAGES VILLAGE, pages[i], END, NULL);
      SohoSyncReport report;
      Scene scene;

      scene_open (&scene);
      wire_server_set_bytes (scene.wire, bytes, -1, WIRE_CLOSE);
      soho_sync_run (scene.replica, wire_server_get_address (scene.wire), NULL, NULL, NULL, &report,
                     NULL);
      g_clear_object (&scene.replica);
      open_replica (&scene);
      g_assert_null (soho_replica_get_set_aside (scene.replica));
      g_object_unref (g_object_ref (scene.replica));
      scene_close (&scene);
    }
}

/* A frame of zstd that holds n times 128 KiB of zeros (RFC 8878: blocks of one repeated byte). */
static GString *
make_bomb (guint n, guint8 window)
{
  GString *frame = g_string_new (ZSTD);

  g_string_append_len (frame, "\x28\xb5\x2f\xfd\x00", 5);
  g_string_append_c (frame, (char) window);
  for (guint i = 0; i < n; i++)
    {
      const guint32 size = 128 * 1024;
      const guint32 header = size << 3 | 1 << 1 | (i + 1 == n);

      g_string_append_c (frame, (char) (header & 0xff));
      g_string_append_c (frame, (char) (header >> 8 & 0xff));
      g_string_append_c (frame, (char) (header >> 16 & 0xff));
      g_string_append_c (frame, ' ');
    }
  return frame;
}

static glong
peak_kib (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

/* 8 GiB in 256 KB, an endless line, a window of 2 GiB: refused before it takes memory. */
static void
test_gigabytes (void)
{
  g_autoptr (GString) bomb = make_bomb (65536, 0x38);
  g_autoptr (GString) wide = make_bomb (2, 0xa8);
  g_autoptr (GString) endless = g_string_new (PAGES);
  glong before = peak_kib ();
  Scene scene;

  for (guint i = 0; i < 5 * 1024; i++)
    g_string_append_printf (endless, "%1024s", "x");
  scene_open (&scene);
  before = peak_kib ();
  wire_server_set_bytes (scene.wire, bomb->str, (gssize) bomb->len, WIRE_CLOSE);
  assert_fails (&scene, wire_server_get_address (scene.wire), FAR_MORE);
  wire_server_set_bytes (scene.wire, endless->str, (gssize) endless->len, WIRE_CLOSE);
  assert_fails (&scene, wire_server_get_address (scene.wire), FAR_MORE);
  wire_server_set_bytes (scene.wire, wide->str, (gssize) wide->len, WIRE_CLOSE);
  assert_fails (&scene, wire_server_get_address (scene.wire), "damaged");
  g_assert_cmpint (peak_kib () - before, <, 200 * 1024);
  scene_close (&scene);
}

/* A server that says nothing, or no more, is given up; what it said is kept. */
static void
test_stalls (void)
{
  static const char *const beginnings[]
      = { "", "HTTP/1.1 200 OK\r\nContent-Ty", PAGES, PAGES VILLAGE "{\"kind\"",
          "HTTP/1.1 503 Busy\r\nContent-Length: 100\r\n\r\n{" };
  gint64 began = g_get_monotonic_time ();

  soho_sync_timeout_s = 1;
  for (guint i = 0; i < G_N_ELEMENTS (beginnings); i++)
    {
      Scene scene;

      scene_open (&scene);
      wire_server_set_bytes (scene.wire, beginnings[i], -1, WIRE_STALL);
      assert_fails (&scene, wire_server_get_address (scene.wire), "too long");
      assert_village_is (&scene, i == 3);
      scene_close (&scene);
    }
  soho_sync_timeout_s = 30;
  g_assert_cmpint (g_get_monotonic_time () - began, <, 15 * G_USEC_PER_SEC);
}

static void
test_no_line (void)
{
  g_autoptr (WireServer) gone = wire_server_new ();
  g_autofree char *closed = g_strdup (wire_server_get_address (gone));
  Scene scene;

  wire_server_free (g_steal_pointer (&gone));
  scene_open (&scene);
  assert_fails (&scene, closed, "does not answer");
  assert_fails (&scene, "https://nobody.invalid", "name cannot be found");
  wire_server_set_bytes (scene.wire, "", 0, WIRE_RESET);
  assert_fails (&scene, wire_server_get_address (scene.wire), KEPT);
  assert_sound (&scene);
  scene_close (&scene);
}

/* An https address where something speaks plainly. */
static void
test_no_tls (void)
{
  g_autofree char *address = NULL;
  Scene scene;

  scene_open (&scene);
  address = g_strdup_printf ("https://127.0.0.1:%u", wire_server_get_port (scene.wire));
  wire_server_set_bytes (scene.wire, PAGES VILLAGE END, -1, WIRE_CLOSE);
  assert_fails (&scene, address, "check the address");
  assert_village_is (&scene, FALSE);
  scene_close (&scene);
}

/* Enough for a file of several hundred pages. */
static Network *
make_large_network (void)
{
  Network *network = network_new ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (32);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < 40; i++)
    {
      g_string_assign (text, "presentation=");
      for (guint c = 0; c < 7900; c++)
        g_string_append_c (text, c % 7 == 0 ? ' ' : (char) g_rand_int_range (rand, 'a', 'z'));
      network_put (network, "village", 0, "commune=Auch", text->str, NULL);
    }
  network_serve (network);
  g_bytes_unref (network_get (network->address, "/v1/changes", NULL));
  return network;
}

static void
assert_fills (Scene *scene, Network *network)
{
  SohoSyncReport report;
  g_autoptr (GError) error = NULL;
  g_autofree char *here = NULL;
  g_autofree char *there = network_dup_public (network);

  soho_sync_run (scene->replica, network->address, NULL, NULL, NULL, &report, &error);
  g_assert_no_error (error);
  here = network_dup_replica (scene->replica);
  g_assert_cmpstr (here, ==, there);
  assert_sound (scene);
}

/* No file may grow any more, wherever the sync stands: said, and taken up again when there is room.
 */
static void
test_full_disk (void)
{
  g_autoptr (Network) network = make_large_network ();
  struct rlimit whole;

  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &whole), ==, 0);
  signal (SIGXFSZ, SIG_IGN);
  for (guint kib = 80; kib <= 320; kib += NETWORK_ROUNDS (40, 120))
    {
      struct rlimit little = { kib * 1024, whole.rlim_max };
      Scene scene;

      scene_open (&scene);
      g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &little), ==, 0);
      assert_fails (&scene, network->address, "The disk is full: free some space");
      g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &whole), ==, 0);
      assert_fills (&scene, network);
      scene_close (&scene);
    }
}

static void
overwrite (const char *directory, goffset from, gsize length)
{
  g_autofree char *path = g_build_filename (directory, "replica.db", NULL);
  g_autofree char *junk = g_strnfill (length, '#');
  FILE *file = g_fopen (path, "r+");

  g_assert_nonnull (file);
  g_assert_cmpint (fseek (file, from, SEEK_SET), ==, 0);
  g_assert_cmpuint (fwrite (junk, 1, length, file), ==, length);
  g_assert_cmpint (fclose (file), ==, 0);
}

/* Whichever part of the file is lost, it is set aside, and the next sync has all again. */
static void
test_damaged_file (void)
{
  g_autoptr (Network) network = make_large_network ();
  static const struct
  {
    goffset from;
    gsize length;
  } places[] = { { 0, 100 }, { 0, 4096 }, { 4096, 4096 }, { 8192, 65536 }, { 4096, 300000 } };

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      Scene scene;

      scene_open (&scene);
      assert_fills (&scene, network);
      g_clear_object (&scene.replica);
      overwrite (scene.directory, places[i].from, places[i].length);
      network_put (network, "village", 1, "commune=Condom", NULL);
      network_put (network, "village", 1, "commune=Mirande", NULL);
      open_replica (&scene);
      assert_fills (&scene, network);
      g_assert_nonnull (soho_replica_get_set_aside (scene.replica));
      scene_close (&scene);
    }
}

typedef struct
{
  const char *directory;
  const char *address;
} Vandal;

static GBytes *
damage_and_answer (const char *request, gpointer user_data)
{
  const Vandal *vandal = user_data;

  overwrite (vandal->directory, 8192, 65536);
  return network_pass_on (vandal->address, request);
}

/* The file breaks between the question and the answer. */
static void
test_damaged_meanwhile (void)
{
  g_autoptr (Network) network = make_large_network ();
  SohoSyncReport report;
  g_autoptr (GError) error = NULL;
  Vandal vandal;
  Scene scene;

  scene_open (&scene);
  assert_fills (&scene, network);
  g_clear_object (&scene.replica);
  open_replica (&scene);
  for (guint i = 1; i <= 40; i++)
    network_put (network, "village", i, "commune=Condom", NULL);
  vandal = (Vandal){ scene.directory, network->address };
  wire_server_set_answer (scene.wire, damage_and_answer, &vandal, WIRE_CLOSE);
  if (!soho_sync_run (scene.replica, wire_server_get_address (scene.wire), NULL, NULL, NULL,
                      &report, &error))
    g_assert_error (error, SOHO_DATABASE_ERROR, SOHO_DATABASE_ERROR_DAMAGED);
  assert_fills (&scene, network);
  scene_close (&scene);
}

static void
test_cancelled (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  SohoSyncReport report;
  g_autoptr (GError) error = NULL;
  g_autofree char *explanation = NULL;
  Scene scene;

  scene_open (&scene);
  g_cancellable_cancel (cancellable);
  g_assert_false (soho_sync_run (scene.replica, wire_server_get_address (scene.wire), NULL, NULL,
                                 cancellable, &report, &error));
  explanation = soho_sync_dup_explanation (error);
  g_assert_nonnull (strstr (explanation, "Stopped"));
  scene_close (&scene);
}

static void
test_two_at_once (void)
{
  g_autoptr (SohoReplica) other = NULL;
  g_autoptr (GError) error = NULL;
  Scene scene;

  scene_open (&scene);
  wire_server_set_bytes (scene.wire, PAGES VILLAGE END, -1, WIRE_CLOSE);
  other = soho_replica_open (scene.directory, soho_model_get (), &error);
  g_assert_no_error (error);
  g_assert_true (soho_replica_lock (other, NULL));
  assert_fails (&scene, wire_server_get_address (scene.wire), "let it finish and try again");
  g_assert_cmpuint (wire_server_get_n_requests (scene.wire), ==, 0);
  soho_replica_unlock (other);
  g_assert_true (soho_sync_run (scene.replica, wire_server_get_address (scene.wire), NULL, NULL,
                                NULL, &(SohoSyncReport){ 0 }, NULL));
  /* It has given the right back. */
  g_assert_true (soho_replica_lock (other, NULL));
  scene_close (&scene);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/bad-days/not-our-server", test_not_our_server);
  g_test_add_func ("/bad-days/refusals", test_refusals);
  g_test_add_func ("/bad-days/absurd-values", test_absurd_values);
  g_test_add_func ("/bad-days/strange-rows", test_strange_rows);
  g_test_add_func ("/bad-days/gigabytes", test_gigabytes);
  g_test_add_func ("/bad-days/stalls", test_stalls);
  g_test_add_func ("/bad-days/no-line", test_no_line);
  g_test_add_func ("/bad-days/no-tls", test_no_tls);
  g_test_add_func ("/bad-days/full-disk", test_full_disk);
  g_test_add_func ("/bad-days/damaged-file", test_damaged_file);
  g_test_add_func ("/bad-days/damaged-meanwhile", test_damaged_meanwhile);
  g_test_add_func ("/bad-days/cancelled", test_cancelled);
  g_test_add_func ("/bad-days/two-at-once", test_two_at_once);
  return g_test_run ();
}
