/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync.h"

#include <string.h>

#include "archive/changes.h"
#include "blob-cache.h"
#include "blob.h"
#include "model/kinds.h"
#include "network.h"
#include "pictures.h"
#include "store/apply.h"
#include "store/search.h"
#include "wire-server.h"

/* A copy in a directory of its own. */
typedef struct
{
  char *directory;
  SohoReplica *replica;
} Copy;

static SohoReplica *
open_replica (const char *directory, const SohoModel *model)
{
  g_autoptr (GError) error = NULL;
  SohoReplica *replica = soho_replica_open (directory, model, &error);

  g_assert_no_error (error);
  return replica;
}

static Copy *
copy_new (void)
{
  Copy *self = g_new0 (Copy, 1);

  self->directory = network_make_directory ();
  self->replica = open_replica (self->directory, soho_model_get ());
  return self;
}

static void
copy_free (Copy *self)
{
  g_object_unref (self->replica);
  network_remove_directory (self->directory);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Copy, copy_free)

static void
assert_sound (SohoReplica *replica)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) complaints = soho_replica_verify (replica, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < complaints->len; i++)
    g_test_message ("%s", (char *) g_ptr_array_index (complaints, i));
  g_assert_cmpuint (complaints->len, ==, 0);
}

static void
assert_same (SohoReplica *replica, Network *network)
{
  g_autofree char *here = network_dup_replica (replica);
  g_autofree char *there = network_dup_public (network);

  g_assert_cmpstr (here, ==, there);
}

/* Syncs to the end, which must go well. */
static void
sync_whole (SohoReplica *replica, const char *address, SohoSyncReport *report)
{
  g_autoptr (GError) error = NULL;

  soho_sync_run (replica, address, NULL, NULL, NULL, report, &error);
  g_assert_no_error (error);
}

static void
assert_syncs (Copy *copy, Network *network)
{
  SohoSyncReport report;

  sync_whole (copy->replica, network->address, &report);
  assert_same (copy->replica, network);
}

static void
put_member (Network *network, gint64 id, const char *name, const char *visibility)
{
  g_autofree char *given = g_strconcat ("given_name=", name, NULL);
  g_autofree char *choice = g_strconcat ("visibility=", visibility, NULL);

  network_put (network, "member", id, given, "family_name=Fictif", "commune=Auch",
               "about=Fabrique des montres à Auch.", choice, NULL);
}

/* 40 cards with a skill each, half of them public, and two villages. */
static Network *
make_network (void)
{
  static const char *const names[] = { "Anna", "Berta", "Chloé", "Dora", "Emma" };
  Network *network = network_new ();

  network_put (network, "skill", 1, "label=Horlogerie", NULL);
  network_put (network, "village", 2, "commune=Mirande", "line_speed=300", NULL);
  network_put (network, "village", 3, "commune=Condom", NULL);
  for (guint i = 0; i < 40; i++)
    {
      g_autofree char *owner = g_strdup_printf ("member=%u", 100 + i);

      put_member (network, 100 + i, names[i % 5], i % 2 == 0 ? "public" : "members");
      network_put (network, "member_skill", 200 + i, owner, "skill=1", NULL);
    }
  network_serve (network);
  return network;
}

static void
test_fill_and_follow (void)
{
  g_autoptr (Network) network = make_network ();
  g_autoptr (Copy) copy = copy_new ();
  g_autofree char *synced = NULL;
  SohoSyncReport report;

  sync_whole (copy->replica, network->address, &report);
  assert_same (copy->replica, network);
  assert_sound (copy->replica);
  g_assert_cmpuint (report.requests, ==, 1);
  g_assert_cmpuint (report.rows, ==, 43);
  g_assert_cmpuint (report.bytes_down, >, 500);
  g_assert_cmpuint (report.bytes_up, >, 50);
  g_assert_false (report.nothing);
  g_assert_false (report.replaced);
  synced = soho_replica_dup_fact (copy->replica, "synced", NULL);
  g_assert_nonnull (synced);

  sync_whole (copy->replica, network->address, &report);
  g_assert_true (report.nothing);
  g_assert_cmpuint (report.rows, ==, 0);
  g_assert_cmpuint (report.requests, ==, 1);

  network_delete (network, 100);
  put_member (network, 102, "Zoé", "public");
  put_member (network, 104, "Emma", "self");
  put_member (network, 101, "Berta", "public");
  sync_whole (copy->replica, network->address, &report);
  assert_same (copy->replica, network);
  assert_sound (copy->replica);
  g_assert_cmpuint (report.rows, ==, 7);
  network_assert_sound (network);
}

