/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/directory.h"

#include <string.h>

#include "store/directory-private.h"
#include "store/replica-private.h"

/* e is the row of `entry`, which is small: member is not read at all. */
#define IN_CATEGORY                                                                                \
  "e.id IN (SELECT ms.member FROM member_skill ms WHERE ms.skill IN"                               \
  " (SELECT id FROM skill WHERE id = :category OR parent = :category))"

#define HAS_SKILL                                                                                  \
  "EXISTS (SELECT 1 FROM member_skill ms WHERE ms.member = e.id AND ms.skill = :skill)"

/* Sets are kept as JSON, and every element stands in quotation marks. */
#define SPEAKS                                                                                     \
  "EXISTS (SELECT 1 FROM member m WHERE m.id = e.id"                                               \
  " AND (instr (m.languages, '\"' || :language || '\"')"                                           \
  "   OR instr (m.languages, '\"' || :language || '-')))"
#define IS_OPEN                                                                                    \
  "EXISTS (SELECT 1 FROM member m WHERE m.id = e.id"                                               \
  " AND instr (m.open_to, '\"' || :open_to || '\"'))"

#define IS_FAVOURITE "e.id IN (SELECT f.member FROM favourite f WHERE f.holder = :favourites_of)"

void
soho_people_query_clear (SohoPeopleQuery *query)
{
  g_free ((char *) query->words);
  g_free ((char *) query->commune);
  g_free ((char *) query->language);
  g_free ((char *) query->open_to);
  g_free ((char *) query->near);
  g_free ((char *) query->within);
  *query = (SohoPeopleQuery){ NULL };
}

void
soho_people_query_assign (SohoPeopleQuery *to, const SohoPeopleQuery *from)
{
  *to = *from;
  to->words = g_strdup (from->words);
  to->commune = g_strdup (from->commune);
  to->language = g_strdup (from->language);
  to->open_to = g_strdup (from->open_to);
  to->near = g_strdup (from->near);
  to->within = g_strdup (from->within);
}

gboolean
soho_people_query_equal (const SohoPeopleQuery *a, const SohoPeopleQuery *b)
{
  return g_strcmp0 (a->words, b->words) == 0 && a->category == b->category
         && g_strcmp0 (a->commune, b->commune) == 0 && a->skill == b->skill
         && g_strcmp0 (a->language, b->language) == 0 && g_strcmp0 (a->open_to, b->open_to) == 0
         && a->favourites_of == b->favourites_of && g_strcmp0 (a->near, b->near) == 0
         && g_strcmp0 (a->within, b->within) == 0;
}

SohoPeopleQuery *
soho_people_query_copy (const SohoPeopleQuery *self)
{
  SohoPeopleQuery *copy = g_new (SohoPeopleQuery, 1);

  soho_people_query_assign (copy, self);
  return copy;
}

void
soho_people_query_free (SohoPeopleQuery *self)
{
  soho_people_query_clear (self);
  g_free (self);
}

static void
append_narrowing (GString *sql, const SohoPeopleQuery *query)
{
  if (query->category != 0)
    g_string_append (sql, " AND " IN_CATEGORY);
  if (query->commune != NULL)
    g_string_append (sql, " AND e.commune = :commune");
  if (query->skill != 0)
    g_string_append (sql, " AND " HAS_SKILL);
  if (query->language != NULL)
    g_string_append (sql, " AND " SPEAKS);
  if (query->open_to != NULL)
    g_string_append (sql, " AND " IS_OPEN);
  if (query->within != NULL)
    g_string_append (sql, " AND e.commune IN (SELECT value FROM json_each (:within))");
  if (query->favourites_of != 0)
    g_string_append (sql, " AND " IS_FAVOURITE);
}

static void
bind_narrowing (sqlite3_stmt *statement, const SohoPeopleQuery *query)
{
  if (query->category != 0)
    soho_database_bind_integer (statement, ":category", query->category);
  if (query->commune != NULL)
    soho_database_bind_text (statement, ":commune", query->commune);
  if (query->skill != 0)
    soho_database_bind_integer (statement, ":skill", query->skill);
  if (query->language != NULL)
    soho_database_bind_text (statement, ":language", query->language);
  if (query->open_to != NULL)
    soho_database_bind_text (statement, ":open_to", query->open_to);
  if (query->favourites_of != 0)
    soho_database_bind_integer (statement, ":favourites_of", query->favourites_of);
  if (query->within != NULL)
    soho_database_bind_text (statement, ":within", query->within);
}

