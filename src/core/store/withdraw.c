/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/withdraw.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>

#include "change/edit-line.h"
#include "change/refusal.h"
#include "model/validate.h"
#include "store/apply.h"
#include "store/outbox.h"
#include "store/replay.h"
#include "store/replica-private.h"
#include "store/tray.h"
#include "store/writer.h"

G_DEFINE_QUARK (soho_withdraw_error, soho_withdraw_error)

/* One withdrawal under way. */
typedef struct
{
  SohoReplica *replica;
  GPtrArray *waiting; /* SohoWaiting: all there are; NULL in the place of those taken out */
  GPtrArray *taken;   /* SohoWaiting: those taken out, in that order */
} Withdrawal;

void
soho_waiting_free (SohoWaiting *waiting)
{
  if (waiting == NULL)
    return;
  g_clear_pointer (&waiting->edit, soho_edit_free);
  g_free (waiting);
}

static SohoWaiting *
read_waiting (SohoReplica *self, sqlite3_stmt *statement, gint64 sent, GError **error)
{
  g_autoptr (SohoWaiting) waiting = g_new0 (SohoWaiting, 1);

  waiting->edit = soho_edit_parse_line (soho_replica_get_model (self),
                                        soho_database_column_text (statement, 1), error);
  if (waiting->edit == NULL)
    return NULL;
  waiting->edit->number = sqlite3_column_int64 (statement, 0);
  waiting->deed = sqlite3_column_int64 (statement, 2);
  waiting->made = sqlite3_column_int64 (statement, 3);
  waiting->sent = waiting->edit->number <= sent;
  return g_steal_pointer (&waiting);
}

GPtrArray *
soho_replica_list_waiting (SohoReplica *self, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = soho_database_prepare (
      soho_replica_get_database (self),
      "SELECT number, edit, deed, made FROM outbox ORDER BY number", error);
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify) soho_waiting_free);
  g_autoptr (GError) failure = NULL;
  gint64 sent;

  if (statement == NULL || !soho_writer_read_count (self, SOHO_WRITER_SENT, &sent, error))
    return NULL;
  while (soho_database_next (statement, &failure))
    {
      SohoWaiting *waiting = read_waiting (self, statement, sent, error);

      if (waiting == NULL)
        return NULL;
      g_ptr_array_add (all, waiting);
    }
  return soho_database_settle (&failure, error) ? g_steal_pointer (&all) : NULL;
}

gboolean
soho_replica_count_waiting (SohoReplica *self, guint *deeds, GError **error)
{
  gint64 count = 0;
  gboolean read
      = soho_database_read_integer (soho_replica_get_database (self),
                                    "SELECT count(DISTINCT deed) FROM outbox", 0, &count, error);

  *deeds = (guint) count;
  return read;
}

static char *
dup_title (const SohoKind *kind, gint64 id, const SohoVersion *version)
{
  g_autoptr (SohoRecord) record = soho_record_new (kind, id);

  for (guint i = 0; kind->fields[i].name != NULL; i++)
    soho_value_copy (&soho_record_get_values (record)[i], &version->values[i]);
  return soho_record_dup_title (record);
}

char *
soho_replica_dup_name (SohoReplica *self, const SohoKind *kind, gint64 id, GError **error)
{
  SohoVersion version = { 0 };
  gboolean found;
  char *name = NULL;

  if (soho_replay_read_seen (self, kind, id, &version, error)
      && (version.exists
          || soho_replay_read_shadow (self, kind, id, FALSE, &version, &found, error))
      && version.exists)
    name = dup_title (kind, id, &version);
  soho_version_clear (kind, &version);
  return name;
}

SohoValue *
soho_replica_dup_values_without (SohoReplica *self, const SohoEdit *edit, GError **error)
{
  SohoVersion version = { 0 };
  SohoValue *values = NULL;

  if (soho_replay_read_without (self, edit->kind, edit->id, edit->number, &version, error)
      && version.exists)
    values = g_steal_pointer (&version.values);
  soho_version_clear (edit->kind, &version);
  return values;
}

static gboolean
delete_row (Withdrawal *self, gint64 number, GError **error)
{
  g_autoptr (sqlite3_stmt) statement
      = soho_database_prepare (soho_replica_get_database (self->replica),
                               "DELETE FROM outbox WHERE number = :number", error);

  if (statement == NULL)
    return FALSE;
  soho_database_bind_integer (statement, ":number", number);
  return soho_database_finish (statement, error);
}

