/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/apply.h"

#include "store/audiences.h"
#include "store/index.h"
#include "store/replay.h"
#include "store/replica-private.h"
#include "store/schema.h"

gboolean
soho_replica_begin (SohoReplica *self, GError **error)
{
  return soho_index_begin (self, error)
         && soho_database_begin (soho_replica_get_database (self), error);
}

gboolean
soho_replica_commit (SohoReplica *self, GError **error)
{
  return soho_index_flush (self, error)
         && soho_database_commit (soho_replica_get_database (self), error);
}

void
soho_replica_rollback (SohoReplica *self)
{
  soho_database_rollback (soho_replica_get_database (self));
}

gboolean
soho_replica_end (SohoReplica *self, gboolean done, GError **error)
{
  if (done && soho_replica_commit (self, error))
    return TRUE;
  soho_replica_rollback (self);
  return FALSE;
}

static gboolean
upsert (sqlite3 *db, const SohoRows *rows, GError **error)
{
  g_autofree char *sql = soho_schema_dup_upsert (rows->kind);
  g_autoptr (sqlite3_stmt) statement = soho_database_prepare (db, sql, error);
  guint n_fields = soho_kind_get_n_fields (rows->kind);

  if (statement == NULL)
    return FALSE;
  for (guint row = 0; row < rows->n; row++)
    {
      sqlite3_bind_int64 (statement, 1, rows->ids[row]);
      sqlite3_bind_int64 (statement, 2, rows->revisions[row]);
      for (guint field = 0; field < n_fields; field++)
        soho_schema_bind (statement, (int) field + 3, soho_rows_get_value (rows, row, field));
      sqlite3_bind_text (statement, (int) n_fields + 3, rows->audience, -1, SQLITE_STATIC);
      if (!soho_database_finish (statement, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
delete_ids (sqlite3 *db, const char *table, const gint64 *ids, guint n, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("DELETE FROM \"%s\" WHERE id = :id", table);
  g_autoptr (sqlite3_stmt) statement = soho_database_prepare (db, sql, error);

  if (statement == NULL)
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      soho_database_bind_integer (statement, ":id", ids[i]);
      if (!soho_database_finish (statement, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
is_empty (sqlite3 *db, const char *table, gboolean *empty, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT NOT EXISTS (SELECT 1 FROM \"%s\")", table);
  gint64 value;

  if (!soho_database_read_integer (db, sql, 1, &value, error))
    return FALSE;
  *empty = value != 0;
  return TRUE;
}

gboolean
soho_apply_write (SohoReplica *self, const SohoRows *rows, GError **error)
{
  sqlite3 *db = soho_replica_get_database (self);
  gboolean first;

  if (!is_empty (db, rows->kind->name, &first, error))
    return FALSE;
  /* Nothing can hang on rows that were not there, which spares a first fill half the work. */
  if (!first && !soho_index_touch (self, rows->kind, rows->ids, rows->n, error))
    return FALSE;
  return upsert (db, rows, error) && soho_index_touch (self, rows->kind, rows->ids, rows->n, error);
}

gboolean
soho_apply_remove (
    SohoReplica *self, const SohoKind *kind, const gint64 *ids, guint n, GError **error)
{
  return soho_index_touch (self, kind, ids, n, error)
         && delete_ids (soho_replica_get_database (self), kind->name, ids, n, error);
}

gboolean
soho_replica_apply_rows (SohoReplica *self, const SohoRows *rows, GError **error)
{
  sqlite3 *db = soho_replica_get_database (self);
  gboolean nothing_stale;

  return is_empty (db, "stale", &nothing_stale, error)
         && soho_replay_yield (self, rows->kind, rows->ids, rows->n, error)
         && soho_apply_write (self, rows, error)
         && (nothing_stale || delete_ids (db, "stale", rows->ids, rows->n, error))
         && soho_replay_rows (self, rows, error);
}

gboolean
soho_replica_apply_deletions (
    SohoReplica *self, const SohoKind *kind, const gint64 *ids, guint n, GError **error)
{
  return soho_apply_remove (self, kind, ids, n, error)
         && delete_ids (soho_replica_get_database (self), "stale", ids, n, error)
         && soho_replay_deletions (self, kind, ids, n, error);
}

char *
soho_replica_dup_cursor (SohoReplica *self, GError **error)
{
  g_autoptr (GError) failure = NULL;
  char *cursor = soho_replica_dup_fact (self, "cursor", &failure);

  if (!soho_database_settle (&failure, error))
    return NULL;
  return cursor != NULL ? cursor : g_strdup ("");
}

gboolean
soho_replica_set_cursor (SohoReplica *self, const char *cursor, GError **error)
{
  return soho_replica_set_fact (self, "cursor", cursor, error);
}

char **
soho_replica_dup_refills (SohoReplica *self, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = soho_database_prepare (
      soho_replica_get_database (self), "SELECT name FROM kind WHERE refill ORDER BY name", error);
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  g_autoptr (GError) failure = NULL;

  if (statement == NULL)
    return NULL;
  while (soho_database_next (statement, &failure))
    {
      const char *name = soho_database_column_text (statement, 0);

      /* A newer program's kinds are for it to ask for. */
      if (soho_model_find_kind (soho_replica_get_model (self), name) != NULL)
        g_strv_builder_add (names, name);
    }
  if (!soho_database_settle (&failure, error) || !soho_audiences_add_lost (self, names, error))
    return NULL;
  return g_strv_builder_end (names);
}

gboolean
soho_replica_begin_replacement (SohoReplica *self, GError **error)
{
  const SohoModel *model = soho_replica_get_model (self);
  g_autoptr (GString) sql = g_string_new ("DELETE FROM stale;");

  for (const SohoKind *const *kind = model->kinds; *kind != NULL; kind++)
    g_string_append_printf (sql, "INSERT OR IGNORE INTO stale SELECT id, '%s' FROM \"%s\";",
                            (*kind)->name, (*kind)->name);
  return soho_database_run (soho_replica_get_database (self), sql->str, error)
         && soho_replica_set_cursor (self, "", error);
}

/* The ids that a question about a kind, its parameter :kind, finds. NULL on error. */
static GArray *
list_ids (SohoReplica *self, const char *sql, const char *kind, GError **error)
{
  g_autoptr (sqlite3_stmt) statement
      = soho_database_prepare (soho_replica_get_database (self), sql, error);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GError) failure = NULL;

  if (statement == NULL)
    return NULL;
  soho_database_bind_text (statement, ":kind", kind);
  while (soho_database_next (statement, &failure))
    {
      gint64 id = sqlite3_column_int64 (statement, 0);

      g_array_append_val (ids, id);
    }
  return soho_database_settle (&failure, error) ? g_steal_pointer (&ids) : NULL;
}

static gboolean
delete_stale_rows (SohoReplica *self, const SohoKind *kind, GError **error)
{
  g_autoptr (GArray) ids
      = list_ids (self, "SELECT id FROM stale WHERE kind = :kind", kind->name, error);

  return ids != NULL
         && (ids->len == 0
             || soho_replica_apply_deletions (self, kind, (gint64 *) ids->data, ids->len, error));
}

/* What was made here and accepted, and did not come with a fill that began after that, is gone or
 * hidden: whoever follows from the beginning is not told what went before it. */
static gboolean
delete_untold_rows (SohoReplica *self, const SohoKind *kind, GError **error)
{
  g_autofree char *sql = g_strdup_printf (
      "SELECT id FROM \"%s\" r WHERE revision = 0"
      " AND NOT EXISTS (SELECT 1 FROM shadow WHERE shadow.id = r.id)"
      " UNION SELECT id FROM shadow WHERE kind = :kind AND revision = 0 AND body NOT NULL",
      kind->name);
  g_autoptr (GArray) ids = list_ids (self, sql, kind->name, error);

  return ids != NULL
         && (ids->len == 0
             || soho_replica_apply_deletions (self, kind, (gint64 *) ids->data, ids->len, error));
}

/* Unless another version of the program has declared the kind anew meanwhile. */
static gboolean
note_full (SohoReplica *self, const SohoKind *kind, GError **error)
{
  g_autofree char *fingerprint = soho_kind_dup_fingerprint (kind);
  g_autoptr (sqlite3_stmt) statement = soho_database_prepare (
      soho_replica_get_database (self),
      "UPDATE kind SET refill = 0 WHERE name = :name AND fingerprint = :fingerprint AND refill",
      error);

  if (statement == NULL)
    return FALSE;
  soho_database_bind_text (statement, ":name", kind->name);
  soho_database_bind_text (statement, ":fingerprint", fingerprint);
  return soho_database_finish (statement, error);
}

gboolean
soho_replica_end_fill (SohoReplica *self, GError **error)
{
  const SohoModel *model = soho_replica_get_model (self);

  for (const SohoKind *const *kind = model->kinds; *kind != NULL; kind++)
    if (!delete_stale_rows (self, *kind, error) || !delete_untold_rows (self, *kind, error)
        || !note_full (self, *kind, error))
      return FALSE;
  return soho_database_run (soho_replica_get_database (self), "DELETE FROM stale", error)
         && soho_replay_note_overtaken (self, error) && soho_audiences_forget_lost (self, error)
         && soho_index_flush (self, error);
}
