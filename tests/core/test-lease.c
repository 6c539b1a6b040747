/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/lease.h"

#include "kinds.h"
#include "model/kinds.h"
#include "model/validate.h"
#include "replicas.h"
#include "store/apply.h"
#include "store/audiences.h"
#include "store/outbox.h"
#include "store/search.h"
#include "store/writer.h"

#define DAY ((gint64) 24 * 60 * 60)
#define SYNCED ((gint64) 1800000000)

/* A copy with a public village, members' cards, and one's own that nobody else reads. */
typedef struct
{
  char *directory;
  SohoReplica *replica;
} Fixture;

static void
put_member (Fixture *self, gint64 id, const char *name, const char *audience)
{
  const SohoKind *kind = &soho_kind_member;
  g_autoptr (SohoRows) rows = soho_rows_new (kind, 1);
  const char *const texts[][2]
      = { { "given_name", name }, { "family_name", "Essai" }, { "commune", "32013" } };

  rows->ids[0] = id;
  rows->revisions[0] = 3;
  rows->audience = g_strdup (audience);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    soho_value_take_text (
        soho_rows_get_column (rows, (guint) soho_kind_find_field (kind, texts[i][0])),
        g_strdup (texts[i][1]));
  soho_test_apply (self->replica, rows);
}

static void
set_up (Fixture *self, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;

  self->directory = soho_test_directory_new ();
  self->replica = soho_test_replica_open (self->directory, soho_model_get ());
  put_member (self, 1, "Anna", NULL);
  put_member (self, 2, "Bruno", "members");
  put_member (self, 3, "Claire", "person:3");
  g_assert_true (soho_replica_set_writer (self->replica, 3, 7, &error));
  g_assert_true (soho_replica_renew_lease (self->replica, SYNCED, &error));
  g_assert_no_error (error);
}

static void
tear_down (Fixture *self, gconstpointer unused)
{
  g_autofree char *complaints = soho_test_verify (self->replica);

  g_assert_cmpstr (complaints, ==, "");
  g_object_unref (self->replica);
  soho_test_directory_free (self->directory);
}

static void
look (Fixture *self, gint64 now, gint64 ran_s, gboolean expected)
{
  g_autoptr (GError) error = NULL;
  gboolean locked, is_locked;

  soho_replica_check_lease (self->replica, now, ran_s, &locked, &error);
  g_assert_no_error (error);
  g_assert_cmpint (locked, ==, expected);
  g_assert_true (soho_replica_is_locked (self->replica, &is_locked, &error));
  g_assert_cmpint (is_locked, ==, expected);
}

static void
assert_members (Fixture *self, gint64 expected, const char *found)
{
  g_autofree char *ids = soho_test_search (self->replica, "essai");

  g_assert_cmpint (soho_replica_count (self->replica, &soho_kind_member, NULL), ==, expected);
  g_assert_cmpstr (ids, ==, found);
}

static void
test_locks_and_opens (Fixture *self, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;

  look (self, SYNCED + 89 * DAY, 0, FALSE);
  assert_members (self, 3, "1 2 3");
  look (self, SYNCED + 91 * DAY, 0, TRUE);
  assert_members (self, 1, "1");
  /* It stays so over night, and when the clock goes back. */
  g_clear_object (&self->replica);
  self->replica = soho_test_replica_open (self->directory, soho_model_get ());
  look (self, SYNCED, 0, TRUE);
  assert_members (self, 1, "1");

  g_assert_true (soho_replica_renew_lease (self->replica, SYNCED + 91 * DAY, &error));
  assert_members (self, 3, "1 2 3");
  look (self, SYNCED + 120 * DAY, 0, FALSE);
}

/* A clock that was years off for a moment locks, and no more than that. */
static void
test_clock_jumps (Fixture *self, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;

  look (self, SYNCED + 10000 * DAY, 0, TRUE);
  look (self, SYNCED + DAY, 0, TRUE);
  g_assert_true (soho_replica_unlock_lease (self->replica, &error));
  g_assert_true (soho_replica_renew_lease (self->replica, SYNCED + DAY, &error));
  assert_members (self, 3, "1 2 3");
  look (self, SYNCED + 2 * DAY, 0, FALSE);
}

/* A clock that stands still, or is set back again and again, does not keep it open. */
static void
test_runs_on (Fixture *self, gconstpointer unused)
{
  for (guint i = 0; i < 90; i++)
    look (self, SYNCED - 1000 * DAY, DAY, FALSE);
  look (self, SYNCED - 1000 * DAY, DAY, TRUE);
  assert_members (self, 1, "1");
}

/* What was written here waits, whatever the clock says. */
static void
test_edits_wait (Fixture *self, gconstpointer unused)
{
  const SohoKind *kind = &soho_kind_member;
  g_autoptr (SohoRecord) card = soho_replica_get_record (self->replica, kind, 3, NULL);
  g_autoptr (GPtrArray) waiting = NULL;
  g_autoptr (SohoRecord) again = NULL;
  g_autoptr (GError) error = NULL;

  soho_value_take_text (&soho_record_get_values (card)[soho_kind_find_field (kind, "about")],
                        g_strdup ("Relieuse"));
  g_assert_true (soho_replica_edit (self->replica, kind, 3, soho_record_get_values (card), &error));
  look (self, SYNCED + 91 * DAY, 0, TRUE);
  assert_members (self, 1, "1");
  waiting = soho_replica_list_outbox (self->replica, 0, &error);
  g_assert_cmpuint (waiting->len, ==, 1);
  g_assert_true (soho_replica_unlock_lease (self->replica, &error));
  again = soho_replica_get_record (self->replica, kind, 3, NULL);
  g_assert_cmpstr (soho_record_get_text (again, "about"), ==, "Relieuse");
  g_assert_cmpstr (soho_record_get_text (again, "given_name"), ==, "Claire");
}

/* Signing out takes what is locked as well. */
static void
test_signed_out (Fixture *self, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *kept = NULL;

  look (self, SYNCED + 91 * DAY, 0, TRUE);
  g_assert_true (soho_replica_lock (self->replica, &error));
  g_assert_true (soho_replica_forget_hidden (self->replica, &error));
  g_assert_no_error (error);
  kept = soho_test_ask (self->replica, "SELECT count(*) FROM locked");
  g_assert_cmpstr (kept, ==, "0");
  g_assert_true (soho_replica_unlock_lease (self->replica, &error));
  assert_members (self, 1, "1");
}

/* A copy that has never synced has nothing to lock, and nothing to count from. */
static void
test_never_synced (void)
{
  char *directory = soho_test_directory_new ();
  g_autoptr (SohoReplica) replica = soho_test_replica_open (directory, soho_model_get ());
  g_autoptr (GError) error = NULL;
  gboolean locked;

  g_assert_true (soho_replica_check_lease (replica, SYNCED, 1000 * DAY, &locked, &error));
  g_assert_false (locked);
  g_clear_object (&replica);
  soho_test_directory_free (directory);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function)                                                                        \
  g_test_add ("/core/lease/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("locks-and-opens", test_locks_and_opens);
  ADD ("clock-jumps", test_clock_jumps);
  ADD ("runs-on", test_runs_on);
  ADD ("edits-wait", test_edits_wait);
  ADD ("signed-out", test_signed_out);
  g_test_add_func ("/core/lease/never-synced", test_never_synced);
  return g_test_run ();
}
