/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/search.h"

#include "model/gazetteer.h"
#include "store/asked.h"
#include "store/replica-private.h"
#include "store/snippets.h"

/* Among so many first ones are the best of each kind, as a rule. */
#define LOOKED_AT 200

/* A hit that has not been read yet. */
typedef struct
{
  gint64 id;
  const SohoKind *kind;
} Find;

void
soho_hit_free (SohoHit *hit)
{
  g_clear_object (&hit->record);
  g_free (hit->snippet);
  g_free (hit);
}

/* Adds the first of what is asked for. */
static gboolean
add_finds (GArray *finds, SohoReplica *self, const SohoAsked *asked, guint limit, GError **error)
{
  g_autoptr (GString) sql = g_string_new ("SELECT e.id, e.kind");
  g_autoptr (sqlite3_stmt) statement = NULL;
  g_autoptr (GError) failure = NULL;

  soho_asked_append_source (asked, sql);
  soho_asked_append_order (asked, sql);
  g_string_append (sql, " LIMIT :limit");
  statement = soho_database_prepare (soho_replica_get_database (self), sql->str, error);
  if (statement == NULL)
    return FALSE;
  soho_asked_bind (asked, statement);
  soho_database_bind_integer (statement, ":limit", limit);
  while (soho_database_next (statement, &failure))
    {
      Find find = { sqlite3_column_int64 (statement, 0),
                    soho_model_find_kind (soho_replica_get_model (self),
                                          soho_database_column_text (statement, 1)) };

      if (find.kind != NULL)
        g_array_append_val (finds, find);
    }
  return soho_database_settle (&failure, error);
}

/* Where there are no words, the commune that was asked for. */
static const char *
choose_snippet (GHashTable *snippets, const SohoAsked *asked, gint64 id)
{
  const char *snippet = g_hash_table_lookup (snippets, &id);

  if (snippet != NULL)
    return snippet;
  return asked->query->place != NULL && asked->match == NULL ? asked->query->place->name : "";
}

static GHashTable *
dup_snippets (SohoReplica *self, const SohoAsked *asked, GArray *finds, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; asked->match != NULL && i < finds->len; i++)
    g_array_append_val (ids, g_array_index (finds, Find, i).id);
  return soho_snippets_read (self, asked->match, ids, error);
}

/* The statement that reads a record of the kind, prepared once; borrowed. NULL on error. */
static sqlite3_stmt *
ensure_reader (GHashTable *readers, SohoReplica *self, const SohoKind *kind, GError **error)
{
  sqlite3_stmt *reader = g_hash_table_lookup (readers, kind);

  if (reader == NULL && (reader = soho_replica_prepare_record (self, kind, error)) != NULL)
    g_hash_table_insert (readers, (gpointer) kind, reader);
  return reader;
}

/* NULL without error if it is gone. */
static SohoRecord *
read_record (GHashTable *readers, SohoReplica *self, const Find *find, GError **error)
{
  sqlite3_stmt *reader = ensure_reader (readers, self, find->kind, error);
  SohoRecord *record = NULL;

  if (reader == NULL)
    return NULL;
  soho_database_bind_integer (reader, ":id", find->id);
  if (soho_database_next (reader, error))
    record = soho_replica_read_record (find->kind, reader);
  sqlite3_reset (reader);
  return record;
}

