/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/tray.h"

#include "change/edit-line.h"
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
