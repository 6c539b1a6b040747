/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/apply.h"

#include <string.h>

#include "store/replica-private.h"
#include "kinds.h"
#include "replicas.h"

typedef struct
{
  char *directory;
  SohoReplica *replica;
} Fixture;

static void
set_up (Fixture *self, gconstpointer unused)
{
  self->directory = soho_test_directory_new ();
  self->replica = soho_test_replica_open (self->directory, soho_test_model_get ());
}

static void
tear_down (Fixture *self, gconstpointer unused)
{
  g_object_unref (self->replica);
  soho_test_directory_free (self->directory);
}

static void
put_named (SohoReplica *replica, gint64 id, const char *name)
{
  soho_test_put (replica, &soho_test_thing, id, "name", name, NULL);
}

static char *
ids_of (SohoReplica *replica, const SohoKind *kind)
{
  g_autofree char *sql
      = g_strdup_printf ("SELECT coalesce (group_concat(id, ' '), '') FROM \"%s\"", kind->name);

  return soho_test_ask (replica, sql);
}

static void
assert_holds (SohoReplica *replica, const char *things, const char *found)
{
  g_autofree char *ids = ids_of (replica, &soho_test_thing);
  g_autofree char *hits = soho_test_search (replica, "scie");
  g_autofree char *complaints = soho_test_verify (replica);

  g_assert_cmpstr (ids, ==, things);
  g_assert_cmpstr (hits, ==, found);
  g_assert_cmpstr (complaints, ==, "");
}

static void
run_step (SohoReplica *replica, gboolean (*step) (SohoReplica *, GError **))
{
  g_autoptr (GError) error = NULL;

  g_assert_true (soho_replica_begin (replica, &error) && step (replica, &error)
                 && soho_replica_commit (replica, &error));
  g_assert_no_error (error);
}

static void
test_rows_are_replaced_whole (Fixture *self, gconstpointer unused)
{
  g_autoptr (SohoRecord) record = NULL;

  soho_test_put (self->replica, &soho_test_thing, 1, "name", "Scie", "count", "3", "tags", "a,b",
                 NULL);
  put_named (self->replica, 1, "Rabot");
  record = soho_replica_get_record (self->replica, &soho_test_thing, 1, NULL);
  g_assert_cmpstr (soho_record_get_text (record, "name"), ==, "Rabot");
  g_assert_cmpint (soho_record_get_integer (record, "count", -1), ==, -1);
  g_assert_cmpint (soho_record_get_value (record, "tags")->type, ==, SOHO_VALUE_NONE);
  assert_holds (self->replica, "1", "");
}

static void
test_deletions (Fixture *self, gconstpointer unused)
{
  put_named (self->replica, 1, "Scie");
  put_named (self->replica, 2, "Scie sauteuse");
  soho_test_delete (self->replica, &soho_test_thing, 1);
  soho_test_delete (self->replica, &soho_test_thing, 1);
  soho_test_delete (self->replica, &soho_test_thing, 77);
  assert_holds (self->replica, "2", "2");
  /* Another kind's id is no thing. */
  soho_test_delete (self->replica, &soho_test_topic, 2);
  assert_holds (self->replica, "2", "2");
}

static void
test_rollback_undoes_all (Fixture *self, gconstpointer unused)
{
  g_autoptr (SohoRows) rows = soho_rows_new (&soho_test_thing, 2);
  g_autoptr (GError) error = NULL;
  g_autofree char *cursor = NULL;
  gint64 doomed = 1;

  put_named (self->replica, 1, "Scie");
  soho_test_rows_set (rows, 0, 2, 1, "name", "Scie sauteuse", NULL);
  soho_test_rows_set (rows, 1, 3, 1, "name", "Scie à bois", NULL);
  g_assert_true (
      soho_replica_begin (self->replica, &error)
      && soho_replica_apply_rows (self->replica, rows, &error)
      && soho_replica_set_cursor (self->replica, "later", &error)
      && soho_replica_apply_deletions (self->replica, &soho_test_thing, &doomed, 1, &error));
  g_assert_no_error (error);
  soho_replica_rollback (self->replica);
  soho_replica_rollback (self->replica);
  cursor = soho_replica_dup_cursor (self->replica, NULL);
  g_assert_cmpstr (cursor, ==, "");
  assert_holds (self->replica, "1", "1");
  put_named (self->replica, 4, "Scie");
  assert_holds (self->replica, "1 4", "1 4");
}

static void
test_no_transaction_in_another (Fixture *self, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (soho_replica_begin (self->replica, &error));
  g_assert_false (soho_replica_begin (self->replica, &error));
  g_assert_error (error, SOHO_DATABASE_ERROR, SOHO_DATABASE_ERROR_FAILED);
  soho_replica_rollback (self->replica);
  put_named (self->replica, 1, "Scie");
}

static void
test_empty_rows (Fixture *self, gconstpointer unused)
{
  g_autoptr (SohoRows) none = soho_rows_new (&soho_test_thing, 0);

  soho_test_apply (self->replica, none);
  put_named (self->replica, 1, "Scie");
  soho_test_apply (self->replica, none);
  assert_holds (self->replica, "1", "1");
}

