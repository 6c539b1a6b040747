/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "syncer.h"

#include <string.h>

#include "model/kinds.h"
#include "network.h"
#include "protocol.h"
#include "wire-server.h"

#define BEGIN                                                                                      \
  "HTTP/1.1 200 OK\r\nContent-Type: " SOHO_PAGES_TYPE "\r\nContent-Length: 100000\r\n\r\n"         \
  "{\"from\":\"AAAA\"}\n"                                                                          \
  "{\"kind\":\"village\",\"audience\":\"public\",\"id\":[7],\"revision\":[3],"                     \
  "\"fields\":{\"commune\":[\"32013\"]},\"to\":\"v.7\"}\n"
#define MORE                                                                                       \
  "{\"kind\":\"village\",\"audience\":\"public\",\"id\":[8],\"revision\":[3],"                     \
  "\"fields\":{\"commune\":[\"32256\"]},\"to\":\"v.8\"}\n"

typedef struct
{
  SohoSyncer *syncer;
  GThread *maker;
  guint n_applied;
  guint n_states;
  SohoSyncState states[16];
} Watch;

static void
on_applied (SohoSyncer *syncer, gpointer user_data)
{
  Watch *watch = user_data;

  g_assert_true (g_thread_self () == watch->maker);
  watch->n_applied++;
}

static void
on_state (SohoSyncer *syncer, GParamSpec *spec, gpointer user_data)
{
  Watch *watch = user_data;

  g_assert_true (g_thread_self () == watch->maker);
  g_assert_cmpuint (watch->n_states, <, G_N_ELEMENTS (watch->states));
  watch->states[watch->n_states++] = soho_syncer_get_state (syncer);
}

static void
watch_start (Watch *watch, const char *directory, const char *address)
{
  *watch = (Watch){ soho_syncer_new (directory, soho_model_get (), address), g_thread_self () };
  g_signal_connect (watch->syncer, "applied", G_CALLBACK (on_applied), watch);
  g_signal_connect (watch->syncer, "notify::state", G_CALLBACK (on_state), watch);
  g_assert_cmpint (soho_syncer_get_state (watch->syncer), ==, SOHO_SYNC_IDLE);
  soho_syncer_start (watch->syncer);
  g_assert_cmpint (soho_syncer_get_state (watch->syncer), ==, SOHO_SYNC_RUNNING);
}

static gboolean
on_too_late (gpointer user_data)
{
  g_error ("it takes too long");
  return G_SOURCE_REMOVE;
}

static void
wait_while_running (SohoSyncer *syncer)
{
  guint limit = g_timeout_add_seconds (20, on_too_late, NULL);

  while (soho_syncer_get_state (syncer) == SOHO_SYNC_RUNNING)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (limit);
}

static void
test_done (void)
{
  g_autoptr (Network) network = network_new ();
  char *directory = network_make_directory ();
  Watch watch;

  network_put (network, "village", 0, "commune=Auch", NULL);
  watch_start (&watch, directory, network_serve (network));
  soho_syncer_start (watch.syncer);
  g_assert_null (soho_syncer_get_explanation (watch.syncer));
  wait_while_running (watch.syncer);
  g_assert_cmpint (soho_syncer_get_state (watch.syncer), ==, SOHO_SYNC_DONE);
  g_assert_cmpuint (soho_syncer_get_bytes (watch.syncer), >, 100);
  g_assert_null (soho_syncer_get_explanation (watch.syncer));
  g_assert_cmpuint (watch.n_applied, ==, 1);
  g_assert_cmpuint (watch.n_states, ==, 2);

  soho_syncer_start (watch.syncer);
  g_assert_cmpuint (soho_syncer_get_bytes (watch.syncer), ==, 0);
  wait_while_running (watch.syncer);
  g_assert_cmpint (soho_syncer_get_state (watch.syncer), ==, SOHO_SYNC_DONE);
  g_assert_cmpuint (watch.n_applied, ==, 1);
  g_object_unref (watch.syncer);
  network_remove_directory (directory);
}

/* Nothing is told but by the loop of the thread that asked, even when that loop rests meanwhile. */
static void
test_tells_in_its_own_thread (void)
{
  g_autoptr (WireServer) wire = wire_server_new ();
  char *directory = network_make_directory ();
  Watch watch;

  wire_server_set_bytes (wire, BEGIN MORE, -1, WIRE_CLOSE);
  wire_server_set_pause (wire, strlen (BEGIN), 400);
  watch_start (&watch, directory, wire_server_get_address (wire));
  g_usleep (800 * 1000);
  g_assert_cmpuint (watch.n_applied, ==, 0);
  g_assert_cmpint (soho_syncer_get_state (watch.syncer), ==, SOHO_SYNC_RUNNING);
  wait_while_running (watch.syncer);
  g_assert_cmpuint (watch.n_applied, >=, 1);
  g_assert_cmpuint (soho_syncer_get_bytes (watch.syncer), >, 200);
  g_object_unref (watch.syncer);
  network_remove_directory (directory);
}

