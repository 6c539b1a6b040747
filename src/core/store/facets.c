/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/facets.h"

#include <string.h>

#include "store/directory-private.h"
#include "store/query.h"
#include "store/replica-private.h"

/* The elements of a set that may be damaged, and of which a newer program may have made something
 * else. */
#define ELEMENTS(column)                                                                           \
  "json_each (CASE WHEN json_valid (" column ") THEN " column " ELSE '[]' END) e WHERE e.type = "  \
  "'text'"

static void
clear_facet (gpointer data)
{
  g_free (((SohoFacet *) data)->value);
}

/* What the statement answers: a value and a number in each row. */
static GArray *
read_facets (sqlite3_stmt *statement, GError **error)
{
  g_autoptr (GArray) facets = g_array_new (FALSE, FALSE, sizeof (SohoFacet));
  g_autoptr (GError) failure = NULL;

  g_array_set_clear_func (facets, clear_facet);
  while (soho_database_next (statement, &failure))
    {
      SohoFacet facet = { .value = g_strdup (soho_database_column_text (statement, 0)),
                          .people = (guint) sqlite3_column_int64 (statement, 1) };

      g_array_append_val (facets, facet);
    }
  if (!soho_database_settle (&failure, error))
    return NULL;
  return g_steal_pointer (&facets);
}

GArray *
soho_replica_count_languages (SohoReplica *self, const SohoPeopleQuery *query, GError **error)
{
  SohoPeopleQuery wider = *query;
  g_autoptr (sqlite3_stmt) statement = NULL;

  wider.language = NULL;
  statement
      = soho_people_prepare (self, &wider,
                             "SELECT substr (e.value, 1, instr (e.value || '-', '-') - 1) AS tag,"
                             " count (DISTINCT found.id) AS people FROM (SELECT e.id",
                             ") found JOIN member m ON m.id = found.id, " ELEMENTS (
                                 "m.languages") " GROUP BY tag ORDER BY people DESC, tag",
                             error);
  return statement != NULL ? read_facets (statement, error) : NULL;
}

GArray *
soho_replica_count_occasions (SohoReplica *self, const SohoPeopleQuery *query, GError **error)
{
  SohoPeopleQuery wider = *query;
  g_autoptr (sqlite3_stmt) statement = NULL;

  wider.open_to = NULL;
  statement
      = soho_people_prepare (self, &wider,
                             "SELECT e.value AS occasion, count (DISTINCT found.id) AS people"
                             " FROM (SELECT e.id",
                             ") found JOIN member m ON m.id = found.id, " ELEMENTS (
                                 "m.open_to") " GROUP BY occasion ORDER BY people DESC, occasion",
                             error);
  return statement != NULL ? read_facets (statement, error) : NULL;
}

/* Whether the query asks for everybody. */
static gboolean
is_open (const SohoPeopleQuery *query)
{
  return (query->words == NULL || *query->words == '\0') && query->commune == NULL
         && query->skill == 0 && query->language == NULL && query->open_to == NULL
         && query->category == 0 && query->favourites_of == 0 && query->within == NULL;
}

/* The people of each category among those that the query asks for, or all of them, which is less
 * to read. */
static sqlite3_stmt *
prepare_categories (SohoReplica *self, const SohoPeopleQuery *query, GError **error)
{
  if (is_open (query))
    return soho_database_prepare (soho_replica_get_database (self),
                                  "SELECT top, count (*) FROM entry_group GROUP BY top", error);
  return soho_people_prepare (
      self, query, "SELECT g.top, count (DISTINCT found.id) FROM (SELECT e.id",
      ") found JOIN entry_group g ON g.id = found.id GROUP BY g.top", error);
}

static sqlite3_stmt *
prepare_skills_by_commune (SohoReplica *self,
                           const SohoPeopleQuery *query,
                           gint64 parent,
                           GError **error)
{
  sqlite3_stmt *statement;

  if (parent == 0)
    return soho_people_prepare (
        self, query,
        "SELECT found.commune, g.top, count (DISTINCT found.id) FROM (SELECT e.id, e.commune",
        " AND e.commune NOT NULL) found JOIN entry_group g ON g.id = found.id GROUP BY 1, 2",
        error);
  statement = soho_people_prepare (
      self, query,
      "SELECT found.commune, s.id, count (DISTINCT found.id) FROM (SELECT e.id, e.commune",
      " AND e.commune NOT NULL) found JOIN member_skill ms ON ms.member = found.id"
      " JOIN skill s ON s.id = ms.skill AND s.parent = :parent GROUP BY 1, 2",
      error);
  if (statement != NULL)
    soho_database_bind_integer (statement, ":parent", parent);
  return statement;
}