/* A line that breaks: passes requests on, and of each answer the first bytes back. */
typedef struct
{
  const char *address;
  gsize limit; /* bytes of an answer, its head included */
} Line;

static GBytes *
pass_on (const char *request, gpointer user_data)
{
  const Line *line = user_data;
  g_autoptr (GBytes) answer = network_pass_on (line->address, request);

  return g_bytes_new_from_bytes (answer, 0, MIN (line->limit, g_bytes_get_size (answer)));
}

static void
on_progress (const SohoSyncReport *report, gpointer user_data)
{
  guint64 *bytes = user_data;

  g_assert_cmpuint (report->bytes_down, >, 0);
  g_assert_cmpuint (report->bytes_down, >=, *bytes);
  *bytes = report->bytes_down;
}

/* Who watches sees the bytes grow, not jump from nothing to all at the end. */
/* A photo that somebody took back leaves the copies of those who saw it. */
static void
test_photos_that_go (void)
{
  g_autoptr (Network) network = network_new ();
  g_autoptr (Copy) copy = copy_new ();
  g_autoptr (SohoBlobCache) cache = soho_blob_cache_new (copy->directory);
  g_autoptr (GBytes) picture = pictures_get (PICTURES_PNG);
  g_autoptr (GBytes) kept = NULL;
  g_autofree char *name = soho_blob_dup_name (picture);
  g_autofree char *photo = network_put_photo (network, picture);
  SohoSyncReport report;

  network_put (network, "member", 1, "given_name=Anna", "family_name=Fictive", "commune=Auch",
               "visibility=public", photo, NULL);
  network_serve (network);
  sync_whole (copy->replica, network->address, &report);
  soho_blob_cache_write (cache, name, picture);
  put_member (network, 2, "Berta", "public");
  sync_whole (copy->replica, network->address, &report);
  kept = soho_blob_cache_read (cache, name);
  g_assert_nonnull (kept);
  network_put (network, "member", 1, "given_name=Anna", "family_name=Fictive", "commune=Auch",
               "visibility=public", NULL);
  sync_whole (copy->replica, network->address, &report);
  g_assert_null (soho_blob_cache_read (cache, name));
}

static void
test_progress (void)
{
  g_autoptr (Network) network = make_network ();
  g_autoptr (WireServer) wire = wire_server_new ();
  g_autoptr (Copy) copy = copy_new ();
  g_autoptr (GError) error = NULL;
  Line line = { network->address, G_MAXSIZE };
  guint64 bytes = 0;
  SohoSyncReport report;

  wire_server_set_answer (wire, pass_on, &line, WIRE_CLOSE);
  wire_server_set_pause (wire, 700, 400);

  g_assert_true (soho_sync_run (copy->replica, wire_server_get_address (wire), on_progress, &bytes,
                                NULL, &report, &error));
  g_assert_cmpuint (bytes, >, 700);
  g_assert_cmpuint (bytes, ==, report.bytes_down);
}

static gboolean
sync_over (Copy *copy, WireServer *wire)
{
  SohoSyncReport report;
  g_autoptr (GError) error = NULL;
  gboolean done = soho_sync_run (copy->replica, wire_server_get_address (wire), NULL, NULL, NULL,
                                 &report, &error);
  g_autofree char *explanation = NULL;

  if (done)
    return TRUE;
  explanation = soho_sync_dup_explanation (error);
  g_test_message ("%s", explanation);
  g_assert_nonnull (strstr (explanation, "What came is kept"));
  return FALSE;
}

/* Cut at any byte, then taken up by the real server: as if it had never been cut, and nothing that
 * had come whole comes twice. */
