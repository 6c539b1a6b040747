/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/entries.h"

#include <glib/gi18n-lib.h>

#include "model/fold.h"
#include "store/index.h"
#include "store/replica-private.h"

#define MOST_INITIALS 2

/* The expression for the title of the row called r, from its last field to its first. */
static void
append_sort (GString *sql, const SohoKind *kind)
{
  g_string_append (sql, "fold (concat_words (");
  for (guint i = soho_kind_get_n_fields (kind); i > 0; i--)
    {
      const SohoField *field = &kind->fields[i - 1];

      if (field->title)
        g_string_append_printf (
            sql, field->format == SOHO_FORMAT_COMMUNE ? "commune_name (r.\"%s\"), " : "r.\"%s\", ",
            field->name);
    }
  g_string_append (sql, "NULL))");
}

static const char *
get_commune_field (const SohoKind *kind)
{
  for (const SohoField *field = kind->fields; field->name != NULL; field++)
    if (field->format == SOHO_FORMAT_COMMUNE)
      return field->name;
  return NULL;
}

/* The expression for where the row called r is: in its own commune, or in that of a document it is
 * found by. */
static void
append_commune (GString *sql, const SohoModel *model, const SohoKind *kind)
{
  const char *own = get_commune_field (kind);

  if (own != NULL)
    {
      g_string_append_printf (sql, "r.\"%s\"", own);
      return;
    }
  for (const SohoField *field = kind->fields; field->name != NULL; field++)
    if (field->type == SOHO_FIELD_REFERENCE && field->search != SOHO_SEARCH_NOT)
      {
        const char *theirs = get_commune_field (soho_model_find_kind (model, field->target));

        if (theirs == NULL)
          continue;
        g_string_append_printf (sql, "(SELECT t.\"%s\" FROM \"%s\" t WHERE t.id = r.\"%s\")",
                                theirs, field->target, field->name);
        return;
      }
  g_string_append (sql, "NULL");
}

/* The SELECT that makes the entries of a kind: id, kind, sort, commune. To be freed. */
static char *
dup_select (const SohoModel *model, const SohoKind *kind, const char *condition)
{
  GString *sql = g_string_new (NULL);

  g_string_append_printf (sql, "SELECT r.id, '%s', ", kind->name);
  append_sort (sql, kind);
  g_string_append (sql, ", ");
  append_commune (sql, model, kind);
  g_string_append_printf (sql, " FROM \"%s\" r WHERE %s", kind->name, condition);
  return g_string_free (sql, FALSE);
}

/* The field of a kind that refers to records of the same kind; NULL if none does. */
static const char *
get_parent_field (const SohoKind *kind)
{
  for (const SohoField *field = kind->fields; field->name != NULL; field++)
    if (field->type == SOHO_FIELD_REFERENCE && g_str_equal (field->target, kind->name))
      return field->name;
  return NULL;
}

/* The SELECT of top and id for what one field of the parts of a kind refers to. condition is over
 * "r.id". */
static void
append_groups_by (GString *sql,
                  const SohoKind *kind,
                  const SohoKind *part,
                  const SohoField *field,
                  const char *parent,
                  const char *condition)
{
  const char *owner = part->fields[soho_kind_get_owner_field (part)].name;

  g_string_append_printf (sql,
                          "%sSELECT DISTINCT coalesce (t.\"%s\", t.id), r.id FROM \"%s\" r"
                          " CROSS JOIN \"%s\" p ON p.\"%s\" = r.id"
                          " CROSS JOIN \"%s\" t ON t.id = p.\"%s\" WHERE %s",
                          sql->len > 0 ? " UNION " : "", parent, kind->name, part->name, owner,
                          field->target, field->name, condition);
}

/* The SELECT that makes the groups of all documents: top, id; "" if there are none. To be freed. */
static char *
dup_groups (const SohoModel *model, const char *condition)
{
  GString *sql = g_string_new (NULL);

  for (const SohoKind *const *part = model->kinds; *part != NULL; part++)
    {
      int owner = soho_kind_get_owner_field (*part);
      const SohoKind *kind
          = owner >= 0 ? soho_model_find_kind (model, (*part)->fields[owner].target) : NULL;

      if (kind == NULL || !soho_kind_is_document (kind))
        continue;
      for (const SohoField *field = (*part)->fields; field->name != NULL; field++)
        if (field->type == SOHO_FIELD_REFERENCE && field->search != SOHO_SEARCH_NOT)
          {
            const char *parent = get_parent_field (soho_model_find_kind (model, field->target));

            if (parent != NULL)
              append_groups_by (sql, kind, *part, field, parent, condition);
          }
    }
  return g_string_free (sql, FALSE);
}