static void
fill_before_replacement (SohoReplica *replica)
{
  for (gint64 id = 1; id <= 5; id++)
    put_named (replica, id, "Scie");
  soho_test_put (replica, &soho_test_topic, 20, "label", "Bois", NULL);
  soho_test_put (replica, &soho_test_piece, 30, "thing", "1", "topic", "20", NULL);
  soho_test_put (replica, &soho_test_piece, 31, "thing", "2", "detail", "lame", NULL);
  g_assert_true (soho_replica_set_cursor (replica, "old", NULL));
}

static void
test_replacement (Fixture *self, gconstpointer unused)
{
  g_autofree char *cursor = NULL, *topics = NULL, *pieces = NULL, *found = NULL, *stale = NULL;

  fill_before_replacement (self->replica);
  run_step (self->replica, soho_replica_begin_replacement);
  cursor = soho_replica_dup_cursor (self->replica, NULL);
  g_assert_cmpstr (cursor, ==, "");
  assert_holds (self->replica, "1 2 3 4 5", "1 2 3 4 5");

  put_named (self->replica, 2, "Rabot");
  put_named (self->replica, 4, "Scie");
  put_named (self->replica, 6, "Scie");
  soho_test_put (self->replica, &soho_test_piece, 31, "thing", "4", "detail", "lame", NULL);
  soho_test_delete (self->replica, &soho_test_thing, 5);
  assert_holds (self->replica, "1 2 3 4 6", "1 3 4 6");

  run_step (self->replica, soho_replica_end_fill);
  assert_holds (self->replica, "2 4 6", "4 6");
  topics = ids_of (self->replica, &soho_test_topic);
  pieces = ids_of (self->replica, &soho_test_piece);
  found = soho_test_search (self->replica, "lame");
  stale = soho_test_ask (self->replica, "SELECT count(*) FROM stale");
  g_assert_cmpstr (topics, ==, "");
  g_assert_cmpstr (pieces, ==, "31");
  g_assert_cmpstr (found, ==, "4");
  g_assert_cmpstr (stale, ==, "0");
}

/* The program ends in the middle; what came before counts, what did not come is not deleted too
 * early. */
static void
test_replacement_in_two_sittings (Fixture *self, gconstpointer unused)
{
  fill_before_replacement (self->replica);
  run_step (self->replica, soho_replica_begin_replacement);
  put_named (self->replica, 2, "Scie");
  g_object_unref (self->replica);
  self->replica = soho_test_replica_open (self->directory, soho_test_model_get ());
  assert_holds (self->replica, "1 2 3 4 5", "1 2 3 4 5");
  put_named (self->replica, 3, "Scie");
  run_step (self->replica, soho_replica_end_fill);
  assert_holds (self->replica, "2 3", "2 3");
}

/* A second one before the first has ended begins anew. */
static void
test_replacement_replaced (Fixture *self, gconstpointer unused)
{
  fill_before_replacement (self->replica);
  run_step (self->replica, soho_replica_begin_replacement);
  put_named (self->replica, 2, "Scie");
  run_step (self->replica, soho_replica_begin_replacement);
  put_named (self->replica, 3, "Scie");
  run_step (self->replica, soho_replica_end_fill);
  assert_holds (self->replica, "3", "3");
}

static void
test_plain_fill_deletes_nothing (Fixture *self, gconstpointer unused)
{
  fill_before_replacement (self->replica);
  put_named (self->replica, 2, "Scie");
  run_step (self->replica, soho_replica_end_fill);
  assert_holds (self->replica, "1 2 3 4 5", "1 2 3 4 5");
}

/* Ids are unique over all kinds; a server that breaks this must not leave a replica that cannot be
 * mended. */
static void
test_one_id_in_two_kinds (Fixture *self, gconstpointer unused)
{
  put_named (self->replica, 1, "Scie");
  soho_test_put (self->replica, &soho_test_topic, 1, "label", "Bois", NULL);
  soho_test_put (self->replica, &soho_test_piece, 1, "thing", "1", "topic", "1", NULL);
  assert_holds (self->replica, "1", "1");
  run_step (self->replica, soho_replica_begin_replacement);
  put_named (self->replica, 1, "Scie");
  run_step (self->replica, soho_replica_end_fill);
  assert_holds (self->replica, "1", "1");
}

#define ADD(name, function)                                                                        \
  g_test_add ("/core/apply/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("rows-are-replaced-whole", test_rows_are_replaced_whole);
  ADD ("deletions", test_deletions);
  ADD ("rollback-undoes-all", test_rollback_undoes_all);
  ADD ("no-transaction-in-another", test_no_transaction_in_another);
  ADD ("empty-rows", test_empty_rows);
  ADD ("replacement", test_replacement);
  ADD ("replacement-in-two-sittings", test_replacement_in_two_sittings);
  ADD ("replacement-replaced", test_replacement_replaced);
  ADD ("plain-fill-deletes-nothing", test_plain_fill_deletes_nothing);
  ADD ("one-id-in-two-kinds", test_one_id_in_two_kinds);
  return g_test_run ();
}