static void
test_cut_anywhere (void)
{
  g_autoptr (Network) network = make_network ();
  g_autoptr (WireServer) wire = wire_server_new ();
  g_autoptr (GBytes) whole
      = network_get (network->address, "/v1/changes", "Accept-Encoding: zstd\r\n");
  Line line = { network->address, 0 };
  gsize step = g_bytes_get_size (whole) / NETWORK_ROUNDS (60, 20) + 1;
  guint n_kept = 0;

  wire_server_set_answer (wire, pass_on, &line, WIRE_CLOSE);
  for (line.limit = 0; line.limit < g_bytes_get_size (whole) - 40; line.limit += step)
    {
      g_autoptr (Copy) copy = copy_new ();
      g_autofree char *cursor = NULL;
      SohoSyncReport report;

      g_test_message ("%" G_GSIZE_FORMAT, line.limit);
      g_assert_false (sync_over (copy, wire));
      cursor = soho_replica_dup_cursor (copy->replica, NULL);
      sync_whole (copy->replica, network->address, &report);
      assert_same (copy->replica, network);
      assert_sound (copy->replica);
      g_assert_cmpuint (report.rows, <=, 43);
      g_assert_true (*cursor == '\0' || report.rows < 43);
      n_kept += *cursor != '\0';
    }
  g_assert_cmpuint (n_kept, >, 3);
}

/* The same, when the connection is reset instead. */
static void
test_reset_anywhere (void)
{
  g_autoptr (Network) network = make_network ();
  g_autoptr (WireServer) wire = wire_server_new ();
  g_autoptr (Copy) copy = copy_new ();
  Line line = { network->address, 0 };

  wire_server_set_answer (wire, pass_on, &line, WIRE_RESET);
  for (line.limit = 0; line.limit < 1300; line.limit += 100)
    sync_over (copy, wire);
  assert_syncs (copy, network);
  assert_sound (copy->replica);
}

#define N_COPIES 4

static void
change (Network *network, GRand *rand)
{
  static const char *const visibilities[] = { "public", "public", "members", "self" };
  gint64 id = g_rand_int_range (rand, 100, 140);
  g_autofree char *name = g_strdup_printf ("Anna%d", g_rand_int_range (rand, 0, 1000));
  g_autofree char *label = g_strdup_printf ("label=Horlogerie %s", name);
  g_autofree char *owner = g_strdup_printf ("member=%" G_GINT64_FORMAT, id);
  gboolean has = FALSE;

  switch (g_rand_int_range (rand, 0, 6))
    {
    case 0:
      network_delete (network, id);
      break;
    case 1:
      network_put (network, "skill", 1, label, NULL);
      break;
    case 2:
      g_assert_true (soho_archive_has (network->archive, "member", id, &has, NULL));
      if (has)
        network_put (network, "member_skill", id + 100, owner, "skill=1", "years=4", NULL);
      break;
    default:
      put_member (network, id, name, visibilities[g_rand_int_range (rand, 0, 4)]);
    }
}

static void
run_history (guint32 seed)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  g_autoptr (Network) network = make_network ();
  g_autoptr (WireServer) wire = wire_server_new ();
  g_autoptr (Copy) fresh = copy_new ();
  Line line = { network->address, 0 };
  Copy *copies[N_COPIES];

  wire_server_set_answer (wire, pass_on, &line, WIRE_CLOSE);
  for (guint i = 0; i < N_COPIES; i++)
    copies[i] = copy_new ();
  for (guint i = 0; i < 160; i++)
    {
      change (network, rand);
      line.limit = (gsize) g_rand_int_range (rand, 0, 2500);
      if (i % 3 == 0 && sync_over (copies[g_rand_int_range (rand, 0, N_COPIES)], wire))
        g_test_message ("whole after %u", i);
    }
  assert_syncs (fresh, network);
  for (guint i = 0; i < N_COPIES; i++)
    {
      assert_syncs (copies[i], network);
      assert_sound (copies[i]->replica);
      copy_free (copies[i]);
    }
}

static void
test_histories (void)
{
  for (guint32 seed = 1; seed <= NETWORK_ROUNDS (6, 1); seed++)
    {
      g_test_message ("seed %u", seed);
      run_history (seed);
    }
}

