/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "archive/changes.h"

#include <string.h>

#include "follower.h"

static gint64
put_member (Network *network, gint64 id, const char *name, const char *visibility)
{
  g_autofree char *given = g_strconcat ("given_name=", name, NULL);
  g_autofree char *choice = g_strconcat ("visibility=", visibility, NULL);

  return network_put (network, "member", id, given, "family_name=Fictif", "commune=Auch", choice,
                      NULL);
}

static void
test_empty (void)
{
  g_autoptr (Network) network = network_new ();
  g_autoptr (Follower) follower = follower_new ();
  g_autoptr (GBytes) nothing = NULL;

  follower_assert_catches_up (follower, network);
  g_assert_cmpstr (follower->cursor, !=, "");
  nothing = follower_collect (network, follower->cursor, NULL);
  g_assert_cmpuint (g_bytes_get_size (nothing), ==, 0);
}

static void
test_fill_then_tail (void)
{
  g_autoptr (Network) network = network_new ();
  g_autoptr (Follower) follower = follower_new ();
  gint64 anna, berta;

  anna = put_member (network, 0, "Anna", "public");
  berta = put_member (network, 0, "Berta", "public");
  network_put (network, "village", 0, "commune=Mirande", "line_speed=300", NULL);
  follower_assert_catches_up (follower, network);
  g_assert_cmpuint (g_hash_table_size (follower->lines), ==, 3);

  put_member (network, anna, "Annabelle", "public");
  put_member (network, 0, "Chloé", "public");
  network_delete (network, berta);
  follower_assert_catches_up (follower, network);
  g_assert_cmpuint (g_hash_table_size (follower->lines), ==, 3);
  g_assert_nonnull (
      strstr (g_hash_table_lookup (follower->lines, &anna), "\"given_name\":\"Annabelle\""));
  network_assert_sound (network);
}

/* What changes while a fill is under way is in the tail behind it, wherever the fill was cut. */
static void
test_changes_within_a_fill (void)
{
  for (gsize cut = 0; cut < 700; cut += 23)
    {
      g_autoptr (Network) network = network_new ();
      g_autoptr (Follower) follower = follower_new ();
      gint64 skill, members[4];

      skill = network_put (network, "skill", 0, "label=Horlogerie", NULL);
      network_put (network, "village", 0, "commune=Mirande", NULL);
      for (guint i = 0; i < G_N_ELEMENTS (members); i++)
        members[i] = put_member (network, 0, "Anna", "public");
      follower_pull (follower, network, cut, NULL);

      network_put (network, "skill", skill, "label=Vannerie", NULL);
      network_delete (network, members[0]);
      put_member (network, members[1], "Anna", "members");
      put_member (network, members[2], "Berta", "public");
      put_member (network, 0, "Chloé", "public");
      follower_assert_catches_up (follower, network);
    }
}

/* An audience that comes in while a fill is cut is told whole, also if the fill had come past its
 * place; one that goes out then is not kept. */
static void
test_readers_within_a_fill (void)
{
  static const char *const narrow[] = { "public", "person:70", NULL };
  static const char *const wide[] = { "public", "members", "person:70", NULL };
  static const char *const other[] = { "public", "staff", "person:71", NULL };
  const char *const *const readers[] = { narrow, wide, other, follower_public };
  g_autoptr (Network) network = network_new ();

  put_member (network, 1, "Anna", "public");
  put_member (network, 2, "Berta", "members");
  put_member (network, 70, "Chloé", "self");
  put_member (network, 71, "Dora", "self");
  network_put (network, "event", 5, "title=Veillée", "start=01/10/2026 18:30", "state=proposed",
               NULL);
  for (guint from = 0; from < G_N_ELEMENTS (readers); from++)
    for (guint to = 0; to < G_N_ELEMENTS (readers); to++)
      for (gsize cut = 0; cut < 700; cut += 17)
        {
          g_autoptr (Follower) follower = follower_new_for (readers[from]);

          follower_pull (follower, network, cut, NULL);
          follower->audiences = readers[to];
          follower_pull (follower, network, cut, NULL);
          follower_assert_catches_up (follower, network);
          follower->audiences = readers[from];
          follower_assert_catches_up (follower, network);
        }
}

