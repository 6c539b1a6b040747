/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/neighbours.h"

#include "model/gazetteer.h"
#include "store/database.h"
#include "store/replica-private.h"

/* What makes the place of a member in the order of names. */
#define NAME(member) member ".sort, " member ".id"

/* Those who follow the member :id by name, then the others. */
#define FROM_THE_MEMBER_ON "(" NAME ("m") ") < (" NAME ("self") "), " NAME ("m")

/* A commune where members live. */
typedef struct
{
  char *code; /* as the members have it; owned */
  double km;  /* from that of the member */
} Place;

static void
clear_place (gpointer data)
{
  g_free (((Place *) data)->code);
}

static int
compare_places (gconstpointer a, gconstpointer b)
{
  const Place *place_a = a, *place_b = b;

  if (place_a->km != place_b->km)
    return place_a->km < place_b->km ? -1 : 1;
  return g_strcmp0 (place_a->code, place_b->code);
}

/* The communes where members live, nearest to the member's first. NULL on error. */
static GArray *
list_places (SohoReplica *self, const SohoCommune *home, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = soho_database_prepare (
      soho_replica_get_database (self),
      "SELECT DISTINCT commune FROM entry WHERE kind = 'member' AND commune NOT NULL", error);
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (Place));
  g_autoptr (GError) failure = NULL;

  if (statement == NULL)
    return NULL;
  g_array_set_clear_func (places, clear_place);
  while (soho_database_next (statement, &failure))
    {
      const char *code = soho_database_column_text (statement, 0);
      const SohoCommune *commune = soho_gazetteer_find (code);

      if (commune != NULL)
        {
          Place place = { g_strdup (code), soho_gazetteer_distance_km (home, commune) };

          g_array_append_val (places, place);
        }
    }
  g_array_sort (places, compare_places);
  return soho_database_settle (&failure, error) ? g_steal_pointer (&places) : NULL;
}

/* Appends who lives in the place, as far as there is room. */
static gboolean
append_inhabitants (
    GArray *found, sqlite3_stmt *statement, const Place *place, guint limit, GError **error)
{
  g_autoptr (GError) failure = NULL;

  soho_database_bind_text (statement, ":commune", place->code);
  soho_database_bind_integer (statement, ":limit", limit - found->len);
  while (soho_database_next (statement, &failure))
    {
      SohoNeighbour neighbour = { sqlite3_column_int64 (statement, 0), place->km, SOHO_SAME_PLACE };

      g_array_append_val (found, neighbour);
    }
  sqlite3_reset (statement);
  return soho_database_settle (&failure, error);
}

/* Where the member lives; NULL if that is not known, or on error. */
static const SohoCommune *
find_home (SohoReplica *self, gint64 member, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = soho_database_prepare (
      soho_replica_get_database (self), "SELECT commune FROM member WHERE id = :id", error);

  if (statement == NULL)
    return NULL;
  soho_database_bind_integer (statement, ":id", member);
  if (!soho_database_next (statement, error))
    return NULL;
  return soho_gazetteer_find (soho_database_column_text (statement, 0));
}

/* The nearest places are asked first, so that a network of any size is asked for a few people. */
static gboolean
append_nearby (GArray *found,
               SohoReplica *self,
               gint64 member,
               const GArray *places,
               guint limit,
               GError **error)
{
  g_autoptr (sqlite3_stmt) statement = soho_database_prepare (
      soho_replica_get_database (self),
      "SELECT m.id FROM entry self, entry m WHERE self.id = :id AND m.kind = 'member'"
      " AND m.commune = :commune"
      " AND m.id <> :id ORDER BY " FROM_THE_MEMBER_ON " LIMIT :limit",
      error);

  if (statement == NULL)
    return FALSE;
  soho_database_bind_integer (statement, ":id", member);
  for (guint i = 0; i < places->len && found->len < limit; i++)
    if (!append_inhabitants (found, statement, &g_array_index (places, Place, i), limit, error))
      return FALSE;
  return TRUE;
}

GArray *
soho_replica_find_nearby (SohoReplica *self, gint64 member, guint limit, GError **error)
{
  g_autoptr (GError) failure = NULL;
  const SohoCommune *home = find_home (self, member, &failure);
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (SohoNeighbour));
  g_autoptr (GArray) places = NULL;

  if (!soho_database_settle (&failure, error))
    return NULL;
  if (home == NULL)
    return g_steal_pointer (&found);
  places = list_places (self, home, error);
  if (places == NULL || !append_nearby (found, self, member, places, limit, error))
    return NULL;
  return g_steal_pointer (&found);
}

/* A category alone is no trade. */
#define MY_SKILLS                                                                                  \
  "SELECT s.id, s.rome, s.parent FROM member_skill ms JOIN skill s ON s.id = ms.skill"             \
  " WHERE ms.member = :id"

static const char *const kin_sql[] = {
  [SOHO_SAME_TRADE] = "SELECT id AS skill FROM mine WHERE parent NOT NULL"
                      " UNION SELECT s.id FROM skill s JOIN mine ON s.rome = mine.rome",
  [SOHO_SAME_FIELD] = "SELECT s.id AS skill FROM skill s WHERE coalesce (s.parent, s.id)"
                      " IN (SELECT coalesce (parent, id) FROM mine)",
};

static gboolean
append_kin (GArray *found,
            SohoReplica *self,
            gint64 member,
            SohoKinship kinship,
            guint limit,
            GError **error)
{
  g_autofree char *sql = g_strdup_printf (
      "WITH mine AS (" MY_SKILLS "), kin AS (%s)"
      " SELECT m.id, commune_km (m.commune, self.commune) AS km FROM entry m, entry self"
      " WHERE self.id = :id AND m.kind = 'member' AND m.id <> :id AND m.id IN"
      " (SELECT ms.member FROM kin CROSS JOIN member_skill ms ON ms.skill = kin.skill)"
      " ORDER BY km NULLS LAST, " FROM_THE_MEMBER_ON " LIMIT :limit",
      kin_sql[kinship]);
  g_autoptr (sqlite3_stmt) statement
      = soho_database_prepare (soho_replica_get_database (self), sql, error);
  g_autoptr (GError) failure = NULL;

  if (statement == NULL)
    return FALSE;
  soho_database_bind_integer (statement, ":id", member);
  soho_database_bind_integer (statement, ":limit", limit);
  while (soho_database_next (statement, &failure))
    {
      gboolean is_known = sqlite3_column_type (statement, 1) != SQLITE_NULL;
      SohoNeighbour colleague = { .id = sqlite3_column_int64 (statement, 0),
                                  .km = is_known ? sqlite3_column_double (statement, 1) : -1,
                                  .kinship = kinship };

      g_array_append_val (found, colleague);
    }
  return soho_database_settle (&failure, error);
}

GArray *
soho_replica_find_colleagues (SohoReplica *self, gint64 member, guint limit, GError **error)
{
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (SohoNeighbour));

  if (!append_kin (found, self, member, SOHO_SAME_TRADE, limit, error))
    return NULL;
  if (found->len == 0 && !append_kin (found, self, member, SOHO_SAME_FIELD, limit, error))
    return NULL;
  return g_steal_pointer (&found);
}
