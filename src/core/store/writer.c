/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/writer.h"

#include <glib/gi18n-lib.h>

#include "change/edit-line.h"
#include "store/apply.h"
#include "store/kept.h"
#include "store/outbox.h"
#include "store/replay.h"
#include "store/replica-private.h"
#include "store/seal.h"
#include "store/withdraw.h"

#define PERSON "person"
#define WRITER "writer"
#define COUNTER "counter"

G_DEFINE_QUARK (soho_writer_error, soho_writer_error)

gboolean
soho_writer_read_count (SohoReplica *self, const char *name, gint64 *count, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autofree char *text = soho_replica_dup_fact (self, name, &failure);

  *count = text != NULL ? g_ascii_strtoll (text, NULL, 10) : 0;
  return soho_database_settle (&failure, error);
}

gboolean
soho_writer_set_count (SohoReplica *self, const char *name, gint64 count, GError **error)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, count);

  return soho_replica_set_fact (self, name, text, error);
}

gboolean
soho_replica_read_writer (SohoReplica *self, gint64 *person, guint *writer, GError **error)
{
  gint64 number = 0;

  *person = 0;
  *writer = 0;
  if (!soho_writer_read_count (self, WRITER, &number, error)
      || !soho_writer_read_count (self, PERSON, person, error))
    return FALSE;
  *writer = (guint) number;
  return TRUE;
}

gboolean
soho_replica_end_writer (SohoReplica *self, GError **error)
{
  if (!soho_replica_begin (self, error))
    return FALSE;
  if (soho_seal_close (self, error) && soho_writer_set_count (self, WRITER, 0, error)
      && soho_replay_all (self, error) && soho_replica_commit (self, error))
    return TRUE;
  soho_replica_rollback (self);
  return FALSE;
}

gboolean
soho_writer_check (SohoReplica *self, GError **error)
{
  gint64 person;
  guint writer;

  if (!soho_replica_read_writer (self, &person, &writer, error))
    return FALSE;
  if (writer == 0)
    g_set_error_literal (error, SOHO_WRITER_ERROR, SOHO_WRITER_ERROR_SIGNED_OUT,
                         _ ("Nobody has signed in here: sign in first, then what you write has "
                            "a name to go under."));
  return writer != 0;
}

static gint64
next_count (SohoReplica *self, const char *name, GError **error)
{
  gint64 count;

  if (!soho_writer_check (self, error) || !soho_writer_read_count (self, name, &count, error))
    return 0;
  return soho_writer_set_count (self, name, count + 1, error) ? count + 1 : 0;
}

gint64
soho_writer_next_number (SohoReplica *self, GError **error)
{
  return next_count (self, SOHO_WRITER_NUMBER, error);
}

gint64
soho_writer_next_deed (SohoReplica *self, GError **error)
{
  return next_count (self, SOHO_WRITER_DEED, error);
}

gint64
soho_writer_next_id (SohoReplica *self, GError **error)
{
  gint64 counter = next_count (self, COUNTER, error);
  gint64 person;
  guint writer;

  if (counter == 0 || !soho_replica_read_writer (self, &person, &writer, error))
    return 0;
  return (gint64) writer << 32 | counter;
}

static void
renumber (gint64 *id, GHashTable *ids)
{
  const gint64 *moved = g_hash_table_lookup (ids, id);

  if (moved != NULL)
    *id = *moved;
}

static gboolean
says_nothing (const SohoEdit *edit, const SohoVersion *seen)
{
  guint n = soho_kind_get_n_fields (edit->kind);
  SohoValue *after;
  gboolean same = TRUE;

  if (edit->act == SOHO_EDIT_DELETE || !seen->exists)
    return edit->act == SOHO_EDIT_DELETE && !seen->exists;
  after = soho_values_new (n);
  for (guint i = 0; i < n; i++)
    soho_value_copy (&after[i], &seen->values[i]);
  soho_edit_apply (edit, after);
  for (guint i = 0; i < n; i++)
    same = same && soho_value_equal (&after[i], &seen->values[i]);
  soho_values_free (after, n);
  return same;
}

