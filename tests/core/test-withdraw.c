/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/withdraw.h"

#include <gio/gio.h>
#include <string.h>

#include "change/edit-line.h"
#include "kinds.h"
#include "model/validate.h"
#include "replicas.h"
#include "store/apply.h"
#include "store/outbox.h"
#include "store/tray.h"
#include "store/writer.h"
#include "writing.h"

#define THING (&soho_test_thing)
#define PIECE (&soho_test_piece)
#define TOPIC (&soho_test_topic)
#define PERSON 77
#define WRITER 5

typedef Writing Fixture;

static void
set_up (Fixture *self, gconstpointer unused)
{
  writing_open (self, PERSON, WRITER);
}

static void
tear_down (Fixture *self, gconstpointer unused)
{
  writing_close (self);
}

/* What the server says of a thing. */
static void
tell (Fixture *self, gint64 id, gint64 revision, const char *name, const char *count)
{
  g_autoptr (SohoRows) rows = soho_rows_new (THING, 1);

  soho_test_rows_set (rows, 0, id, revision, "name", name, "count", count, "visibility", "members",
                      NULL);
  rows->audience = g_strdup ("members");
  soho_test_apply (self->replica, rows);
}

static void
assert_answer (Fixture *self, const char *sql, const char *expected)
{
  g_autofree char *answer = soho_test_ask (self->replica, sql);

  g_assert_cmpstr (answer, ==, expected);
}

/* Each edit that waits as "number:deed". */
#define OUTBOX                                                                                     \
  "SELECT group_concat (number || ':' || deed, ' ') FROM (SELECT * FROM outbox ORDER BY number)"
#define THING_9 "SELECT concat_words (name, count, revision) FROM thing WHERE id = 9"
#define SHADOWS "SELECT count(*) FROM shadow"
#define TRAY "SELECT group_concat (code, ' ') FROM tray"

