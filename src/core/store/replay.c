/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/replay.h"

#include <string.h>

#include "change/edit-line.h"
#include "formats/json.h"
#include "formats/ndjson.h"
#include "model/audience.h"
#include "store/replica-private.h"
#include "store/writer.h"

/* A body is an object of sets. */
#define BODY_DEPTH 3

/* The audience stands among the fields: as the name of a column, it is no field's. */
#define AUDIENCE_MEMBER "audience"

/* The revision of a shadow whose id the server has given to a record of another kind. */
#define YIELDED -1

void
soho_version_clear (const SohoKind *kind, SohoVersion *version)
{
  soho_values_free (version->values, soho_kind_get_n_fields (kind));
  g_free (version->audience);
  *version = (SohoVersion){ 0 };
}

void
soho_version_apply (SohoVersion *version, const SohoEdit *edit)
{
  if (edit->act == SOHO_EDIT_DELETE)
    {
      gint64 revision = version->revision;

      soho_version_clear (edit->kind, version);
      version->revision = revision;
      return;
    }
  if (!version->exists && edit->act != SOHO_EDIT_CREATE)
    return;
  if (!version->exists)
    version->values = soho_values_new (soho_kind_get_n_fields (edit->kind));
  version->exists = TRUE;
  soho_edit_apply (edit, version->values);
}

/* Under which audience the record stands in its table; NULL if it does not. To be freed. */
static gboolean
read_audience_of (SohoReplica *self, const char *kind, gint64 id, char **audience, GError **error)
{
  g_autofree char *sql = g_strdup_printf (
      "SELECT ifnull (audience, '" SOHO_AUDIENCE_PUBLIC "') FROM \"%s\" WHERE id = :id", kind);
  g_autoptr (sqlite3_stmt) statement
      = soho_database_prepare (soho_replica_get_database (self), sql, error);
  g_autoptr (GError) failure = NULL;

  if (statement == NULL)
    return FALSE;
  soho_database_bind_integer (statement, ":id", id);
  if (soho_database_next (statement, &failure))
    *audience = g_strdup (soho_database_column_text (statement, 0));
  return soho_database_settle (&failure, error);
}

gboolean
soho_replay_read_seen (
    SohoReplica *self, const SohoKind *kind, gint64 id, SohoVersion *seen, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (SohoRecord) record = soho_replica_get_record (self, kind, id, &failure);
  guint n = soho_kind_get_n_fields (kind);

  if (record != NULL)
    {
      seen->exists = TRUE;
      seen->revision = soho_record_get_revision (record);
      seen->values = soho_values_new (n);
      for (guint i = 0; i < n; i++)
        soho_value_copy (&seen->values[i], &soho_record_get_values (record)[i]);
    }
  return soho_database_settle (&failure, error)
         && (seen->revision == 0
             || read_audience_of (self, kind->name, id, &seen->audience, error));
}

static gboolean
read_body (const SohoKind *kind, const char *body, SohoVersion *version, GError **error)
{
  g_autoptr (JsonNode) root = soho_json_parse (body, strlen (body), BODY_DEPTH, error);

  if (root == NULL)
    return FALSE;
  version->exists = TRUE;
  version->values = soho_values_new (soho_kind_get_n_fields (kind));
  if (!JSON_NODE_HOLDS_OBJECT (root))
    return TRUE;
  version->audience
      = g_strdup (soho_json_get_string (json_node_get_object (root), AUDIENCE_MEMBER));
  return soho_json_read_fields (kind, json_node_get_object (root), version->values, error);
}

/* Does the edits of the outbox to the version, but for the one of the number `except`; nobody's are
 * done while nobody is signed in. */
