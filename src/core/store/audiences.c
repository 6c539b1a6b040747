/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/audiences.h"

#include "store/apply.h"
#include "store/erasure.h"
#include "store/replica-private.h"

/* The audiences that were dropped, while the cursor says that they are here: separated by commas.
 */
#define LOST "lost"

/* The names in one column of a query without parameters. NULL on error. */
static char **
dup_names (SohoReplica *self, const char *sql, GError **error)
{
  g_autoptr (sqlite3_stmt) statement
      = soho_database_prepare (soho_replica_get_database (self), sql, error);
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  g_autoptr (GError) failure = NULL;

  if (statement == NULL)
    return NULL;
  while (soho_database_next (statement, &failure))
    g_strv_builder_add (names, soho_database_column_text (statement, 0));
  return soho_database_settle (&failure, error) ? g_strv_builder_end (names) : NULL;
}

static gboolean
drop_rows (SohoReplica *self, const SohoKind *kind, const char *audience, GError **error)
{
  g_autofree char *sql
      = g_strdup_printf ("SELECT id FROM \"%s\" WHERE audience = :audience", kind->name);
  g_autoptr (sqlite3_stmt) statement
      = soho_database_prepare (soho_replica_get_database (self), sql, error);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GError) failure = NULL;

  if (statement == NULL)
    return FALSE;
  soho_database_bind_text (statement, ":audience", audience);
  while (soho_database_next (statement, &failure))
    {
      gint64 id = sqlite3_column_int64 (statement, 0);

      g_array_append_val (ids, id);
    }
  if (!soho_database_settle (&failure, error))
    return FALSE;
  sqlite3_reset (statement);
  return ids->len == 0
         || soho_replica_apply_deletions (self, kind, (gint64 *) ids->data, ids->len, error);
}

gboolean
soho_replica_drop_audience (SohoReplica *self, const char *audience, GError **error)
{
  const SohoModel *model = soho_replica_get_model (self);

  for (const SohoKind *const *kind = model->kinds; *kind != NULL; kind++)
    if (!drop_rows (self, *kind, audience, error))
      return FALSE;
  return TRUE;
}

/* The audiences of all rows, but for what everybody may read. */
static char **
dup_hidden (SohoReplica *self, GError **error)
{
  const SohoModel *model = soho_replica_get_model (self);
  g_autoptr (GString) sql = g_string_new (NULL);

  for (const SohoKind *const *kind = model->kinds; *kind != NULL; kind++)
    g_string_append_printf (sql, "%sSELECT audience FROM \"%s\" WHERE audience NOT NULL",
                            sql->len > 0 ? " UNION " : "", (*kind)->name);
  g_string_append (sql, " UNION SELECT audience FROM locked");
  return dup_names (self, sql->str, error);
}

/* A fill that was cut might have brought some of it already, so it begins again. */
static gboolean
note_lost (SohoReplica *self, char **audiences, GError **error)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  g_auto (GStrv) before = NULL;
  g_autofree char *known = NULL;
  g_autoptr (GString) joined = NULL;

  if (!soho_audiences_add_lost (self, names, error))
    return FALSE;
  before = g_strv_builder_end (names);
  known = g_strjoinv (",", before);
  joined = g_string_new (known);
  for (char **audience = audiences; *audience != NULL; audience++)
    if (!g_strv_contains ((const char *const *) before, *audience))
      g_string_append_printf (joined, "%s%s", joined->len > 0 ? "," : "", *audience);
  return soho_replica_set_fact (self, LOST, joined->str, error)
         && soho_database_run (soho_replica_get_database (self),
                               "UPDATE meta SET value = substr (value, 1, instr (value, '~') - 1)"
                               " WHERE name = 'cursor' AND instr (value, '~') > 0",
                               error);
}

static gboolean
drop_all (SohoReplica *self, char **audiences, GError **error)
{
  for (char **audience = audiences; *audience != NULL; audience++)
    if (!soho_replica_drop_audience (self, *audience, error))
      return FALSE;
  return TRUE;
}

gboolean
soho_audiences_drop_hidden (SohoReplica *self, GError **error)
{
  g_auto (GStrv) audiences = dup_hidden (self, error);

  return audiences != NULL && drop_all (self, audiences, error);
}

/* What is locked (lease.h) goes as well. */
static gboolean
forget_in_transaction (SohoReplica *self, GError **error)
{
  g_auto (GStrv) audiences = dup_hidden (self, error);

  return audiences != NULL && drop_all (self, audiences, error)
         && soho_database_run (soho_replica_get_database (self),
                               "DELETE FROM locked; DELETE FROM meta WHERE name = 'lease_locked'",
                               error)
         && (*audiences == NULL || note_lost (self, audiences, error));
}

gboolean
soho_replica_forget_hidden (SohoReplica *self, GError **error)
{
  if (!soho_replica_begin (self, error))
    return FALSE;
  if (!forget_in_transaction (self, error) || !soho_erasure_note (self, error)
      || !soho_replica_commit (self, error))
    {
      soho_replica_rollback (self);
      return FALSE;
    }
  return soho_replica_rewrite_if_noted (self, error);
}

gboolean
soho_audiences_add_lost (SohoReplica *self, GStrvBuilder *names, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autofree char *lost = soho_replica_dup_fact (self, LOST, &failure);
  g_auto (GStrv) audiences = g_strsplit (lost != NULL ? lost : "", ",", -1);

  g_strv_builder_addv (names, (const char **) audiences);
  return soho_database_settle (&failure, error);
}

gboolean
soho_audiences_forget_lost (SohoReplica *self, GError **error)
{
  return soho_database_run (soho_replica_get_database (self),
                            "DELETE FROM meta WHERE name = '" LOST "'", error);
}
