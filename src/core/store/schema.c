/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/schema.h"

#include <string.h>

#include "formats/json.h"

static const char *
sql_type_of (const SohoField *field)
{
  switch (field->type)
    {
    case SOHO_FIELD_TEXT:
    case SOHO_FIELD_LONG_TEXT:
    case SOHO_FIELD_ENUMERATION:
    case SOHO_FIELD_BLOB:
    case SOHO_FIELD_SET:
      return "TEXT";
    case SOHO_FIELD_REAL:
      return "REAL";
    case SOHO_FIELD_INTEGER:
    case SOHO_FIELD_BOOLEAN:
    case SOHO_FIELD_DATE:
    case SOHO_FIELD_INSTANT:
    case SOHO_FIELD_REFERENCE:
      return "INTEGER";
    }
  g_assert_not_reached ();
}

/* Records are looked up by what they refer to and by the place they are in. */
static gboolean
wants_index (const SohoField *field)
{
  return field->type == SOHO_FIELD_REFERENCE || field->format == SOHO_FORMAT_COMMUNE;
}

static void
append_index (GString *sql, const SohoKind *kind, const SohoField *field)
{
  g_string_append_printf (sql, ";\nCREATE INDEX IF NOT EXISTS \"%s_%s\" ON \"%s\" (\"%s\")",
                          kind->name, field->name, kind->name, field->name);
}

char *
soho_schema_dup_create (const SohoKind *kind)
{
  GString *sql = g_string_new (NULL);

  g_string_append_printf (
      sql, "CREATE TABLE \"%s\" (id INTEGER PRIMARY KEY, revision INTEGER NOT NULL", kind->name);
  for (const SohoField *field = kind->fields; field->name != NULL; field++)
    g_string_append_printf (sql, ", \"%s\" %s", field->name, sql_type_of (field));
  g_string_append (sql, ", audience TEXT) STRICT");
  for (const SohoField *field = kind->fields; field->name != NULL; field++)
    if (wants_index (field))
      append_index (sql, kind, field);
  return g_string_free (sql, FALSE);
}

char *
soho_schema_dup_columns (const SohoKind *kind)
{
  GString *columns = g_string_new ("id, revision");

  for (const SohoField *field = kind->fields; field->name != NULL; field++)
    g_string_append_printf (columns, ", \"%s\"", field->name);
  return g_string_free (columns, FALSE);
}

char *
soho_schema_dup_upsert (const SohoKind *kind)
{
  g_autofree char *columns = soho_schema_dup_columns (kind);
  GString *sql = g_string_new (NULL);

  g_string_append_printf (sql, "INSERT OR REPLACE INTO \"%s\" (%s, audience) VALUES (?, ?, ?",
                          kind->name, columns);
  for (guint i = 0; i < soho_kind_get_n_fields (kind); i++)
    g_string_append (sql, ", ?");
  g_string_append_c (sql, ')');
  return g_string_free (sql, FALSE);
}

/* The SQL type of a column, NULL if there is no such column. Borrowed until the schema changes. */
static const char *
column_type (sqlite3 *db, const char *table, const char *column)
{
  const char *type = NULL;

  sqlite3_table_column_metadata (db, "main", table, column, &type, NULL, NULL, NULL, NULL);
  return type;
}

/* Adds what is missing. A column of another type goes first, with all it holds: its rows are asked
 * for again. */
