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

/* What the server tells of records while edits of them are on their way. */

#define THING (&soho_test_thing)
#define PIECE (&soho_test_piece)
#define TOPIC (&soho_test_topic)
#define PERSON 77
#define WRITER 5
#define FIRST_ID (((gint64) WRITER << 32) + 1)

typedef struct
{
  char *directory;
  SohoReplica *replica;
} Fixture;

static void
sign_in (Fixture *self, guint writer)
{
  g_autoptr (GError) error = NULL;

  soho_replica_set_writer (self->replica, PERSON, writer, &error);
  g_assert_no_error (error);
}

static void
set_up (Fixture *self, gconstpointer unused)
{
  self->directory = soho_test_directory_new ();
  self->replica = soho_test_replica_open (self->directory, soho_test_model_get ());
  sign_in (self, WRITER);
}

static void
assert_sound (Fixture *self)
{
  g_autofree char *complaints = soho_test_verify (self->replica);

  g_assert_cmpstr (complaints, ==, "");
}

static void
tear_down (Fixture *self, gconstpointer unused)
{
  assert_sound (self);
  g_object_unref (self->replica);
  soho_test_directory_free (self->directory);
}

static void
set_value (const SohoKind *kind, SohoValue *values, const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, "=", 2);
  int field = soho_kind_find_field (kind, parts[0]);
  g_autoptr (GError) error = NULL;

  soho_field_parse (&kind->fields[field], parts[1], &values[field], &error);
  g_assert_no_error (error);
}

static gint64
create (Fixture *self, const SohoKind *kind, const char *first, const char *second)
{
  guint n = soho_kind_get_n_fields (kind);
  SohoValue *values = soho_values_new (n);
  g_autoptr (GError) error = NULL;
  gint64 id;

  set_value (kind, values, first);
  if (second != NULL)
    set_value (kind, values, second);
  id = soho_replica_create (self->replica, kind, values, &error);
  g_assert_no_error (error);
  soho_values_free (values, n);
  return id;
}

static void
edit (Fixture *self, const SohoKind *kind, gint64 id, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SohoRecord) record = soho_replica_get_record (self->replica, kind, id, &error);

  g_assert_nonnull (record);
  set_value (kind, soho_record_get_values (record), text);
  soho_replica_edit (self->replica, kind, id, soho_record_get_values (record), &error);
  g_assert_no_error (error);
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

/* Edits up to this number have left. */
static void
send_up_to (Fixture *self, gint64 number)
{
  g_autoptr (GError) error = NULL;
  gint64 before;

  g_assert_true (soho_replica_begin (self->replica, &error)
                 && soho_replica_note_sent (self->replica, number, &before, &error)
                 && soho_replica_commit (self->replica, &error));
}

/* The answer comes; refused: 0, or the number of the one that was. */
static void
settle (Fixture *self, gint64 upto, gint64 refused)
{
  g_autoptr (GPtrArray) refusals
      = g_ptr_array_new_with_free_func ((GDestroyNotify) soho_refusal_free);
  g_autoptr (GError) error = NULL;

  if (refused != 0)
    g_ptr_array_add (refusals, soho_refusal_new (refused, SOHO_REFUSAL_NOT_YOURS, NULL, NULL));
  g_assert_true (soho_replica_begin (self->replica, &error)
                 && soho_replica_settle (self->replica, upto, refusals, &error)
                 && soho_replica_commit (self->replica, &error));
  g_assert_no_error (error);
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
  assert_sound (self);
}

#define THINGS "SELECT group_concat (name || ' ' || revision, ', ') FROM thing"
#define PIECES "SELECT group_concat (audience || ' ' || detail, ', ') FROM piece"

/* A copy of this replica was quicker, and the same number is another thing's there. */
static void
test_another_kind_has_the_number (Fixture *self, gconstpointer unused)
{
  gint64 id = create (self, THING, "name=Scie", "visibility=public");
  gint64 topic = create (self, TOPIC, "label=Bois", NULL);

  g_assert_cmpint (id, ==, PERSON);
  tell (self, PIECE, "members", topic, 1, "thing", "3");
  assert_answer (self, "SELECT count(*) FROM topic", "0");
  assert_answer (self, "SELECT id = 21474836481 FROM piece", "1");
  tell (self, PIECE, "members", topic, 2, "thing", "4");
  assert_answer (self, "SELECT thing FROM piece", "4");
  assert_answer (self, "SELECT count(*) FROM outbox", "2");

  sign_in (self, WRITER + 1);
  assert_answer (self, "SELECT label || ' ' || (id >> 32) FROM topic", "Bois 6");
  assert_answer (self, "SELECT thing FROM piece", "4");
}