/* The outbox on its way to other numbers. */
typedef struct
{
  SohoReplica *replica;
  GHashTable *ids; /* gint64 * -> gint64 *: of records that are new */
  gboolean copied; /* whether another copy of this replica has used the same numbers */
} Move;

/* What is here under the id becomes what the server says, if it says anything. */
static gboolean
leave_id (Move *move, const SohoKind *kind, gint64 id, gboolean told, GError **error)
{
  return told ? soho_replay_record (move->replica, kind, id, error)
              : soho_apply_remove (move->replica, kind, &id, 1, error);
}

/* A record that the server has not shown yet gets an id of the new writer. If it shows one, that is
 * the same, whose answer was lost on the way, and its making becomes a change; unless another copy
 * made it, and something else. */
static gboolean
move_creation (Move *move, SohoEdit *edit, GError **error)
{
  SohoVersion told = { 0 };
  gboolean found, is_told, is_same;
  gboolean read
      = soho_replay_read_shadow (move->replica, edit->kind, edit->id, FALSE, &told, &found, error);
  gint64 fresh, old = edit->id;

  is_told = found && told.exists;
  is_same = is_told && (!move->copied || says_nothing (edit, &told));
  if (is_same)
    {
      edit->act = SOHO_EDIT_CHANGE;
      edit->base = told.revision;
    }
  soho_version_clear (edit->kind, &told);
  if (!read || is_same || soho_kind_is_person (edit->kind))
    return read;
  if (!leave_id (move, edit->kind, old, is_told, error))
    return FALSE;
  fresh = soho_writer_next_id (move->replica, error);
  g_hash_table_insert (move->ids, g_memdup2 (&old, sizeof old), g_memdup2 (&fresh, sizeof fresh));
  return fresh != 0;
}

/* Whether the record is already what the edit makes of it, by what the server says and the edits
 * that were moved before. */
static gboolean
is_done (SohoReplica *self, const SohoEdit *edit, gboolean *done, GError **error)
{
  SohoVersion seen = { 0 };
  gboolean found;
  gboolean read = soho_replay_read_shadow (self, edit->kind, edit->id, TRUE, &seen, &found, error);

  *done = read && found && says_nothing (edit, &seen);
  soho_version_clear (edit->kind, &seen);
  return read;
}

static gboolean
set_deed (SohoReplica *self, gint64 number, gint64 deed, GError **error)
{
  g_autoptr (sqlite3_stmt) statement
      = soho_database_prepare (soho_replica_get_database (self),
                               "UPDATE outbox SET deed = :deed WHERE number = :number", error);

  if (statement == NULL)
    return FALSE;
  soho_database_bind_integer (statement, ":deed", deed);
  soho_database_bind_integer (statement, ":number", number);
  return soho_database_finish (statement, error);
}

/* What may have reached the server under its old number is noted as sent. */
static gboolean
add_moved (Move *move, const SohoWaiting *waiting, GError **error)
{
  SohoEdit *edit = waiting->edit;

  return soho_outbox_add (move->replica, edit, error)
         && set_deed (move->replica, edit->number, waiting->deed, error)
         && (!waiting->sent
             || soho_writer_set_count (move->replica, SOHO_WRITER_SENT, edit->number, error));
}

/* The edit under its new number, and with the new ids of records that are new. */
static gboolean
move_edit (Move *move, const SohoWaiting *waiting, GError **error)
{
  SohoEdit *edit = waiting->edit;
  gboolean done;

  if (edit->act == SOHO_EDIT_CREATE && !move_creation (move, edit, error))
    return FALSE;
  renumber (&edit->id, move->ids);
  for (guint i = 0; edit->kind->fields[i].name != NULL; i++)
    if (edit->kind->fields[i].type == SOHO_FIELD_REFERENCE
        && edit->values[i].type == SOHO_VALUE_INTEGER)
      renumber (&edit->values[i].integer, move->ids);
  if (!is_done (move->replica, edit, &done, error))
    return FALSE;
  return done ? soho_replay_record (move->replica, edit->kind, edit->id, error)
              : add_moved (move, waiting, error);
}

