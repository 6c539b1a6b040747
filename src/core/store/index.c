/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/index.h"

#include <glib/gi18n-lib.h>

#include "store/entries.h"
#include "store/replica-private.h"

/* The expression for the words of one field of the row called alias. */
static void
append_words (GString *sql, const SohoModel *model, const SohoField *field, const char *alias)
{
  const SohoKind *target;
  gboolean title_only;

  if (field->type != SOHO_FIELD_REFERENCE)
    {
      if (field->format == SOHO_FORMAT_COMMUNE)
        g_string_append_printf (sql, "commune_name(%s.\"%s\")", alias, field->name);
      else
        g_string_append_printf (sql, "%s.\"%s\"", alias, field->name);
      return;
    }

  target = soho_model_find_kind (model, field->target);
  g_assert (target != NULL);
  title_only = soho_kind_is_document (target);
  g_string_append (sql, "(SELECT concat_words(");
  for (const SohoField *word = target->fields; word->name != NULL; word++)
    if ((title_only ? word->search == SOHO_SEARCH_TITLE : word->search != SOHO_SEARCH_NOT)
        && word->type != SOHO_FIELD_REFERENCE)
      {
        append_words (sql, model, word, "t");
        g_string_append (sql, ", ");
      }
  g_string_append_printf (sql, "NULL) FROM \"%s\" t WHERE t.id = %s.\"%s\")", target->name, alias,
                          field->name);
}

static gboolean
has_words (const SohoKind *kind, SohoSearchColumn column)
{
  for (const SohoField *field = kind->fields; field->name != NULL; field++)
    if (field->search == column)
      return TRUE;
  return FALSE;
}

static void
append_own_words (GString *sql,
                  const SohoModel *model,
                  const SohoKind *kind,
                  SohoSearchColumn column,
                  const char *alias)
{
  for (const SohoField *field = kind->fields; field->name != NULL; field++)
    if (field->search == column)
      {
        append_words (sql, model, field, alias);
        g_string_append (sql, ", ");
      }
}

/* The words that the parts of a record bring into one column of its document. */
static void
append_words_of_parts (GString *sql,
                       const SohoModel *model,
                       const SohoKind *kind,
                       SohoSearchColumn column)
{
  for (const SohoKind *const *part = model->kinds; *part != NULL; part++)
    {
      int owner = soho_kind_get_owner_field (*part);

      if (owner < 0 || !g_str_equal ((*part)->fields[owner].target, kind->name)
          || !has_words (*part, column))
        continue;
      g_string_append (sql, "(SELECT group_concat(concat_words(");
      append_own_words (sql, model, *part, column, "p");
      g_string_append_printf (sql, "NULL), ' ') FROM \"%s\" p WHERE p.\"%s\" = r.id), ",
                              (*part)->name, (*part)->fields[owner].name);
    }
}

/* What the records that the document is found by are called in it. */
static void
append_references (GString *sql, const SohoKind *kind, const char *alias)
{
  for (const SohoField *field = kind->fields; field->name != NULL; field++)
    if (field->type == SOHO_FIELD_REFERENCE && field->search != SOHO_SEARCH_NOT)
      g_string_append_printf (sql, "'" SOHO_INDEX_REFERS "' || %s.\"%s\", ", alias, field->name);
}

static gboolean
has_references (const SohoKind *kind)
{
  for (const SohoField *field = kind->fields; field->name != NULL; field++)
    if (field->type == SOHO_FIELD_REFERENCE && field->search != SOHO_SEARCH_NOT)
      return TRUE;
  return FALSE;
}

static void
append_refers (GString *sql, const SohoModel *model, const SohoKind *kind)
{
  g_string_append (sql, ", concat_words(");
  append_references (sql, kind, "r");
  for (const SohoKind *const *part = model->kinds; *part != NULL; part++)
    {
      int owner = soho_kind_get_owner_field (*part);

      if (owner < 0 || !g_str_equal ((*part)->fields[owner].target, kind->name)
          || !has_references (*part))
        continue;
      g_string_append (sql, "(SELECT group_concat(concat_words(");
      append_references (sql, *part, "p");
      g_string_append_printf (sql, "NULL), ' ') FROM \"%s\" p WHERE p.\"%s\" = r.id), ",
                              (*part)->name, (*part)->fields[owner].name);
    }
  g_string_append (sql, "NULL)");
}

