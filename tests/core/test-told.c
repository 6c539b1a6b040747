/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gio.h>

#include "kinds.h"
#include "model/validate.h"
#include "replicas.h"
#include "store/apply.h"
#include "store/audiences.h"
#include "store/outbox.h"
#include "store/replica-private.h"
#include "store/withdraw.h"
#include "store/writer.h"
#include "writing.h"

/* What the server tells of records while edits of them are on their way. */

#define THING (&soho_test_thing)
#define PIECE (&soho_test_piece)
#define TOPIC (&soho_test_topic)
#define PERSON 77
#define WRITER 5
#define FIRST_ID (((gint64) WRITER << 32) + 1)

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

static void
tell (Fixture *self,
      const SohoKind *kind,
      const char *audience,
      gint64 id,
      gint64 revision,
      const char *field,
      const char *text)
{
  g_autoptr (SohoRows) rows = soho_rows_new (kind, 1);

  soho_test_rows_set (rows, 0, id, revision, field, text, NULL);
  rows->audience = g_strdup (audience);
  soho_test_apply (self->replica, rows);
}

static void
tell_piece (Fixture *self, const char *audience, gint64 id, const char *thing)
{
  g_autoptr (SohoRows) rows = soho_rows_new (PIECE, 1);

  soho_test_rows_set (rows, 0, id, 1, "thing", thing, "detail", "told", NULL);
  rows->audience = g_strdup (audience);
  soho_test_apply (self->replica, rows);
}

static void
end_fill (Fixture *self)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (soho_replica_begin (self->replica, &error)
                 && soho_replica_end_fill (self->replica, &error)
                 && soho_replica_commit (self->replica, &error));
  g_assert_no_error (error);
}

static void
assert_answer (Fixture *self, const char *sql, const char *expected)
{
  g_autofree char *answer = soho_test_ask (self->replica, sql);

  g_assert_cmpstr (answer, ==, expected);
  writing_assert_sound (self);
}

#define THINGS "SELECT group_concat (name || ' ' || revision, ', ') FROM thing"
#define PIECES "SELECT group_concat (audience || ' ' || detail, ', ') FROM piece"

/* A copy of this replica was quicker, and the same number is another thing's there. */
static void
test_another_kind_has_the_number (Fixture *self, gconstpointer unused)
{
  gint64 id = writing_create (self, THING, "name=Scie;visibility=public");
  gint64 topic = writing_create (self, TOPIC, "label=Bois");

  g_assert_cmpint (id, ==, PERSON);
  tell (self, PIECE, "members", topic, 1, "thing", "3");
  assert_answer (self, "SELECT count(*) FROM topic", "0");
  assert_answer (self, "SELECT id = 21474836481 FROM piece", "1");
  tell (self, PIECE, "members", topic, 2, "thing", "4");
  assert_answer (self, "SELECT thing FROM piece", "4");
  assert_answer (self, "SELECT count(*) FROM outbox", "2");

  /* What is written of the piece stays with it. */
  writing_edit (self, PIECE, topic, "detail=mine");
  writing_sign_in (self, PERSON, WRITER + 1);
  assert_answer (self, "SELECT label || ' ' || (id >> 32) FROM topic", "Bois 6");
  assert_answer (self, "SELECT detail || (id >> 32) FROM piece", "mine5");
  assert_answer (self, "SELECT id >> 32 FROM outbox WHERE edit LIKE '%mine%'", "5");
}

/* The copy's record has come down before this replica made its own. */
static void
test_number_of_a_copy_is_passed_over (Fixture *self, gconstpointer unused)
{
  tell (self, TOPIC, "members", FIRST_ID, 1, "label", "Bois");
  g_assert_cmpint (writing_create (self, PIECE, "thing=3"), ==, FIRST_ID + 1);
  g_assert_cmpint (writing_create (self, TOPIC, "label=Fer"), ==, FIRST_ID + 2);
  assert_answer (self, "SELECT group_concat (label) FROM topic", "Bois,Fer");
}

static void
test_refused_where_another_kind_has_the_number (Fixture *self, gconstpointer unused)
{
  gint64 topic = writing_create (self, TOPIC, "label=Bois");

  tell (self, THING, "members", topic, 1, "name", "Scie");
  writing_settle (self, 1, 1, SOHO_REFUSAL_NOT_YOURS);
  assert_answer (self, THINGS, "Scie 1");
  assert_answer (self, "SELECT count(*) FROM topic", "0");
  assert_answer (self, "SELECT code FROM tray", "not_yours");
}

/* A fill brings parts before what they are parts of. */
static void
test_part_comes_before_its_owner (Fixture *self, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;

  tell_piece (self, "members", 3, "9");
  writing_edit (self, PIECE, 3, "detail=mine");
  assert_answer (self, PIECES, "members mine");
  writing_settle (self, 1, 1, SOHO_REFUSAL_NOT_YOURS);
  assert_answer (self, PIECES, "members told");
  writing_edit (self, PIECE, 3, "detail=again");
  writing_settle (self, 2, 0, NULL);
  assert_answer (self, PIECES, "members again");
  soho_replica_delete (self->replica, PIECE, 3, &error);
  g_assert_no_error (error);
  writing_settle (self, 3, 3, SOHO_REFUSAL_NOT_YOURS);
  assert_answer (self, PIECES, "members again");
}

