/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/lease.h"

#include <string.h>

#include "formats/json.h"
#include "formats/ndjson.h"
#include "store/apply.h"
#include "store/audiences.h"
#include "store/replica-private.h"
#include "store/schema.h"
#include "store/writer.h"

/* Facts: the server's time at the last sync, the latest that the clock has been, how long programs
 * have run since, and whether the copy is locked. */
#define SYNCED "lease_synced"
#define SEEN "lease_seen"
#define RAN "lease_ran"
#define LOCKED "lease_locked"

#define LEASE_S ((gint64) SOHO_LEASE_DAYS * 24 * 60 * 60)

/* The clock is noted to the hour. */
#define GRAIN_S 3600

/* A body is an object of sets. */
#define BODY_DEPTH 3

gboolean
soho_replica_is_locked (SohoReplica *self, gboolean *locked, GError **error)
{
  gint64 count = 0;
  gboolean read = soho_writer_read_count (self, LOCKED, &count, error);

  *locked = count != 0;
  return read;
}

static gboolean
insert_locked (sqlite3_stmt *insert, SohoRecord *record, const char *audience, GError **error)
{
  const SohoKind *kind = soho_record_get_kind (record);
  g_autoptr (GString) body = g_string_new ("{");

  soho_json_append_fields (body, kind, soho_record_get_values (record), FALSE);
  g_string_append_c (body, '}');
  soho_database_bind_integer (insert, ":id", soho_record_get_id (record));
  soho_database_bind_text (insert, ":kind", kind->name);
  soho_database_bind_integer (insert, ":revision", soho_record_get_revision (record));
  soho_database_bind_text (insert, ":audience", audience);
  soho_database_bind_text (insert, ":body", body->str);
  return soho_database_finish (insert, error);
}

/* What the server said of the kind's rows that are not for everybody: of those with edits under way
 * it stands in the shadow. */
static gboolean
keep_rows (SohoReplica *self, const SohoKind *kind, GError **error)
{
  sqlite3 *db = soho_replica_get_database (self);
  g_autofree char *columns = soho_schema_dup_columns (kind);
  g_autofree char *sql = g_strdup_printf ("SELECT %s, audience FROM \"%s\" WHERE audience NOT NULL",
                                          columns, kind->name);
  g_autoptr (sqlite3_stmt) rows = soho_database_prepare (db, sql, error);
  g_autoptr (sqlite3_stmt) insert = soho_database_prepare (
      db,
      "INSERT OR REPLACE INTO locked (id, kind, revision, audience, body)"
      " SELECT :id, :kind, ifnull (s.revision, :revision), :audience, ifnull (s.body, :body)"
      " FROM (SELECT 1) LEFT JOIN shadow s ON s.id = :id"
      " WHERE s.id IS NULL OR s.body NOT NULL",
      error);
  g_autoptr (GError) failure = NULL;
  int audience = (int) soho_kind_get_n_fields (kind) + 2;

  if (rows == NULL || insert == NULL)
    return FALSE;
  while (soho_database_next (rows, &failure))
    {
      g_autoptr (SohoRecord) record = soho_replica_read_record (kind, rows);

      if (!insert_locked (insert, record, soho_database_column_text (rows, audience), error))
        return FALSE;
    }
  return soho_database_settle (&failure, error);
}

static gboolean
lock (SohoReplica *self, GError **error)
{
  const SohoModel *model = soho_replica_get_model (self);

  for (const SohoKind *const *kind = model->kinds; *kind != NULL; kind++)
    if (!keep_rows (self, *kind, error))
      return FALSE;
  return soho_audiences_drop_hidden (self, error) && soho_writer_set_count (self, LOCKED, 1, error);
}