GArray *
soho_replica_count_skills_by_commune (SohoReplica *self,
                                      const SohoPeopleQuery *query,
                                      gint64 parent,
                                      GError **error)
{
  SohoPeopleQuery wider = *query;
  g_autoptr (sqlite3_stmt) statement = NULL;
  g_autoptr (GArray) counts = g_array_new (FALSE, FALSE, sizeof (SohoCommuneFacet));
  g_autoptr (GError) failure = NULL;

  wider.category = parent;
  wider.skill = 0;
  statement = prepare_skills_by_commune (self, &wider, parent, error);
  if (statement == NULL)
    return NULL;
  while (soho_database_next (statement, &failure))
    {
      SohoCommuneFacet facet = { .skill = sqlite3_column_int64 (statement, 1),
                                 .people = (guint) sqlite3_column_int64 (statement, 2) };

      g_strlcpy (facet.insee, soho_database_column_text (statement, 0), sizeof facet.insee);
      g_array_append_val (counts, facet);
    }
  if (!soho_database_settle (&failure, error))
    return NULL;
  return g_steal_pointer (&counts);
}

GHashTable *
soho_replica_count_query_categories (SohoReplica *self,
                                     const SohoPeopleQuery *query,
                                     GError **error)
{
  SohoPeopleQuery wider = *query;
  g_autoptr (sqlite3_stmt) statement = NULL;
  g_autoptr (GHashTable) counts = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_autoptr (GError) failure = NULL;

  wider.category = 0;
  statement = prepare_categories (self, &wider, error);
  if (statement == NULL)
    return NULL;
  while (soho_database_next (statement, &failure))
    {
      gint64 category = sqlite3_column_int64 (statement, 0);
      guint people = (guint) sqlite3_column_int64 (statement, 1);

      g_hash_table_insert (counts, g_memdup2 (&category, sizeof category),
                           GUINT_TO_POINTER (people));
    }
  if (!soho_database_settle (&failure, error))
    return NULL;
  return g_steal_pointer (&counts);
}

/* How the first letter of a folded name is shown. */
static void
name_letter (SohoInitial *initial, const char *folded)
{
  if (g_ascii_islower (*folded))
    {
      initial->letter[0] = g_ascii_toupper (*folded);
      initial->letter[1] = '\0';
    }
  else
    strcpy (initial->letter, "#");
}

GArray *
soho_replica_list_initials (SohoReplica *self, const SohoPeopleQuery *query, GError **error)
{
  g_autoptr (sqlite3_stmt) statement
      = soho_people_prepare (self, query,
                             "SELECT initial, count (*)"
                             " FROM (SELECT substr (e.sort, 1, 1) AS initial",
                             ") GROUP BY initial ORDER BY initial", error);
  g_autoptr (GArray) initials = g_array_new (FALSE, FALSE, sizeof (SohoInitial));
  g_autoptr (GError) failure = NULL;
  guint first = 0;

  if (statement == NULL)
    return NULL;
  while (soho_database_next (statement, &failure))
    {
      SohoInitial initial
          = { .first = first, .people = (guint) sqlite3_column_int64 (statement, 1) };
      SohoInitial *last
          = initials->len > 0 ? &g_array_index (initials, SohoInitial, initials->len - 1) : NULL;

      name_letter (&initial, soho_database_column_text (statement, 0));
      first += initial.people;
      if (last != NULL && g_str_equal (last->letter, initial.letter))
        last->people += initial.people;
      else
        g_array_append_val (initials, initial);
    }
  if (!soho_database_settle (&failure, error))
    return NULL;
  return g_steal_pointer (&initials);
}

const SohoCommune *
soho_replica_find_centre (SohoReplica *self, const SohoPeopleQuery *query)
{
  g_auto (SohoAsked) asked = { NULL };

  return soho_people_ask (&asked, self, query, NULL) ? soho_asked_get_centre (&asked) : NULL;
}