/* Leaving the public and coming back, also twice between two pulls. */
static void
test_departures (void)
{
  g_autoptr (Network) network = network_new ();
  g_autoptr (Follower) early = follower_new ();
  g_autoptr (Follower) late = follower_new ();
  gint64 anna = put_member (network, 0, "Anna", "public");
  g_autofree char *owner = g_strdup_printf ("member=%" G_GINT64_FORMAT, anna);
  gint64 phone
      = network_put (network, "contact_point", 0, owner, "type=phone", "value=05 36 49 00 01",
                     "visibility=public", "agreed_on=2026-01-05", NULL);

  follower_assert_catches_up (early, network);
  follower_assert_catches_up (late, network);
  g_assert_true (g_hash_table_contains (early->lines, &phone));

  put_member (network, anna, "Anna", "members");
  follower_assert_catches_up (early, network);
  g_assert_cmpuint (g_hash_table_size (early->lines), ==, 0);

  put_member (network, anna, "Anna", "self");
  put_member (network, anna, "Anna", "public");
  follower_assert_catches_up (early, network);
  g_assert_true (g_hash_table_contains (early->lines, &phone));

  put_member (network, anna, "Anna", "self");
  network_delete (network, anna);
  follower_assert_catches_up (early, network);
  follower_assert_catches_up (late, network);
  g_assert_cmpuint (g_hash_table_size (late->lines), ==, 0);
  network_assert_sound (network);
}

/* No byte of any answer tells of what is hidden, nor does the lack or the change of one. */
static void
test_hidden_leaves_no_trace (void)
{
  g_autoptr (Network) network = network_new ();
  g_autoptr (Follower) follower = follower_new ();
  g_autoptr (GBytes) before = NULL;
  g_autoptr (GBytes) after = NULL;
  g_autoptr (GBytes) tail = NULL;
  g_autofree char *lines = NULL;
  g_autofree char *owner = NULL;
  gint64 hidden, secret;

  put_member (network, 0, "Visible", "public");
  before = follower_collect (network, "", NULL);
  follower_assert_catches_up (follower, network);

  hidden = put_member (network, 740000, "Zenobie", "members");
  owner = g_strdup_printf ("member=%" G_GINT64_FORMAT, hidden);
  secret = network_put (network, "contact_point", 740001, owner, "type=mobile",
                        "value=06 39 98 00 77", NULL);
  network_put (network, "contact_point", secret, owner, "type=mobile", "value=06 39 98 00 78",
               NULL);
  put_member (network, hidden, "Zénobie", "self");
  network_delete (network, secret);

  tail = follower_collect (network, follower->cursor, NULL);
  g_assert_cmpuint (g_bytes_get_size (tail), ==, 0);
  after = follower_collect (network, "", NULL);
  g_assert_true (g_bytes_equal (before, after));

  put_member (network, 0, "Nouvelle", "public");
  g_clear_pointer (&tail, g_bytes_unref);
  lines = follower_dup_answer (network, follower->cursor, NULL);
  g_assert_nonnull (strstr (lines, "Nouvelle"));
  g_assert_null (strstr (lines, "nobie"));
  g_assert_null (strstr (lines, "740000"));
  g_assert_null (strstr (lines, "399800"));
  g_assert_null (strstr (lines, "contact_point"));
  follower_assert_catches_up (follower, network);
}

static void
test_fills (void)
{
  g_autoptr (Network) network = network_new ();
  g_autoptr (Follower) follower = follower_new ();
  const char *villages[] = { "village", NULL };
  const char *nothing[] = { "dragon", "", "village ", NULL };
  g_autofree char *lines = NULL;
  g_autofree char *bare = NULL;

  put_member (network, 0, "Anna", "public");
  network_put (network, "village", 0, "commune=Mirande", NULL);
  follower_assert_catches_up (follower, network);

  lines = follower_dup_answer (network, follower->cursor, villages);
  g_assert_nonnull (strstr (lines, "\"kind\":\"village\""));
  g_assert_null (strstr (lines, "\"kind\":\"member\""));
  bare = follower_dup_answer (network, follower->cursor, nothing);
  g_assert_null (strstr (bare, "\"kind\""));
  g_assert_nonnull (strstr (bare, "\"cursor\""));
}