static gboolean
do_edits (SohoReplica *self,
          const SohoKind *kind,
          gint64 id,
          gint64 except,
          SohoVersion *version,
          GError **error)
{
  g_autoptr (sqlite3_stmt) statement
      = soho_database_prepare (soho_replica_get_database (self),
                               "SELECT edit FROM outbox WHERE id = :id AND number <> :except"
                               " ORDER BY number",
                               error);
  g_autoptr (GError) failure = NULL;
  gint64 person;
  guint writer;

  if (statement == NULL || !soho_replica_read_writer (self, &person, &writer, error))
    return FALSE;
  soho_database_bind_integer (statement, ":id", id);
  soho_database_bind_integer (statement, ":except", except);
  while (writer != 0 && version->revision != YIELDED && soho_database_next (statement, &failure))
    {
      g_autoptr (SohoEdit) edit = soho_edit_parse_line (
          soho_replica_get_model (self), soho_database_column_text (statement, 0), error);

      if (edit == NULL)
        return FALSE;
      if (edit->kind == kind)
        soho_version_apply (version, edit);
    }
  return soho_database_settle (&failure, error);
}

gboolean
soho_replay_read_shadow (SohoReplica *self,
                         const SohoKind *kind,
                         gint64 id,
                         gboolean edited,
                         SohoVersion *version,
                         gboolean *found,
                         GError **error)
{
  g_autoptr (sqlite3_stmt) statement = soho_database_prepare (
      soho_replica_get_database (self),
      "SELECT revision, body FROM shadow WHERE id = :id AND kind = :kind", error);
  g_autoptr (GError) failure = NULL;

  if (statement == NULL)
    return FALSE;
  soho_database_bind_integer (statement, ":id", id);
  soho_database_bind_text (statement, ":kind", kind->name);
  *found = soho_database_next (statement, &failure);
  if (*found)
    {
      const char *body = soho_database_column_text (statement, 1);

      version->revision = sqlite3_column_int64 (statement, 0);
      if (body != NULL && !read_body (kind, body, version, error))
        return FALSE;
    }
  return soho_database_settle (&failure, error)
         && (!*found || !edited || do_edits (self, kind, id, 0, version, error));
}

gboolean
soho_replay_read_without (SohoReplica *self,
                          const SohoKind *kind,
                          gint64 id,
                          gint64 number,
                          SohoVersion *version,
                          GError **error)
{
  gboolean found;

  return soho_replay_read_shadow (self, kind, id, FALSE, version, &found, error)
         && do_edits (self, kind, id, number, version, error);
}

gboolean
soho_replay_write_shadow (
    SohoReplica *self, const SohoKind *kind, gint64 id, const SohoVersion *version, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = soho_database_prepare (
      soho_replica_get_database (self),
      "INSERT OR REPLACE INTO shadow (id, kind, revision, body) VALUES (:id, :kind, :revision, "
      ":body)",
      error);
  g_autoptr (GString) body = g_string_new ("{");

  if (statement == NULL)
    return FALSE;
  if (version->audience != NULL)
    g_string_append_printf (body, "\"" AUDIENCE_MEMBER "\":\"%s\"", version->audience);
  if (version->exists)
    soho_json_append_fields (body, kind, version->values, version->audience != NULL);
  g_string_append_c (body, '}');
  soho_database_bind_integer (statement, ":id", id);
  soho_database_bind_text (statement, ":kind", kind->name);
  soho_database_bind_integer (statement, ":revision", version->revision);
  soho_database_bind_text (statement, ":body", version->exists ? body->str : NULL);
  return soho_database_finish (statement, error);
}

/* Who reads the record: as the server said, or will say of one that it has not told yet. In the
 * form of SohoRows. */
static gboolean
read_audience (SohoReplica *self,
               const SohoKind *kind,
               gint64 id,
               const SohoVersion *seen,
               char **audience,
               GError **error)
{
  int field = soho_kind_get_owner_field (kind);
  gint64 owner = field >= 0 && seen->values[field].type == SOHO_VALUE_INTEGER
                     ? seen->values[field].integer
                     : 0;
  g_autofree char *owner_audience = NULL;

  if (seen->audience != NULL)
    *audience = g_strdup (seen->audience);
  else if (owner != 0
           && !read_audience_of (self, kind->fields[field].target, owner, &owner_audience, error))
    return FALSE;
  else
    *audience
        = soho_kind_dup_audience (kind, seen->values, owner != 0 ? owner : id, owner_audience);
  if (g_str_equal (*audience, SOHO_AUDIENCE_PUBLIC))
    g_clear_pointer (audience, g_free);
  return TRUE;
}

