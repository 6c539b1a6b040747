/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/outbox.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>

#include "change/edit-line.h"
#include "model/validate.h"
#include "store/apply.h"
#include "store/kept.h"
#include "store/replay.h"
#include "store/replica-private.h"
#include "store/tray.h"
#include "store/writer.h"

static gboolean
insert_edit (SohoReplica *self, const SohoEdit *edit, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = soho_database_prepare (
      soho_replica_get_database (self),
      "INSERT INTO outbox (number, id, edit, deed) VALUES (:number, :id, :edit, :deed)", error);
  g_autofree char *line = soho_edit_dup_line (edit);
  gint64 deed = soho_writer_next_deed (self, error);

  if (statement == NULL || deed == 0)
    return FALSE;
  soho_database_bind_integer (statement, ":deed", deed);
  soho_database_bind_integer (statement, ":number", edit->number);
  soho_database_bind_integer (statement, ":id", edit->id);
  soho_database_bind_text (statement, ":edit", line);
  return soho_database_finish (statement, error);
}

/* What the server said becomes the shadow of the first edit. */
static gboolean
ensure_shadow (SohoReplica *self, const SohoKind *kind, gint64 id, GError **error)
{
  SohoVersion told = { 0 };
  gboolean found;
  gboolean done = soho_replay_read_shadow (self, kind, id, FALSE, &told, &found, error);

  if (done && !found)
    done = soho_replay_read_seen (self, kind, id, &told, error)
           && soho_replay_write_shadow (self, kind, id, &told, error);
  soho_version_clear (kind, &told);
  return done;
}

gboolean
soho_outbox_add (SohoReplica *self, SohoEdit *edit, GError **error)
{
  edit->number = soho_writer_next_number (self, error);
  return edit->number != 0 && ensure_shadow (self, edit->kind, edit->id, error)
         && insert_edit (self, edit, error)
         && soho_replay_record (self, edit->kind, edit->id, error);
}

/* A person's own card has the number of the person. */
static gint64
make_id (SohoReplica *self, const SohoKind *kind, GError **error)
{
  SohoVersion seen = { 0 };
  gint64 person;
  guint writer;
  gboolean exists;

  if (!soho_kind_is_person (kind))
    return soho_writer_next_id (self, error);
  if (!soho_replica_read_writer (self, &person, &writer, error)
      || !soho_replay_read_seen (self, kind, person, &seen, error))
    return 0;
  exists = seen.exists;
  soho_version_clear (kind, &seen);
  if (exists)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS,
                   _ ("You have a %s already, number %lld: change that one."), kind->name,
                   (long long) person);
      return 0;
    }
  return writer != 0 ? person : soho_writer_next_id (self, error);
}

gint64
soho_outbox_create (SohoReplica *self, const SohoKind *kind, SohoValue *values, GError **error)
{
  g_autoptr (SohoEdit) edit = NULL;
  gint64 id;

  soho_kind_apply_fallbacks (kind, values);
  if (!soho_kind_validate (kind, values, error))
    return 0;
  id = make_id (self, kind, error);
  edit = soho_edit_new_record (kind, id, values);
  return id != 0 && soho_outbox_add (self, edit, error) ? id : 0;
}

gint64
soho_replica_create (SohoReplica *self, const SohoKind *kind, SohoValue *values, GError **error)
{
  gint64 id;

  if (!soho_replica_begin (self, error))
    return 0;
  id = soho_outbox_create (self, kind, values, error);
  return soho_replica_end (self, id != 0, error) ? id : 0;
}

static gboolean
fail_not_found (const SohoKind *kind, gint64 id, GError **error)
{
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
               _ ("There is no %s %lld here: sync, or look with “soho search”."), kind->name,
               (long long) id);
  return FALSE;
}

static gboolean
change (SohoReplica *self, const SohoKind *kind, gint64 id, const SohoValue *values, GError **error)
{
  g_autoptr (SohoEdit) edit = NULL;
  SohoVersion seen = { 0 };
  gboolean read = soho_replay_read_seen (self, kind, id, &seen, error);
  gboolean exists = seen.exists;

  if (read && exists)
    edit = soho_edit_new_between (kind, id, seen.revision, seen.values, values);
  soho_version_clear (kind, &seen);
  if (!read || !exists)
    return read && fail_not_found (kind, id, error);
  return edit == NULL || soho_outbox_add (self, edit, error);
}

