/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/snippets.h"

#include "store/index.h"
#include "store/replica-private.h"

/* What a document is found by, besides, needs no telling. */
#define MOST_LABELS 3

static void
keep (GHashTable *snippets, gint64 id, char *snippet)
{
  g_hash_table_replace (snippets, g_memdup2 (&id, sizeof id), snippet);
}

/* A set stands in the index as it is stored, ["a","b"], which is for programs to read. */
static char *
dup_readable (const char *snippet)
{
  GString *text = g_string_new (snippet);

  g_string_replace (text, "\",\"", ", ", 0);
  g_string_replace (text, "[\"", "", 0);
  g_string_replace (text, "\"]", "", 0);
  return g_string_free (text, FALSE);
}

/* One pass over what matches, which costs less than to begin anew for each document. */
static gboolean
read_words (GHashTable *snippets, sqlite3 *db, const char *words, const GArray *ids, GError **error)
{
  g_autoptr (GString) sql
      = g_string_new ("SELECT rowid, snippet (search, -1, '\u2068', '\u2069', '…', 16)"
                      " FROM search WHERE search MATCH :match AND +rowid IN (0");
  g_autoptr (sqlite3_stmt) statement = NULL;
  g_autoptr (GError) failure = NULL;

  for (guint i = 0; i < ids->len; i++)
    g_string_append_printf (sql, ", %" G_GINT64_FORMAT, g_array_index (ids, gint64, i));
  g_string_append_c (sql, ')');
  statement = soho_database_prepare (db, sql->str, error);
  if (statement == NULL)
    return FALSE;
  soho_database_bind_text (statement, ":match", words);
  while (soho_database_next (statement, &failure))
    keep (snippets, sqlite3_column_int64 (statement, 0),
          dup_readable (soho_database_column_text (statement, 1)));
  return soho_database_settle (&failure, error);
}

/* The labels of the skills for which a document, :id, was found. */
static sqlite3_stmt *
prepare_labels (sqlite3 *db, const GArray *skills, GError **error)
{
  g_autoptr (GString) sql
      = g_string_new ("SELECT s.label FROM search d, skill s WHERE d.rowid = :id"
                      " AND s.label NOT NULL AND s.id IN (0");

  for (guint i = 0; i < skills->len; i++)
    g_string_append_printf (sql, ", %" G_GINT64_FORMAT, g_array_index (skills, gint64, i));
  g_string_append (sql, ") AND instr (' ' || d.refers || ' ',"
                        " ' " SOHO_INDEX_REFERS "' || s.id || ' ') ORDER BY s.id LIMIT :most");
  return soho_database_prepare (db, sql->str, error);
}

static gboolean
read_labels (GHashTable *snippets, sqlite3_stmt *statement, gint64 id, GError **error)
{
  g_autoptr (GString) snippet = g_string_new (NULL);
  g_autoptr (GError) failure = NULL;

  soho_database_bind_integer (statement, ":id", id);
  soho_database_bind_integer (statement, ":most", MOST_LABELS);
  while (soho_database_next (statement, &failure))
    g_string_append_printf (snippet, "%s\u2068%s\u2069", snippet->len > 0 ? ", " : "",
                            soho_database_column_text (statement, 0));
  sqlite3_reset (statement);
  keep (snippets, id, g_strdup (snippet->str));
  return soho_database_settle (&failure, error);
}

GHashTable *
soho_snippets_read (SohoReplica *self, const SohoMatch *match, const GArray *ids, GError **error)
{
  sqlite3 *db = soho_replica_get_database (self);
  g_autoptr (GHashTable) snippets
      = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  g_autoptr (sqlite3_stmt) labels = NULL;

  if (ids->len == 0)
    return g_steal_pointer (&snippets);
  if (*match->words != '\0' && !read_words (snippets, db, match->words, ids, error))
    return NULL;
  if (match->skills->len == 0)
    return g_steal_pointer (&snippets);
  labels = prepare_labels (db, match->skills, error);
  if (labels == NULL)
    return NULL;
  for (guint i = 0; i < ids->len; i++)
    {
      gint64 id = g_array_index (ids, gint64, i);

      if (!g_hash_table_contains (snippets, &id) && !read_labels (snippets, labels, id, error))
        return NULL;
    }
  return g_steal_pointer (&snippets);
}