/* One damaged record must not stop the answers to everybody for good. */
static void
test_damage_is_survived (void)
{
  g_autoptr (Network) network = network_new ();
  g_autoptr (Follower) follower = follower_new ();

  put_member (network, 0, "Anna", "public");
  follower_run_sql (network, "CREATE TEMP TABLE kept AS SELECT id, body FROM record");
  for (guint i = 0; i < 3; i++)
    {
      static const char *const bodies[] = { "'{'", "'[]'", "'{\"given_name\":7}'" };
      g_autofree char *sql = g_strdup_printf ("UPDATE record SET body = %s", bodies[i]);
      g_autoptr (GError) error = NULL;

      follower_run_sql (network, sql);
      g_assert_null (soho_changes_collect (network->archive, follower_public, "", NULL, &error));
      g_assert_nonnull (error);
    }
  follower_run_sql (network,
                    "UPDATE record SET body = (SELECT k.body FROM kept k WHERE k.id = record.id)");
  follower_assert_catches_up (follower, network);
}

/* While another program writes, what is sealed is still handed out; what is not has to wait. */
static void
test_busy_archive (void)
{
  g_autoptr (Network) network = network_new ();
  g_autoptr (Follower) follower = follower_new ();
  g_autoptr (Follower) other = follower_new ();
  g_autoptr (SohoArchive) writer = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) busy = NULL;

  put_member (network, 0, "Anna", "public");
  follower_assert_catches_up (follower, network);
  put_member (network, 0, "Berta", "public");
  sqlite3_busy_timeout (soho_archive_get_database (network->archive), 50);

  writer = soho_archive_open (network->directory, soho_model_get (), &error);
  g_assert_no_error (error);
  soho_archive_begin (writer, &error);
  g_assert_no_error (error);
  follower_assert_catches_up (follower, network);
  g_assert_null (soho_changes_collect (network->archive, follower_public, "", NULL, &busy));
  g_assert_error (busy, SOHO_DATABASE_ERROR, SOHO_DATABASE_ERROR_BUSY);
  soho_archive_rollback (writer);
  follower_assert_catches_up (other, network);
}

/* Only what changed is sealed anew. */
static void
test_pages_are_kept (void)
{
  g_autoptr (Network) network = network_new ();
  g_autofree char *text = g_strnfill (7900, 'x');
  g_autofree char *presentation = g_strconcat ("presentation=", text, NULL);
  sqlite3 *db = soho_archive_get_database (network->archive);
  g_autofree char *first = NULL;
  gint64 kept, n;

  for (guint i = 0; i < 80; i++)
    network_put (network, "village", 0, "commune=Mirande", presentation, NULL);
  g_bytes_unref (follower_collect (network, "", NULL));
  g_assert_true (soho_database_read_integer (db, "SELECT count(*) FROM page", 0, &n, NULL));
  g_assert_cmpint (n, ==, 3);
  follower_run_sql (network, "CREATE TEMP TABLE sealed AS SELECT * FROM page");

  network_put (network, "village", 1, "commune=Auch", presentation, NULL);
  g_bytes_unref (follower_collect (network, "", NULL));
  g_assert_true (soho_database_read_integer (
      db, "SELECT count(*) FROM page JOIN sealed USING (frame)", 0, &kept, NULL));
  g_assert_cmpint (kept, ==, 2);
  network_assert_sound (network);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/changes/empty", test_empty);
  g_test_add_func ("/changes/fill-then-tail", test_fill_then_tail);
  g_test_add_func ("/changes/changes-within-a-fill", test_changes_within_a_fill);
  g_test_add_func ("/changes/readers-within-a-fill", test_readers_within_a_fill);
  g_test_add_func ("/changes/departures", test_departures);
  g_test_add_func ("/changes/hidden-leaves-no-trace", test_hidden_leaves_no_trace);
  g_test_add_func ("/changes/fills", test_fills);
  g_test_add_func ("/changes/damage-is-survived", test_damage_is_survived);
  g_test_add_func ("/changes/busy-archive", test_busy_archive);
  g_test_add_func ("/changes/pages-are-kept", test_pages_are_kept);
  return g_test_run ();
}