/* Another network at the same address: what the first told goes, once the second has told all. */
static void
test_another_network (void)
{
  g_autoptr (Network) first = make_network ();
  g_autoptr (Network) second = network_new ();
  g_autoptr (WireServer) wire = wire_server_new ();
  g_autoptr (Copy) copy = copy_new ();
  g_autoptr (GPtrArray) hits = NULL;
  Line line = { NULL, 300 };
  SohoSyncReport report;

  put_member (second, 100, "Yvonne", "public");
  network_put (second, "village", 900, "commune=Eauze", NULL);
  line.address = network_serve (second);
  assert_syncs (copy, first);

  /* The answer breaks off before it has told anything: all that was there can still be read. */
  wire_server_set_answer (wire, pass_on, &line, WIRE_CLOSE);
  g_assert_false (sync_over (copy, wire));
  g_assert_false (sync_over (copy, wire));
  g_assert_cmpint (soho_replica_count (copy->replica, &soho_kind_member, NULL), ==, 20);

  sync_whole (copy->replica, second->address, &report);
  assert_same (copy->replica, second);
  assert_sound (copy->replica);
  hits = soho_replica_search (copy->replica, "horlogerie", NULL, 10, NULL);
  g_assert_cmpuint (hits->len, ==, 0);

  sync_whole (copy->replica, first->address, &report);
  g_assert_true (report.replaced);
  g_assert_cmpuint (report.requests, ==, 2);
  assert_same (copy->replica, first);
}

/* What an older program knew: of a village its commune, of a card all there is, no more. */
typedef struct
{
  SohoField fields[2];
  SohoKind village;
  const SohoKind *kinds[4];
  SohoModel model;
} Older;

static void
older_init (Older *older)
{
  *older = (Older){ .village = soho_kind_village };
  older->fields[0] = soho_kind_village.fields[0];
  older->village.fields = older->fields;
  older->village.type_name = "TestOlderVillage";
  older->kinds[0] = &soho_kind_skill;
  older->kinds[1] = &older->village;
  older->kinds[2] = &soho_kind_member;
  older->model.kinds = older->kinds;
}

static void
test_kind_has_grown (void)
{
  static Older older;
  g_autoptr (Network) network = make_network ();
  g_autoptr (WireServer) wire = wire_server_new ();
  char *directory = network_make_directory ();
  g_autoptr (SohoReplica) replica = NULL;
  g_autofree char *request = NULL;
  Line line = { network->address, G_MAXSIZE };
  SohoSyncReport report;

  older_init (&older);
  replica = open_replica (directory, &older.model);
  sync_whole (replica, network->address, &report);
  g_assert_cmpuint (report.rows, ==, 23);
  g_clear_object (&replica);

  replica = open_replica (directory, soho_model_get ());
  wire_server_set_answer (wire, pass_on, &line, WIRE_CLOSE);
  sync_whole (replica, wire_server_get_address (wire), &report);
  request = wire_server_dup_request (wire);
  g_assert_nonnull (strstr (request, "&fill="));
  g_assert_nonnull (strstr (request, "village"));
  g_assert_null (strstr (request, ",skill"));
  g_assert_null (strstr (request, "=skill"));
  assert_same (replica, network);
  assert_sound (replica);
  sync_whole (replica, network->address, &report);
  g_assert_true (report.nothing);
  g_clear_object (&replica);
  network_remove_directory (directory);
}

/* The program is renewed while a first fill is half done, wherever that stands, and then the fill
 * of what has grown breaks off too. */
static void
test_kind_has_grown_within_a_fill (void)
{
  static Older older;
  g_autoptr (Network) network = make_network ();
  g_autoptr (WireServer) wire = wire_server_new ();
  Line line = { network->address, 0 };
  SohoSyncReport report;

  older_init (&older);
  wire_server_set_answer (wire, pass_on, &line, WIRE_CLOSE);
  for (gsize first = 400; first < 1200; first += 200)
    for (gsize second = 400; second < 1200; second += 400)
      {
        char *directory = network_make_directory ();
        g_autoptr (SohoReplica) replica = open_replica (directory, &older.model);

        g_test_message ("%" G_GSIZE_FORMAT " %" G_GSIZE_FORMAT, first, second);
        line.limit = first;
        soho_sync_run (replica, wire_server_get_address (wire), NULL, NULL, NULL, &report, NULL);
        g_clear_object (&replica);
        replica = open_replica (directory, soho_model_get ());
        line.limit = second;
        soho_sync_run (replica, wire_server_get_address (wire), NULL, NULL, NULL, &report, NULL);
        sync_whole (replica, network->address, &report);
        assert_same (replica, network);
        assert_sound (replica);
        g_clear_object (&replica);
        network_remove_directory (directory);
      }
}

