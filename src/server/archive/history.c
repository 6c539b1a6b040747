/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "archive/history.h"

#include <string.h>

#include "formats/json.h"
#include "formats/ndjson.h"

/* The names of the fields in which the body and the values differ, as a list. NULL on error. */
static char *
dup_difference (const SohoKind *kind, const char *body, const SohoValue *values, GError **error)
{
  g_autoptr (JsonNode) root = soho_archive_parse_body (body, error);
  guint n = soho_kind_get_n_fields (kind);
  SohoValue *before = soho_values_new (n);
  g_autoptr (GString) names = g_string_new ("[");
  gboolean read
      = root != NULL && soho_json_read_fields (kind, json_node_get_object (root), before, error);

  for (guint i = 0; read && i < n; i++)
    if (!soho_value_equal (&before[i], &values[i]))
      g_string_append_printf (names, "%s\"%s\"", names->len > 1 ? "," : "", kind->fields[i].name);
  soho_values_free (before, n);
  g_string_append_c (names, ']');
  return read ? g_string_free (g_steal_pointer (&names), FALSE) : NULL;
}

gboolean
soho_history_note (SohoArchive *archive,
                   const SohoKind *kind,
                   gint64 id,
                   gint64 revision,
                   const char *body,
                   const SohoValue *values,
                   GError **error)
{
  g_autofree char *fields = dup_difference (kind, body, values, error);
  g_autoptr (sqlite3_stmt) statement
      = fields != NULL ? soho_database_prepare (
            soho_archive_get_database (archive),
            "INSERT INTO history (id, revision, fields) VALUES (:id, :revision, :fields)", error)
                       : NULL;

  if (statement == NULL)
    return FALSE;
  soho_database_bind_integer (statement, ":id", id);
  soho_database_bind_integer (statement, ":revision", revision);
  soho_database_bind_text (statement, ":fields", fields);
  return soho_database_finish (statement, error);
}

gboolean
soho_history_forget (SohoArchive *archive, gint64 id, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = soho_database_prepare (
      soho_archive_get_database (archive), "DELETE FROM history WHERE id = :id", error);

  if (statement == NULL)
    return FALSE;
  soho_database_bind_integer (statement, ":id", id);
  return soho_database_finish (statement, error);
}

gboolean
soho_history_sign (SohoArchive *archive, gint64 id, guint writer, GError **error)
{
  g_autoptr (sqlite3_stmt) statement
      = soho_database_prepare (soho_archive_get_database (archive),
                               "UPDATE history SET writer = :writer WHERE id = :id AND"
                               " revision = (SELECT revision FROM record WHERE id = :id)",
                               error);

  if (statement == NULL)
    return FALSE;
  soho_database_bind_integer (statement, ":id", id);
  soho_database_bind_integer (statement, ":writer", writer);
  return soho_database_finish (statement, error);
}

static gboolean
read_change (const SohoKind *kind,
             const char *fields,
             guint by,
             guint writer,
             gboolean *changed,
             guint *writers,
             GError **error)
{
  g_autoptr (JsonNode) root = soho_json_parse (fields, strlen (fields), 1, error);
  JsonArray *names;

  if (root == NULL || !JSON_NODE_HOLDS_ARRAY (root))
    return root != NULL;
  names = json_node_get_array (root);
  for (guint i = 0; i < json_array_get_length (names); i++)
    {
      JsonNode *name = json_array_get_element (names, i);
      int field = json_node_get_value_type (name) == G_TYPE_STRING
                      ? soho_kind_find_field (kind, json_node_get_string (name))
                      : -1;

      if (field < 0)
        continue;
      changed[field] = by != writer;
      writers[field] = by;
    }
  return TRUE;
}

gboolean
soho_history_read (SohoArchive *archive,
                   const SohoKind *kind,
                   gint64 id,
                   gint64 base,
                   gint64 revision,
                   guint writer,
                   gboolean *changed,
                   guint *writers,
                   GError **error)
{
  g_autoptr (sqlite3_stmt) statement = soho_database_prepare (
      soho_archive_get_database (archive),
      "SELECT writer, fields FROM history WHERE id = :id AND revision > :base ORDER BY revision",
      error);
  g_autoptr (GError) failure = NULL;
  /* The first revision is how the record was made. */
  gint64 unknown = revision - MAX (base, 1);

  if (statement == NULL)
    return FALSE;
  soho_database_bind_integer (statement, ":id", id);
  soho_database_bind_integer (statement, ":base", base);
  while (soho_database_next (statement, &failure))
    {
      unknown--;
      if (!read_change (kind, soho_database_column_text (statement, 1),
                        (guint) sqlite3_column_int64 (statement, 0), writer, changed, writers,
                        error))
        return FALSE;
    }
  for (guint i = 0; unknown > 0 && kind->fields[i].name != NULL; i++)
    changed[i] = changed[i] || writers[i] == 0;
  return soho_database_settle (&failure, error);
}

gboolean
soho_history_was_there (SohoArchive *archive, gint64 id, gboolean *was, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = soho_database_prepare (
      soho_archive_get_database (archive), "SELECT 1 FROM departure WHERE id = :id LIMIT 1", error);
  g_autoptr (GError) failure = NULL;

  if (statement == NULL)
    return FALSE;
  soho_database_bind_integer (statement, ":id", id);
  *was = soho_database_next (statement, &failure);
  return soho_database_settle (&failure, error);
}