/* The field by which the edit refers to the record; -1 if it does not. */
static int
find_reference (const SohoEdit *edit, const SohoKind *kind, gint64 id)
{
  for (int i = 0; edit->kind->fields[i].name != NULL; i++)
    {
      const SohoField *field = &edit->kind->fields[i];

      if (field->type == SOHO_FIELD_REFERENCE && g_str_equal (field->target, kind->name)
          && edit->values[i].type == SOHO_VALUE_INTEGER && edit->values[i].integer == id)
        return i;
    }
  return -1;
}

static gboolean
return_edit (Withdrawal *self, const SohoEdit *edit, guint field, GError **error)
{
  g_autoptr (SohoRefusal) refusal = soho_refusal_new (edit->number, SOHO_REFUSAL_DEPENDS_ON,
                                                      edit->kind->fields[field].name, NULL);

  return soho_tray_take_edit (self->replica, refusal, error);
}

/* Whether the edit makes a part of what the field refers to. */
static gboolean
makes_part (const SohoEdit *edit, int field)
{
  return edit->act == SOHO_EDIT_CREATE && edit->kind->fields[field].owner;
}

static gboolean take_out (Withdrawal *self, guint i, GError **error);

/* What rests on a record that is not made any more: what was done to it, its parts, and what refers
 * to it. All of it was done after it. */
