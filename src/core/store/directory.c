/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/directory.h"

#include "store/directory-private.h"
#include "store/match.h"
#include "store/replica-private.h"

#define IN_CATEGORY                                                                                \
  "EXISTS (SELECT 1 FROM member_skill ms JOIN skill s ON s.id = ms.skill"                          \
  " WHERE ms.member = m.id AND :category IN (s.id, s.parent))"

#define HAS_SKILL                                                                                  \
  "EXISTS (SELECT 1 FROM member_skill ms WHERE ms.member = m.id AND ms.skill = :skill)"

/* Sets are kept as JSON, and every element stands in quotation marks. */
#define SPEAKS                                                                                     \
  "(instr (m.languages, '\"' || :language || '\"') OR instr (m.languages, '\"' || :language || "   \
  "'-'))"
#define IS_OPEN "instr (m.open_to, '\"' || :open_to || '\"')"

#define KM_FROM_PLACE "commune_km (m.commune, :place)"

/* What the words of a query come to. */
typedef struct
{
  SohoQuery *query; /* NULL if nothing was typed */
  char *match;      /* NULL if there are no words */
} Understood;

static void
understood_clear (Understood *self)
{
  g_clear_pointer (&self->query, soho_query_free);
  g_clear_pointer (&self->match, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Understood, understood_clear)

static gboolean
understand (Understood *self, SohoReplica *replica, const char *words, GError **error)
{
  g_autoptr (GError) failure = NULL;

  if (words == NULL || *words == '\0')
    return TRUE;
  self->query = soho_query_new (words);
  self->match = soho_match_new (replica, self->query, &failure);
  return soho_database_settle (&failure, error);
}

static void
append_narrowing (GString *sql, const SohoPeopleQuery *query)
{
  if (query->skill != 0)
    g_string_append (sql, " AND " HAS_SKILL);
  if (query->language != NULL)
    g_string_append (sql, " AND " SPEAKS);
  if (query->open_to != NULL)
    g_string_append (sql, " AND " IS_OPEN);
}

static void
bind_narrowing (sqlite3_stmt *statement, const SohoPeopleQuery *query)
{
  if (query->skill != 0)
    soho_database_bind_integer (statement, ":skill", query->skill);
  if (query->language != NULL)
    soho_database_bind_text (statement, ":language", query->language);
  if (query->open_to != NULL)
    soho_database_bind_text (statement, ":open_to", query->open_to);
}

/* select … FROM what the query asks for, then the tail. NULL on error. */
static sqlite3_stmt *
prepare_query (SohoReplica *self,
               const SohoPeopleQuery *query,
               const Understood *understood,
               const char *select,
               const char *tail,
               GError **error)
{
  g_autoptr (GString) sql = g_string_new (select);
  gboolean has_place = understood->query != NULL && understood->query->place != NULL;
  gboolean has_words = understood->query != NULL && (understood->match != NULL || !has_place);
  sqlite3_stmt *statement;

  /* In this order: the index says who may be meant, and the rest is looked up for each. */
  if (has_words)
    g_string_append (sql, " FROM search CROSS JOIN member m ON m.id = search.rowid");
  else
    g_string_append (sql, " FROM member m");
  g_string_append (sql, has_words ? " WHERE search MATCH :match" : " WHERE TRUE");
  if (has_place)
    g_string_append (sql, " AND " KM_FROM_PLACE " <= :km");
  if (query->category != 0)
    g_string_append (sql, " AND " IN_CATEGORY);
  if (query->commune != NULL)
    g_string_append (sql, " AND m.commune = :commune");
  append_narrowing (sql, query);
  g_string_append (sql, tail);

  statement = soho_database_prepare (soho_replica_get_database (self), sql->str, error);
  if (statement == NULL)
    return NULL;
  if (has_words) /* "" finds nobody: what was typed holds no word at all */
    soho_database_bind_text (statement, ":match",
                             understood->match != NULL ? understood->match : "\"\"");
  if (has_place)
    {
      soho_database_bind_text (statement, ":place", understood->query->place->insee);
      sqlite3_bind_double (statement, sqlite3_bind_parameter_index (statement, ":km"),
                           understood->query->km);
    }
  if (query->category != 0)
    soho_database_bind_integer (statement, ":category", query->category);
  if (query->commune != NULL)
    soho_database_bind_text (statement, ":commune", query->commune);
  bind_narrowing (statement, query);
  return statement;
}

sqlite3_stmt *
soho_people_prepare (SohoReplica *replica,
                     const SohoPeopleQuery *query,
                     const char *select,
                     const char *tail,
                     GError **error)
{
  g_auto (Understood) understood = { NULL };

  if (!understand (&understood, replica, query->words, error))
    return NULL;
  return prepare_query (replica, query, &understood, select, tail, error);
}

/* Nearest to somewhere first. */
static char *
dup_order_near (const Understood *understood)
{
  const SohoQuery *query = understood->query;
  gboolean ranks = query != NULL && (understood->match != NULL || query->place == NULL);

  return g_strconcat (" ORDER BY commune_km (m.commune, ",
                      query != NULL && query->place != NULL ? ":place" : ":near", ") NULLS LAST, ",
                      ranks ? "search.rank, " : "", SOHO_PEOPLE_BY_NAME, NULL);
}

/* A rank is the better the further below zero. At the place itself it counts twice. */
static char *
dup_order (const Understood *understood, const char *near)
{
  const SohoQuery *query = understood->query;

  if (near != NULL)
    return dup_order_near (understood);
  if (query == NULL || (query->place != NULL && understood->match == NULL))
    return g_strconcat (" ORDER BY ", query != NULL ? KM_FROM_PLACE ", " : "", SOHO_PEOPLE_BY_NAME,
                        NULL);
  if (query->place == NULL)
    return g_strdup (" ORDER BY search.rank, m.id");
  return g_strdup_printf (" ORDER BY %s search.rank * (2 - " KM_FROM_PLACE " / %d), m.id",
                          query->lives_there ? "m.commune <> :place," : "", (int) query->km + 1);
}

GArray *
soho_replica_find_people (SohoReplica *self, const SohoPeopleQuery *query, GError **error)
{
  g_auto (Understood) understood = { NULL };
  g_autofree char *order = NULL;
  g_autoptr (sqlite3_stmt) statement = NULL;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GError) failure = NULL;

  if (!understand (&understood, self, query->words, error))
    return NULL;
  order = dup_order (&understood, query->near);
  statement = prepare_query (self, query, &understood, "SELECT m.id", order, error);
  if (statement == NULL)
    return NULL;
  if (sqlite3_bind_parameter_index (statement, ":near") != 0)
    soho_database_bind_text (statement, ":near", query->near);
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
  g_auto (Understood) understood = { NULL };
  g_autoptr (sqlite3_stmt) statement = NULL;
  g_autoptr (GArray) counts = g_array_new (FALSE, FALSE, sizeof (SohoCommuneCount));
  g_autoptr (GError) failure = NULL;

  if (!understand (&understood, self, query->words, error))
    return NULL;
  statement
      = prepare_query (self, query, &understood, "SELECT m.commune, count(*)",
                       " AND m.commune NOT NULL GROUP BY m.commune ORDER BY m.commune", error);
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