gboolean
soho_replica_edit (
    SohoReplica *self, const SohoKind *kind, gint64 id, SohoValue *values, GError **error)
{
  return soho_kind_validate (kind, values, error) && soho_replica_begin (self, error)
         && soho_replica_end (self, change (self, kind, id, values, error), error);
}

static gboolean
change_fields (SohoReplica *self,
               const SohoKind *kind,
               gint64 id,
               const SohoFieldChange *changes,
               guint n,
               GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (SohoRecord) record = soho_replica_get_record (self, kind, id, &failure);
  SohoValue *values = record != NULL ? soho_record_get_values (record) : NULL;

  if (record == NULL)
    return soho_database_settle (&failure, error) && fail_not_found (kind, id, error);
  for (guint i = 0; i < n; i++)
    soho_value_copy (&values[changes[i].field], &changes[i].value);
  return soho_kind_validate (kind, values, error) && change (self, kind, id, values, error);
}

gboolean
soho_replica_edit_fields (SohoReplica *self,
                          const SohoKind *kind,
                          gint64 id,
                          const SohoFieldChange *changes,
                          guint n,
                          GError **error)
{
  return soho_replica_begin (self, error)
         && soho_replica_end (self, change_fields (self, kind, id, changes, n, error), error);
}

/* The deeds after this one become one. */
static gboolean
make_one (SohoReplica *self, gint64 after, GError **error)
{
  g_autoptr (sqlite3_stmt) statement
      = soho_database_prepare (soho_replica_get_database (self),
                               "UPDATE outbox SET deed = :first WHERE deed >= :first", error);

  if (statement == NULL)
    return FALSE;
  soho_database_bind_integer (statement, ":first", after + 1);
  return soho_database_finish (statement, error);
}

static gboolean
delete_with_parts (SohoReplica *self, const SohoKind *kind, gint64 id, GError **error);

static gboolean
delete_parts (
    SohoReplica *self, const SohoKind *part, guint owner_field, gint64 owner, GError **error)
{
  SohoCondition condition = { owner_field, { .type = SOHO_VALUE_INTEGER, .integer = owner } };
  g_autoptr (GPtrArray) parts = soho_replica_list (self, part, &condition, 1, error);

  for (guint i = 0; parts != NULL && i < parts->len; i++)
    if (!delete_with_parts (self, part, soho_record_get_id (g_ptr_array_index (parts, i)), error))
      return FALSE;
  return parts != NULL;
}

static gboolean
delete_with_parts (SohoReplica *self, const SohoKind *kind, gint64 id, GError **error)
{
  const SohoModel *model = soho_replica_get_model (self);
  g_autoptr (SohoEdit) edit = NULL;
  SohoVersion seen = { 0 };

  for (const SohoKind *const *part = model->kinds; *part != NULL; part++)
    {
      int owner = soho_kind_get_owner_field (*part);

      if (owner >= 0 && g_str_equal ((*part)->fields[owner].target, kind->name)
          && !delete_parts (self, *part, (guint) owner, id, error))
        return FALSE;
    }
  if (!soho_replay_read_seen (self, kind, id, &seen, error))
    return FALSE;
  if (seen.exists)
    edit = soho_edit_new (kind, SOHO_EDIT_DELETE, id, seen.revision);
  soho_version_clear (kind, &seen);
  return edit != NULL ? soho_outbox_add (self, edit, error) : fail_not_found (kind, id, error);
}

gboolean
soho_outbox_delete (SohoReplica *self, const SohoKind *kind, gint64 id, GError **error)
{
  gint64 before;

  return soho_writer_read_count (self, SOHO_WRITER_DEED, &before, error)
         && delete_with_parts (self, kind, id, error) && make_one (self, before, error);
}

gboolean
soho_replica_delete (SohoReplica *self, const SohoKind *kind, gint64 id, GError **error)
{
  return soho_replica_begin (self, error)
         && soho_replica_end (self, soho_outbox_delete (self, kind, id, error), error);
}

static GPtrArray *
list_edits (SohoReplica *self, const char *condition, gint64 number, guint most, GError **error)
{
  g_autofree char *sql = g_strdup_printf (
      "SELECT number, edit FROM outbox WHERE %s ORDER BY number LIMIT :most", condition);
  g_autoptr (sqlite3_stmt) statement
      = soho_database_prepare (soho_replica_get_database (self), sql, error);
  g_autoptr (GPtrArray) edits = g_ptr_array_new_with_free_func ((GDestroyNotify) soho_edit_free);
  g_autoptr (GError) failure = NULL;

  if (statement == NULL)
    return NULL;
  soho_database_bind_integer (statement, ":number", number);
  soho_database_bind_integer (statement, ":most", most > 0 ? (gint64) most : -1);
  while (soho_database_next (statement, &failure))
    {
      SohoEdit *edit = soho_edit_parse_line (soho_replica_get_model (self),
                                             soho_database_column_text (statement, 1), error);

      if (edit == NULL)
        return NULL;
      edit->number = sqlite3_column_int64 (statement, 0);
      g_ptr_array_add (edits, edit);
    }
  return soho_database_settle (&failure, error) ? g_steal_pointer (&edits) : NULL;
}