static gboolean
fit_columns (sqlite3 *db, const SohoKind *kind, GError **error)
{
  for (const SohoField *field = kind->fields; field->name != NULL; field++)
    {
      const char *type = column_type (db, kind->name, field->name);
      g_autoptr (GString) sql = g_string_new (NULL);

      if (type != NULL && strcmp (type, sql_type_of (field)) != 0)
        {
          g_string_append_printf (sql, "DROP INDEX IF EXISTS \"%s_%s\";", kind->name, field->name);
          g_string_append_printf (sql, "ALTER TABLE \"%s\" DROP COLUMN \"%s\";", kind->name,
                                  field->name);
          type = NULL;
        }
      if (type == NULL)
        g_string_append_printf (sql, "ALTER TABLE \"%s\" ADD COLUMN \"%s\" %s", kind->name,
                                field->name, sql_type_of (field));
      if (wants_index (field))
        append_index (sql, kind, field);
      if (!soho_database_run (db, sql->str, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
has_audience (sqlite3 *db, const SohoKind *kind)
{
  return column_type (db, kind->name, "audience") != NULL;
}

/* Programs that knew nothing of audiences were told only what everybody may read, so their rows are
 * right as they are. */
static gboolean
fit_audience (sqlite3 *db, const SohoKind *kind, GError **error)
{
  g_autofree char *sql
      = g_strdup_printf ("ALTER TABLE \"%s\" ADD COLUMN audience TEXT", kind->name);

  return has_audience (db, kind) || soho_database_run (db, sql, error);
}

/* The fingerprint that the file knows of the kind, "" if none. NULL on error. */
static char *
dup_known_fingerprint (sqlite3 *db, const SohoKind *kind, GError **error)
{
  g_autoptr (sqlite3_stmt) statement
      = soho_database_prepare (db, "SELECT fingerprint FROM kind WHERE name = :name", error);
  g_autoptr (GError) failure = NULL;

  if (statement == NULL)
    return NULL;
  soho_database_bind_text (statement, ":name", kind->name);
  if (soho_database_next (statement, &failure))
    return g_strdup (soho_database_column_text (statement, 0));
  if (!soho_database_settle (&failure, error))
    return NULL;
  return g_strdup ("");
}

static gboolean
remember_fingerprint (sqlite3 *db, const SohoKind *kind, const char *fingerprint, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = soho_database_prepare (
      db, "INSERT OR REPLACE INTO kind (name, fingerprint, refill) VALUES (:name, :fingerprint, 1)",
      error);

  if (statement == NULL)
    return FALSE;
  soho_database_bind_text (statement, ":name", kind->name);
  soho_database_bind_text (statement, ":fingerprint", fingerprint);
  return soho_database_finish (statement, error);
}

/* grown: set to TRUE if the table had to be made or changed. */
static gboolean
ensure_kind (sqlite3 *db, const SohoKind *kind, gboolean *grown, GError **error)
{
  g_autofree char *fingerprint = soho_kind_dup_fingerprint (kind);
  g_autofree char *known = dup_known_fingerprint (db, kind, error);
  g_autofree char *create = NULL;

  if (known == NULL)
    return FALSE;
  if (*known != '\0' && !fit_audience (db, kind, error))
    return FALSE;
  if (strcmp (known, fingerprint) == 0)
    return TRUE;
  *grown = TRUE;
  if (*known != '\0')
    return fit_columns (db, kind, error) && remember_fingerprint (db, kind, fingerprint, error);
  create = soho_schema_dup_create (kind);
  return soho_database_run (db, create, error)
         && remember_fingerprint (db, kind, fingerprint, error);
}

/* A fill that was cut would go on at its place in the order of kinds, and what has grown may lie
 * before it. So it begins again: the cursor without its position is the point at which it began. */
static gboolean
restart_fill (sqlite3 *db, GError **error)
{
  return soho_database_run (
      db,
      "UPDATE kind SET refill = 1 WHERE EXISTS"
      " (SELECT 1 FROM meta WHERE name = 'cursor' AND instr (value, '~') > 0);"
      "UPDATE meta SET value = substr (value, 1, instr (value, '~') - 1)"
      " WHERE name = 'cursor' AND instr (value, '~') > 0",
      error);
}

gboolean
soho_schema_ensure (sqlite3 *db, const SohoModel *model, GError **error)
{
  gboolean grown = FALSE;

  for (const SohoKind *const *kind = model->kinds; *kind != NULL; kind++)
    if (!ensure_kind (db, *kind, &grown, error))
      return FALSE;
  return !grown || restart_fill (db, error);
}

gboolean
soho_schema_fits (sqlite3 *db, const SohoModel *model, gboolean *fits, GError **error)
{
  *fits = TRUE;
  for (const SohoKind *const *kind = model->kinds; *kind != NULL && *fits; kind++)
    {
      g_autofree char *fingerprint = soho_kind_dup_fingerprint (*kind);
      g_autofree char *known = dup_known_fingerprint (db, *kind, error);

      if (known == NULL)
        return FALSE;
      *fits = strcmp (known, fingerprint) == 0 && has_audience (db, *kind);
    }
  return TRUE;
}

static void
bind_set (sqlite3_stmt *statement, int position, char **elements)
{
  g_autoptr (GString) json = g_string_new ("[");

  for (char **element = elements; *element != NULL; element++)
    {
      if (element != elements)
        g_string_append_c (json, ',');
      soho_json_append_string (json, *element);
    }
  g_string_append_c (json, ']');
  sqlite3_bind_text (statement, position, json->str, (int) json->len, SQLITE_TRANSIENT);
}

void
soho_schema_bind (sqlite3_stmt *statement, int position, const SohoValue *value)
{
  switch (value->type)
    {
    case SOHO_VALUE_NONE:
      sqlite3_bind_null (statement, position);
      break;
    case SOHO_VALUE_INTEGER:
      sqlite3_bind_int64 (statement, position, value->integer);
      break;
    case SOHO_VALUE_REAL:
      sqlite3_bind_double (statement, position, value->real);
      break;
    case SOHO_VALUE_TEXT:
      /* The rows outlive the step that reads them. */
      sqlite3_bind_text (statement, position, value->text, -1, SQLITE_STATIC);
      break;
    case SOHO_VALUE_SET:
      bind_set (statement, position, value->set);
      break;
    }
}

static void
read_set (const char *json, SohoValue *value)
{
  g_autoptr (JsonNode) node = soho_json_parse (json, strlen (json), 1, NULL);
  g_autoptr (GPtrArray) elements = g_ptr_array_new_with_free_func (g_free);
  JsonArray *array;

  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    return;
  array = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *element = json_array_get_element (array, i);

      if (json_node_get_value_type (element) == G_TYPE_STRING)
        g_ptr_array_add (elements, g_strdup (json_node_get_string (element)));
    }
  g_ptr_array_add (elements, NULL);
  soho_value_take_set (value, (char **) g_ptr_array_free (g_steal_pointer (&elements), FALSE));
}

/* A byte that went wrong in the file must not reach what expects UTF-8. */
static char *
dup_valid_text (const char *text)
{
  return g_utf8_validate (text, -1, NULL) ? g_strdup (text) : g_utf8_make_valid (text, -1);
}

static void
read_text (sqlite3_stmt *statement, int column, const SohoField *field, SohoValue *value)
{
  const char *text = soho_database_column_text (statement, column);

  if (field->type == SOHO_FIELD_SET)
    read_set (text, value);
  else
    soho_value_take_text (value, dup_valid_text (text));
}

static void
read_integer (sqlite3_stmt *statement, int column, const SohoField *field, SohoValue *value)
{
  gint64 integer = sqlite3_column_int64 (statement, column);

  if (field->type == SOHO_FIELD_INTEGER || (integer >= field->min && integer <= field->max))
    soho_value_set_integer (value, integer);
}

static void
read_real (sqlite3_stmt *statement, int column, const SohoField *field, SohoValue *value)
{
  double real = sqlite3_column_double (statement, column);

  if (real >= field->min && real <= field->max)
    soho_value_set_real (value, real);
}

void
soho_schema_read (sqlite3_stmt *statement, int column, const SohoField *field, SohoValue *value)
{
  const char *type = sql_type_of (field);

  soho_value_clear (value);
  switch (sqlite3_column_type (statement, column))
    {
    case SQLITE_INTEGER:
      if (strcmp (type, "INTEGER") == 0)
        read_integer (statement, column, field, value);
      break;
    case SQLITE_FLOAT:
      if (strcmp (type, "REAL") == 0)
        read_real (statement, column, field, value);
      break;
    case SQLITE_TEXT:
      if (strcmp (type, "TEXT") == 0)
        read_text (statement, column, field, value);
      break;
    default:
      break;
    }
}