/* JSON, so that one parameter binds them all. Codes are letters and digits alone. */
char *
soho_people_join_codes (GPtrArray *codes)
{
  g_autoptr (GString) text = g_string_new ("[");

  for (guint i = 0; i < codes->len; i++)
    g_string_append_printf (text, "%s\"%s\"", i > 0 ? "," : "",
                            (const char *) g_ptr_array_index (codes, i));
  g_string_append_c (text, ']');
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* select … FROM what the query asks for and the tail, ordered if the tail is NULL. NULL on error.
 */
static sqlite3_stmt *
prepare_query (SohoReplica *self,
               const SohoPeopleQuery *query,
               const SohoAsked *asked,
               const char *select,
               const char *tail,
               GError **error)
{
  g_autoptr (GString) sql = g_string_new (select);
  sqlite3_stmt *statement;

  soho_asked_append_source (asked, sql);
  append_narrowing (sql, query);
  if (tail != NULL)
    g_string_append (sql, tail);
  else
    soho_asked_append_order (asked, sql);

  statement = soho_database_prepare (soho_replica_get_database (self), sql->str, error);
  if (statement == NULL)
    return NULL;
  soho_asked_bind (asked, statement);
  bind_narrowing (statement, query);
  return statement;
}

gboolean
soho_people_ask (SohoAsked *asked, SohoReplica *self, const SohoPeopleQuery *query, GError **error)
{
  const SohoKind *member = soho_model_find_kind (soho_replica_get_model (self), "member");

  if (!soho_asked_init (asked, self, query->words, member, error))
    return FALSE;
  if (asked->match != NULL)
    soho_match_keep_titles (asked->match);
  asked->near = query->near;
  return TRUE;
}

sqlite3_stmt *
soho_people_prepare (SohoReplica *replica,
                     const SohoPeopleQuery *query,
                     const char *select,
                     const char *tail,
                     GError **error)
{
  g_auto (SohoAsked) asked = { NULL };

  if (!soho_people_ask (&asked, replica, query, error))
    return NULL;
  return prepare_query (replica, query, &asked, select, tail, error);
}

/* Somebody who was found, with what says where they stand (soho_asked_append_keys ()). */
typedef struct
{
  double number;
  const char *text;
  gint64 id;
} Found;

static int
compare_found (gconstpointer a, gconstpointer b)
{
  const Found *found_a = a, *found_b = b;
  int order;

  if (found_a->number != found_b->number)
    return found_a->number < found_b->number ? -1 : 1;
  order = strcmp (found_a->text, found_b->text);
  return order != 0 ? order : (found_a->id > found_b->id) - (found_a->id < found_b->id);
}

/* Two words of one name may begin alike, so that initials find it twice. seen: NULL where every id
 * comes once anyway. */
static void
append_once (GArray *ids, GHashTable *seen, gint64 id)
{
  if (seen == NULL || g_hash_table_add (seen, (gpointer) (gintptr) id))
    g_array_append_val (ids, id);
}

/* Sorts the rows here: SQLite takes twice as long to put thousands into order. */
static gboolean
append_sorted (GArray *ids, sqlite3_stmt *statement, GHashTable *seen, GError **error)
{
  g_autoptr (GArray) people = g_array_new (FALSE, FALSE, sizeof (Found));
  g_autoptr (GStringChunk) texts = g_string_chunk_new (16 * 1024);
  g_autoptr (GError) failure = NULL;

  while (soho_database_next (statement, &failure))
    {
      Found found
          = { .id = sqlite3_column_int64 (statement, 0),
              .number = sqlite3_column_double (statement, 1),
              .text = g_string_chunk_insert (texts, soho_database_column_text (statement, 2)) };

      g_array_append_val (people, found);
    }
  g_array_sort (people, compare_found);
  for (guint i = 0; i < people->len; i++)
    append_once (ids, seen, g_array_index (people, Found, i).id);
  return soho_database_settle (&failure, error);
}

static gboolean
append_as_they_come (GArray *ids, sqlite3_stmt *statement, GHashTable *seen, GError **error)
{
  g_autoptr (GError) failure = NULL;

  while (soho_database_next (statement, &failure))
    append_once (ids, seen, sqlite3_column_int64 (statement, 0));
  return soho_database_settle (&failure, error);
}

GArray *
soho_replica_find_people (SohoReplica *self, const SohoPeopleQuery *query, GError **error)
{
  g_auto (SohoAsked) asked = { NULL };
  g_autoptr (GString) select = g_string_new ("SELECT e.id");
  g_autoptr (sqlite3_stmt) statement = NULL;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GHashTable) seen = NULL;
  gboolean has_keys, done;

  if (!soho_people_ask (&asked, self, query, error))
    return NULL;
  has_keys = soho_asked_append_keys (&asked, select);
  statement = prepare_query (self, query, &asked, select->str, has_keys ? "" : NULL, error);
  if (statement == NULL)
    return NULL;
  if (asked.initials != NULL)
    seen = g_hash_table_new (NULL, NULL);
  done = has_keys ? append_sorted (ids, statement, seen, error)
                  : append_as_they_come (ids, statement, seen, error);
  return done ? g_steal_pointer (&ids) : NULL;
}