static gboolean
take_out_dependants (Withdrawal *self, guint from, const SohoEdit *made, GError **error)
{
  for (guint i = from + 1; i < self->waiting->len; i++)
    {
      const SohoWaiting *waiting = g_ptr_array_index (self->waiting, i);
      int field;

      if (waiting == NULL)
        continue;
      field = find_reference (waiting->edit, made->kind, made->id);
      if (waiting->edit->id != made->id && field < 0)
        continue;
      if ((waiting->edit->id != made->id && !makes_part (waiting->edit, field)
           && !return_edit (self, waiting->edit, (guint) field, error))
          || !take_out (self, i, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
take_out (Withdrawal *self, guint i, GError **error)
{
  SohoWaiting *waiting = g_ptr_array_index (self->waiting, i);

  g_ptr_array_index (self->waiting, i) = NULL;
  g_ptr_array_add (self->taken, waiting);
  return delete_row (self, waiting->edit->number, error)
         && (waiting->edit->act != SOHO_EDIT_CREATE
             || take_out_dependants (self, i, waiting->edit, error));
}

/* The numbers without a gap again. All those after one that was taken out have never been sent. */
static gboolean
count_anew (Withdrawal *self, GError **error)
{
  g_autoptr (sqlite3_stmt) statement
      = soho_database_prepare (soho_replica_get_database (self->replica),
                               "UPDATE outbox SET number = :number WHERE number = :was", error);
  gint64 gap = 0, last;

  if (statement == NULL
      || !soho_writer_read_count (self->replica, SOHO_WRITER_NUMBER, &last, error))
    return FALSE;
  for (guint i = 0; i < self->waiting->len; i++)
    {
      const SohoWaiting *waiting = g_ptr_array_index (self->waiting, i);

      if (waiting == NULL)
        {
          gap++;
          continue;
        }
      if (gap == 0)
        continue;
      soho_database_bind_integer (statement, ":was", waiting->edit->number);
      soho_database_bind_integer (statement, ":number", waiting->edit->number - gap);
      if (!soho_database_finish (statement, error))
        return FALSE;
    }
  return soho_writer_set_count (self->replica, SOHO_WRITER_NUMBER, last - gap, error);
}

/* What was written after it was sound together with it, and must be without it. */
static gboolean
check_rest (Withdrawal *self,
            const SohoKind *kind,
            const SohoVersion *with,
            const SohoVersion *without,
            GError **error)
{
  g_autoptr (GError) invalid = NULL;

  if (!with->exists || !without->exists || !soho_kind_validate (kind, with->values, NULL)
      || soho_kind_validate (kind, without->values, &invalid))
    return TRUE;
  g_set_error (error, SOHO_WITHDRAW_ERROR, SOHO_WITHDRAW_ERROR_RESTS,
               _ ("What you wrote after it rests on it: take that back first. (%s)"),
               invalid->message);
  return FALSE;
}

static gboolean
show_anew (Withdrawal *self, const SohoEdit *edit, GError **error)
{
  SohoVersion with = { 0 }, without = { 0 };
  gboolean done = soho_replay_read_seen (self->replica, edit->kind, edit->id, &with, error)
                  && soho_replay_record (self->replica, edit->kind, edit->id, error)
                  && soho_replay_read_seen (self->replica, edit->kind, edit->id, &without, error)
                  && check_rest (self, edit->kind, &with, &without, error);

  soho_version_clear (edit->kind, &with);
  soho_version_clear (edit->kind, &without);
  return done;
}

/* Owners after their parts were taken out, and before they are shown: who reads a part follows from
 * its owner, so the last taken, or the first made, comes first. */
static gboolean
remove_deed (Withdrawal *self, gint64 deed, GError **error)
{
  for (guint i = 0; i < self->waiting->len; i++)
    {
      const SohoWaiting *waiting = g_ptr_array_index (self->waiting, i);

      if (waiting != NULL && waiting->deed == deed && !take_out (self, i, error))
        return FALSE;
    }
  if (!count_anew (self, error))
    return FALSE;
  for (guint i = self->taken->len; i > 0; i--)
    if (!show_anew (self, ((SohoWaiting *) g_ptr_array_index (self->taken, i - 1))->edit, error))
      return FALSE;
  return TRUE;
}

/* An edit that leads from what is seen to what would be seen without the one that was sent. */
static gboolean
counter_change (Withdrawal *self, const SohoEdit *sent, GError **error)
{
  const SohoKind *kind = sent->kind;
  g_autoptr (SohoEdit) back = NULL;
  SohoVersion with = { 0 }, without = { 0 };
  gboolean done
      = soho_replay_read_seen (self->replica, kind, sent->id, &with, error)
        && soho_replay_read_without (self->replica, kind, sent->id, sent->number, &without, error)
        && check_rest (self, kind, &with, &without, error);

  if (done && with.exists && without.exists)
    back = soho_edit_new_between (kind, sent->id, with.revision, with.values, without.values);
  soho_version_clear (kind, &with);
  soho_version_clear (kind, &without);
  return done && (back == NULL || soho_outbox_add (self->replica, back, error));
}

static gboolean
counter_creation (Withdrawal *self, const SohoEdit *sent, GError **error)
{
  SohoVersion seen = { 0 };
  gboolean done = soho_replay_read_seen (self->replica, sent->kind, sent->id, &seen, error);
  gboolean exists = seen.exists;

  soho_version_clear (sent->kind, &seen);
  return done && (!exists || soho_outbox_delete (self->replica, sent->kind, sent->id, error));
}

static gboolean
counter_deed (Withdrawal *self, gint64 deed, GError **error)
{
  for (guint i = 0; i < self->waiting->len; i++)
    {
      const SohoWaiting *waiting = g_ptr_array_index (self->waiting, i);
      const SohoEdit *edit = waiting->edit;

      if (waiting->deed != deed)
        continue;
      if (edit->act == SOHO_EDIT_DELETE)
        {
          g_set_error_literal (error, SOHO_WITHDRAW_ERROR, SOHO_WITHDRAW_ERROR_SENT,
                               _ ("The deletion may have reached the server already. If you still "
                                  "need what was deleted, write it anew."));
          return FALSE;
        }
      if (edit->act == SOHO_EDIT_CREATE ? !counter_creation (self, edit, error)
                                        : !counter_change (self, edit, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
withdraw (Withdrawal *self, gint64 deed, gboolean *countered, GError **error)
{
  gboolean found = FALSE;

  for (guint i = 0; i < self->waiting->len; i++)
    {
      const SohoWaiting *waiting = g_ptr_array_index (self->waiting, i);

      if (waiting->deed != deed)
        continue;
      found = TRUE;
      *countered = *countered || waiting->sent;
    }
  if (found)
    return *countered ? counter_deed (self, deed, error) : remove_deed (self, deed, error);
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
               _ ("Nothing waits under the number %lld: it may have been sent meanwhile."),
               (long long) deed);
  return FALSE;
}

gboolean
soho_replica_withdraw (SohoReplica *self, gint64 deed, gboolean *countered, GError **error)
{
  Withdrawal withdrawal = { .replica = self };
  gboolean done;

  *countered = FALSE;
  if (!soho_replica_begin (self, error))
    return FALSE;
  withdrawal.waiting = soho_replica_list_waiting (self, error);
  withdrawal.taken = g_ptr_array_new_with_free_func ((GDestroyNotify) soho_waiting_free);
  done = withdrawal.waiting != NULL && soho_writer_check (self, error)
         && withdraw (&withdrawal, deed, countered, error);
  g_clear_pointer (&withdrawal.waiting, g_ptr_array_unref);
  g_ptr_array_unref (withdrawal.taken);
  return soho_replica_end (self, done, error);
}

gboolean
soho_replica_note_sent (SohoReplica *self, gint64 upto, gint64 *before, GError **error)
{
  return soho_writer_read_count (self, SOHO_WRITER_SENT, before, error)
         && soho_writer_set_count (self, SOHO_WRITER_SENT, MAX (*before, upto), error);
}

gboolean
soho_replica_unsend (SohoReplica *self, gint64 before, GError **error)
{
  return soho_replica_begin (self, error)
         && soho_replica_end (self, soho_writer_set_count (self, SOHO_WRITER_SENT, before, error),
                              error);
}
