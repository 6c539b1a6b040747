/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/erasure.h"

#include <glib/gstdio.h>

#include "store/apply.h"
#include "store/replica-private.h"

#define REWRITE "rewrite"
#define SET_ASIDE "replica.db.damaged-"

static gboolean
run_with_id (SohoReplica *self, const char *sql, const char *kind, gint64 id, GError **error)
{
  g_autoptr (sqlite3_stmt) statement
      = soho_database_prepare (soho_replica_get_database (self), sql, error);

  if (statement == NULL)
    return FALSE;
  soho_database_bind_integer (statement, ":id", id);
  if (kind != NULL)
    soho_database_bind_text (statement, ":kind", kind);
  return soho_database_finish (statement, error);
}

/* A number must not be missing from the outbox, so that something has to stand for each edit: that
 * the record goes, which the server knows. */
static gboolean
forget_edits (SohoReplica *self, const SohoKind *kind, gint64 id, GError **error)
{
  return run_with_id (
             self,
             "UPDATE outbox SET edit = json_object ('act', 'delete', 'kind', :kind,"
             " 'id', id, 'base', edit -> 'base'), known_as = known_as || 'erased ' WHERE id = :id",
             kind->name, id, error)
         && run_with_id (self, "DELETE FROM kept WHERE id = :id", NULL, id, error)
         && run_with_id (self, "DELETE FROM tray WHERE edit ->> 'id' = :id", NULL, id, error);
}

/* The parts of the record that were made here and are in the outbox still. NULL on error. */
static GArray *
list_new_parts (
    SohoReplica *self, const SohoKind *part, const char *owner_field, gint64 owner, GError **error)
{
  g_autofree char *sql
      = g_strdup_printf ("SELECT DISTINCT id FROM outbox WHERE edit ->> 'kind' = '%s'"
                         " AND edit -> 'set' ->> '%s' = :owner ORDER BY id",
                         part->name, owner_field);
  g_autoptr (sqlite3_stmt) statement
      = soho_database_prepare (soho_replica_get_database (self), sql, error);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GError) failure = NULL;

  if (statement == NULL)
    return NULL;
  soho_database_bind_integer (statement, ":owner", owner);
  while (soho_database_next (statement, &failure))
    {
      gint64 id = sqlite3_column_int64 (statement, 0);

      g_array_append_val (ids, id);
    }
  return soho_database_settle (&failure, error) ? g_steal_pointer (&ids) : NULL;
}

static gboolean
forget_parts_of_kind (
    SohoReplica *self, const SohoKind *part, const char *owner_field, gint64 owner, GError **error)
{
  g_autofree char *from_tray = g_strdup_printf ("DELETE FROM tray WHERE edit ->> 'kind' = :kind"
                                                " AND edit -> 'set' ->> '%s' = :id",
                                                owner_field);
  g_autofree char *from_kept = g_strdup_printf ("DELETE FROM kept WHERE edit ->> 'kind' = :kind"
                                                " AND edit -> 'set' ->> '%s' = :id",
                                                owner_field);
  g_autoptr (GArray) ids = list_new_parts (self, part, owner_field, owner, error);

  if (ids == NULL)
    return FALSE;
  for (guint i = 0; i < ids->len; i++)
    if (!forget_edits (self, part, g_array_index (ids, gint64, i), error))
      return FALSE;
  return run_with_id (self, from_tray, part->name, owner, error)
         && run_with_id (self, from_kept, part->name, owner, error)
         && (ids->len == 0
             || soho_replica_apply_deletions (self, part, (gint64 *) ids->data, ids->len, error));
}

static gboolean
forget_parts (SohoReplica *self, const SohoKind *kind, gint64 id, GError **error)
{
  const SohoModel *model = soho_replica_get_model (self);

  for (const SohoKind *const *part = model->kinds; *part != NULL; part++)
    {
      int owner = soho_kind_get_owner_field (*part);

      if (owner >= 0 && g_str_equal ((*part)->fields[owner].target, kind->name)
          && !forget_parts_of_kind (self, *part, (*part)->fields[owner].name, id, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
soho_replica_apply_erasures (
    SohoReplica *self, const SohoKind *kind, const gint64 *ids, guint n, GError **error)
{
  for (guint i = 0; i < n; i++)
    if (!forget_edits (self, kind, ids[i], error) || !forget_parts (self, kind, ids[i], error))
      return FALSE;
  return soho_replica_apply_deletions (self, kind, ids, n, error)
         && soho_erasure_note (self, error);
}

gboolean
soho_erasure_note (SohoReplica *self, GError **error)
{
  return soho_replica_set_fact (self, REWRITE, "yes", error);
}

static void
delete_set_aside (SohoReplica *self)
{
  const char *directory = soho_replica_get_directory (self);
  g_autoptr (GDir) files = g_dir_open (directory, 0, NULL);
  const char *name;

  while (files != NULL && (name = g_dir_read_name (files)) != NULL)
    {
      g_autofree char *path = g_build_filename (directory, name, NULL);

      if (g_str_has_prefix (name, SET_ASIDE))
        g_unlink (path);
    }
}

gboolean
soho_replica_rewrite_if_noted (SohoReplica *self, GError **error)
{
  sqlite3 *db = soho_replica_get_database (self);
  g_autoptr (GError) failure = NULL;
  g_autofree char *noted = soho_replica_dup_fact (self, REWRITE, &failure);

  if (noted == NULL)
    return soho_database_settle (&failure, error);
  delete_set_aside (self);
  if (soho_database_run (db, "INSERT INTO search (search) VALUES ('optimize')", &failure)
      && soho_database_rewrite (db, &failure))
    return soho_database_run (db, "DELETE FROM meta WHERE name = '" REWRITE "'", error);
  if (g_error_matches (failure, SOHO_DATABASE_ERROR, SOHO_DATABASE_ERROR_BUSY))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}