static int
compare_counts (gconstpointer a, gconstpointer b)
{
  return strcmp (((const SohoCommuneCount *) a)->insee, ((const SohoCommuneCount *) b)->insee);
}

static GArray *
list_counts (GHashTable *people)
{
  GArray *counts = g_array_new (FALSE, FALSE, sizeof (SohoCommuneCount));
  GHashTableIter iter;
  gpointer insee, n;

  g_hash_table_iter_init (&iter, people);
  while (g_hash_table_iter_next (&iter, &insee, &n))
    {
      SohoCommuneCount count = { .people = GPOINTER_TO_UINT (n) };

      g_strlcpy (count.insee, insee, sizeof count.insee);
      g_array_append_val (counts, count);
    }
  g_array_sort (counts, compare_counts);
  return counts;
}

/* The rows: commune, how many at once, id. */
static GArray *
add_up (sqlite3_stmt *statement, GHashTable *seen, GError **error)
{
  g_autoptr (GHashTable) people = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GError) failure = NULL;

  while (soho_database_next (statement, &failure))
    {
      const char *insee = soho_database_column_text (statement, 0);
      guint n = (guint) sqlite3_column_int64 (statement, 1);
      gpointer before;

      if (seen != NULL
          && !g_hash_table_add (seen, (gpointer) (gintptr) sqlite3_column_int64 (statement, 2)))
        continue;
      before = g_hash_table_lookup (people, insee);
      g_hash_table_insert (people, g_strdup (insee),
                           GUINT_TO_POINTER (GPOINTER_TO_UINT (before) + n));
    }
  return soho_database_settle (&failure, error) ? list_counts (people) : NULL;
}

/* SQLite adds up what its index has in order, and what is found is added up here. */
GArray *
soho_replica_count_people (SohoReplica *self, const SohoPeopleQuery *query, GError **error)
{
  g_auto (SohoAsked) asked = { NULL };
  g_autoptr (sqlite3_stmt) statement = NULL;
  g_autoptr (GHashTable) seen = NULL;

  if (!soho_people_ask (&asked, self, query, error))
    return NULL;
  if (asked.query == NULL)
    statement = prepare_query (self, query, &asked, "SELECT e.commune, count(*)",
                               " AND e.commune NOT NULL GROUP BY e.commune", error);
  else
    statement = prepare_query (self, query, &asked, "SELECT e.commune, 1, e.id",
                               " AND e.commune NOT NULL", error);
  if (statement == NULL)
    return NULL;
  if (asked.initials != NULL)
    seen = g_hash_table_new (NULL, NULL);
  return add_up (statement, seen, error);
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
      "SELECT c.id, c.label, (SELECT count(*) FROM entry_group g WHERE g.top = c.id)"
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
