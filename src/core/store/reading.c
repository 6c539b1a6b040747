/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/reading.h"

#include "store/match.h"
#include "store/replica-private.h"

#define ALL                                                                                        \
  "SELECT id, is_episode FROM ("                                                                   \
  " SELECT id, 0 AS is_episode, fold (section) AS section, position, 0 AS age,"                    \
  "  fold (title) AS title FROM guide"                                                             \
  " UNION ALL"                                                                                     \
  " SELECT id, 1, '', 0, -published_on, fold (title) FROM episode)"                                \
  " ORDER BY is_episode, section, position NULLS LAST, age, title, id"

#define FOUND                                                                                      \
  "SELECT rowid, kind = 'episode' FROM search"                                                     \
  " WHERE search MATCH :match AND kind IN ('guide', 'episode') ORDER BY rank, rowid"

static GArray *
read_hits (sqlite3_stmt *statement, GError **error)
{
  g_autoptr (GArray) hits = g_array_new (FALSE, FALSE, sizeof (SohoReadingHit));
  g_autoptr (GError) failure = NULL;

  while (soho_database_next (statement, &failure))
    {
      SohoReadingHit hit = { .id = sqlite3_column_int64 (statement, 0),
                             .is_episode = sqlite3_column_int (statement, 1) != 0 };

      g_array_append_val (hits, hit);
    }
  if (!soho_database_settle (&failure, error))
    return NULL;
  return g_steal_pointer (&hits);
}

GArray *
soho_replica_find_reading (SohoReplica *self, const char *words, GError **error)
{
  gboolean typed = words != NULL && *words != '\0';
  g_autofree char *match = NULL;
  g_autoptr (sqlite3_stmt) statement = NULL;

  if (typed)
    {
      g_autoptr (SohoQuery) query = soho_query_new (words);
      g_autoptr (GError) failure = NULL;

      soho_query_forget_place (query);
      match = soho_match_dup_expression (self, query, NULL, &failure);
      if (!soho_database_settle (&failure, error))
        return NULL;
    }
  statement = soho_database_prepare (soho_replica_get_database (self), typed ? FOUND : ALL, error);
  if (statement == NULL)
    return NULL;
  if (typed) /* "" finds nothing: what was typed holds no word at all */
    soho_database_bind_text (statement, ":match", match != NULL ? match : "\"\"");
  return read_hits (statement, error);
}
