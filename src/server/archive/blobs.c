/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "archive/blobs.h"

#include <glib/gi18n-lib.h>

#include "blob.h"

/* Runs a statement that takes at most a name and an id. */
static gboolean
run (SohoArchive *self, const char *sql, const char *name, gint64 id, GError **error)
{
  g_autoptr (sqlite3_stmt) statement
      = soho_database_prepare (soho_archive_get_database (self), sql, error);

  if (statement == NULL)
    return FALSE;
  if (name != NULL)
    soho_database_bind_text (statement, ":name", name);
  if (id != 0)
    soho_database_bind_integer (statement, ":id", id);
  return soho_database_finish (statement, error);
}

static gboolean
ask (SohoArchive *self,
     const char *sql,
     const char *name,
     gint64 id,
     gboolean *answer,
     GError **error)
{
  g_autoptr (sqlite3_stmt) statement
      = soho_database_prepare (soho_archive_get_database (self), sql, error);
  g_autoptr (GError) failure = NULL;

  if (statement == NULL)
    return FALSE;
  soho_database_bind_text (statement, ":name", name);
  if (id != 0)
    soho_database_bind_integer (statement, ":id", id);
  *answer = soho_database_next (statement, &failure);
  return soho_database_settle (&failure, error);
}

static gboolean
loosen (SohoArchive *self, const char *name, GError **error)
{
  return run (self, "INSERT OR IGNORE INTO blob_loose VALUES (:name)", name, 0, error);
}

gboolean
soho_archive_put_blob (SohoArchive *self, GBytes *bytes, char **name, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = soho_database_prepare (
      soho_archive_get_database (self),
      "INSERT INTO blob (name, bytes) VALUES (:name, :bytes)"
      " ON CONFLICT (name) DO UPDATE SET bytes = excluded.bytes WHERE bytes != excluded.bytes",
      error);
  g_autofree char *given = soho_blob_dup_name (bytes);

  g_return_val_if_fail (g_bytes_get_size (bytes) <= SOHO_BLOB_MAX, FALSE);

  if (statement == NULL)
    return FALSE;
  soho_database_bind_text (statement, ":name", given);
  soho_database_bind_bytes (statement, ":bytes", bytes);
  if (!soho_database_finish (statement, error) || !loosen (self, given, error))
    return FALSE;
  *name = g_steal_pointer (&given);
  return TRUE;
}

static GBytes *
column_bytes (sqlite3_stmt *statement, int column)
{
  const void *bytes = sqlite3_column_blob (statement, column);

  return g_bytes_new (bytes, (gsize) sqlite3_column_bytes (statement, column));
}

GBytes *
soho_archive_get_blob (SohoArchive *self, const char *name, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = soho_database_prepare (
      soho_archive_get_database (self), "SELECT bytes FROM blob WHERE name = :name", error);
  g_autoptr (GBytes) bytes = NULL;

  if (statement == NULL)
    return NULL;
  soho_database_bind_text (statement, ":name", name);
  if (!soho_database_next (statement, error))
    return NULL;
  bytes = column_bytes (statement, 0);
  if (soho_blob_has_name (bytes, name))
    return g_steal_pointer (&bytes);
  g_set_error (error, SOHO_DATABASE_ERROR, SOHO_DATABASE_ERROR_DAMAGED,
               _ ("The file %s is damaged: import it again, or restore a backup."), name);
  return NULL;
}

gboolean
soho_archive_has_blob (SohoArchive *self, const char *name, gboolean *has, GError **error)
{
  return ask (self, "SELECT 1 FROM blob WHERE name = :name", name, 0, has, error);
}

gboolean
soho_archive_knows_blob_use (
    SohoArchive *self, const char *name, gint64 id, gboolean *knows, GError **error)
{
  return ask (self, "SELECT 1 FROM blob_use WHERE name = :name AND id = :id", name, id, knows,
              error);
}

gboolean
soho_archive_foreach_blob (SohoArchive *self,
                           SohoArchiveBlobFunc function,
                           gpointer user_data,
                           GError **error)
{
  g_autoptr (sqlite3_stmt) statement = soho_database_prepare (
      soho_archive_get_database (self), "SELECT name, bytes FROM blob ORDER BY name", error);
  g_autoptr (GError) failure = NULL;

  if (statement == NULL)
    return FALSE;
  while (soho_database_next (statement, &failure))
    {
      g_autoptr (GBytes) bytes = column_bytes (statement, 1);

      if (!function (soho_database_column_text (statement, 0), bytes, user_data, error))
        return FALSE;
    }
  return soho_database_settle (&failure, error);
}

static gboolean
shows_blobs (const SohoKind *kind)
{
  for (const SohoField *field = kind->fields; field->name != NULL; field++)
    if (field->type == SOHO_FIELD_BLOB)
      return TRUE;
  return FALSE;
}

gboolean
soho_archive_note_blob_uses (
    SohoArchive *self, const SohoKind *kind, gint64 id, const SohoValue *values, GError **error)
{
  if (!shows_blobs (kind))
    return TRUE;
  if (!run (self, "INSERT OR IGNORE INTO blob_loose SELECT name FROM blob_use WHERE id = :id", NULL,
            id, error)
      || !run (self, "DELETE FROM blob_use WHERE id = :id", NULL, id, error))
    return FALSE;
  for (guint i = 0; values != NULL && kind->fields[i].name != NULL; i++)
    if (kind->fields[i].type == SOHO_FIELD_BLOB && values[i].type == SOHO_VALUE_TEXT
        && !run (self, "INSERT OR IGNORE INTO blob_use (name, id) VALUES (:name, :id)",
                 values[i].text, id, error))
      return FALSE;
  return TRUE;
}

gboolean
soho_archive_sweep_blobs (SohoArchive *self, GError **error)
{
  gint64 n;

  /* A transaction that only reads commits too, and has no right to write. */
  if (!soho_database_read_integer (soho_archive_get_database (self),
                                   "SELECT EXISTS (SELECT 1 FROM blob_loose)", 0, &n, error))
    return FALSE;
  if (n == 0)
    return TRUE;
  return run (self,
              "DELETE FROM blob WHERE name IN (SELECT name FROM blob_loose)"
              " AND NOT EXISTS (SELECT 1 FROM blob_use u WHERE u.name = blob.name)",
              NULL, 0, error)
         && run (self, "DELETE FROM blob_loose", NULL, 0, error);
}
