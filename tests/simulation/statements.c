/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <sqlite3.h>
#include <string.h>

/* Seven tenths of the simulator's time went into preparing the same statements of the same small
 * databases again and again. So here, in the place of SQLite's own for all that is linked into this
 * program, a statement that is finalized waits to be prepared again. */

typedef struct
{
  sqlite3_stmt *statement;
  gsize length; /* of its text, in the text that it was prepared from */
  GQueue *idle; /* where it waits; borrowed */
} Kept;

static GHashTable *databases; /* sqlite3 * -> GHashTable of text -> GQueue of Kept */
static GHashTable *lent;      /* sqlite3_stmt * -> Kept */

/* The linker puts __wrap_X in the place of X, and X in that of __real_X (meson.build). */
#define WRAP(name)                                                                                 \
  __typeof__ (name) __real_##name;                                                                 \
  __typeof__ (name) __wrap_##name;

WRAP (sqlite3_prepare_v2)
WRAP (sqlite3_finalize)
WRAP (sqlite3_exec)
WRAP (sqlite3_close_v2)

static void
kept_free (gpointer data)
{
  __real_sqlite3_finalize (((Kept *) data)->statement);
  g_free (data);
}

static void
queue_free (gpointer queue)
{
  g_queue_free_full (queue, kept_free);
}

static GQueue *
find_idle (sqlite3 *db, const char *sql)
{
  GHashTable *texts;
  GQueue *idle;

  if (databases == NULL)
    {
      databases = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_hash_table_unref);
      lent = g_hash_table_new (NULL, NULL);
    }
  texts = g_hash_table_lookup (databases, db);
  if (texts == NULL)
    {
      texts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, queue_free);
      g_hash_table_insert (databases, db, texts);
    }
  idle = g_hash_table_lookup (texts, sql);
  if (idle == NULL)
    {
      idle = g_queue_new ();
      g_hash_table_insert (texts, g_strdup (sql), idle);
    }
  return idle;
}

int
__wrap_sqlite3_prepare_v2 (
    sqlite3 *db, const char *sql, int length, sqlite3_stmt **statement, const char **tail)
{
  GQueue *idle = find_idle (db, sql);
  Kept *kept = g_queue_pop_head (idle);
  const char *rest;
  int result = SQLITE_OK;

  if (kept == NULL)
    {
      result = __real_sqlite3_prepare_v2 (db, sql, -1, statement, &rest);
      if (tail != NULL)
        *tail = rest;
      if (result != SQLITE_OK || *statement == NULL)
        return result;
      kept = g_new0 (Kept, 1);
      *kept = (Kept){ *statement, (gsize) (rest - sql), idle };
    }
  *statement = kept->statement;
  if (tail != NULL)
    *tail = sql + kept->length;
  g_hash_table_insert (lent, kept->statement, kept);
  return result;
}

int
__wrap_sqlite3_finalize (sqlite3_stmt *statement)
{
  Kept *kept = statement != NULL && lent != NULL ? g_hash_table_lookup (lent, statement) : NULL;

  if (kept == NULL)
    return __real_sqlite3_finalize (statement);
  g_hash_table_remove (lent, statement);
  sqlite3_clear_bindings (statement);
  g_queue_push_head (kept->idle, kept);
  return sqlite3_reset (statement);
}

int
__wrap_sqlite3_exec (sqlite3 *db,
                     const char *sql,
                     int (*each) (void *, int, char **, char **),
                     void *data,
                     char **message)
{
  int result = SQLITE_OK;

  g_assert (each == NULL);
  while (result == SQLITE_OK && *sql != '\0')
    {
      sqlite3_stmt *statement = NULL;
      const char *rest = sql;

      result = __wrap_sqlite3_prepare_v2 (db, sql, -1, &statement, &rest);
      if (result == SQLITE_OK && statement != NULL)
        {
          while (sqlite3_step (statement) == SQLITE_ROW)
            ;
          result = __wrap_sqlite3_finalize (statement);
        }
      sql = rest;
    }
  return result;
}

int
__wrap_sqlite3_close_v2 (sqlite3 *db)
{
  if (databases != NULL)
    g_hash_table_remove (databases, db);
  return __real_sqlite3_close_v2 (db);
}