static gboolean
write_seen (
    SohoReplica *self, const SohoKind *kind, gint64 id, const SohoVersion *seen, GError **error)
{
  g_autoptr (SohoRows) rows = NULL;

  if (!seen->exists)
    return soho_apply_remove (self, kind, &id, 1, error);
  rows = soho_rows_new (kind, 1);
  rows->ids[0] = id;
  rows->revisions[0] = seen->revision;
  for (guint i = 0; kind->fields[i].name != NULL; i++)
    soho_value_copy (&soho_rows_get_column (rows, i)[0], &seen->values[i]);
  return read_audience (self, kind, id, seen, &rows->audience, error)
         && soho_apply_write (self, rows, error);
}

static gboolean
forget_idle_shadow (SohoReplica *self, gint64 id, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = soho_database_prepare (
      soho_replica_get_database (self),
      "DELETE FROM shadow WHERE id = :id AND NOT EXISTS (SELECT 1 FROM outbox WHERE id = :id)",
      error);

  if (statement == NULL)
    return FALSE;
  soho_database_bind_integer (statement, ":id", id);
  return soho_database_finish (statement, error);
}

gboolean
soho_replay_record (SohoReplica *self, const SohoKind *kind, gint64 id, GError **error)
{
  SohoVersion seen = { 0 };
  gboolean found;
  gboolean done = soho_replay_read_shadow (self, kind, id, TRUE, &seen, &found, error)
                  && (!found || write_seen (self, kind, id, &seen, error))
                  && forget_idle_shadow (self, id, error);

  soho_version_clear (kind, &seen);
  return done;
}

/* The places, among n ids, of those that have a shadow. NULL on error. */
static GArray *
find_shadowed (SohoReplica *self, const SohoKind *kind, const gint64 *ids, guint n, GError **error)
{
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (sqlite3_stmt) statement = NULL;
  gint64 any;

  if (!soho_database_read_integer (soho_replica_get_database (self),
                                   "SELECT EXISTS (SELECT 1 FROM shadow)", 0, &any, error))
    return NULL;
  if (any == 0)
    return g_steal_pointer (&places);
  statement = soho_database_prepare (soho_replica_get_database (self),
                                     "SELECT 1 FROM shadow WHERE id = :id AND kind = :kind", error);
  if (statement == NULL)
    return NULL;
  soho_database_bind_text (statement, ":kind", kind->name);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GError) failure = NULL;

      soho_database_bind_integer (statement, ":id", ids[i]);
      if (soho_database_next (statement, &failure))
        g_array_append_val (places, i);
      if (!soho_database_settle (&failure, error))
        return NULL;
      sqlite3_reset (statement);
    }
  return g_steal_pointer (&places);
}

gboolean
soho_replay_note_overtaken (SohoReplica *self, GError **error)
{
  gint64 sent, first;

  if (!soho_writer_read_count (self, SOHO_WRITER_SENT, &sent, error)
      || !soho_database_read_integer (soho_replica_get_database (self),
                                      "SELECT ifnull (min (number), 0) FROM outbox", 0, &first,
                                      error))
    return FALSE;
  return first == 0 || first > sent
         || soho_writer_set_count (self, SOHO_WRITER_OVERTAKEN, sent, error);
}

