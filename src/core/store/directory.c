/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/directory.h"

#include "store/replica-private.h"
#include "store/search.h"

#define IN_CATEGORY                                                                                \
  "EXISTS (SELECT 1 FROM member_skill ms JOIN skill s ON s.id = ms.skill"                          \
  " WHERE ms.member = m.id AND :category IN (s.id, s.parent))"

static gboolean
has_words (const SohoPeopleQuery *query)
{
  return query->words != NULL && *query->words != '\0';
}

/* select … FROM what the query asks for, then the tail. NULL on error. */
static sqlite3_stmt *
prepare_query (SohoReplica *self,
               const SohoPeopleQuery *query,
               const char *select,
               const char *tail,
               GError **error)
{
  g_autoptr (GString) sql = g_string_new (select);
  g_autofree char *match = NULL;
  sqlite3_stmt *statement;

  g_string_append (sql, " FROM member m");
  if (has_words (query))
    {
      match = soho_search_dup_match (query->words);
      g_string_append (sql, " JOIN search ON search.rowid = m.id AND search MATCH :match");
    }
  g_string_append (sql, " WHERE TRUE");
  if (query->category != 0)
    g_string_append (sql, " AND " IN_CATEGORY);
  if (query->commune != NULL)
    g_string_append (sql, " AND m.commune = :commune");
  g_string_append (sql, tail);

  statement = soho_database_prepare (soho_replica_get_database (self), sql->str, error);
  if (statement == NULL)
    return NULL;
  if (has_words (query)) /* "" finds nobody: what was typed holds no word at all */
    soho_database_bind_text (statement, ":match", match != NULL ? match : "\"\"");
  if (query->category != 0)
    soho_database_bind_integer (statement, ":category", query->category);
  if (query->commune != NULL)
    soho_database_bind_text (statement, ":commune", query->commune);
  return statement;
}

GArray *
soho_replica_find_people (SohoReplica *self, const SohoPeopleQuery *query, GError **error)
{
  const char *order = has_words (query)
                          ? " ORDER BY search.rank, m.id"
                          : " ORDER BY fold (m.family_name), fold (m.given_name), m.id";
  g_autoptr (sqlite3_stmt) statement = prepare_query (self, query, "SELECT m.id", order, error);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GError) failure = NULL;

  if (statement == NULL)
    return NULL;
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
soho_replica_count_people (SohoReplica *self, const SohoPeopleQuery *query, GError **error)
{
  g_autoptr (sqlite3_stmt) statement
      = prepare_query (self, query, "SELECT m.commune, count(*)",
                       " AND m.commune NOT NULL GROUP BY m.commune ORDER BY m.commune", error);
  g_autoptr (GArray) counts = g_array_new (FALSE, FALSE, sizeof (SohoCommuneCount));
  g_autoptr (GError) failure = NULL;

  if (statement == NULL)
    return NULL;
  while (soho_database_next (statement, &failure))
    {
      SohoCommuneCount count = { .people = (guint) sqlite3_column_int64 (statement, 1) };

      g_strlcpy (count.insee, soho_database_column_text (statement, 0), sizeof count.insee);
      g_array_append_val (counts, count);
    }
  if (!soho_database_settle (&failure, error))
    return NULL;
  return g_steal_pointer (&counts);
}

static void
clear_category (gpointer data)
{
  g_free (((SohoCategoryCount *) data)->label);
}

GArray *
soho_replica_count_categories (SohoReplica *self, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = soho_database_prepare (
      soho_replica_get_database (self),
      "SELECT c.id, c.label, (SELECT count(DISTINCT ms.member) FROM skill s"
      "  JOIN member_skill ms ON ms.skill = s.id JOIN member m ON m.id = ms.member"
      "  WHERE s.id = c.id OR s.parent = c.id)"
      " FROM skill c WHERE c.parent IS NULL AND c.label NOT NULL ORDER BY fold (c.label)",
      error);
  g_autoptr (GArray) categories = g_array_new (FALSE, FALSE, sizeof (SohoCategoryCount));
  g_autoptr (GError) failure = NULL;

  if (statement == NULL)
    return NULL;
  g_array_set_clear_func (categories, clear_category);
  while (soho_database_next (statement, &failure))
    {
      SohoCategoryCount category = { .id = sqlite3_column_int64 (statement, 0),
                                     .label = g_strdup (soho_database_column_text (statement, 1)),
                                     .people = (guint) sqlite3_column_int64 (statement, 2) };

      g_array_append_val (categories, category);
    }
  if (!soho_database_settle (&failure, error))
    return NULL;
  return g_steal_pointer (&categories);
}

char **
soho_replica_dup_skills (SohoReplica *self, gint64 member, GError **error)
{
  g_autoptr (sqlite3_stmt) statement
      = soho_database_prepare (soho_replica_get_database (self),
                               "SELECT s.label FROM member_skill ms JOIN skill s ON s.id = ms.skill"
                               " WHERE ms.member = :member AND s.label NOT NULL ORDER BY ms.id",
                               error);
  g_autoptr (GStrvBuilder) labels = g_strv_builder_new ();
  g_autoptr (GError) failure = NULL;

  if (statement == NULL)
    return NULL;
  soho_database_bind_integer (statement, ":member", member);
  while (soho_database_next (statement, &failure))
    g_strv_builder_add (labels, soho_database_column_text (statement, 0));
  if (!soho_database_settle (&failure, error))
    return NULL;
  return g_strv_builder_end (labels);
}
