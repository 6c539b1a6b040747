/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/tray.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>

#include "change/edit-line.h"
#include "model/validate.h"
#include "store/apply.h"
#include "store/outbox.h"
#include "store/replay.h"
#include "store/replica-private.h"

void
soho_tray_entry_free (SohoTrayEntry *entry)
{
  g_clear_pointer (&entry->edit, soho_edit_free);
  g_free (entry->text);
  soho_refusal_free (entry->reason);
  g_free (entry);
}

static SohoTrayEntry *
read_entry (SohoReplica *self, sqlite3_stmt *statement)
{
  SohoTrayEntry *entry = g_new0 (SohoTrayEntry, 1);

  entry->entry = sqlite3_column_int64 (statement, 0);
  entry->text = g_strdup (soho_database_column_text (statement, 1));
  entry->edit = soho_edit_parse_line (soho_replica_get_model (self), entry->text, NULL);
  entry->reason = soho_refusal_new (0, soho_database_column_text (statement, 2),
                                    soho_database_column_text (statement, 3),
                                    soho_database_column_text (statement, 4));
  entry->came_back = sqlite3_column_int64 (statement, 5);
  return entry;
}

GPtrArray *
soho_replica_list_tray (SohoReplica *self, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = soho_database_prepare (
      soho_replica_get_database (self),
      "SELECT entry, edit, code, field, detail, came_back FROM tray ORDER BY entry", error);
  g_autoptr (GPtrArray) entries
      = g_ptr_array_new_with_free_func ((GDestroyNotify) soho_tray_entry_free);
  g_autoptr (GError) failure = NULL;

  if (statement == NULL)
    return NULL;
  while (soho_database_next (statement, &failure))
    g_ptr_array_add (entries, read_entry (self, statement));
  return soho_database_settle (&failure, error) ? g_steal_pointer (&entries) : NULL;
}

gboolean
soho_replica_discard (SohoReplica *self, gint64 entry, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = soho_database_prepare (
      soho_replica_get_database (self), "DELETE FROM tray WHERE entry = :entry", error);

  if (statement == NULL)
    return FALSE;
  soho_database_bind_integer (statement, ":entry", entry);
  return soho_database_finish (statement, error);
}

static SohoTrayEntry *
find_entry (SohoReplica *self, gint64 number, GError **error)
{
  g_autoptr (GPtrArray) entries = soho_replica_list_tray (self, error);

  for (guint i = 0; entries != NULL && i < entries->len; i++)
    if (((SohoTrayEntry *) g_ptr_array_index (entries, i))->entry == number)
      return g_ptr_array_steal_index (entries, i);
  if (entries != NULL)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, _ ("Nothing was returned under %lld."),
                 (long long) number);
  return NULL;
}

static gboolean
create_again (SohoReplica *self, const SohoEdit *edit, GError **error)
{
  guint n = soho_kind_get_n_fields (edit->kind);
  SohoValue *values = soho_values_new (n);
  gboolean done;

  soho_edit_apply (edit, values);
  done = soho_outbox_create (self, edit->kind, values, error) != 0;
  soho_values_free (values, n);
  return done;
}

static gboolean
change_again (SohoReplica *self, const SohoEdit *edit, const SohoVersion *seen, GError **error)
{
  guint n = soho_kind_get_n_fields (edit->kind);
  SohoValue *wished = soho_values_new (n);
  g_autoptr (SohoEdit) again = NULL;
  gboolean valid;

  for (guint i = 0; i < n; i++)
    soho_value_copy (&wished[i], &seen->values[i]);
  soho_edit_apply (edit, wished);
  valid = soho_kind_validate (edit->kind, wished, error);
  if (valid)
    again = soho_edit_new_between (edit->kind, edit->id, seen->revision, seen->values, wished);
  soho_values_free (wished, n);
  return valid && (again == NULL || soho_outbox_add (self, again, error));
}

static gboolean
do_again (SohoReplica *self, const SohoEdit *edit, GError **error)
{
  SohoVersion seen = { 0 };
  gboolean done;

  if (edit->act == SOHO_EDIT_CREATE)
    return create_again (self, edit, error);
  if (edit->act == SOHO_EDIT_DELETE)
    return soho_outbox_delete (self, edit->kind, edit->id, error);
  done = soho_replay_read_seen (self, edit->kind, edit->id, &seen, error);
  if (done && !seen.exists)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                   _ ("The %s %lld it belongs to is no longer here."), edit->kind->name,
                   (long long) edit->id);
      done = FALSE;
    }
  done = done && change_again (self, edit, &seen, error);
  soho_version_clear (edit->kind, &seen);
  return done;
}

gboolean
soho_replica_offer_again (SohoReplica *self, gint64 number, GError **error)
{
  g_autoptr (SohoTrayEntry) entry = find_entry (self, number, error);

  if (entry != NULL && entry->edit == NULL)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                         _ ("It was written with another version of the program."));
  return entry != NULL && entry->edit != NULL && soho_replica_begin (self, error)
         && soho_replica_end (self,
                              do_again (self, entry->edit, error)
                                  && soho_replica_discard (self, number, error),
                              error);
}

gboolean
soho_replica_take_overwritten (SohoReplica *self, const SohoEdit *edit, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = soho_database_prepare (
      soho_replica_get_database (self),
      "INSERT INTO tray (edit, code, made) VALUES (:edit, :code, unixepoch ())", error);
  g_autofree char *line = soho_edit_dup_line (edit);

  if (statement == NULL)
    return FALSE;
  soho_database_bind_text (statement, ":edit", line);
  soho_database_bind_text (statement, ":code", SOHO_REFUSAL_OVERWRITTEN);
  return soho_database_finish (statement, error);
}

gboolean
soho_tray_take_edit (SohoReplica *self, const SohoRefusal *refusal, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = soho_database_prepare (
      soho_replica_get_database (self),
      "INSERT INTO tray (edit, code, field, detail, made)"
      " SELECT edit, :code, :field, :detail, made FROM outbox WHERE number = :number",
      error);

  if (statement == NULL)
    return FALSE;
  soho_database_bind_integer (statement, ":number", refusal->number);
  soho_database_bind_text (statement, ":code", refusal->code);
  soho_database_bind_text (statement, ":field", refusal->field);
  soho_database_bind_text (statement, ":detail", refusal->detail);
  return soho_database_finish (statement, error);
}