/* What is wanted of the owner says nothing yet of who reads the part. */
static void
test_owner_is_to_change_its_readers (Fixture *self, gconstpointer unused)
{
  g_autoptr (SohoRows) rows = soho_rows_new (THING, 1);

  soho_test_rows_set (rows, 0, 9, 1, "name", "Scie", "visibility", "members", NULL);
  rows->audience = g_strdup ("members");
  soho_test_apply (self->replica, rows);
  tell_piece (self, "members", 3, "9");
  writing_edit (self, THING, 9, "visibility=public");
  writing_edit (self, PIECE, 3, "detail=mine");
  assert_answer (self, "SELECT audience FROM thing", "members");
  assert_answer (self, PIECES, "members mine");
  writing_settle (self, 2, 1, SOHO_REFUSAL_NOT_YOURS);
  assert_answer (self, PIECES, "members mine");
  assert_answer (self, "SELECT audience FROM thing", "members");
}

static void
test_dropped_with_its_audience (Fixture *self, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;

  tell (self, THING, "members", 9, 1, "name", "Scie");
  writing_edit (self, THING, 9, "visibility=public");
  g_assert_true (soho_replica_begin (self->replica, &error)
                 && soho_replica_drop_audience (self->replica, "members", &error)
                 && soho_replica_commit (self->replica, &error));
  assert_answer (self, THINGS, NULL);
  assert_answer (self, "SELECT count(*) FROM outbox", "1");
}

/* The answer was lost, somebody else wrote over it, and that came before the answer did again. */
static void
test_answer_comes_after_what_came_of_it (Fixture *self, gconstpointer unused)
{
  tell (self, THING, "members", 9, 1, "name", "Scie");
  writing_edit (self, THING, 9, "name=Rabot");
  writing_note_sent (self, 1);
  tell (self, THING, "members", 9, 3, "name", "Ciseau");
  assert_answer (self, THINGS, "Rabot 3");
  writing_settle (self, 1, 0, NULL);
  assert_answer (self, THINGS, "Ciseau 3");
}

static void
test_answer_comes_after_the_end (Fixture *self, gconstpointer unused)
{
  gint64 id = writing_create (self, TOPIC, "label=Bois");

  writing_note_sent (self, 1);
  soho_test_delete (self->replica, TOPIC, id);
  writing_settle (self, 1, 0, NULL);
  assert_answer (self, "SELECT count(*) FROM topic", "0");
}

/* Nothing of what came can hold an edit that has not left. */
static void
test_accepted_after_what_came (Fixture *self, gconstpointer unused)
{
  tell (self, THING, "members", 9, 1, "name", "Scie");
  writing_edit (self, THING, 9, "name=Rabot");
  tell (self, THING, "members", 9, 2, "name", "Ciseau");
  writing_note_sent (self, 1);
  writing_settle (self, 1, 0, NULL);
  assert_answer (self, THINGS, "Rabot 2");
}

/* What was accepted and then deleted by somebody, before this replica was told anything of it. */
static void
test_fill_does_not_bring_it (Fixture *self, gconstpointer unused)
{
  gint64 changed = writing_create (self, TOPIC, "label=Fer");

  writing_create (self, TOPIC, "label=Bois");
  writing_create (self, TOPIC, "label=Pierre");
  tell (self, THING, "members", 9, 1, "name", "Scie");
  writing_settle (self, 2, 0, NULL);
  writing_edit (self, TOPIC, changed, "label=Acier");
  end_fill (self);
  assert_answer (self, "SELECT group_concat (label) FROM topic", "Pierre");
  assert_answer (self, THINGS, "Scie 1");
  assert_answer (self, "SELECT count(*) FROM outbox", "2");
}

/* The same, and its answer came after the fill. */
static void
test_answer_comes_after_a_fill (Fixture *self, gconstpointer unused)
{
  writing_create (self, TOPIC, "label=Bois");
  writing_note_sent (self, 1);
  end_fill (self);
  assert_answer (self, "SELECT label FROM topic", "Bois");
  writing_settle (self, 1, 0, NULL);
  assert_answer (self, "SELECT count(*) FROM topic", "0");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, function) g_test_add ("/told/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("another-kind-has-the-number", test_another_kind_has_the_number);
  ADD ("number-of-a-copy-is-passed-over", test_number_of_a_copy_is_passed_over);
  ADD ("refused-where-another-kind-has-the-number", test_refused_where_another_kind_has_the_number);
  ADD ("part-comes-before-its-owner", test_part_comes_before_its_owner);
  ADD ("owner-is-to-change-its-readers", test_owner_is_to_change_its_readers);
  ADD ("dropped-with-its-audience", test_dropped_with_its_audience);
  ADD ("answer-comes-after-what-came-of-it", test_answer_comes_after_what_came_of_it);
  ADD ("answer-comes-after-the-end", test_answer_comes_after_the_end);
  ADD ("accepted-after-what-came", test_accepted_after_what_came);
  ADD ("fill-does-not-bring-it", test_fill_does_not_bring_it);
  ADD ("answer-comes-after-a-fill", test_answer_comes_after_a_fill);
#undef ADD

  return g_test_run ();
}