/* Kinds, columns and values of a newer server: what is known of it is taken, the rest passed over.
 */
static void
test_newer_server (void)
{
  static const char lines[]
      = "{\"from\":\"AAAA\",\"epoch\":7,\"weather\":{\"tomorrow\":[1,2]}}\n"
        "{\"kind\":\"dragon\",\"audience\":\"public\",\"id\":[5,1],\"revision\":[1,0],"
        "\"fields\":{\"flames\":[1.5,\"x\"],\"lair\":{\"deep\":{\"deeper\":7}}},\"to\":\"d.5\"}\n"
        "{\"kind\":\"village\",\"audience\":\"public\",\"id\":[7],\"revision\":[3],"
        "\"fields\":{\"commune\":[\"32013\"],\"ghosts\":[9],\"line_speed\":[900000],"
        "\"line_technology\":[\"laser\"]},\"to\":\"v.7\"}\n"
        "{\"kind\":\"dragon\",\"audience\":\"public\",\"deleted\":[7]}\n"
        "{\"cursor\":\"BBBB\",\"sums\":{\"village\":\"x\"}}\n";
  g_autoptr (WireServer) wire = wire_server_new ();
  g_autofree char *answer = wire_server_dup_pages (lines);
  g_autoptr (Copy) copy = copy_new ();
  g_autoptr (SohoRecord) village = NULL;
  g_autofree char *cursor = NULL;
  SohoSyncReport report;

  wire_server_set_bytes (wire, answer, -1, WIRE_CLOSE);
  sync_whole (copy->replica, wire_server_get_address (wire), &report);
  village = soho_replica_get_record (copy->replica, &soho_kind_village, 7, NULL);
  g_assert_cmpstr (soho_record_get_text (village, "commune"), ==, "32013");
  g_assert_cmpstr (soho_record_get_text (village, "line_technology"), ==, "laser");
  g_assert_cmpint (soho_record_get_integer (village, "line_speed", 0), ==, 900000);
  cursor = soho_replica_dup_cursor (copy->replica, NULL);
  g_assert_cmpstr (cursor, ==, "BBBB");
  assert_sound (copy->replica);
}

/* What one line asks for stands in the next request as it was told, whatever it holds. */
static void
test_request (void)
{
  static const char lines[] = "{\"from\":\"a b&c\"}\n{\"cursor\":\"x&y=z é\"}\n";
  g_autoptr (WireServer) wire = wire_server_new ();
  g_autofree char *answer = wire_server_dup_pages (lines);
  g_autoptr (Copy) copy = copy_new ();
  g_autofree char *request = NULL;
  SohoSyncReport report;

  wire_server_set_bytes (wire, answer, -1, WIRE_CLOSE);
  sync_whole (copy->replica, wire_server_get_address (wire), &report);
  sync_whole (copy->replica, wire_server_get_address (wire), &report);
  request = wire_server_dup_request (wire);
  g_assert_nonnull (strstr (request, "GET /v1/changes?from=x%26y%3Dz%20%C3%A9 HTTP/1.1\r\n"));
  g_assert_nonnull (strstr (request, "\r\nAccept-Encoding: zstd\r\n"));
  g_assert_nonnull (strstr (request, "\r\nUser-Agent: soho-solo"));
  g_assert_null (strstr (request, "Cookie"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sync/fill-and-follow", test_fill_and_follow);
  g_test_add_func ("/sync/photos-that-go", test_photos_that_go);
  g_test_add_func ("/sync/progress", test_progress);
  g_test_add_func ("/sync/cut-anywhere", test_cut_anywhere);
  g_test_add_func ("/sync/reset-anywhere", test_reset_anywhere);
  g_test_add_func ("/sync/histories", test_histories);
  g_test_add_func ("/sync/another-network", test_another_network);
  g_test_add_func ("/sync/kind-has-grown", test_kind_has_grown);
  g_test_add_func ("/sync/kind-has-grown-within-a-fill", test_kind_has_grown_within_a_fill);
  g_test_add_func ("/sync/newer-server", test_newer_server);
  g_test_add_func ("/sync/request", test_request);
  return g_test_run ();
}