static gboolean
flush_groups (SohoReplica *self, GError **error)
{
  g_autofree char *select
      = dup_groups (soho_replica_get_model (self), "r.id IN (SELECT id FROM temp.touched)");
  g_autofree char *sql = g_strconcat ("INSERT INTO entry_group (top, id) ", select, NULL);

  return *select == '\0' || soho_database_run (soho_replica_get_database (self), sql, error);
}

static gboolean
insert_words (sqlite3_stmt *insert, const char *title, GError **error)
{
  g_autofree char *folded = soho_fold (title);
  g_auto (GStrv) words = g_strsplit (folded, " ", -1);

  for (char **word = words; *word != NULL; word++)
    {
      if (**word == '\0')
        continue;
      soho_database_bind_text (insert, ":word", *word);
      if (!soho_database_finish (insert, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
flush_words (SohoReplica *self, GError **error)
{
  sqlite3 *db = soho_replica_get_database (self);
  g_autoptr (sqlite3_stmt) touched
      = soho_database_prepare (db,
                               "SELECT e.id, e.kind, e.sort, e.commune, s.title"
                               " FROM temp.touched t CROSS JOIN entry e ON e.id = t.id"
                               " CROSS JOIN search s ON s.rowid = t.id WHERE s.title NOT NULL",
                               error);
  g_autoptr (sqlite3_stmt) insert
      = soho_database_prepare (db,
                               "INSERT OR IGNORE INTO entry_word (id, kind, sort, commune, word)"
                               " VALUES (:id, :kind, :sort, :commune, :word)",
                               error);
  g_autoptr (GError) failure = NULL;

  if (touched == NULL || insert == NULL)
    return FALSE;
  while (soho_database_next (touched, &failure))
    {
      soho_database_bind_integer (insert, ":id", sqlite3_column_int64 (touched, 0));
      soho_database_bind_text (insert, ":kind", soho_database_column_text (touched, 1));
      soho_database_bind_text (insert, ":sort", soho_database_column_text (touched, 2));
      soho_database_bind_text (insert, ":commune", soho_database_column_text (touched, 3));
      if (!insert_words (insert, soho_database_column_text (touched, 4), error))
        return FALSE;
    }
  return soho_database_settle (&failure, error);
}

gboolean
soho_entries_flush (SohoReplica *self, GError **error)
{
  const SohoModel *model = soho_replica_get_model (self);
  g_autoptr (GString) sql
      = g_string_new ("DELETE FROM entry WHERE id IN (SELECT id FROM temp.touched);"
                      "DELETE FROM entry_word WHERE id IN (SELECT id FROM temp.touched);"
                      "DELETE FROM entry_group WHERE id IN (SELECT id FROM temp.touched);");

  for (const SohoKind *const *kind = model->kinds; *kind != NULL; kind++)
    if (soho_kind_is_document (*kind))
      {
        g_autofree char *select
            = dup_select (model, *kind, "r.id IN (SELECT id FROM temp.touched)");

        g_string_append_printf (sql, "INSERT INTO entry (id, kind, sort, commune) %s;", select);
      }
  return soho_database_run (soho_replica_get_database (self), sql->str, error)
         && flush_words (self, error) && flush_groups (self, error);
}

/* "… FROM kind" for each kind of documents, with something between. To be freed. */
static char *
dup_for_documents (const SohoModel *model, const char *select, const char *separator)
{
  GString *sql = g_string_new (NULL);

  for (const SohoKind *const *kind = model->kinds; *kind != NULL; kind++)
    if (soho_kind_is_document (*kind))
      g_string_append_printf (sql, "%s%s FROM \"%s\"", sql->len > 0 ? separator : "", select,
                              (*kind)->name);
  return g_string_free (sql, FALSE);
}

static gboolean
touch_all (SohoReplica *self, GError **error)
{
  g_autofree char *ids = dup_for_documents (soho_replica_get_model (self), "SELECT id", " UNION ");
  g_autofree char *sql = g_strconcat ("INSERT OR IGNORE INTO temp.touched ", ids, NULL);

  return soho_database_run (soho_replica_get_database (self), sql, error);
}

gboolean
soho_entries_ensure (SohoReplica *self, GError **error)
{
  sqlite3 *db = soho_replica_get_database (self);
  g_autofree char *any
      = dup_for_documents (soho_replica_get_model (self), "SELECT 1", " UNION ALL ");
  g_autofree char *sql = NULL;
  gint64 missing;

  if (*any == '\0') /* a model without documents */
    return TRUE;
  sql = g_strdup_printf ("SELECT NOT EXISTS (SELECT 1 FROM entry) AND EXISTS (%s)", any);
  if (!soho_database_read_integer (db, sql, 0, &missing, error))
    return FALSE;
  if (!missing)
    return TRUE;
  if (!soho_index_begin (self, error) || !soho_database_begin (db, error))
    return FALSE;
  if (touch_all (self, error) && soho_index_flush (self, error) && soho_database_commit (db, error))
    return TRUE;
  soho_database_rollback (db);
  return FALSE;
}

static gboolean
count_differences (SohoReplica *self, const SohoKind *kind, gint64 *n, GError **error)
{
  g_autofree char *select = dup_select (soho_replica_get_model (self), kind, "TRUE");
  g_autofree char *stored
      = g_strdup_printf ("SELECT id, kind, sort, commune FROM entry WHERE kind = '%s'", kind->name);
  g_autofree char *sql = g_strdup_printf ("SELECT (SELECT count(*) FROM (%s EXCEPT %s))"
                                          " + (SELECT count(*) FROM (%s EXCEPT %s))",
                                          select, stored, stored, select);

  return soho_database_read_integer (soho_replica_get_database (self), sql, 0, n, error);
}

/* Words that say something else than their entry, and entries with a title but without any word. */
static gboolean
count_word_differences (SohoReplica *self, gint64 *n, GError **error)
{
  return soho_database_read_integer (
      soho_replica_get_database (self),
      "SELECT (SELECT count(*) FROM (SELECT id, kind, sort, commune FROM entry_word"
      "   EXCEPT SELECT id, kind, sort, commune FROM entry))"
      " + (SELECT count(*) FROM (SELECT id FROM entry WHERE sort <> ''"
      "   EXCEPT SELECT id FROM entry_word))",
      0, n, error);
}

static gboolean
count_group_differences (SohoReplica *self, gint64 *n, GError **error)
{
  g_autofree char *select = dup_groups (soho_replica_get_model (self), "TRUE");
  const char *made = *select != '\0' ? select : "SELECT 0, 0 WHERE FALSE";
  g_autofree char *sql = g_strdup_printf (
      "SELECT (SELECT count(*) FROM (SELECT * FROM (%s) EXCEPT SELECT top, id FROM entry_group))"
      " + (SELECT count(*) FROM (SELECT top, id FROM entry_group EXCEPT SELECT * FROM (%s)))",
      made, made);

  return soho_database_read_integer (soho_replica_get_database (self), sql, 0, n, error);
}

void
soho_entries_verify (SohoReplica *self, GPtrArray *complaints, GError **error)
{
  const SohoModel *model = soho_replica_get_model (self);
  gint64 n, differences = 0;

  for (const SohoKind *const *kind = model->kinds; *kind != NULL; kind++)
    if (soho_kind_is_document (*kind))
      {
        if (!count_differences (self, *kind, &n, error))
          return;
        differences += n;
      }
  if (!count_word_differences (self, &n, error))
    return;
  differences += n;
  if (!count_group_differences (self, &n, error))
    return;
  differences += n;
  if (differences > 0)
    g_ptr_array_add (complaints,
                     g_strdup_printf (_ ("The lists of names differ from the records (%d places)."),
                                      (int) differences));
}

gboolean
soho_entries_find_initials (SohoReplica *self,
                            const SohoQuery *query,
                            const SohoKind *kind,
                            char **initials,
                            GError **error)
{
  const char *word = soho_query_get_only_word (query);
  g_autoptr (sqlite3_stmt) statement = NULL;
  g_autofree char *end = NULL;
  g_autoptr (GError) failure = NULL;

  *initials = NULL;
  if (word == NULL || g_utf8_strlen (word, -1) > MOST_INITIALS)
    return TRUE;
  statement = soho_database_prepare (
      soho_replica_get_database (self),
      "SELECT 1 FROM entry_word WHERE kind IN (SELECT name FROM kind WHERE :kind IS NULL"
      " OR name = :kind) AND word >= :from AND word < :to LIMIT 1",
      error);
  if (statement == NULL)
    return FALSE;
  end = g_strconcat (word, "\U0010ffff", NULL);
  soho_database_bind_text (statement, ":kind", kind != NULL ? kind->name : NULL);
  soho_database_bind_text (statement, ":from", word);
  soho_database_bind_text (statement, ":to", end);
  if (soho_database_next (statement, &failure))
    *initials = g_strdup (word);
  return soho_database_settle (&failure, error);
}