/* One row as it was, through the way by which it came. */
static gboolean
restore_row (SohoReplica *self, sqlite3_stmt *statement, GError **error)
{
  const SohoKind *kind = soho_model_find_kind (soho_replica_get_model (self),
                                               soho_database_column_text (statement, 1));
  const char *body = soho_database_column_text (statement, 4);
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (SohoRows) rows = NULL;
  SohoValue *values;
  gboolean read;

  if (kind == NULL)
    return TRUE;
  root = soho_json_parse (body, strlen (body), BODY_DEPTH, error);
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    return root != NULL;
  rows = soho_rows_new (kind, 1);
  rows->ids[0] = sqlite3_column_int64 (statement, 0);
  rows->revisions[0] = sqlite3_column_int64 (statement, 2);
  rows->audience = g_strdup (soho_database_column_text (statement, 3));
  values = soho_values_new (soho_kind_get_n_fields (kind));
  read = soho_json_read_fields (kind, json_node_get_object (root), values, error);
  for (guint i = 0; read && kind->fields[i].name != NULL; i++)
    soho_value_copy (&soho_rows_get_column (rows, i)[0], &values[i]);
  soho_values_free (values, soho_kind_get_n_fields (kind));
  return read && soho_replica_apply_rows (self, rows, error);
}

static gboolean
unlock (SohoReplica *self, GError **error)
{
  sqlite3 *db = soho_replica_get_database (self);
  g_autoptr (sqlite3_stmt) statement = soho_database_prepare (
      db, "SELECT id, kind, revision, audience, body FROM locked ORDER BY id", error);
  g_autoptr (GError) failure = NULL;

  if (statement == NULL)
    return FALSE;
  while (soho_database_next (statement, &failure))
    if (!restore_row (self, statement, error))
      return FALSE;
  if (!soho_database_settle (&failure, error))
    return FALSE;
  sqlite3_reset (statement);
  return soho_database_run (db, "DELETE FROM locked", error)
         && soho_writer_set_count (self, LOCKED, 0, error);
}

gboolean
soho_replica_unlock_lease (SohoReplica *self, GError **error)
{
  gboolean locked;

  if (!soho_replica_is_locked (self, &locked, error))
    return FALSE;
  return !locked
         || (soho_replica_begin (self, error)
             && soho_replica_end (self, unlock (self, error), error));
}

static gboolean
renew (SohoReplica *self, gint64 server_now, GError **error)
{
  return soho_writer_set_count (self, SYNCED, server_now, error)
         && soho_writer_set_count (self, SEEN, server_now, error)
         && soho_writer_set_count (self, RAN, 0, error);
}

gboolean
soho_replica_renew_lease (SohoReplica *self, gint64 server_now, GError **error)
{
  return soho_replica_unlock_lease (self, error) && soho_replica_begin (self, error)
         && soho_replica_end (self, renew (self, server_now, error), error);
}

/* What the two measures say. */
typedef struct
{
  gint64 synced, seen, ran;
} Lease;

static gboolean
read_lease (SohoReplica *self, Lease *lease, GError **error)
{
  return soho_writer_read_count (self, SYNCED, &lease->synced, error)
         && soho_writer_read_count (self, SEEN, &lease->seen, error)
         && soho_writer_read_count (self, RAN, &lease->ran, error);
}

static gboolean
has_ended (const Lease *lease)
{
  return lease->synced > 0 && (lease->seen - lease->synced > LEASE_S || lease->ran > LEASE_S);
}

static gboolean
note (SohoReplica *self, gint64 now, gint64 ran_s, gboolean *locked, GError **error)
{
  Lease lease;

  if (!soho_replica_is_locked (self, locked, error) || !read_lease (self, &lease, error))
    return FALSE;
  lease.seen = MAX (lease.seen, now);
  lease.ran += ran_s;
  if (!soho_writer_set_count (self, SEEN, lease.seen, error)
      || !soho_writer_set_count (self, RAN, lease.ran, error))
    return FALSE;
  if (*locked || !has_ended (&lease))
    return TRUE;
  *locked = TRUE;
  return lock (self, error);
}

/* A look that tells nothing new writes nothing. */
gboolean
soho_replica_check_lease (
    SohoReplica *self, gint64 now, gint64 ran_s, gboolean *locked, GError **error)
{
  Lease lease;

  if (!soho_replica_is_locked (self, locked, error) || !read_lease (self, &lease, error))
    return FALSE;
  if (lease.synced == 0 || (ran_s <= 0 && now < lease.seen + GRAIN_S))
    return TRUE;
  return soho_replica_begin (self, error)
         && soho_replica_end (self, note (self, now, MAX (ran_s, 0), locked, error), error);
}