static void
test_never_sent (Fixture *self, gconstpointer unused)
{
  tell (self, 9, 1, "Scie", "3");
  writing_edit (self, THING, 9, "count=4");
  writing_edit (self, THING, 9, "name=Rabot");
  writing_edit (self, THING, 9, "count=5");
  g_assert_false (writing_withdraw (self, 2));
  assert_answer (self, THING_9, "Scie 5 1");
  assert_answer (self, OUTBOX, "1:1 2:3");
  g_assert_false (writing_withdraw (self, 1));
  assert_answer (self, THING_9, "Scie 5 1");
  g_assert_false (writing_withdraw (self, 3));
  assert_answer (self, THING_9, "Scie 3 1");
  assert_answer (self, OUTBOX, NULL);
  assert_answer (self, SHADOWS, "0");
  /* The number is given again, what tells the deeds apart is not. */
  writing_edit (self, THING, 9, "count=6");
  assert_answer (self, OUTBOX, "1:4");
  writing_assert_cannot_withdraw (self, 3, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

/* The answer was lost: the server may have the edit, or may not. */
static void
test_sent_is_taken_back_by_another (Fixture *self, gconstpointer unused)
{
  tell (self, 9, 1, "Scie", "3");
  writing_edit (self, THING, 9, "count=4");
  writing_edit (self, THING, 9, "name=Rabot");
  writing_note_sent (self, 1);
  writing_edit (self, THING, 9, "count=5");
  g_assert_true (writing_withdraw (self, 1));
  /* A later edit has overwritten it: there is nothing to take back. */
  assert_answer (self, OUTBOX, "1:1 2:2 3:3");
  g_assert_false (writing_withdraw (self, 3));
  assert_answer (self, THING_9, "Rabot 4 1");
  g_assert_true (writing_withdraw (self, 1));
  assert_answer (self, THING_9, "Rabot 3 1");
  assert_answer (self, OUTBOX, "1:1 2:2 3:4");
  /* Once is enough. */
  g_assert_true (writing_withdraw (self, 1));
  assert_answer (self, OUTBOX, "1:1 2:2 3:4");
  assert_answer (
      self, "SELECT edit FROM outbox WHERE number = 3",
      "{\"act\":\"change\",\"kind\":\"thing\",\"id\":9,\"base\":1,\"set\":{\"count\":3}}");
  writing_note_sent (self, 3);
  writing_settle (self, 3, 0, NULL);
  assert_answer (self, THING_9, "Rabot 3 1");
}

/* One that never left the computer is as one that was never tried. */
static void
test_a_request_that_did_not_leave (Fixture *self, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  gint64 before;

  tell (self, 9, 1, "Scie", "3");
  writing_edit (self, THING, 9, "count=4");
  before = writing_note_sent (self, 1);
  g_assert_cmpint (before, ==, 0);
  g_assert_true (soho_replica_unsend (self->replica, before, &error));
  g_assert_false (writing_withdraw (self, 1));
  assert_answer (self, OUTBOX, NULL);
}

static void
test_new_record_with_what_rests_on_it (Fixture *self, gconstpointer unused)
{
  gint64 wood = writing_create (self, TOPIC, "label=Bois");
  g_autofree char *parent = g_strdup_printf ("label=Tournage;parent=%lld", (long long) wood);
  g_autofree char *topic = g_strdup_printf ("topic=%lld", (long long) wood);

  tell (self, 9, 1, "Scie", "3");
  writing_edit (self, TOPIC, wood, "label=Le bois");
  writing_create (self, TOPIC, parent);
  writing_edit (self, THING, 9, "count=4");
  writing_edit (self, THING, 9, topic);
  g_assert_false (writing_withdraw (self, 1));
  g_assert_cmpint (soho_replica_count (self->replica, TOPIC, NULL), ==, 0);
  assert_answer (self, OUTBOX, "1:4");
  assert_answer (self, TRAY, "depends_on depends_on");
  assert_answer (self, "SELECT topic FROM thing", NULL);
  assert_answer (self, THING_9, "Scie 4 1");
}

static void
test_new_record_with_its_parts (Fixture *self, gconstpointer unused)
{
  gint64 card = writing_create (self, THING, "name=Scie");

  g_assert_cmpint (card, ==, PERSON);
  writing_create (self, PIECE, "thing=77;detail=lame");
  g_assert_false (writing_withdraw (self, 1));
  g_assert_cmpint (soho_replica_count (self->replica, PIECE, NULL), ==, 0);
  assert_answer (self, OUTBOX, NULL);
  assert_answer (self, TRAY, NULL);
  assert_answer (self, SHADOWS, "0");
}

static void
test_sent_record_is_deleted (Fixture *self, gconstpointer unused)
{
  writing_create (self, THING, "name=Scie");
  writing_note_sent (self, 1);
  writing_create (self, PIECE, "thing=77;detail=lame");
  g_assert_true (writing_withdraw (self, 1));
  g_assert_cmpint (soho_replica_count (self->replica, THING, NULL), ==, 0);
  g_assert_cmpint (soho_replica_count (self->replica, PIECE, NULL), ==, 0);
  assert_answer (self, OUTBOX, "1:1 2:2 3:3 4:3");
  /* And that can be withdrawn too. */
  g_assert_false (writing_withdraw (self, 3));
  g_assert_cmpint (soho_replica_count (self->replica, PIECE, NULL), ==, 1);
  assert_answer (self, "SELECT name FROM thing", "Scie");
}

static void
test_deletion_with_parts (Fixture *self, gconstpointer unused)
{
  tell (self, 9, 1, "Scie", "3");
  soho_test_put (self->replica, PIECE, 20, "thing", "9", "detail", "lame", NULL);
  soho_test_put (self->replica, PIECE, 21, "thing", "9", "detail", "manche", NULL);
  soho_test_run (self->replica, "UPDATE piece SET audience = 'members'");
  writing_edit (self, THING, 9, "count=4");
  writing_delete (self, THING, 9);
  assert_answer (self, OUTBOX, "1:1 2:2 3:2 4:2");
  g_assert_false (writing_withdraw (self, 2));
  assert_answer (self, THING_9, "Scie 4 1");
  g_assert_cmpint (soho_replica_count (self->replica, PIECE, NULL), ==, 2);
  /* A part is read by those to whom the server told it. */
  assert_answer (self, "SELECT group_concat (DISTINCT audience) FROM piece", "members");
  writing_delete (self, THING, 9);
  writing_note_sent (self, 3);
  writing_assert_cannot_withdraw (self, 5, SOHO_WITHDRAW_ERROR, SOHO_WITHDRAW_ERROR_SENT);
  assert_answer (self, THING_9, NULL);
}

/* Nothing is left behind that could not have been written. */
static void
test_what_rests_on_it (Fixture *self, gconstpointer unused)
{
  tell (self, 9, 1, "Scie", "3");
  writing_edit (self, THING, 9, "tags=a|b|c|d|e");
  writing_edit (self, THING, 9, "tags=d|e");
  writing_edit (self, THING, 9, "tags=d|e|f|g|h");
  writing_assert_cannot_withdraw (self, 2, SOHO_WITHDRAW_ERROR, SOHO_WITHDRAW_ERROR_RESTS);
  assert_answer (self, OUTBOX, "1:1 2:2 3:3");
  writing_note_sent (self, 2);
  writing_assert_cannot_withdraw (self, 2, SOHO_WITHDRAW_ERROR, SOHO_WITHDRAW_ERROR_RESTS);
  g_assert_false (writing_withdraw (self, 3));
  g_assert_true (writing_withdraw (self, 2));
  assert_answer (self, "SELECT tags FROM thing", "[\"a\",\"b\",\"c\",\"d\",\"e\"]");
}

static void
test_nobody_signed_in (Fixture *self, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;

  tell (self, 9, 1, "Scie", "3");
  writing_edit (self, THING, 9, "count=4");
  writing_delete (self, THING, 9);
  writing_note_sent (self, 1);
  g_assert_true (soho_replica_end_writer (self->replica, &error));
  writing_assert_cannot_withdraw (self, 1, SOHO_WRITER_ERROR, SOHO_WRITER_ERROR_SIGNED_OUT);
  g_assert_true (soho_replica_set_writer (self->replica, PERSON, 6, &error));
  /* Under new numbers, it may still have been sent under the old ones. */
  assert_answer (self, OUTBOX, "1:1 2:2");
  g_assert_false (writing_withdraw (self, 2));
  g_assert_true (writing_withdraw (self, 1));
  assert_answer (self, THING_9, "Scie 3 1");
}

static void
test_listed (Fixture *self, gconstpointer unused)
{
  g_autoptr (GPtrArray) waiting = NULL;
  g_autofree char *name = NULL;
  SohoValue *values;
  SohoWaiting *second;
  gboolean waits;
  guint deeds;

  tell (self, 9, 1, "Scie", "3");
  writing_edit (self, THING, 9, "count=4");
  writing_edit (self, THING, 9, "name=Rabot");
  writing_delete (self, THING, 9);
  writing_note_sent (self, 1);
  waiting = soho_replica_list_waiting (self->replica, NULL);
  g_assert_cmpuint (waiting->len, ==, 3);
  g_assert_true (((SohoWaiting *) g_ptr_array_index (waiting, 0))->sent);
  second = g_ptr_array_index (waiting, 1);
  g_assert_false (second->sent);
  g_assert_cmpint (second->deed, ==, 2);
  g_assert_cmpint (second->made, >, 0);
  g_assert_true (soho_replica_count_waiting (self->replica, &deeds, NULL));
  g_assert_cmpuint (deeds, ==, 3);
  g_assert_true (soho_replica_is_waiting (self->replica, 9, &waits, NULL) && waits);
  g_assert_true (soho_replica_is_waiting (self->replica, 10, &waits, NULL) && !waits);
  name = soho_replica_dup_name (self->replica, THING, 9, NULL);
  g_assert_cmpstr (name, ==, "Scie");
  g_assert_null (soho_replica_dup_name (self->replica, THING, 10, NULL));
  writing_withdraw (self, 3);
  values = soho_replica_dup_values_without (self->replica, second->edit, NULL);
  g_assert_cmpstr (values[0].text, ==, "Scie");
  soho_values_free (values, soho_kind_get_n_fields (THING));
}

/* What was returned, done again to what is there now. */
static void
test_offered_again (Fixture *self, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  gint64 topic;

  tell (self, 9, 1, "Scie", "3");
  writing_edit (self, THING, 9, "name=Rabot");
  writing_edit (self, THING, 9, "tags=a|b");
  writing_note_sent (self, 2);
  writing_settle (self, 1, 1, SOHO_REFUSAL_NOT_YOURS);
  writing_settle (self, 2, 2, SOHO_REFUSAL_NOT_YOURS);
  tell (self, 9, 2, "Scie", "8");
  g_assert_true (soho_replica_offer_again (self->replica, 1, &error));
  g_assert_true (soho_replica_offer_again (self->replica, 2, &error));
  assert_answer (self, THING_9, "Rabot 8 2");
  assert_answer (self, "SELECT tags FROM thing", "[\"a\",\"b\"]");
  assert_answer (self, OUTBOX, "3:3 4:4");
  assert_answer (self, TRAY, NULL);
  g_assert_false (soho_replica_offer_again (self->replica, 1, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_clear_error (&error);

  /* A record gets a new number: the old one was refused. */
  topic = writing_create (self, TOPIC, "label=Bois");
  writing_note_sent (self, 5);
  writing_settle (self, 5, 5, SOHO_REFUSAL_ID_NOT_YOURS);
  g_assert_true (soho_replica_offer_again (self->replica, 1, &error));
  assert_answer (self, "SELECT label FROM topic", "Bois");
  assert_answer (self, "SELECT count(*) FROM topic WHERE id = 21474836481", "0");
  g_assert_cmpint (topic, ==, G_GINT64_CONSTANT (21474836481));
}

#define ADD(name, function)                                                                        \
  g_test_add ("/withdraw/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("never-sent", test_never_sent);
  ADD ("sent-is-taken-back-by-another", test_sent_is_taken_back_by_another);
  ADD ("a-request-that-did-not-leave", test_a_request_that_did_not_leave);
  ADD ("new-record-with-what-rests-on-it", test_new_record_with_what_rests_on_it);
  ADD ("new-record-with-its-parts", test_new_record_with_its_parts);
  ADD ("sent-record-is-deleted", test_sent_record_is_deleted);
  ADD ("deletion-with-parts", test_deletion_with_parts);
  ADD ("what-rests-on-it", test_what_rests_on_it);
  ADD ("nobody-signed-in", test_nobody_signed_in);
  ADD ("listed", test_listed);
  ADD ("offered-again", test_offered_again);
  return g_test_run ();
}