static gboolean
move_all (SohoReplica *self, GPtrArray *waiting, gboolean copied, GError **error)
{
  g_autoptr (GHashTable) ids = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  Move move = { self, ids, copied };

  for (guint i = 0; i < waiting->len; i++)
    if (!move_edit (&move, g_ptr_array_index (waiting, i), error))
      return FALSE;
  return TRUE;
}

gboolean
soho_writer_take_over (SohoReplica *self, GPtrArray *waiting, GError **error)
{
  return move_all (self, waiting, FALSE, error);
}

static gboolean
move_outbox (SohoReplica *self, gboolean copied, GError **error)
{
  g_autoptr (GPtrArray) waiting = soho_replica_list_waiting (self, error);
  sqlite3 *db = soho_replica_get_database (self);

  return waiting != NULL && soho_database_run (db, "DELETE FROM outbox", error)
         && soho_writer_set_count (self, SOHO_WRITER_SENT, 0, error)
         && move_all (self, waiting, copied, error)
         && soho_database_run (
             db, "DELETE FROM shadow WHERE NOT EXISTS (SELECT 1 FROM outbox WHERE id = shadow.id)",
             error);
}

/* All is counted anew under the writer. */
static gboolean
begin_writer (SohoReplica *self, gint64 person, guint writer, gboolean copied, GError **error)
{
  static const char *const counts[]
      = { COUNTER,          SOHO_WRITER_NUMBER, SOHO_WRITER_ANSWERED, SOHO_WRITER_OVERTAKEN,
          SOHO_WRITER_SEEN, SOHO_WRITER_RESUMED };

  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    if (!soho_writer_set_count (self, counts[i], 0, error))
      return FALSE;
  return soho_writer_set_count (self, PERSON, person, error)
         && soho_writer_set_count (self, WRITER, writer, error)
         && move_outbox (self, copied, error);
}

static gboolean
change_writer (SohoReplica *self, gint64 person, guint writer, GError **error)
{
  gint64 before, waiting;
  guint number;

  if (!soho_replica_read_writer (self, &before, &number, error)
      || !soho_database_read_integer (soho_replica_get_database (self),
                                      "SELECT count(*) FROM outbox", 0, &waiting, error))
    return FALSE;
  if (number == writer && before == person)
    return TRUE;
  if (waiting > 0 && before != person)
    {
      g_set_error_literal (error, SOHO_WRITER_ERROR, SOHO_WRITER_ERROR_WAITING,
                           _ ("What somebody else wrote here has not been sent yet: let them sign "
                              "in and send it first."));
      return FALSE;
    }
  return (before == person || soho_kept_forget (self, error))
         && begin_writer (self, person, writer, FALSE, error);
}

gboolean
soho_replica_set_writer (SohoReplica *self, gint64 person, guint writer, GError **error)
{
  g_return_val_if_fail (writer > 0 && writer <= SOHO_WRITER_MAX && person > 0, FALSE);

  if (!soho_replica_begin (self, error))
    return FALSE;
  if (change_writer (self, person, writer, error) && soho_replica_commit (self, error))
    return TRUE;
  soho_replica_rollback (self);
  return FALSE;
}

static gboolean
part_from_copy (SohoReplica *self, guint writer, GError **error)
{
  gint64 person;
  guint before;

  /* The other copy keeps what was accepted, too, and offers it again. */
  return soho_replica_read_writer (self, &person, &before, error)
         && soho_kept_forget_writer (self, before, error)
         && begin_writer (self, person, writer, TRUE, error);
}

gboolean
soho_replica_part_from_copy (SohoReplica *self, guint writer, GError **error)
{
  g_return_val_if_fail (writer > 0 && writer <= SOHO_WRITER_MAX, FALSE);

  if (!soho_replica_begin (self, error))
    return FALSE;
  if (part_from_copy (self, writer, error) && soho_replica_commit (self, error))
    return TRUE;
  soho_replica_rollback (self);
  return FALSE;
}
