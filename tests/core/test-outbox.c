/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/outbox.h"

#include <gio/gio.h>

#include "change/edit-line.h"
#include "kinds.h"
#include "model/validate.h"
#include "replicas.h"
#include "store/apply.h"
#include "store/audiences.h"
#include "store/replica-private.h"
#include "store/tray.h"
#include "store/writer.h"
#include "writing.h"

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

/* What the server says of a thing. */
static void
tell (Fixture *self, gint64 id, gint64 revision, const char *name, const char *count)
{
  g_autoptr (SohoRows) rows = soho_rows_new (THING, 1);

  soho_test_rows_set (rows, 0, id, revision, "name", name, "count", count, NULL);
  rows->audience = g_strdup ("members");
  soho_test_apply (self->replica, rows);
}

/* "name count revision" of a thing, "-" if there is none. */
static void
assert_seen (Fixture *self, gint64 id, const char *expected)
{
  g_autofree char *sql = g_strdup_printf (
      "SELECT concat_words (name, count, revision) FROM thing WHERE id = %lld", (long long) id);
  g_autofree char *seen = soho_test_ask (self->replica, sql);
  g_autofree char *complaints = soho_test_verify (self->replica);

  g_assert_cmpstr (seen != NULL ? seen : "-", ==, expected);
  g_assert_cmpstr (complaints, ==, "");
}

static void
assert_answer (Fixture *self, const char *sql, const char *expected)
{
  g_autofree char *answer = soho_test_ask (self->replica, sql);

  g_assert_cmpstr (answer, ==, expected);
}

#define OUTBOX "SELECT group_concat (number, ' ') FROM (SELECT number FROM outbox ORDER BY number)"
#define SHADOWS "SELECT count(*) FROM shadow"
#define TRAY "SELECT group_concat (code, ' ') FROM tray"

static void
test_new_record_is_seen_at_once (Fixture *self, gconstpointer unused)
{
  g_autofree char *found = NULL;
  gint64 id = writing_create (self, TOPIC, "label=Menuiserie");

  g_assert_cmpint (id, ==, FIRST_ID);
  id = writing_create (self, PIECE, "thing=3;topic=21474836481");
  g_assert_cmpint (id, ==, FIRST_ID + 1);
  assert_answer (self, "SELECT label FROM topic", "Menuiserie");
  assert_answer (self, OUTBOX, "1 2");
  /* A part of what is not here is for nobody to see by mistake. */
  assert_answer (self, "SELECT audience FROM piece", "staff");
}

static void
test_own_card_has_the_persons_number (Fixture *self, gconstpointer unused)
{
  guint n = soho_kind_get_n_fields (THING);
  SohoValue *values = soho_values_new (n);
  g_autoptr (GError) error = NULL;
  g_autofree char *hits = NULL;

  g_assert_cmpint (writing_create (self, THING, "name=Scie;visibility=self"), ==, PERSON);
  assert_answer (self, "SELECT audience FROM thing", "person:77");
  hits = soho_test_search (self->replica, "scie");
  g_assert_cmpstr (hits, ==, "77");
  writing_set_value (THING, values, "name=Rabot");
  g_assert_cmpint (soho_replica_create (self->replica, THING, values, &error), ==, 0);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS);
  soho_values_free (values, n);
}

static void
test_nothing_without_a_sign_in (Fixture *self, gconstpointer unused)
{
  g_autofree char *directory = soho_test_directory_new ();
  g_autoptr (SohoReplica) replica = soho_test_replica_open (directory, soho_test_model_get ());
  guint n = soho_kind_get_n_fields (TOPIC);
  SohoValue *values = soho_values_new (n);
  g_autoptr (GError) error = NULL;

  writing_set_value (TOPIC, values, "label=Menuiserie");
  g_assert_cmpint (soho_replica_create (replica, TOPIC, values, &error), ==, 0);
  g_assert_error (error, SOHO_WRITER_ERROR, SOHO_WRITER_ERROR_SIGNED_OUT);
  g_assert_cmpint (soho_replica_count (replica, TOPIC, NULL), ==, 0);
  soho_values_free (values, n);
  g_clear_object (&replica);
  soho_test_directory_free (g_steal_pointer (&directory));
}

