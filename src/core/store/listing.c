/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/listing.h"

#include "store/match.h"
#include "store/replica-private.h"

/* The field of the kind that says in which commune its records are; NULL if none does. */
static const SohoField *
find_commune_field (const SohoKind *kind)
{
  for (const SohoField *field = kind->fields; field->name != NULL; field++)
    if (field->format == SOHO_FORMAT_COMMUNE)
      return field;
  return NULL;
}

/* The field of the part that refers to the kind; NULL if none does. */
static const SohoField *
find_reference (const SohoKind *part, const SohoKind *kind)
{
  for (const SohoField *field = part->fields; field->name != NULL; field++)
    if (field->type == SOHO_FIELD_REFERENCE && g_str_equal (field->target, kind->name))
      return field;
  return NULL;
}

static void
append_order_field (GString *sql, const SohoKind *kind, const char *name)
{
  gboolean descends = *name == '-';
  int index = soho_kind_find_field (kind, descends ? name + 1 : name);
  const SohoField *field = index >= 0 ? &kind->fields[index] : NULL;

  g_return_if_fail (field != NULL);
  if (field->format == SOHO_FORMAT_COMMUNE)
    g_string_append_printf (sql, "fold (commune_name (r.\"%s\"))", field->name);
  else if (field->type == SOHO_FIELD_TEXT || field->type == SOHO_FIELD_LONG_TEXT)
    g_string_append_printf (sql, "fold (r.\"%s\")", field->name);
  else
    g_string_append_printf (sql, "r.\"%s\"", field->name);
  g_string_append (sql, descends ? " DESC, " : ", ");
}

/* What the words hit, each record once, with the rank of its best hit. */
static void
append_hits (GString *sql, const SohoListing *listing)
{
  g_string_append_printf (sql,
                          "SELECT id, min (rank) AS rank FROM ("
                          "SELECT rowid AS id, rank FROM search"
                          " WHERE search MATCH :match AND kind = '%s'",
                          listing->kind->name);
  if (listing->part != NULL)
    {
      const SohoField *reference = find_reference (listing->part, listing->kind);

      g_assert (reference != NULL);
      g_string_append_printf (sql,
                              " UNION ALL SELECT p.\"%s\", search.rank FROM search"
                              " CROSS JOIN \"%s\" p ON p.id = search.rowid"
                              " WHERE search MATCH :match AND search.kind = '%s'",
                              reference->name, listing->part->name, listing->part->name);
    }
  g_string_append (sql, ") GROUP BY id");
}

/* Between SELECT and ORDER BY. place: the field with the commune, if the words name a place. */
static char *
dup_select (const SohoListing *listing,
            const SohoQuery *query,
            const SohoField *place,
            gboolean has_words)
{
  GString *sql = g_string_new ("SELECT r.id FROM ");

  if (has_words)
    {
      g_string_append_c (sql, '(');
      append_hits (sql, listing);
      g_string_append_printf (sql, ") h CROSS JOIN \"%s\" r ON r.id = h.id", listing->kind->name);
    }
  else
    g_string_append_printf (sql, "\"%s\" r", listing->kind->name);
  if (place != NULL)
    g_string_append_printf (sql, " WHERE commune_km (r.\"%s\", :place) <= :km", place->name);

  g_string_append (sql, " ORDER BY ");
  if (place != NULL && has_words && query->lives_there)
    g_string_append_printf (sql, "r.\"%s\" <> :place, ", place->name);
  if (place != NULL && has_words) /* a rank is the better the further below zero */
    g_string_append_printf (sql, "h.rank * (2 - commune_km (r.\"%s\", :place) / %d), ", place->name,
                            (int) query->km + 1);
  else if (place != NULL)
    g_string_append_printf (sql, "commune_km (r.\"%s\", :place), ", place->name);
  else if (has_words)
    g_string_append (sql, "h.rank, ");
  if (!has_words)
    for (const char *const *name = listing->order; name != NULL && *name != NULL; name++)
      append_order_field (sql, listing->kind, *name);
  g_string_append (sql, "r.id");
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

/* A place is left aside where the records of the kind are nowhere. */
GArray *
soho_replica_find_records (SohoReplica *self, const SohoListing *listing, GError **error)
{
  gboolean typed = listing->words != NULL && *listing->words != '\0';
  g_autoptr (SohoQuery) query = typed ? soho_query_new (listing->words) : NULL;
  g_autoptr (GError) failure = NULL;
  g_autofree char *match
      = typed ? soho_match_dup_expression (self, query, listing->kind, &failure) : NULL;
  g_autofree char *sql = NULL;
  g_autoptr (sqlite3_stmt) statement = NULL;
  const SohoField *place;
  gboolean has_words;

  if (!soho_database_settle (&failure, error))
    return NULL;
  place = typed && query->place != NULL ? find_commune_field (listing->kind) : NULL;
  has_words = typed && (match != NULL || place == NULL);
  sql = dup_select (listing, query, place, has_words);
  statement = soho_database_prepare (soho_replica_get_database (self), sql, error);
  if (statement == NULL)
    return NULL;
  if (has_words) /* "" finds nothing: what was typed holds no word at all */
    soho_database_bind_text (statement, ":match", match != NULL ? match : "\"\"");
  if (place != NULL)
    {
      soho_database_bind_text (statement, ":place", query->place->insee);
      sqlite3_bind_double (statement, sqlite3_bind_parameter_index (statement, ":km"), query->km);
    }
  return read_ids (statement, error);
}

GArray *
soho_replica_count_villages (SohoReplica *self, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = soho_database_prepare (
      soho_replica_get_database (self),
      "SELECT v.id, (SELECT count(*) FROM village_offer o WHERE o.village = v.id"
      "  AND o.state IS NOT 'closed'), ifnull(m.people, 0) FROM village v"
      " LEFT JOIN (SELECT commune, count(*) AS people FROM member GROUP BY commune) m"
      "  ON m.commune = v.commune ORDER BY v.id",
      error);
  g_autoptr (GArray) counts = g_array_new (FALSE, FALSE, sizeof (SohoVillageCount));
  g_autoptr (GError) failure = NULL;

  if (statement == NULL)
    return NULL;
  while (soho_database_next (statement, &failure))
    {
      SohoVillageCount count = { .village = sqlite3_column_int64 (statement, 0),
                                 .offers = (guint) sqlite3_column_int64 (statement, 1),
                                 .people = (guint) sqlite3_column_int64 (statement, 2) };

      g_array_append_val (counts, count);
    }
  if (!soho_database_settle (&failure, error))
    return NULL;
  return g_steal_pointer (&counts);
}