gboolean
soho_replay_rows (SohoReplica *self, const SohoRows *rows, GError **error)
{
  g_autoptr (GArray) places = find_shadowed (self, rows->kind, rows->ids, rows->n, error);

  if (places == NULL || (places->len > 0 && !soho_replay_note_overtaken (self, error)))
    return FALSE;
  for (guint i = 0; i < places->len; i++)
    {
      guint row = g_array_index (places, guint, i);
      SohoVersion told = { .exists = TRUE, .revision = rows->revisions[row] };
      gboolean done;

      told.audience = g_strdup (rows->audience != NULL ? rows->audience : SOHO_AUDIENCE_PUBLIC);
      told.values = soho_values_new (soho_kind_get_n_fields (rows->kind));
      for (guint field = 0; rows->kind->fields[field].name != NULL; field++)
        soho_value_copy (&told.values[field], soho_rows_get_value (rows, row, field));
      done = soho_replay_write_shadow (self, rows->kind, rows->ids[row], &told, error)
             && soho_replay_record (self, rows->kind, rows->ids[row], error);
      soho_version_clear (rows->kind, &told);
      if (!done)
        return FALSE;
    }
  return places != NULL;
}

gboolean
soho_replay_deletions (
    SohoReplica *self, const SohoKind *kind, const gint64 *ids, guint n, GError **error)
{
  g_autoptr (GArray) places = find_shadowed (self, kind, ids, n, error);
  const SohoVersion none = { 0 };

  if (places == NULL || (places->len > 0 && !soho_replay_note_overtaken (self, error)))
    return FALSE;
  for (guint i = 0; i < places->len; i++)
    {
      gint64 id = ids[g_array_index (places, guint, i)];

      if (!soho_replay_write_shadow (self, kind, id, &none, error)
          || !soho_replay_record (self, kind, id, error))
        return FALSE;
    }
  return TRUE;
}

/* The kind of the record that has given its edits this id, if it is another one. */
static gboolean
find_rival (
    SohoReplica *self, const SohoKind *kind, gint64 id, const SohoKind **rival, GError **error)
{
  g_autoptr (sqlite3_stmt) statement
      = soho_database_prepare (soho_replica_get_database (self),
                               "SELECT kind FROM shadow WHERE id = :id AND kind <> :kind", error);
  g_autoptr (GError) failure = NULL;

  *rival = NULL;
  if (statement == NULL)
    return FALSE;
  soho_database_bind_integer (statement, ":id", id);
  soho_database_bind_text (statement, ":kind", kind->name);
  if (soho_database_next (statement, &failure))
    *rival = soho_model_find_kind (soho_replica_get_model (self),
                                   soho_database_column_text (statement, 0));
  return soho_database_settle (&failure, error);
}

gboolean
soho_replay_yield (
    SohoReplica *self, const SohoKind *kind, const gint64 *ids, guint n, GError **error)
{
  const SohoVersion yielded = { .revision = YIELDED };
  gint64 any;

  if (!soho_database_read_integer (soho_replica_get_database (self),
                                   "SELECT EXISTS (SELECT 1 FROM shadow)", 0, &any, error))
    return FALSE;
  for (guint i = 0; any != 0 && i < n; i++)
    {
      const SohoKind *rival;

      if (!find_rival (self, kind, ids[i], &rival, error)
          || (rival != NULL
              && (!soho_apply_remove (self, rival, &ids[i], 1, error)
                  || !soho_replay_write_shadow (self, rival, ids[i], &yielded, error))))
        return FALSE;
    }
  return TRUE;
}

typedef struct
{
  const SohoKind *kind;
  gint64 id;
} Shadowed;

gboolean
soho_replay_all (SohoReplica *self, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = soho_database_prepare (
      soho_replica_get_database (self), "SELECT kind, id FROM shadow ORDER BY id", error);
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (Shadowed));
  g_autoptr (GError) failure = NULL;

  if (statement == NULL)
    return FALSE;
  while (soho_database_next (statement, &failure))
    {
      Shadowed shadowed = { soho_model_find_kind (soho_replica_get_model (self),
                                                  soho_database_column_text (statement, 0)),
                            sqlite3_column_int64 (statement, 1) };

      if (shadowed.kind != NULL)
        g_array_append_val (all, shadowed);
    }
  if (!soho_database_settle (&failure, error))
    return FALSE;
  for (guint i = 0; i < all->len; i++)
    {
      const Shadowed *shadowed = &g_array_index (all, Shadowed, i);

      if (!soho_replay_record (self, shadowed->kind, shadowed->id, error))
        return FALSE;
    }
  return TRUE;
}