static void
test_bad_values_change_nothing (Fixture *self, gconstpointer unused)
{
  g_autoptr (SohoRecord) record = NULL;
  g_autoptr (GError) error = NULL;

  tell (self, 9, 1, "Scie", "3");
  record = soho_replica_get_record (self->replica, THING, 9, NULL);
  soho_value_set_integer (&soho_record_get_values (record)[3], 100000);
  g_assert_false (
      soho_replica_edit (self->replica, THING, 9, soho_record_get_values (record), &error));
  g_assert_error (error, SOHO_VALIDATION_ERROR, SOHO_VALIDATION_ERROR_INVALID);
  g_clear_error (&error);
  soho_value_set_integer (&soho_record_get_values (record)[3], 3);
  g_assert_false (
      soho_replica_edit (self->replica, THING, 10, soho_record_get_values (record), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  /* What changes nothing is no edit. */
  writing_edit (self, THING, 9, "count=3");
  assert_answer (self, OUTBOX, NULL);
  assert_answer (self, SHADOWS, "0");
}

/* A hand that knows one field of the record, of which another came meanwhile. */
static void
test_one_field_leaves_the_others (Fixture *self, gconstpointer unused)
{
  SohoFieldChange change = { (guint) soho_kind_find_field (THING, "count"), SOHO_VALUE_INIT };
  g_autoptr (GError) error = NULL;

  tell (self, 9, 1, "Scie", "3");
  writing_edit (self, THING, 9, "name=Rabot");
  tell (self, 9, 2, "Scie à main", "5");
  soho_value_set_integer (&change.value, 4);
  g_assert_true (soho_replica_edit_fields (self->replica, THING, 9, &change, 1, &error));
  assert_seen (self, 9, "Rabot 4 2");
  /* Again changes nothing; what is invalid changes nothing either, and the next is written. */
  g_assert_true (soho_replica_edit_fields (self->replica, THING, 9, &change, 1, &error));
  assert_answer (self, OUTBOX, "1 2");
  soho_value_set_integer (&change.value, 100000);
  g_assert_false (soho_replica_edit_fields (self->replica, THING, 9, &change, 1, &error));
  g_assert_error (error, SOHO_VALIDATION_ERROR, SOHO_VALIDATION_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_false (soho_replica_edit_fields (self->replica, THING, 10, &change, 1, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_clear_error (&error);
  soho_value_clear (&change.value);
  g_assert_true (soho_replica_edit_fields (self->replica, THING, 9, &change, 1, &error));
  assert_seen (self, 9, "Rabot 2");
  assert_answer (self, OUTBOX, "1 2 3");
}

/* Edits stay over whatever the server says meanwhile, until it answers. */
static void
test_replayed_on_what_comes (Fixture *self, gconstpointer unused)
{
  tell (self, 9, 1, "Scie", "3");
  writing_edit (self, THING, 9, "count=4");
  assert_seen (self, 9, "Scie 4 1");
  tell (self, 9, 2, "Scie à main", "3");
  assert_seen (self, 9, "Scie à main 4 2");
  writing_edit (self, THING, 9, "name=Rabot");
  assert_seen (self, 9, "Rabot 4 2");
  tell (self, 9, 3, "Scie à ruban", "8");
  assert_seen (self, 9, "Rabot 4 3");

  writing_settle (self, 2, 0, NULL);
  assert_seen (self, 9, "Rabot 4 3");
  assert_answer (self, SHADOWS, "0");
  tell (self, 9, 5, "Rabot", "5");
  assert_seen (self, 9, "Rabot 5 5");
}

static void
test_refused_is_undone_and_kept (Fixture *self, gconstpointer unused)
{
  g_autoptr (GPtrArray) tray = NULL;
  SohoTrayEntry *entry;

  tell (self, 9, 1, "Scie", "3");
  writing_edit (self, THING, 9, "count=4");
  writing_edit (self, THING, 9, "name=X");
  writing_edit (self, THING, 9, "count=5");
  writing_settle (self, 2, 2, SOHO_REFUSAL_INVALID);
  assert_seen (self, 9, "Scie 5 1");
  assert_answer (self, OUTBOX, "3");
  writing_settle (self, 3, 3, SOHO_REFUSAL_NOT_YOURS);
  /* The first was accepted: it stays. */
  assert_seen (self, 9, "Scie 4 1");
  assert_answer (self, SHADOWS, "0");

  tray = soho_replica_list_tray (self->replica, NULL);
  g_assert_cmpuint (tray->len, ==, 2);
  entry = g_ptr_array_index (tray, 0);
  g_assert_cmpstr (entry->reason->code, ==, SOHO_REFUSAL_INVALID);
  g_assert_cmpstr (entry->reason->field, ==, "name");
  g_assert_cmpstr (entry->edit->values[0].text, ==, "X");
  soho_replica_discard (self->replica, entry->entry, NULL);
  assert_answer (self, TRAY, SOHO_REFUSAL_NOT_YOURS);
}

static void
test_refused_record_goes (Fixture *self, gconstpointer unused)
{
  gint64 id = writing_create (self, TOPIC, "label=Menuiserie");

  writing_edit (self, TOPIC, id, "label=Ébénisterie");
  writing_settle (self, 1, 1, SOHO_REFUSAL_NOT_YOURS);
  g_assert_cmpint (soho_replica_count (self->replica, TOPIC, NULL), ==, 0);
  writing_settle (self, 2, 2, SOHO_REFUSAL_DEPENDS_ON);
  assert_answer (self, TRAY, "not_yours depends_on");
  assert_answer (self, SHADOWS, "0");
}

static void
test_deletions (Fixture *self, gconstpointer unused)
{
  tell (self, 9, 1, "Scie", "3");
  writing_create (self, PIECE, "thing=9;detail=lame");
  writing_delete (self, THING, 9);
  assert_seen (self, 9, "-");
  g_assert_cmpint (soho_replica_count (self->replica, PIECE, NULL), ==, 0);
  /* It does not come back because somebody else changed it. */
  tell (self, 9, 2, "Scie", "4");
  assert_seen (self, 9, "-");
  writing_settle (self, 2, 0, NULL);
  writing_settle (self, 3, 3, SOHO_REFUSAL_NOT_YOURS);
  assert_seen (self, 9, "Scie 4 2");
}

/* The record goes from here at the server's word, what was written stays until it is answered. */
static void
test_edits_outlive_their_record (Fixture *self, gconstpointer unused)
{
  tell (self, 9, 1, "Scie", "3");
  writing_edit (self, THING, 9, "count=4");
  soho_test_delete (self->replica, THING, 9);
  assert_seen (self, 9, "-");
  assert_answer (self, OUTBOX, "1");
  tell (self, 9, 3, "Scie", "5");
  assert_seen (self, 9, "Scie 4 3");
  soho_test_delete (self->replica, THING, 9);
  writing_settle (self, 1, 1, SOHO_REFUSAL_GONE);
  assert_answer (self, TRAY, "gone");
  assert_seen (self, 9, "-");
}

/* Another log: what it does not have goes, but not what it has not been told yet. */
static void
test_new_records_outlive_a_replacement (Fixture *self, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;

  tell (self, 9, 1, "Scie", "3");
  tell (self, 10, 1, "Rabot", "3");
  writing_edit (self, THING, 10, "count=4");
  writing_create (self, TOPIC, "label=Menuiserie");
  g_assert_true (soho_replica_begin (self->replica, &error)
                 && soho_replica_begin_replacement (self->replica, &error)
                 && soho_replica_end_fill (self->replica, &error)
                 && soho_replica_commit (self->replica, &error));
  g_assert_no_error (error);
  assert_seen (self, 9, "-");
  assert_seen (self, 10, "-");
  assert_answer (self, "SELECT label FROM topic", "Menuiserie");
  assert_answer (self, OUTBOX, "1 2");
}

/* A new sign-in: all that waits goes on under its number, and what refers to a new record still
 * does. */
static void
test_moves_to_a_new_writer (Fixture *self, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;

  tell (self, 9, 1, "Scie", "3");
  writing_create (self, TOPIC, "label=Menuiserie");
  writing_settle (self, 1, 0, NULL);
  writing_create (self, TOPIC, "label=Tournage;parent=21474836481");
  writing_create (self, PIECE, "thing=9;topic=21474836482");
  writing_edit (self, THING, 9, "count=4");
  soho_replica_set_writer (self->replica, PERSON, 6, &error);
  g_assert_no_error (error);

  assert_answer (self, OUTBOX, "1 2 3");
  assert_answer (self, "SELECT group_concat (id, ' ') FROM (SELECT id FROM topic ORDER BY id)",
                 "21474836481 25769803777");
  assert_answer (self, "SELECT concat_words (id, topic) FROM piece", "25769803778 25769803777");
  assert_answer (self, "SELECT parent FROM topic WHERE label = 'Tournage'", "21474836481");
  assert_seen (self, 9, "Scie 4 1");
  writing_settle (self, 3, 0, NULL);
  assert_answer (self, SHADOWS, "0");
}

/* Between two sign-ins what was written waits, and nothing more is. */
static void
test_between_two_sign_ins (Fixture *self, gconstpointer unused)
{
  guint n = soho_kind_get_n_fields (TOPIC);
  SohoValue *values = soho_values_new (n);
  g_autoptr (GError) error = NULL;

  writing_create (self, TOPIC, "label=Menuiserie");
  writing_create (self, THING, "name=Scie;visibility=self");
  tell (self, 9, 1, "Rabot", "3");
  writing_edit (self, THING, 9, "count=4");
  g_assert_true (soho_replica_end_writer (self->replica, &error));
  /* On a machine that others use, nobody reads it meanwhile. */
  assert_seen (self, 9, "Rabot 3 1");
  assert_seen (self, PERSON, "-");
  g_assert_cmpint (soho_replica_count (self->replica, TOPIC, NULL), ==, 0);
  g_assert_true (soho_replica_forget_hidden (self->replica, &error));
  g_assert_cmpint (soho_replica_count (self->replica, THING, NULL), ==, 0);
  tell (self, 9, 2, "Rabot", "5");
  assert_seen (self, 9, "Rabot 5 2");
  writing_set_value (TOPIC, values, "label=Tournage");
  g_assert_cmpint (soho_replica_create (self->replica, TOPIC, values, &error), ==, 0);
  g_assert_error (error, SOHO_WRITER_ERROR, SOHO_WRITER_ERROR_SIGNED_OUT);
  g_clear_error (&error);
  g_assert_false (soho_replica_set_writer (self->replica, PERSON + 1, 6, &error));
  g_assert_error (error, SOHO_WRITER_ERROR, SOHO_WRITER_ERROR_WAITING);
  g_clear_error (&error);
  g_assert_true (soho_replica_set_writer (self->replica, PERSON, 7, &error));
  assert_answer (self, OUTBOX, "1 2 3");
  assert_answer (self, "SELECT group_concat (id, ' ') FROM topic", "30064771073");
  assert_answer (self, "SELECT name FROM thing WHERE id = 77", "Scie");
  assert_seen (self, 9, "Rabot 4 2");
  soho_values_free (values, n);
}

static void
test_nobody_takes_anothers_edits (Fixture *self, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;

  writing_create (self, TOPIC, "label=Menuiserie");
  g_assert_false (soho_replica_set_writer (self->replica, PERSON + 1, 6, &error));
  g_assert_error (error, SOHO_WRITER_ERROR, SOHO_WRITER_ERROR_WAITING);
  assert_answer (self, OUTBOX, "1");
  writing_settle (self, 1, 0, NULL);
  g_clear_error (&error);
  g_assert_true (soho_replica_set_writer (self->replica, PERSON + 1, 6, &error));
  g_assert_no_error (error);
}

/* Whatever is done, told, accepted and refused in whatever order: what is seen is always what the
 * server said with the waiting edits on it. */
static void
test_any_order (Fixture *self, gconstpointer unused)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (4);
  gint64 answered = 0, made = 0, revision = 1;

  tell (self, 9, 1, "Scie", "3");
  for (guint round = 0; round < SOHO_TEST_ROUNDS (300); round++)
    {
      g_autofree char *count = g_strdup_printf ("count=%d", g_rand_int_range (rand, 0, 1000));
      g_autofree char *name = g_strdup_printf ("name=n%d", g_rand_int_range (rand, 0, 1000));
      g_autofree char *number = NULL;
      g_autofree char *complaints = NULL;

      switch (g_rand_int_range (rand, 0, 4))
        {
        case 0:
          tell (self, 9, ++revision, name + 5, count + 6);
          break;
        case 1:
          writing_edit (self, THING, 9, count);
          break;
        case 2:
          writing_edit (self, THING, 9, name);
          break;
        default:
          if (answered < made)
            {
              answered = g_rand_int_range (rand, (int) answered + 1, (int) made + 1);
              writing_settle (self, answered, answered, SOHO_REFUSAL_INVALID);
            }
        }
      number = soho_test_ask (self->replica, "SELECT value FROM meta WHERE name = 'number'");
      made = g_ascii_strtoll (number, NULL, 10);
      complaints = soho_test_verify (self->replica);
      g_assert_cmpstr (complaints, ==, "");
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add ("/outbox/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("new-record-is-seen-at-once", test_new_record_is_seen_at_once);
  ADD ("own-card-has-the-persons-number", test_own_card_has_the_persons_number);
  ADD ("nothing-without-a-sign-in", test_nothing_without_a_sign_in);
  ADD ("bad-values-change-nothing", test_bad_values_change_nothing);
  ADD ("one-field-leaves-the-others", test_one_field_leaves_the_others);
  ADD ("replayed-on-what-comes", test_replayed_on_what_comes);
  ADD ("refused-is-undone-and-kept", test_refused_is_undone_and_kept);
  ADD ("refused-record-goes", test_refused_record_goes);
  ADD ("deletions", test_deletions);
  ADD ("edits-outlive-their-record", test_edits_outlive_their_record);
  ADD ("new-records-outlive-a-replacement", test_new_records_outlive_a_replacement);
  ADD ("moves-to-a-new-writer", test_moves_to_a_new_writer);
  ADD ("between-two-sign-ins", test_between_two_sign_ins);
  ADD ("nobody-takes-anothers-edits", test_nobody_takes_anothers_edits);
  ADD ("any-order", test_any_order);
  return g_test_run ();
}
