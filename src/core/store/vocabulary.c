/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/vocabulary.h"

#include "store/replica-private.h"

#define KEY "soho-vocabulary"

typedef struct
{
  gint64 others;     /* counts the changes of other connections */
  int own;           /* counts those of this one */
  GHashTable *lists; /* beginning → GPtrArray of words */
} Vocabulary;

static void
vocabulary_free (gpointer data)
{
  Vocabulary *self = data;

  g_hash_table_unref (self->lists);
  g_free (self);
}

static Vocabulary *
ensure_vocabulary (SohoReplica *replica)
{
  Vocabulary *self = g_object_get_data (G_OBJECT (replica), KEY);

  if (self == NULL)
    {
      self = g_new0 (Vocabulary, 1);
      self->lists = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                           (GDestroyNotify) g_ptr_array_unref);
      g_object_set_data_full (G_OBJECT (replica), KEY, self, vocabulary_free);
    }
  return self;
}

static gboolean
forget_if_changed (Vocabulary *self, sqlite3 *db, GError **error)
{
  gint64 others;
  int own = sqlite3_total_changes (db);

  if (!soho_database_read_integer (db, "PRAGMA data_version", 0, &others, error))
    return FALSE;
  if (others != self->others || own != self->own)
    g_hash_table_remove_all (self->lists);
  self->others = others;
  self->own = own;
  return TRUE;
}

static GPtrArray *
read_words (sqlite3 *db, const char *beginning, GError **error)
{
  g_autofree char *end = g_strconcat (beginning, "\U0010ffff", NULL);
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (sqlite3_stmt) statement = NULL;
  g_autoptr (GError) failure = NULL;

  if (!soho_database_run (db,
                          "CREATE VIRTUAL TABLE IF NOT EXISTS temp.search_words USING"
                          " fts5vocab ('main', 'search', 'row')",
                          error))
    return NULL;
  statement = soho_database_prepare (
      db, "SELECT term FROM temp.search_words WHERE term >= :from AND term < :to", error);
  if (statement == NULL)
    return NULL;
  soho_database_bind_text (statement, ":from", beginning);
  soho_database_bind_text (statement, ":to", end);
  while (soho_database_next (statement, &failure))
    g_ptr_array_add (words, g_strdup (soho_database_column_text (statement, 0)));
  return soho_database_settle (&failure, error) ? g_steal_pointer (&words) : NULL;
}

GPtrArray *
soho_vocabulary_list (SohoReplica *replica, const char *beginning, GError **error)
{
  sqlite3 *db = soho_replica_get_database (replica);
  Vocabulary *self = ensure_vocabulary (replica);
  GPtrArray *words;

  if (!forget_if_changed (self, db, error))
    return NULL;
  words = g_hash_table_lookup (self->lists, beginning);
  if (words != NULL)
    return words;
  words = read_words (db, beginning, error);
  if (words != NULL)
    g_hash_table_insert (self->lists, g_strdup (beginning), words);
  return words;
}