char *
soho_index_dup_select (const SohoModel *model, const SohoKind *kind, const char *condition)
{
  static const SohoSearchColumn columns[]
      = { SOHO_SEARCH_TITLE, SOHO_SEARCH_KEYWORDS, SOHO_SEARCH_TEXT };
  GString *sql = g_string_new ("SELECT r.id");

  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    {
      g_string_append (sql, ", concat_words(");
      append_own_words (sql, model, kind, columns[i], "r");
      append_words_of_parts (sql, model, kind, columns[i]);
      g_string_append (sql, "NULL)");
    }
  append_refers (sql, model, kind);
  g_string_append_printf (sql, ", '%s' FROM \"%s\" r WHERE %s", kind->name, kind->name, condition);
  return g_string_free (sql, FALSE);
}

gboolean
soho_index_begin (SohoReplica *self, GError **error)
{
  return soho_database_run (soho_replica_get_database (self),
                            "CREATE TEMP TABLE IF NOT EXISTS touched (id INTEGER PRIMARY KEY);"
                            "CREATE TEMP TABLE IF NOT EXISTS changing (id INTEGER PRIMARY KEY)",
                            error);
}

static gboolean
set_changing (sqlite3 *db, const gint64 *ids, guint n, GError **error)
{
  g_autoptr (sqlite3_stmt) insert = NULL;

  if (!soho_database_run (db, "DELETE FROM temp.changing", error))
    return FALSE;
  insert = soho_database_prepare (db, "INSERT OR IGNORE INTO temp.changing VALUES (:id)", error);
  if (insert == NULL)
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      soho_database_bind_integer (insert, ":id", ids[i]);
      if (!soho_database_finish (insert, error))
        return FALSE;
    }
  return TRUE;
}

static void
append_touch (GString *sql, const char *document, const SohoKind *kind, const SohoField *reference)
{
  g_string_append_printf (sql,
                          "INSERT OR IGNORE INTO temp.touched SELECT \"%s\" FROM \"%s\" "
                          "WHERE \"%s\" IN (SELECT id FROM temp.changing) AND \"%s\" NOT NULL;",
                          document, kind->name, reference->name, document);
}

/* What refers to one of the changing rows through a searchable field: documents themselves, and the
 * owners of parts. */
static void
append_touch_by_reference (GString *sql, const SohoModel *model, const SohoKind *kind)
{
  for (const SohoKind *const *other = model->kinds; *other != NULL; other++)
    {
      int owner = soho_kind_get_owner_field (*other);

      for (const SohoField *field = (*other)->fields; field->name != NULL; field++)
        {
          if (field->type != SOHO_FIELD_REFERENCE || field->search == SOHO_SEARCH_NOT
              || !g_str_equal (field->target, kind->name))
            continue;
          if (soho_kind_is_document (*other))
            append_touch (sql, "id", *other, field);
          if (owner >= 0)
            append_touch (sql, (*other)->fields[owner].name, *other, field);
        }
    }
}

gboolean
soho_index_touch (
    SohoReplica *self, const SohoKind *kind, const gint64 *ids, guint n, GError **error)
{
  sqlite3 *db = soho_replica_get_database (self);
  int owner = soho_kind_get_owner_field (kind);
  g_autoptr (GString) sql = g_string_new (NULL);

  if (soho_kind_is_document (kind))
    g_string_append (sql, "INSERT OR IGNORE INTO temp.touched SELECT id FROM temp.changing;");
  if (owner >= 0)
    g_string_append_printf (sql,
                            "INSERT OR IGNORE INTO temp.touched SELECT \"%s\" FROM \"%s\" "
                            "WHERE id IN (SELECT id FROM temp.changing) AND \"%s\" NOT NULL;",
                            kind->fields[owner].name, kind->name, kind->fields[owner].name);
  append_touch_by_reference (sql, soho_replica_get_model (self), kind);
  if (sql->len == 0)
    return TRUE;
  return set_changing (db, ids, n, error) && soho_database_run (db, sql->str, error);
}