static void
test_failed (void)
{
  g_autoptr (WireServer) wire = wire_server_new ();
  g_autoptr (Network) network = network_new ();
  char *directory = network_make_directory ();
  Watch watch;

  wire_server_set_bytes (wire, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>Hello", -1,
                         WIRE_CLOSE);
  watch_start (&watch, directory, wire_server_get_address (wire));
  wait_while_running (watch.syncer);
  g_assert_cmpint (soho_syncer_get_state (watch.syncer), ==, SOHO_SYNC_FAILED);
  g_assert_nonnull (strstr (soho_syncer_get_explanation (watch.syncer), "no Soho Solo server"));
  g_assert_cmpuint (watch.n_applied, ==, 0);
  soho_syncer_start (watch.syncer);
  g_assert_null (soho_syncer_get_explanation (watch.syncer));
  wait_while_running (watch.syncer);
  g_object_unref (watch.syncer);
  network_remove_directory (directory);
}

/* A directory that cannot be one. */
static void
test_no_replica (void)
{
  char *directory = network_make_directory ();
  g_autofree char *file = network_write_file (directory, "file", "", 0);
  Watch watch;

  watch_start (&watch, file, "http://127.0.0.1:1");
  wait_while_running (watch.syncer);
  g_assert_cmpint (soho_syncer_get_state (watch.syncer), ==, SOHO_SYNC_FAILED);
  g_assert_nonnull (strstr (soho_syncer_get_explanation (watch.syncer), file));
  g_object_unref (watch.syncer);
  network_remove_directory (directory);
}

static void
wait_for_request (WireServer *wire)
{
  for (guint i = 0; i < 1000 && wire_server_get_n_requests (wire) == 0; i++)
    g_usleep (10 * 1000);
  g_assert_cmpuint (wire_server_get_n_requests (wire), >, 0);
}

static void
assert_kept (const char *directory)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SohoReplica) replica = soho_replica_open (directory, soho_model_get (), &error);

  g_assert_no_error (error);
  g_assert_cmpint (soho_replica_count (replica, &soho_kind_village, NULL), ==, 1);
  /* Nobody follows the server any more. */
  soho_replica_lock (replica, &error);
  g_assert_no_error (error);
}

static void
test_stopped (void)
{
  g_autoptr (WireServer) wire = wire_server_new ();
  char *directory = network_make_directory ();
  gint64 before;
  Watch watch;

  wire_server_set_bytes (wire, BEGIN, -1, WIRE_STALL);
  watch_start (&watch, directory, wire_server_get_address (wire));
  wait_for_request (wire);
  g_usleep (200 * 1000);
  before = g_get_monotonic_time ();
  soho_syncer_stop (watch.syncer);
  soho_syncer_stop (watch.syncer);
  wait_while_running (watch.syncer);
  g_assert_cmpint (g_get_monotonic_time () - before, <, 2 * G_USEC_PER_SEC);
  g_assert_cmpint (soho_syncer_get_state (watch.syncer), ==, SOHO_SYNC_FAILED);
  g_assert_nonnull (strstr (soho_syncer_get_explanation (watch.syncer), "Stopped"));
  soho_syncer_stop (watch.syncer);
  g_object_unref (watch.syncer);
  assert_kept (directory);
  network_remove_directory (directory);
}

static void
test_stopped_at_once (void)
{
  g_autoptr (WireServer) wire = wire_server_new ();
  char *directory = network_make_directory ();
  Watch watch;

  wire_server_set_bytes (wire, "", 0, WIRE_STALL);
  watch_start (&watch, directory, wire_server_get_address (wire));
  soho_syncer_stop (watch.syncer);
  wait_while_running (watch.syncer);
  g_assert_cmpint (soho_syncer_get_state (watch.syncer), ==, SOHO_SYNC_FAILED);
  g_object_unref (watch.syncer);
  network_remove_directory (directory);
}

/* Who drops it wants to hear nothing more, and waits for nothing. */
static void
test_dropped (void)
{
  g_autoptr (WireServer) wire = wire_server_new ();
  char *directory = network_make_directory ();
  gpointer gone;
  Watch watch;

  wire_server_set_bytes (wire, BEGIN, -1, WIRE_STALL);
  watch_start (&watch, directory, wire_server_get_address (wire));
  wait_for_request (wire);
  g_usleep (200 * 1000);
  gone = watch.syncer;
  g_object_add_weak_pointer (G_OBJECT (watch.syncer), &gone);
  g_object_unref (watch.syncer);
  g_assert_null (gone);
  for (guint i = 0; i < 30; i++)
    {
      g_main_context_iteration (NULL, FALSE);
      g_usleep (10 * 1000);
    }
  g_assert_cmpuint (watch.n_applied, ==, 0);
  g_assert_cmpuint (watch.n_states, ==, 1);
  assert_kept (directory);
  network_remove_directory (directory);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/syncer/done", test_done);
  g_test_add_func ("/syncer/tells-in-its-own-thread", test_tells_in_its_own_thread);
  g_test_add_func ("/syncer/failed", test_failed);
  g_test_add_func ("/syncer/no-replica", test_no_replica);
  g_test_add_func ("/syncer/stopped", test_stopped);
  g_test_add_func ("/syncer/stopped-at-once", test_stopped_at_once);
  g_test_add_func ("/syncer/dropped", test_dropped);
  return g_test_run ();
}