static void
test_refused_where_another_kind_has_the_number (Fixture *self, gconstpointer unused)
{
  gint64 topic = create (self, TOPIC, "label=Bois", NULL);

  tell (self, THING, "members", topic, 1, "name", "Scie");
  settle (self, 1, 1);
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
  edit (self, PIECE, 3, "detail=mine");
  assert_answer (self, PIECES, "members mine");
  settle (self, 1, 1);
  assert_answer (self, PIECES, "members told");
  edit (self, PIECE, 3, "detail=again");
  settle (self, 2, 0);
  assert_answer (self, PIECES, "members again");
  soho_replica_delete (self->replica, PIECE, 3, &error);
  g_assert_no_error (error);
  settle (self, 3, 3);
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
  edit (self, THING, 9, "visibility=public");
  edit (self, PIECE, 3, "detail=mine");
  assert_answer (self, "SELECT audience FROM thing", "members");
  assert_answer (self, PIECES, "members mine");
  settle (self, 2, 1);
  assert_answer (self, PIECES, "members mine");
  assert_answer (self, "SELECT audience FROM thing", "members");
}

static void
test_dropped_with_its_audience (Fixture *self, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;

  tell (self, THING, "members", 9, 1, "name", "Scie");
  edit (self, THING, 9, "visibility=public");
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
  edit (self, THING, 9, "name=Rabot");
  send_up_to (self, 1);
  tell (self, THING, "members", 9, 3, "name", "Ciseau");
  assert_answer (self, THINGS, "Rabot 3");
  settle (self, 1, 0);
  assert_answer (self, THINGS, "Ciseau 3");
}

static void
test_answer_comes_after_the_end (Fixture *self, gconstpointer unused)
{
  gint64 id = create (self, TOPIC, "label=Bois", NULL);

  send_up_to (self, 1);
  soho_test_delete (self->replica, TOPIC, id);
  settle (self, 1, 0);
  assert_answer (self, "SELECT count(*) FROM topic", "0");
}

/* Nothing of what came can hold an edit that has not left. */
static void
test_accepted_after_what_came (Fixture *self, gconstpointer unused)
{
  tell (self, THING, "members", 9, 1, "name", "Scie");
  edit (self, THING, 9, "name=Rabot");
  tell (self, THING, "members", 9, 2, "name", "Ciseau");
  send_up_to (self, 1);
  settle (self, 1, 0);
  assert_answer (self, THINGS, "Rabot 2");
}

/* What was accepted and then deleted by somebody, before this replica was told anything of it. */
static void
test_fill_does_not_bring_it (Fixture *self, gconstpointer unused)
{
  gint64 changed = create (self, TOPIC, "label=Fer", NULL);

  create (self, TOPIC, "label=Bois", NULL);
  create (self, TOPIC, "label=Pierre", NULL);
  tell (self, THING, "members", 9, 1, "name", "Scie");
  settle (self, 2, 0);
  edit (self, TOPIC, changed, "label=Acier");
  end_fill (self);
  assert_answer (self, "SELECT group_concat (label) FROM topic", "Pierre");
  assert_answer (self, THINGS, "Scie 1");
  assert_answer (self, "SELECT count(*) FROM outbox", "2");
}

/* The same, and its answer came after the fill. */
static void
test_answer_comes_after_a_fill (Fixture *self, gconstpointer unused)
{
  create (self, TOPIC, "label=Bois", NULL);
  send_up_to (self, 1);
  end_fill (self);
  assert_answer (self, "SELECT label FROM topic", "Bois");
  settle (self, 1, 0);
  assert_answer (self, "SELECT count(*) FROM topic", "0");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, function) g_test_add ("/told/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("another-kind-has-the-number", test_another_kind_has_the_number);
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
