/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/search.h"

#include "store/match.h"
#include "store/replica-private.h"

void
soho_hit_free (SohoHit *hit)
{
  g_clear_object (&hit->record);
  g_free (hit->snippet);
  g_free (hit);
}

static GPtrArray *
read_hits (SohoReplica *self, sqlite3_stmt *statement, GError **error)
{
  g_autoptr (GPtrArray) hits = g_ptr_array_new_with_free_func ((GDestroyNotify) soho_hit_free);
  const SohoModel *model = soho_replica_get_model (self);
  g_autoptr (GError) failure = NULL;

  while (soho_database_next (statement, &failure))
    {
      const char *name = soho_database_column_text (statement, 1);
      const SohoKind *kind = name != NULL ? soho_model_find_kind (model, name) : NULL;
      g_autoptr (SohoRecord) record = NULL;
      SohoHit *hit;

      if (kind == NULL)
        continue;
      record = soho_replica_get_record (self, kind, sqlite3_column_int64 (statement, 0), &failure);
      if (failure != NULL)
        break;
      if (record == NULL)
        continue;
      hit = g_new0 (SohoHit, 1);
      hit->record = g_steal_pointer (&record);
      hit->snippet = g_strdup (soho_database_column_text (statement, 2));
      g_ptr_array_add (hits, hit);
    }
  if (!soho_database_settle (&failure, error))
    return NULL;
  return g_steal_pointer (&hits);
}

/* The field that says in which commune a record of the kind is; NULL if none does. */
static const char *
get_commune_field (const SohoKind *kind)
{
  for (const SohoField *field = kind->fields; field->name != NULL; field++)
    if (field->format == SOHO_FORMAT_COMMUNE)
      return field->name;
  return NULL;
}

/* Of the document in the current row of `search`: the kilometres from :place, NULL if it is
 * nowhere. */
static void
append_distance (GString *sql, const SohoModel *model)
{
  g_string_append (sql, "commune_km (CASE kind");
  for (const SohoKind *const *kind = model->kinds; *kind != NULL; kind++)
    if (soho_kind_is_document (*kind) && get_commune_field (*kind) != NULL)
      g_string_append_printf (
          sql, " WHEN '%s' THEN (SELECT r.\"%s\" FROM \"%s\" r WHERE r.id = search.rowid)",
          (*kind)->name, get_commune_field (*kind), (*kind)->name);
  g_string_append (sql, " WHEN '' THEN '' END, :place)");
}

/* Everything that is near the place, when nothing else was said. */
static void
append_all_near (GString *sql, const SohoModel *model)
{
  const char *separator = "";

  for (const SohoKind *const *kind = model->kinds; *kind != NULL; kind++)
    if (soho_kind_is_document (*kind) && get_commune_field (*kind) != NULL)
      {
        const char *field = get_commune_field (*kind);

        g_string_append_printf (
            sql,
            "%sSELECT id AS rowid, '%s' AS kind, commune_name (\"%s\") AS snippet,"
            " commune_km (\"%s\", :place) AS km FROM \"%s\"",
            separator, (*kind)->name, field, field, (*kind)->name);
        separator = " UNION ALL ";
      }
  if (*separator == '\0')
    g_string_append (sql,
                     "SELECT 0 AS rowid, '' AS kind, NULL AS snippet, :place AS km WHERE FALSE");
}

static char *
dup_select (const SohoModel *model, const SohoQuery *query, gboolean has_words)
{
  GString *sql = g_string_new ("SELECT rowid, kind, snippet FROM (");

  if (has_words)
    {
      g_string_append (sql, "SELECT rowid, kind, rank AS closeness, ");
      g_string_append (sql, "snippet(search, -1, '\u2068', '\u2069', '…', 16) AS snippet, ");
      if (query->place != NULL)
        append_distance (sql, model);
      else
        g_string_append (sql, "0");
      g_string_append (sql, " AS km FROM search WHERE search MATCH :match");
    }
  else
    append_all_near (sql, model);
  g_string_append (sql, ") WHERE km <= :km AND (:kind IS NULL OR kind = :kind) ORDER BY ");
  if (!has_words)
    g_string_append (sql, "km, rowid");
  else
    g_string_append_printf (sql, "%s closeness * (2 - km / %d), rowid",
                            query->lives_there ? "km > 0," : "", (int) query->km + 1);
  g_string_append (sql, " LIMIT :limit");
  return g_string_free (sql, FALSE);
}

/* Without a place, which costs least: FTS5 sorts by rank itself. */
static sqlite3_stmt *
prepare_words_only (SohoReplica *self, GError **error)
{
  return soho_database_prepare (
      soho_replica_get_database (self),
      "SELECT rowid, kind, snippet(search, -1, '\u2068', '\u2069', '…', 16) FROM search"
      " WHERE search MATCH :match AND (:kind IS NULL OR kind = :kind) ORDER BY rank LIMIT :limit",
      error);
}

static sqlite3_stmt *
prepare_with_place (SohoReplica *self, const SohoQuery *query, gboolean has_words, GError **error)
{
  g_autofree char *sql = dup_select (soho_replica_get_model (self), query, has_words);
  sqlite3_stmt *statement = soho_database_prepare (soho_replica_get_database (self), sql, error);

  if (statement == NULL)
    return NULL;
  soho_database_bind_text (statement, ":place", query->place->insee);
  sqlite3_bind_double (statement, sqlite3_bind_parameter_index (statement, ":km"), query->km);
  return statement;
}

GPtrArray *
soho_replica_search (
    SohoReplica *self, const char *words, const SohoKind *kind, guint limit, GError **error)
{
  g_autoptr (SohoQuery) query = soho_query_new (words);
  g_autoptr (GError) failure = NULL;
  g_autofree char *match = soho_match_new (self, query, &failure);
  g_autoptr (sqlite3_stmt) statement = NULL;

  if (!soho_database_settle (&failure, error))
    return NULL;
  if (match == NULL && query->place == NULL)
    return g_ptr_array_new_with_free_func ((GDestroyNotify) soho_hit_free);
  statement = query->place == NULL ? prepare_words_only (self, error)
                                   : prepare_with_place (self, query, match != NULL, error);
  if (statement == NULL)
    return NULL;
  if (match != NULL)
    soho_database_bind_text (statement, ":match", match);
  soho_database_bind_text (statement, ":kind", kind != NULL ? kind->name : NULL);
  soho_database_bind_integer (statement, ":limit", limit);
  return read_hits (self, statement, error);
}

char *
soho_replica_dup_place (SohoReplica *self, const char *words, GError **error)
{
  g_autoptr (SohoQuery) query = soho_query_new (words);
  g_autoptr (GError) failure = NULL;
  g_autofree char *match = soho_match_new (self, query, &failure);

  if (!soho_database_settle (&failure, error))
    return NULL;
  return soho_query_dup_place (query);
}
