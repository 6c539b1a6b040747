/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/agenda.h"

#include "store/match.h"
#include "store/replica-private.h"

/* The parentheses of the macro are SQL as well. */
#define END "ifnull (e.\"end\", e.start + " G_STRINGIFY (SOHO_AGENDA_USUAL_LENGTH_S) ")"
#define IS_OVER "(e.state IS 'held' OR " END " <= :now)"

static char *
dup_select (const SohoAgendaQuery *query, gboolean has_words, gboolean has_place)
{
  GString *sql = g_string_new ("SELECT e.id FROM ");

  g_string_append (sql, has_words ? "search CROSS JOIN event e ON e.id = search.rowid"
                                    " WHERE search MATCH :match"
                                  : "event e WHERE TRUE");
  if (has_place)
    g_string_append (sql, " AND commune_km (e.commune, :place) <= :km");
  g_string_append (sql, query->past ? " AND " IS_OVER " ORDER BY e.start DESC, e.id"
                                    : " AND NOT " IS_OVER " ORDER BY e.start, e.id");
  return g_string_free (sql, FALSE);
}

static GArray *
read_ids (sqlite3_stmt *statement, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GError) failure = NULL;

  while (soho_database_next (statement, &failure))
    {
      gint64 id = sqlite3_column_int64 (statement, 0);

      g_array_append_val (ids, id);
    }
  if (!soho_database_settle (&failure, error))
    return NULL;
  return g_steal_pointer (&ids);
}

GArray *
soho_replica_find_meetings (SohoReplica *self, const SohoAgendaQuery *query, GError **error)
{
  gboolean typed = query->words != NULL && *query->words != '\0';
  g_autoptr (SohoQuery) understood = typed ? soho_query_new (query->words) : NULL;
  g_autoptr (GError) failure = NULL;
  g_autofree char *match
      = typed ? soho_match_dup_expression (self, understood, NULL, &failure) : NULL;
  gboolean has_place = typed && understood->place != NULL;
  gboolean has_words = match != NULL || (typed && !has_place);
  g_autofree char *sql = dup_select (query, has_words, has_place);
  g_autoptr (sqlite3_stmt) statement = NULL;

  if (!soho_database_settle (&failure, error))
    return NULL;
  statement = soho_database_prepare (soho_replica_get_database (self), sql, error);
  if (statement == NULL)
    return NULL;
  soho_database_bind_integer (statement, ":now", query->now);
  if (has_words) /* "" finds nothing: what was typed holds no word at all */
    soho_database_bind_text (statement, ":match", match != NULL ? match : "\"\"");
  if (has_place)
    {
      soho_database_bind_text (statement, ":place", understood->place->insee);
      sqlite3_bind_double (statement, sqlite3_bind_parameter_index (statement, ":km"),
                           understood->km);
    }
  return read_ids (statement, error);
}

gint64
soho_replica_get_next_end (SohoReplica *self, gint64 now, GError **error)
{
  g_autoptr (sqlite3_stmt) statement
      = soho_database_prepare (soho_replica_get_database (self),
                               "SELECT min (" END ") FROM event e WHERE NOT " IS_OVER, error);
  g_autoptr (GError) failure = NULL;
  gint64 end = G_MAXINT64;

  if (statement == NULL)
    return end;
  soho_database_bind_integer (statement, ":now", now);
  if (soho_database_next (statement, &failure) && sqlite3_column_type (statement, 0) != SQLITE_NULL)
    end = sqlite3_column_int64 (statement, 0);
  soho_database_settle (&failure, error);
  return end;
}
