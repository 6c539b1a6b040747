/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/writer.h"

#include <glib/gi18n-lib.h>

#include "change/edit-line.h"
#include "store/apply.h"
#include "store/outbox.h"
#include "store/replay.h"
#include "store/replica-private.h"

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
  if (soho_writer_set_count (self, WRITER, 0, error) && soho_replay_all (self, error)
      && soho_replica_commit (self, error))
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

/* A record that the server has not shown yet gets an id of the new writer; one whose answer was
 * lost on the way is there, and its making becomes a change. */
static gboolean
move_creation (SohoReplica *self, SohoEdit *edit, GHashTable *ids, GError **error)
{
  SohoVersion told = { 0 };
  gboolean found;
  gboolean read = soho_replay_read_shadow (self, edit->kind, edit->id, FALSE, &told, &found, error);
  gint64 fresh, old = edit->id;

  if (found && told.exists)
    {
      edit->act = SOHO_EDIT_CHANGE;
      edit->base = told.revision;
    }
  soho_version_clear (edit->kind, &told);
  if (!read || edit->act != SOHO_EDIT_CREATE)
    return read;
  if (!soho_apply_remove (self, edit->kind, &old, 1, error))
    return FALSE;
  fresh = soho_kind_is_person (edit->kind) ? old : soho_writer_next_id (self, error);
  g_hash_table_insert (ids, g_memdup2 (&old, sizeof old), g_memdup2 (&fresh, sizeof fresh));
  return fresh != 0;
}

static void
renumber (gint64 *id, GHashTable *ids)
{
  const gint64 *moved = g_hash_table_lookup (ids, id);

  if (moved != NULL)
    *id = *moved;
}

/* The edit under its new number, and with the new ids of records that are new. */
static gboolean
move_edit (SohoReplica *self, SohoEdit *edit, GHashTable *ids, GError **error)
{
  if (edit->act == SOHO_EDIT_CREATE && !move_creation (self, edit, ids, error))
    return FALSE;
  renumber (&edit->id, ids);
  for (guint i = 0; edit->kind->fields[i].name != NULL; i++)
    if (edit->kind->fields[i].type == SOHO_FIELD_REFERENCE
        && edit->values[i].type == SOHO_VALUE_INTEGER)
      renumber (&edit->values[i].integer, ids);
  return soho_outbox_add (self, edit, error);
}

static gboolean
move_edits (SohoReplica *self, GPtrArray *edits, GError **error)
{
  g_autoptr (GHashTable) ids = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);

  for (guint i = 0; i < edits->len; i++)
    if (!move_edit (self, g_ptr_array_index (edits, i), ids, error))
      return FALSE;
  return TRUE;
}

/* To which deed each edit belongs, in their order. NULL on error. */
static GArray *
read_deeds (SohoReplica *self, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = soho_database_prepare (
      soho_replica_get_database (self), "SELECT deed FROM outbox ORDER BY number", error);
  g_autoptr (GArray) deeds = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GError) failure = NULL;

  if (statement == NULL)
    return NULL;
  while (soho_database_next (statement, &failure))
    {
      gint64 deed = sqlite3_column_int64 (statement, 0);

      g_array_append_val (deeds, deed);
    }
  return soho_database_settle (&failure, error) ? g_steal_pointer (&deeds) : NULL;
}

static gboolean
write_deeds (SohoReplica *self, GArray *deeds, GError **error)
{
  g_autoptr (sqlite3_stmt) statement
      = soho_database_prepare (soho_replica_get_database (self),
                               "UPDATE outbox SET deed = :deed WHERE number = :number", error);

  if (statement == NULL)
    return FALSE;
  for (guint i = 0; i < deeds->len; i++)
    {
      soho_database_bind_integer (statement, ":deed", g_array_index (deeds, gint64, i));
      soho_database_bind_integer (statement, ":number", i + 1);
      if (!soho_database_finish (statement, error))
        return FALSE;
    }
  return TRUE;
}

/* Those that may have reached the server under their old numbers are noted as sent. */
static gboolean
move_outbox (SohoReplica *self, GError **error)
{
  g_autoptr (GPtrArray) edits = soho_replica_list_outbox (self, 0, error);
  g_autoptr (GArray) deeds = edits != NULL ? read_deeds (self, error) : NULL;
  sqlite3 *db = soho_replica_get_database (self);
  gint64 sent, waiting_sent = 0;

  if (deeds == NULL || !soho_writer_read_count (self, SOHO_WRITER_SENT, &sent, error))
    return FALSE;
  for (guint i = 0; i < edits->len; i++)
    waiting_sent += ((SohoEdit *) g_ptr_array_index (edits, i))->number <= sent;
  return soho_database_run (db, "DELETE FROM outbox", error)
         && soho_writer_set_count (self, SOHO_WRITER_SENT, waiting_sent, error)
         && move_edits (self, edits, error) && write_deeds (self, deeds, error)
         && soho_database_run (
             db, "DELETE FROM shadow WHERE NOT EXISTS (SELECT 1 FROM outbox WHERE id = shadow.id)",
             error);
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
  return soho_writer_set_count (self, PERSON, person, error)
         && soho_writer_set_count (self, WRITER, writer, error)
         && soho_writer_set_count (self, COUNTER, 0, error)
         && soho_writer_set_count (self, SOHO_WRITER_NUMBER, 0, error)
         && soho_writer_set_count (self, SOHO_WRITER_ANSWERED, 0, error)
         && soho_writer_set_count (self, SOHO_WRITER_OVERTAKEN, 0, error)
         && soho_writer_set_count (self, SOHO_WRITER_SEEN, 0, error) && move_outbox (self, error);
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