GPtrArray *
soho_replica_list_outbox (SohoReplica *self, guint most, GError **error)
{
  return list_edits (self, "number > :number", 0, most, error);
}

static gboolean
forget_edit (SohoReplica *self, gint64 number, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = soho_database_prepare (
      soho_replica_get_database (self), "DELETE FROM outbox WHERE number = :number", error);

  if (statement == NULL)
    return FALSE;
  soho_database_bind_integer (statement, ":number", number);
  return soho_database_finish (statement, error);
}

/* The server has taken it, so that later edits rest on it. Where it has told the record since the
 * edit left, that holds it already, with what others did after it; or what comes down next will. */
static gboolean
accept (SohoReplica *self, const SohoEdit *edit, GError **error)
{
  SohoVersion told = { 0 };
  gint64 overtaken;
  gboolean found;
  gboolean done
      = soho_writer_read_count (self, SOHO_WRITER_OVERTAKEN, &overtaken, error)
        && soho_replay_read_shadow (self, edit->kind, edit->id, FALSE, &told, &found, error);

  if (done && edit->number > overtaken)
    {
      soho_version_apply (&told, edit);
      done = soho_replay_write_shadow (self, edit->kind, edit->id, &told, error)
             && soho_kept_add (self, edit->number, error);
    }
  soho_version_clear (edit->kind, &told);
  return done;
}

static const SohoRefusal *
find_refusal (GPtrArray *refusals, gint64 number)
{
  for (guint i = 0; refusals != NULL && i < refusals->len; i++)
    {
      const SohoRefusal *refusal = g_ptr_array_index (refusals, i);

      if (refusal->number == number)
        return refusal;
    }
  return NULL;
}

/* A deletion that is offered again (kept.h), or stands for edits about somebody who was erased
 * (erasure.h), has nothing to say to anybody when there is nothing to delete. */
static gboolean
is_done_anyway (SohoReplica *self,
                const SohoEdit *edit,
                const SohoRefusal *refusal,
                gboolean *is,
                GError **error)
{
  g_autoptr (sqlite3_stmt) statement = NULL;
  g_autoptr (GError) failure = NULL;

  *is = FALSE;
  if (refusal == NULL || edit->act != SOHO_EDIT_DELETE
      || !g_str_equal (refusal->code, SOHO_REFUSAL_GONE))
    return TRUE;
  statement
      = soho_database_prepare (soho_replica_get_database (self),
                               "SELECT known_as != '' FROM outbox WHERE number = :number", error);
  if (statement == NULL)
    return FALSE;
  soho_database_bind_integer (statement, ":number", edit->number);
  *is = soho_database_next (statement, &failure) && sqlite3_column_int (statement, 0) != 0;
  return soho_database_settle (&failure, error);
}

static gboolean
settle_edit (SohoReplica *self, const SohoEdit *edit, const SohoRefusal *refusal, GError **error)
{
  gboolean is_done;

  if (!is_done_anyway (self, edit, refusal, &is_done, error))
    return FALSE;
  if (is_done)
    refusal = NULL;
  return (refusal != NULL ? soho_tray_take_edit (self, refusal, error) : accept (self, edit, error))
         && forget_edit (self, edit->number, error)
         && soho_replay_record (self, edit->kind, edit->id, error);
}

gboolean
soho_replica_settle (SohoReplica *self, gint64 upto, GPtrArray *refusals, GError **error)
{
  g_autoptr (GPtrArray) edits = list_edits (self, "number <= :number", upto, 0, error);

  for (guint i = 0; edits != NULL && i < edits->len; i++)
    {
      const SohoEdit *edit = g_ptr_array_index (edits, i);

      if (!settle_edit (self, edit, find_refusal (refusals, edit->number), error))
        return FALSE;
    }
  return edits != NULL && soho_writer_set_count (self, SOHO_WRITER_ANSWERED, upto, error)
         && soho_writer_set_count (self, SOHO_WRITER_RESUMED, 0, error);
}
