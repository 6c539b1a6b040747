/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/asked.h"

#include "store/entries.h"
#include "store/replica-private.h"

#define KM_FROM_PLACE "commune_km (e.commune, :place)"

static gboolean
has_place (const SohoAsked *self)
{
  return self->query != NULL && self->query->place != NULL;
}

gboolean
soho_asked_is_void (const SohoAsked *self)
{
  return self->query != NULL && self->match == NULL && self->initials == NULL && !has_place (self);
}

/* Whether anything is near the place. */
static gboolean
finds_any (const SohoAsked *self, SohoReplica *replica, gboolean *any, GError **error)
{
  g_autoptr (GString) sql = g_string_new ("SELECT 1");
  g_autoptr (sqlite3_stmt) statement = NULL;
  g_autoptr (GError) failure = NULL;

  soho_asked_append_source (self, sql);
  g_string_append (sql, " LIMIT 1");
  statement = soho_database_prepare (soho_replica_get_database (replica), sql->str, error);
  if (statement == NULL)
    return FALSE;
  soho_asked_bind (self, statement);
  *any = soho_database_next (statement, &failure);
  return soho_database_settle (&failure, error);
}

static gboolean
understand (SohoAsked *self, SohoReplica *replica, GError **error)
{
  g_autoptr (GError) failure = NULL;
  gboolean any;

  self->match = soho_match_new (replica, self->query, self->kind, &failure);
  if (!soho_database_settle (&failure, error))
    return FALSE;
  if (!has_place (self))
    return TRUE;
  if (!finds_any (self, replica, &any, error))
    return FALSE;
  if (!any)
    soho_query_widen (self->query);
  return TRUE;
}

gboolean
soho_asked_init (
    SohoAsked *self, SohoReplica *replica, const char *words, const SohoKind *kind, GError **error)
{
  self->kind = kind;
  if (words == NULL || *words == '\0')
    return TRUE;
  self->query = soho_query_new (words);
  if (!soho_entries_find_initials (replica, self->query, kind, &self->initials, error))
    return FALSE;
  return self->initials != NULL || understand (self, replica, error);
}

void
soho_asked_clear (SohoAsked *self)
{
  g_clear_pointer (&self->query, soho_query_free);
  g_clear_pointer (&self->match, soho_match_free);
  g_clear_pointer (&self->initials, g_free);
}

/* Who lives in one of the communes around, which the index knows, or in the one itself. */
static void
append_place (const SohoAsked *self, GString *sql)
{
  g_autoptr (GPtrArray) codes = NULL;

  if (self->query->km == 0)
    {
      g_string_append (sql, " AND e.commune = :place");
      return;
    }
  codes = soho_gazetteer_list_codes_near (self->query->place, self->query->km);
  g_string_append (sql, " AND e.commune IN (");
  for (guint i = 0; i < codes->len; i++)
    g_string_append_printf (sql, "%s'%s'", i > 0 ? ", " : "",
                            (const char *) g_ptr_array_index (codes, i));
  g_string_append_c (sql, ')');
}

void
soho_asked_append_source (const SohoAsked *self, GString *sql)
{
  if (self->initials != NULL)
    g_string_append (sql, " FROM entry_word e WHERE e.word >= :from AND e.word < :to");
  else if (self->match != NULL || soho_asked_is_void (self))
    /* In this order: the index says what may be meant, and the rest is looked up for each. */
    g_string_append (sql, " FROM search CROSS JOIN entry e ON e.id = search.rowid"
                          " WHERE search MATCH :match");
  else
    g_string_append (sql, " FROM entry e WHERE TRUE");
  if (self->kind != NULL)
    g_string_append (sql, " AND e.kind = :kind");
  else if (self->match == NULL) /* kind by kind, as the indexes have them */
    g_string_append (sql, " AND e.kind IN (SELECT name FROM kind)");
  if (has_place (self))
    append_place (self, sql);
}

const SohoCommune *
soho_asked_get_centre (const SohoAsked *self)
{
  if (has_place (self) && (self->near != NULL || self->match == NULL || self->query->is_widened))
    return self->query->place;
  return soho_gazetteer_find (self->near);
}

gboolean
soho_asked_append_keys (const SohoAsked *self, GString *sql)
{
  gboolean has_centre = soho_asked_get_centre (self) != NULL;

  if (self->initials != NULL || (self->match != NULL && (has_centre || has_place (self))))
    return FALSE;
  if (self->match == NULL && !has_centre) /* the index has them in order */
    return FALSE;
  /* Who lives nobody knows where comes last. */
  g_string_append (sql, has_centre            ? ", ifnull (commune_km (e.commune, :centre), 1e9)"
                        : self->match != NULL ? ", search.rank"
                                              : ", 0");
  /* Nothing in a word comes before the space. */
  g_string_append (sql, self->initials != NULL ? ", w.word || ' ' || e.sort" : ", e.sort");
  return TRUE;
}

void
soho_asked_append_order (const SohoAsked *self, GString *sql)
{
  const SohoQuery *query = self->query;

  g_string_append (sql, " ORDER BY ");
  if (soho_asked_get_centre (self) != NULL)
    g_string_append (sql, "commune_km (e.commune, :centre) NULLS LAST, ");
  else if (self->initials != NULL)
    g_string_append (sql, "e.word, ");
  /* A rank is the better the further below zero. At the place itself it counts twice. */
  if (has_place (self) && self->match != NULL && soho_asked_get_centre (self) == NULL)
    g_string_append_printf (sql, "%s search.rank * (2 - " KM_FROM_PLACE " / %d), ",
                            query->lives_there ? "e.commune <> :place," : "", (int) query->km + 1);
  else if (self->match != NULL)
    g_string_append (sql, "search.rank, ");
  g_string_append (sql, "e.sort, e.id");
}

void
soho_asked_bind (const SohoAsked *self, sqlite3_stmt *statement)
{
  if (self->kind != NULL)
    soho_database_bind_text (statement, ":kind", self->kind->name);
  if (self->initials != NULL)
    {
      g_autofree char *end = g_strconcat (self->initials, "\U0010ffff", NULL);

      soho_database_bind_text (statement, ":from", self->initials);
      soho_database_bind_text (statement, ":to", end);
    }
  else if (self->match != NULL)
    soho_database_bind_text (statement, ":match", self->match->expression);
  else if (soho_asked_is_void (self))
    soho_database_bind_text (statement, ":match", "\"\""); /* finds nothing */
  if (has_place (self) && sqlite3_bind_parameter_index (statement, ":place") != 0)
    soho_database_bind_text (statement, ":place", self->query->place->insee);
  if (soho_asked_get_centre (self) != NULL
      && sqlite3_bind_parameter_index (statement, ":centre") != 0)
    soho_database_bind_text (statement, ":centre", soho_asked_get_centre (self)->insee);
}