/* The records and snippets, which cost most, of what will be shown. Each document once. */
static GPtrArray *
read_hits (SohoReplica *self, const SohoAsked *asked, GArray *finds, GError **error)
{
  g_autoptr (GPtrArray) hits = g_ptr_array_new_with_free_func ((GDestroyNotify) soho_hit_free);
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  g_autoptr (GHashTable) snippets = dup_snippets (self, asked, finds, error);
  g_autoptr (GHashTable) readers
      = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) sqlite3_finalize);

  if (snippets == NULL)
    return NULL;
  for (guint i = 0; i < finds->len; i++)
    {
      const Find *find = &g_array_index (finds, Find, i);
      g_autoptr (GError) failure = NULL;
      SohoRecord *record;
      SohoHit *hit;

      if (!g_hash_table_add (seen, (gpointer) (gintptr) find->id))
        continue;
      record = read_record (readers, self, find, &failure);
      if (!soho_database_settle (&failure, error))
        return NULL;
      if (record == NULL)
        continue;
      hit = g_new0 (SohoHit, 1);
      hit->record = record;
      hit->snippet = g_strdup (choose_snippet (snippets, asked, find->id));
      g_ptr_array_add (hits, hit);
    }
  return g_steal_pointer (&hits);
}

GPtrArray *
soho_replica_search (
    SohoReplica *self, const char *words, const SohoKind *kind, guint limit, GError **error)
{
  g_auto (SohoAsked) asked = { NULL };
  g_autoptr (GArray) finds = g_array_new (FALSE, FALSE, sizeof (Find));

  if (!soho_asked_init (&asked, self, words, kind, error))
    return NULL;
  if (asked.query != NULL && !soho_asked_is_void (&asked)
      && !add_finds (finds, self, &asked, limit, error))
    return NULL;
  return read_hits (self, &asked, finds, error);
}

/* The first letters are asked for in each kind by itself: their order tells nothing of which name
 * is meant. */
static gboolean
add_finds_by_initials (GArray *finds, SohoReplica *self, SohoAsked *asked, guint n, GError **error)
{
  const SohoModel *model = soho_replica_get_model (self);

  for (const SohoKind *const *kind = model->kinds; *kind != NULL; kind++)
    if (soho_kind_is_document (*kind))
      {
        asked->kind = *kind;
        /* Twice as many, since a document whose words begin alike comes more than once. */
        if (!add_finds (finds, self, asked, 2 * n, error))
          return FALSE;
      }
  return TRUE;
}

/* The best of each kind together. */
static GArray *
group_finds (GArray *finds, guint most_of_kind)
{
  g_autoptr (GHashTable) done = g_hash_table_new (NULL, NULL);
  GArray *grouped = g_array_new (FALSE, FALSE, sizeof (Find));

  for (guint i = 0; i < finds->len; i++)
    {
      const SohoKind *kind = g_array_index (finds, Find, i).kind;
      guint n = 0;

      if (!g_hash_table_add (done, (gpointer) kind))
        continue;
      for (guint k = i; k < finds->len && n < most_of_kind; k++)
        if (g_array_index (finds, Find, k).kind == kind)
          {
            g_array_append_val (grouped, g_array_index (finds, Find, k));
            n++;
          }
    }
  return grouped;
}

GPtrArray *
soho_replica_search_kinds (SohoReplica *self, const char *words, guint most_of_kind, GError **error)
{
  g_auto (SohoAsked) asked = { NULL };
  g_autoptr (GArray) finds = g_array_new (FALSE, FALSE, sizeof (Find));
  g_autoptr (GArray) grouped = NULL;
  gboolean found;

  if (!soho_asked_init (&asked, self, words, NULL, error))
    return NULL;
  if (asked.query == NULL || soho_asked_is_void (&asked))
    found = TRUE;
  else if (asked.initials != NULL)
    found = add_finds_by_initials (finds, self, &asked, most_of_kind, error);
  else
    {
      if (asked.match != NULL)
        soho_match_keep_titles (asked.match);
      found = add_finds (finds, self, &asked, LOOKED_AT, error);
    }
  if (!found)
    return NULL;
  grouped = group_finds (finds, most_of_kind);
  return read_hits (self, &asked, grouped, error);
}

char *
soho_replica_dup_place (SohoReplica *self, const char *words, GError **error)
{
  g_auto (SohoAsked) asked = { NULL };

  if (!soho_asked_init (&asked, self, words, NULL, error))
    return NULL;
  return asked.query != NULL ? soho_query_dup_place (asked.query) : NULL;
}
