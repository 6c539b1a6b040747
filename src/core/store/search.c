/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/search.h"

#include <string.h>

#include "model/fold.h"
#include "store/replica-private.h"

/* More words than this narrow nothing down. */
#define MOST_WORDS 16

/* A shorter word must stand as it is: two letters begin too many words. */
#define SHORTEST_BEGINNING 3

void
soho_hit_free (SohoHit *hit)
{
  g_clear_object (&hit->record);
  g_free (hit->snippet);
  g_free (hit);
}

/* Words that every text holds, and what stands before an apostrophe. */
static gboolean
is_small_word (const char *word)
{
  static const char *const small_words[]
      = { "a",    "au",  "aux", "avec", "c",  "ce",  "ces",  "d",  "dans",   "de",     "des", "du",
          "elle", "en",  "et",  "il",   "j",  "je",  "l",    "la", "le",     "les",    "m",   "ma",
          "mes",  "mon", "n",   "nous", "ou", "par", "pour", "qu", "que",    "qui",    "s",   "sa",
          "ses",  "son", "sur", "t",    "un", "une", "vous", "y",  "lorsqu", "puisqu", NULL };

  return g_strv_contains (small_words, word);
}

static void
append_word (GString *match, const char *word, gboolean beginning)
{
  if (match->len > 0)
    g_string_append (match, " AND ");
  g_string_append_printf (match, "\"%s\"%s", word, beginning ? "*" : "");
}

char *
soho_search_dup_match (const char *words)
{
  g_autofree char *bounded = g_strndup (words, SOHO_SEARCH_LONGEST);
  g_autofree char *folded = soho_fold (bounded);
  g_auto (GStrv) parts = g_strsplit (folded, " ", MOST_WORDS + 1);
  guint n = MIN (g_strv_length (parts), MOST_WORDS);
  GString *match = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    {
      gboolean last = i + 1 == n;

      if (*parts[i] == '\0' || (is_small_word (parts[i]) && !(last && match->len == 0)))
        continue;
      append_word (match, parts[i], last || strlen (parts[i]) >= SHORTEST_BEGINNING);
    }
  if (match->len == 0)
    {
      g_string_free (match, TRUE);
      return NULL;
    }
  return g_string_free (match, FALSE);
}

static GPtrArray *
read_hits (SohoReplica *self, sqlite3_stmt *statement, GError **error)
{
  g_autoptr (GPtrArray) hits = g_ptr_array_new_with_free_func ((GDestroyNotify) soho_hit_free);
  const SohoModel *model = soho_replica_get_model (self);
  g_autoptr (GError) failure = NULL;

  while (soho_database_next (statement, &failure))
    {
      const char *name = soho_database_column_text (statement, 1);
      const SohoKind *kind = name != NULL ? soho_model_find_kind (model, name) : NULL;
      g_autoptr (SohoRecord) record = NULL;
      SohoHit *hit;

      if (kind == NULL)
        continue;
      record = soho_replica_get_record (self, kind, sqlite3_column_int64 (statement, 0), &failure);
      if (failure != NULL)
        break;
      if (record == NULL)
        continue;
      hit = g_new0 (SohoHit, 1);
      hit->record = g_steal_pointer (&record);
      hit->snippet = g_strdup (soho_database_column_text (statement, 2));
      g_ptr_array_add (hits, hit);
    }
  if (!soho_database_settle (&failure, error))
    return NULL;
  return g_steal_pointer (&hits);
}

GPtrArray *
soho_replica_search (
    SohoReplica *self, const char *words, const SohoKind *kind, guint limit, GError **error)
{
  g_autofree char *match = soho_search_dup_match (words);
  g_autoptr (sqlite3_stmt) statement = NULL;

  if (match == NULL)
    return g_ptr_array_new_with_free_func ((GDestroyNotify) soho_hit_free);
  statement = soho_database_prepare (
      soho_replica_get_database (self),
      "SELECT rowid, kind, snippet(search, -1, '\u2068', '\u2069', '…', 16) FROM search"
      " WHERE search MATCH :match AND (:kind IS NULL OR kind = :kind) ORDER BY rank LIMIT :limit",
      error);
  if (statement == NULL)
    return NULL;
  soho_database_bind_text (statement, ":match", match);
  soho_database_bind_text (statement, ":kind", kind != NULL ? kind->name : NULL);
  soho_database_bind_integer (statement, ":limit", limit);
  return read_hits (self, statement, error);
}
