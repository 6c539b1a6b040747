/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "blob-fetcher.h"

#include <string.h>

#include "blob.h"
#include "network.h"
#include "pictures.h"
#include "sync-private.h"
#include "wire-server.h"

#define PATIENCE_US (20 * G_USEC_PER_SEC)

/* A replica's directory and what fetches for it. */
typedef struct
{
  char *directory;
  SohoBlobFetcher *fetcher;
  GBytes *picture; /* the one that is asked for */
  char *name;
} Place;

static void
place_open (Place *place, const char *server)
{
  place->directory = network_make_directory ();
  place->fetcher = soho_blob_fetcher_new (place->directory);
  soho_blob_fetcher_set_server (place->fetcher, server);
  place->picture = pictures_get (PICTURES_JPEG);
  place->name = soho_blob_dup_name (place->picture);
}

static void
place_close (Place *place)
{
  soho_blob_fetcher_stop (place->fetcher);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  g_assert_finalize_object (place->fetcher);
  network_remove_directory (place->directory);
  g_bytes_unref (place->picture);
  g_free (place->name);
}

typedef struct
{
  gboolean done;
  GBytes *bytes;
  GError *error;
} Outcome;

static void
on_got (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Outcome *outcome = user_data;

  outcome->bytes
      = soho_blob_fetcher_get_finish (SOHO_BLOB_FETCHER (source), result, &outcome->error);
  outcome->done = TRUE;
}

static void
wait_for (const gboolean *flag)
{
  gint64 end = g_get_monotonic_time () + PATIENCE_US;

  while (!*flag)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      if (!g_main_context_iteration (NULL, FALSE))
        g_usleep (1000);
    }
}