gboolean
soho_index_flush (SohoReplica *self, GError **error)
{
  sqlite3 *db = soho_replica_get_database (self);
  const SohoModel *model = soho_replica_get_model (self);
  /* Deleting what an FTS5 table does not hold costs as much as deleting what it does. */
  g_autoptr (GString) sql
      = g_string_new ("DELETE FROM search WHERE rowid IN (SELECT t.id FROM temp.touched t"
                      " WHERE EXISTS (SELECT 1 FROM search_docsize d WHERE d.id = t.id));");

  for (const SohoKind *const *kind = model->kinds; *kind != NULL; kind++)
    if (soho_kind_is_document (*kind))
      {
        g_autofree char *select
            = soho_index_dup_select (model, *kind, "r.id IN (SELECT id FROM temp.touched)");

        g_string_append_printf (sql, "INSERT INTO search (rowid, " SOHO_INDEX_COLUMNS ") %s;",
                                select);
      }
  return soho_database_run (db, sql->str, error) && soho_entries_flush (self, error)
         && soho_database_run (db, "DELETE FROM temp.touched", error);
}

static gboolean
count_differences (SohoReplica *self, const SohoKind *kind, gint64 *n, GError **error)
{
  g_autofree char *select = soho_index_dup_select (soho_replica_get_model (self), kind, "TRUE");
  g_autofree char *stored = g_strdup_printf (
      "SELECT rowid, " SOHO_INDEX_COLUMNS " FROM search WHERE kind = '%s'", kind->name);
  g_autofree char *sql = g_strdup_printf ("SELECT (SELECT count(*) FROM (%s EXCEPT %s))"
                                          " + (SELECT count(*) FROM (%s EXCEPT %s))",
                                          select, stored, stored, select);

  return soho_database_read_integer (soho_replica_get_database (self), sql, 0, n, error);
}

/* Documents of no kind that has any. */
static gboolean
count_strays (SohoReplica *self, gint64 *n, GError **error)
{
  const SohoModel *model = soho_replica_get_model (self);
  g_autoptr (GString) sql
      = g_string_new ("SELECT count(*) FROM search WHERE kind IS NULL OR kind NOT IN (''");

  for (const SohoKind *const *kind = model->kinds; *kind != NULL; kind++)
    if (soho_kind_is_document (*kind))
      g_string_append_printf (sql, ", '%s'", (*kind)->name);
  g_string_append_c (sql, ')');
  return soho_database_read_integer (soho_replica_get_database (self), sql->str, 0, n, error);
}

void
soho_index_verify (SohoReplica *self, GPtrArray *complaints, GError **error)
{
  const SohoModel *model = soho_replica_get_model (self);
  gint64 n;

  if (!soho_database_run (soho_replica_get_database (self),
                          "INSERT INTO search (search) VALUES ('integrity-check')", error))
    return;
  for (const SohoKind *const *kind = model->kinds; *kind != NULL; kind++)
    {
      if (!soho_kind_is_document (*kind))
        continue;
      if (!count_differences (self, *kind, &n, error))
        return;
      if (n > 0)
        g_ptr_array_add (
            complaints,
            g_strdup_printf (_ ("The search index differs from the records (%s, %d places)."),
                             (*kind)->name, (int) n));
    }
  if (!count_strays (self, &n, error))
    return;
  if (n > 0)
    g_ptr_array_add (
        complaints,
        g_strdup_printf (_ ("The search index holds records that do not exist (%d)."), (int) n));
  soho_entries_verify (self, complaints, error);
}