/* NULL if there is none. */
static GBytes *
get (Place *place, const char *name)
{
  Outcome outcome = { 0 };

  soho_blob_fetcher_get_async (place->fetcher, name, "member", 7, NULL, on_got, &outcome);
  wait_for (&outcome.done);
  if (outcome.bytes == NULL)
    g_assert_error (outcome.error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_clear_error (&outcome.error);
  return outcome.bytes;
}

static void
assert_gets (Place *place)
{
  g_autoptr (GBytes) bytes = get (place, place->name);

  g_assert_nonnull (bytes);
  g_assert_true (g_bytes_equal (bytes, place->picture));
}

static void
assert_gets_nothing (Place *place)
{
  g_assert_null (get (place, place->name));
}

static gboolean
is_cached (Place *place)
{
  g_autofree char *path = g_build_filename (place->directory, "blobs", place->name, NULL);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

static Network *
make_network (void)
{
  Network *network = network_new ();
  g_autoptr (GBytes) picture = pictures_get (PICTURES_JPEG);
  g_autofree char *photo = network_put_photo (network, picture);

  network_put (network, "member", 7, "given_name=Anna", "family_name=Fictive", "commune=Auch",
               "visibility=public", photo, NULL);
  network_serve (network);
  return network;
}

/* Once fetched it can be had without a network, by another program too. */
static void
test_fetched_once (void)
{
  g_autoptr (Network) network = make_network ();
  g_autoptr (SohoBlobFetcher) other = NULL;
  SohoBlobFetcher *mine;
  Place place;

  place_open (&place, network->address);
  assert_gets (&place);
  network_stop (network);
  assert_gets (&place);
  mine = place.fetcher;
  other = place.fetcher = soho_blob_fetcher_new (place.directory);
  assert_gets (&place);
  place.fetcher = mine;
  place_close (&place);
}

/* What the disk changed is fetched again, and is nothing without a network. */
static void
test_damaged_cache (void)
{
  g_autoptr (Network) network = make_network ();
  g_autofree char *path = NULL;
  Place place;

  place_open (&place, network->address);
  assert_gets (&place);
  path = g_build_filename (place.directory, "blobs", place.name, NULL);
  g_assert_true (g_file_set_contents (path, "no picture", -1, NULL));
  assert_gets (&place);
  g_assert_true (g_file_set_contents (path, "no picture", -1, NULL));
  network_stop (network);
  assert_gets_nothing (&place);
  place_close (&place);
}

/* The record shows it no more: the server says so, and is not asked again until it makes sense. */
static void
test_taken_back (void)
{
  g_autoptr (Network) network = make_network ();
  g_autoptr (GBytes) picture = NULL;
  g_autofree char *photo = NULL;
  Place place;

  network_put (network, "member", 7, "given_name=Anna", "family_name=Fictive", "commune=Auch",
               "visibility=public", NULL);
  place_open (&place, network->address);
  assert_gets_nothing (&place);
  photo = network_put_photo (network, place.picture);
  network_put (network, "member", 7, "given_name=Anna", "family_name=Fictive", "commune=Auch",
               "visibility=public", photo, NULL);
  assert_gets_nothing (&place);
  soho_blob_fetcher_retry (place.fetcher);
  assert_gets (&place);
  place_close (&place);
}

static void
test_no_server (void)
{
  /* TEST-NET-1 of RFC 5737: whoever connected to it would wait for long. */
  static const char *const addresses[] = { NULL, "http://192.0.2.1", "ftp://127.0.0.1", "x y" };

  for (guint i = 0; i < G_N_ELEMENTS (addresses); i++)
    {
      Place place;
      gint64 begin = g_get_monotonic_time ();

      place_open (&place, addresses[i]);
      assert_gets_nothing (&place);
      g_assert_cmpint (g_get_monotonic_time () - begin, <, 5 * G_USEC_PER_SEC);
      place_close (&place);
    }
}

static void
test_no_names (void)
{
  static const char *const names[]
      = { "", "..", "../replica.db", "x", "BA7816BF8F01CFEA414140DE5DAE2223" };
  g_autoptr (WireServer) server = wire_server_new ();
  Place place;

  place_open (&place, wire_server_get_address (server));
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_assert_null (get (&place, names[i]));
  g_assert_cmpuint (wire_server_get_n_requests (server), ==, 0);
  place_close (&place);
}

static GBytes *
make_answer (const char *head, GBytes *body)
{
  g_autoptr (GByteArray) answer = g_byte_array_new ();

  g_byte_array_append (answer, (const guint8 *) head, (guint) strlen (head));
  g_byte_array_append (answer, g_bytes_get_data (body, NULL), (guint) g_bytes_get_size (body));
  return g_byte_array_free_to_bytes (g_steal_pointer (&answer));
}

static void
set_answer (WireServer *server, const char *head, GBytes *body, WireEnd end)
{
  g_autoptr (GBytes) answer = make_answer (head, body);

  wire_server_set_bytes (server, g_bytes_get_data (answer, NULL),
                         (gssize) g_bytes_get_size (answer), end);
}

/* Whatever is given out for the photo and is not: none of it is shown or kept, and none is asked
 * for again. */
static void
test_other_bytes (void)
{
  g_autoptr (WireServer) server = wire_server_new ();

  for (guint i = 0; i < PICTURES_N_BAD; i++)
    {
      g_autoptr (GBytes) bad = pictures_get_bad (i);
      g_autofree char *head = g_strdup_printf ("HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\n"
                                               "Content-Length: %zu\r\nConnection: close\r\n\r\n",
                                               g_bytes_get_size (bad));
      guint before = wire_server_get_n_requests (server);
      Place place;

      set_answer (server, head, bad, WIRE_CLOSE);
      place_open (&place, wire_server_get_address (server));
      assert_gets_nothing (&place);
      assert_gets_nothing (&place);
      g_assert_false (is_cached (&place));
      g_assert_cmpuint (wire_server_get_n_requests (server), ==, before + 1);
      place_close (&place);
    }
}

static void
test_other_answers (void)
{
  static const char *const heads[] = {
    "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n",
    "HTTP/1.1 204 No Content\r\n\r\n",
    "HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n",
    "HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n",
    "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 0-0/1\r\nContent-Length: 1\r\n\r\nx",
    "HTTP/1.1 200 OK\r\nContent-Length: 2097153\r\n\r\n",
    "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n",
    "no HTTP at all\r\n\r\n",
    "",
  };
  g_autoptr (WireServer) server = wire_server_new ();

  for (guint i = 0; i < G_N_ELEMENTS (heads); i++)
    for (WireEnd end = WIRE_CLOSE; end <= WIRE_RESET; end++)
      {
        Place place;
        guint before = wire_server_get_n_requests (server);

        g_test_message ("%s", heads[i]);
        wire_server_set_bytes (server, heads[i], -1, end);
        place_open (&place, wire_server_get_address (server));
        assert_gets_nothing (&place);
        assert_gets_nothing (&place);
        g_assert_cmpuint (wire_server_get_n_requests (server), <=, before + 2);
        place_close (&place);
      }
}

/* An answer that never says how long it is ends where the bound is. */
static void
test_too_large (void)
{
  g_autoptr (WireServer) server = wire_server_new ();
  g_autoptr (GBytes) body = g_bytes_new_take (g_malloc0 (SOHO_BLOB_MAX * 4), SOHO_BLOB_MAX * 4);
  Place place;

  set_answer (server, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n", body, WIRE_CLOSE);
  place_open (&place, wire_server_get_address (server));
  assert_gets_nothing (&place);
  g_assert_false (is_cached (&place));
  place_close (&place);
}

/* A line that breaks, or says nothing, leaves the network alone for a while; then it is tried
 * again.
 */
static void
test_broken_line (void)
{
  g_autoptr (WireServer) server = wire_server_new ();
  g_autoptr (GBytes) part = NULL;

  for (WireEnd end = WIRE_CLOSE; end <= WIRE_STALL; end++)
    {
      Place place;
      guint before = wire_server_get_n_requests (server);

      soho_sync_timeout_s = 1;
      place_open (&place, wire_server_get_address (server));
      g_clear_pointer (&part, g_bytes_unref);
      part = g_bytes_new_from_bytes (place.picture, 0, 100);
      set_answer (server, "HTTP/1.1 200 OK\r\nContent-Length: 312\r\n\r\n", part, end);
      assert_gets_nothing (&place);
      assert_gets_nothing (&place);
      g_assert_cmpuint (wire_server_get_n_requests (server), ==, before + 1);
      set_answer (server, "HTTP/1.1 200 OK\r\nContent-Length: 312\r\n\r\n", place.picture,
                  WIRE_CLOSE);
      soho_blob_fetcher_retry (place.fetcher);
      assert_gets (&place);
      place_close (&place);
    }
}

/* Who sends a little now and then, for ever, does not hold us up for ever. */
static void
test_deadline (void)
{
  g_autoptr (WireServer) server = wire_server_new ();
  Place place;
  gint64 begin;

  soho_blob_deadline_s = 1;
  soho_sync_timeout_s = 30;
  place_open (&place, wire_server_get_address (server));
  set_answer (server, "HTTP/1.1 200 OK\r\nContent-Length: 312\r\n\r\n", place.picture, WIRE_CLOSE);
  wire_server_set_pause (server, 60, 4000);
  begin = g_get_monotonic_time ();
  assert_gets_nothing (&place);
  g_assert_cmpint (g_get_monotonic_time () - begin, <, 3500000);
  soho_blob_deadline_s = 300;
  place_close (&place);
}

/* A server whose answers wait until the gate lets them go, and that notes who came. */
typedef struct
{
  GMutex mutex;
  GCond opened;
  int may_go; /* so many answers more */
  int inside, most, came;
  GString *ids;
  GBytes *answer;
} Gate;

static GBytes *
answer_at_gate (const char *request, gpointer user_data)
{
  Gate *gate = user_data;
  const char *id = strstr (request, "member:");

  g_mutex_lock (&gate->mutex);
  g_string_append_printf (gate->ids, "%d ", atoi (id + strlen ("member:")));
  gate->inside++;
  gate->came++;
  gate->most = MAX (gate->most, gate->inside);
  while (gate->may_go == 0)
    g_cond_wait (&gate->opened, &gate->mutex);
  gate->may_go--;
  gate->inside--;
  g_mutex_unlock (&gate->mutex);
  return g_bytes_ref (gate->answer);
}

static void
gate_init (Gate *gate)
{
  g_autoptr (GBytes) picture = pictures_get (PICTURES_JPEG);

  memset (gate, 0, sizeof *gate);
  g_mutex_init (&gate->mutex);
  g_cond_init (&gate->opened);
  gate->ids = g_string_new (NULL);
  gate->answer = make_answer ("HTTP/1.1 200 OK\r\nContent-Length: 312\r\nConnection: close\r\n\r\n",
                              picture);
}

static void
gate_clear (Gate *gate)
{
  g_mutex_clear (&gate->mutex);
  g_cond_clear (&gate->opened);
  g_string_free (gate->ids, TRUE);
  g_bytes_unref (gate->answer);
}

static void
gate_let_go (Gate *gate, int n)
{
  g_mutex_lock (&gate->mutex);
  gate->may_go += n;
  g_cond_broadcast (&gate->opened);
  g_mutex_unlock (&gate->mutex);
}

static void
gate_open (Gate *gate)
{
  gate_let_go (gate, 1000);
}

static void
gate_wait_came (Gate *gate, int n)
{
  gint64 end = g_get_monotonic_time () + PATIENCE_US;

  for (int came = -1; came != n;)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      while (g_main_context_iteration (NULL, FALSE))
        continue;
      g_usleep (1000);
      g_mutex_lock (&gate->mutex);
      came = gate->came;
      g_mutex_unlock (&gate->mutex);
    }
}

static void
run_main_loop (guint ms)
{
  gint64 end = g_get_monotonic_time () + ms * 1000;

  while (g_get_monotonic_time () < end)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (1000);
}

/* All ask for names of their own; only the JPEG is what it should be. */
static void
ask (Place *place, guint n, GCancellable *cancellable, Outcome *outcome)
{
  g_autofree char *name = n == 1 ? g_strdup (place->name) : g_strdup_printf ("%032x", n);

  soho_blob_fetcher_get_async (place->fetcher, name, "member", n, cancellable, on_got, outcome);
}

static void
test_two_at_once_newest_first (void)
{
  g_autoptr (WireServer) server = wire_server_new ();
  Outcome outcomes[7] = { 0 };
  Gate gate;
  Place place;

  gate_init (&gate);
  wire_server_set_answer (server, answer_at_gate, &gate, WIRE_CLOSE);
  place_open (&place, wire_server_get_address (server));
  for (guint i = 0; i < 2; i++)
    ask (&place, i + 1, NULL, &outcomes[i]);
  gate_wait_came (&gate, 2);
  for (guint i = 2; i < 7; i++)
    {
      ask (&place, i + 1, NULL, &outcomes[i]);
      run_main_loop (30);
    }
  g_string_truncate (gate.ids, 0);
  /* One goes, and one may come: side by side two could change places on their way. */
  for (int came = 3; came <= 7; came++)
    {
      gate_let_go (&gate, 1);
      gate_wait_came (&gate, came);
    }
  gate_open (&gate);
  for (guint i = 0; i < 7; i++)
    wait_for (&outcomes[i].done);
  g_assert_cmpint (gate.most, ==, 2);
  g_assert_cmpstr (gate.ids->str, ==, "7 6 5 4 3 ");
  g_assert_nonnull (outcomes[0].bytes);
  for (guint i = 0; i < 7; i++)
    {
      g_clear_pointer (&outcomes[i].bytes, g_bytes_unref);
      g_clear_error (&outcomes[i].error);
    }
  place_close (&place);
  wire_server_free (g_steal_pointer (&server));
  gate_clear (&gate);
}

/* Nobody waits for what nobody wants any more, whether it is fetched or stands in the queue. */
static void
test_cancel (void)
{
  g_autoptr (WireServer) server = wire_server_new ();
  Outcome outcomes[5] = { 0 };
  GCancellable *cancellables[5];
  Gate gate;
  Place place;

  gate_init (&gate);
  wire_server_set_answer (server, answer_at_gate, &gate, WIRE_CLOSE);
  place_open (&place, wire_server_get_address (server));
  for (guint i = 0; i < 5; i++)
    {
      cancellables[i] = g_cancellable_new ();
      ask (&place, i + 1, cancellables[i], &outcomes[i]);
      run_main_loop (30);
    }
  gate_wait_came (&gate, 2);
  for (guint i = 0; i < 5; i++)
    g_cancellable_cancel (cancellables[i]);
  for (guint i = 0; i < 5; i++)
    {
      wait_for (&outcomes[i].done);
      g_assert_error (outcomes[i].error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_clear_error (&outcomes[i].error);
      g_object_unref (cancellables[i]);
    }
  gate_open (&gate);
  /* The network did not fail: the next is asked for at once. */
  assert_gets (&place);
  place_close (&place);
  wire_server_free (g_steal_pointer (&server));
  gate_clear (&gate);
}

/* Who closes the program waits for nothing. */
static void
test_stop (void)
{
  g_autoptr (WireServer) server = wire_server_new ();
  Outcome outcomes[5] = { 0 };
  Gate gate;
  Place place;

  gate_init (&gate);
  wire_server_set_answer (server, answer_at_gate, &gate, WIRE_CLOSE);
  place_open (&place, wire_server_get_address (server));
  for (guint i = 0; i < 5; i++)
    ask (&place, i + 1, NULL, &outcomes[i]);
  gate_wait_came (&gate, 2);
  soho_blob_fetcher_stop (place.fetcher);
  for (guint i = 0; i < 5; i++)
    {
      wait_for (&outcomes[i].done);
      g_assert_error (outcomes[i].error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
      g_clear_error (&outcomes[i].error);
    }
  gate_open (&gate);
  place_close (&place);
  wire_server_free (g_steal_pointer (&server));
  gate_clear (&gate);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/blob-fetcher/fetched-once", test_fetched_once);
  g_test_add_func ("/blob-fetcher/damaged-cache", test_damaged_cache);
  g_test_add_func ("/blob-fetcher/taken-back", test_taken_back);
  g_test_add_func ("/blob-fetcher/no-server", test_no_server);
  g_test_add_func ("/blob-fetcher/no-names", test_no_names);
  g_test_add_func ("/blob-fetcher/other-bytes", test_other_bytes);
  g_test_add_func ("/blob-fetcher/other-answers", test_other_answers);
  g_test_add_func ("/blob-fetcher/too-large", test_too_large);
  g_test_add_func ("/blob-fetcher/broken-line", test_broken_line);
  g_test_add_func ("/blob-fetcher/deadline", test_deadline);
  g_test_add_func ("/blob-fetcher/two-at-once-newest-first", test_two_at_once_newest_first);
  g_test_add_func ("/blob-fetcher/cancel", test_cancel);
  g_test_add_func ("/blob-fetcher/stop", test_stop);
  return g_test_run ();
}
