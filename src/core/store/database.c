/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/database.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <math.h>

#include "model/fold.h"
#include "model/gazetteer.h"
#include "store/closeness.h"
#include "store/tokenizer.h"

/* How long a statement waits for another program's transaction. */
#define BUSY_TIMEOUT_MS 5000

/* No value of ours comes near this; a file that claims one is damaged or hostile. */
#define LONGEST_VALUE (16 * 1024 * 1024)

G_DEFINE_QUARK (soho_database_error, soho_database_error)

/* The kernel says it in more ways than SQLite knows: a quota, the largest size of a file, no room
 * for the memory that connections share. SQLite keeps the number except when a commit fails; then
 * it still stands in errno. */
static gboolean
is_lack_of_room (int system_error)
{
  return system_error == ENOSPC || system_error == EDQUOT || system_error == EFBIG;
}

static SohoDatabaseError
error_code_of (sqlite3 *db)
{
  switch (sqlite3_extended_errcode (db) & 0xff)
    {
    case SQLITE_FULL:
      return SOHO_DATABASE_ERROR_FULL;
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
      return is_lack_of_room (sqlite3_system_errno (db)) || is_lack_of_room (errno)
                 ? SOHO_DATABASE_ERROR_FULL
                 : SOHO_DATABASE_ERROR_FAILED;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return SOHO_DATABASE_ERROR_BUSY;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return SOHO_DATABASE_ERROR_DAMAGED;
    default:
      return SOHO_DATABASE_ERROR_FAILED;
    }
}

gboolean
soho_database_fail (sqlite3 *db, GError **error)
{
  const char *file = sqlite3_db_filename (db, "main");

  switch (error_code_of (db))
    {
    case SOHO_DATABASE_ERROR_FULL:
      g_set_error (error, SOHO_DATABASE_ERROR, SOHO_DATABASE_ERROR_FULL,
                   _ ("The disk is full: free some space and try again. Nothing was lost (%s)."),
                   file);
      break;
    case SOHO_DATABASE_ERROR_BUSY:
      g_set_error (error, SOHO_DATABASE_ERROR, SOHO_DATABASE_ERROR_BUSY,
                   _ ("Another program is using %s: close it or try again in a moment."), file);
      break;
    case SOHO_DATABASE_ERROR_DAMAGED:
      g_set_error (error, SOHO_DATABASE_ERROR, SOHO_DATABASE_ERROR_DAMAGED,
                   _ ("The file %s is damaged (%s)."), file, sqlite3_errmsg (db));
      break;
    default:
      g_set_error (error, SOHO_DATABASE_ERROR, SOHO_DATABASE_ERROR_FAILED,
                   _ ("The file %s could not be read or written: %s."), file, sqlite3_errmsg (db));
    }
  return FALSE;
}

/* commune_name (insee): so that an index can hold the words of a place. */
static void
sql_commune_name (sqlite3_context *context, int n, sqlite3_value **values)
{
  const char *insee = (const char *) sqlite3_value_text (values[0]);
  const SohoCommune *commune = insee != NULL ? soho_gazetteer_find (insee) : NULL;

  if (commune != NULL)
    sqlite3_result_text (context, commune->name, -1, SQLITE_STATIC);
}

/* The distances from one commune, as they were asked for; NaN where none was. */
typedef struct
{
  const SohoCommune *centre;
  double *km; /* by the position of the other commune */
} Distances;

static void
distances_free (gpointer data)
{
  Distances *self = data;

  g_free (self->km);
  g_free (self);
}

static Distances *
ensure_distances (const SohoCommune *centre)
{
  static GPrivate private = G_PRIVATE_INIT (distances_free);
  Distances *self = g_private_get (&private);
  guint n = soho_gazetteer_get_n_communes ();

  if (self == NULL)
    {
      self = g_new0 (Distances, 1);
      self->km = g_new (double, n);
      g_private_set (&private, self);
    }
  for (guint i = 0; self->centre != centre && i < n; i++)
    self->km[i] = NAN;
  self->centre = centre;
  return self;
}

/* commune_km (insee, insee): NULL unless both are communes. A query asks for the distance of
 * thousands of people from one place, and they live in a few hundred. */
static void
sql_commune_km (sqlite3_context *context, int n, sqlite3_value **values)
{
  const SohoCommune *a = soho_gazetteer_find ((const char *) sqlite3_value_text (values[0]));
  const SohoCommune *b = soho_gazetteer_find ((const char *) sqlite3_value_text (values[1]));
  double *km;

  if (a == NULL || b == NULL)
    return;
  km = &ensure_distances (b)->km[a - soho_gazetteer_get_nth (0)];
  if (isnan (*km))
    *km = soho_gazetteer_distance_km (a, b);
  sqlite3_result_double (context, *km);
}

/* concat_words (text, …): what is not NULL, with spaces between. */
static void
sql_concat_words (sqlite3_context *context, int n, sqlite3_value **values)
{
  g_autoptr (GString) words = g_string_new (NULL);

  for (int i = 0; i < n; i++)
    {
      const char *text = (const char *) sqlite3_value_text (values[i]);

      if (text == NULL || *text == '\0')
        continue;
      if (words->len > 0)
        g_string_append_c (words, ' ');
      g_string_append (words, text);
    }
  sqlite3_result_text (context, words->str, (int) words->len, SQLITE_TRANSIENT);
}

/* fold (text): soho_fold (), so that names sort as people expect. */
static void
sql_fold (sqlite3_context *context, int n, sqlite3_value **values)
{
  sqlite3_result_text (context, soho_fold ((const char *) sqlite3_value_text (values[0])), -1,
                       g_free);
}

static gboolean
register_functions (sqlite3 *db, GError **error)
{
  static const struct
  {
    const char *name;
    int n_arguments;
    void (*function) (sqlite3_context *, int, sqlite3_value **);
  } functions[] = {
    { "commune_km", 2, sql_commune_km },
    { "commune_name", 1, sql_commune_name },
    { "concat_words", -1, sql_concat_words },
    { "fold", 1, sql_fold },
  };

  for (guint i = 0; i < G_N_ELEMENTS (functions); i++)
    if (sqlite3_create_function (db, functions[i].name, functions[i].n_arguments,
                                 SQLITE_UTF8 | SQLITE_DETERMINISTIC, NULL, functions[i].function,
                                 NULL, NULL)
        != SQLITE_OK)
      return soho_database_fail (db, error);
  return TRUE;
}

static gboolean
prepare_connection (sqlite3 *db, GError **error)
{
  sqlite3_busy_timeout (db, BUSY_TIMEOUT_MS);
  sqlite3_extended_result_codes (db, 1);
  sqlite3_limit (db, SQLITE_LIMIT_LENGTH, LONGEST_VALUE);
  if (!register_functions (db, error))
    return FALSE;
  return soho_database_run (db, "PRAGMA journal_mode = WAL; PRAGMA temp_store = MEMORY", error)
         && soho_tokenizer_register (db, error) && soho_closeness_register (db, error);
}

sqlite3 *
soho_database_open (const char *path, GError **error)
{
  g_autoptr (sqlite3) db = NULL;
  int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;

  if (sqlite3_open_v2 (path, &db, flags, NULL) != SQLITE_OK)
    {
      g_set_error (error, SOHO_DATABASE_ERROR, error_code_of (db),
                   _ ("The file %s cannot be opened: %s."), path, sqlite3_errmsg (db));
      return NULL;
    }
  if (!prepare_connection (db, error))
    return NULL;
  return g_steal_pointer (&db);
}

gboolean
soho_database_run (sqlite3 *db, const char *sql, GError **error)
{
  if (sqlite3_exec (db, sql, NULL, NULL, NULL) != SQLITE_OK)
    return soho_database_fail (db, error);
  return TRUE;
}

gboolean
soho_database_begin (sqlite3 *db, GError **error)
{
  return soho_database_run (db, "BEGIN IMMEDIATE", error);
}

gboolean
soho_database_commit (sqlite3 *db, GError **error)
{
  return soho_database_run (db, "COMMIT", error);
}

void
soho_database_rollback (sqlite3 *db)
{
  if (!sqlite3_get_autocommit (db))
    sqlite3_exec (db, "ROLLBACK", NULL, NULL, NULL);
}

gboolean
soho_database_rewrite (sqlite3 *db, GError **error)
{
  /* On the way it passes through memory, and through no file that would hold it for longer. */
  if (!soho_database_run (db, "VACUUM", error))
    return FALSE;
  return sqlite3_wal_checkpoint_v2 (db, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL) == SQLITE_OK
         || soho_database_fail (db, error);
}

sqlite3_stmt *
soho_database_prepare (sqlite3 *db, const char *sql, GError **error)
{
  sqlite3_stmt *statement = NULL;

  if (sqlite3_prepare_v2 (db, sql, -1, &statement, NULL) != SQLITE_OK)
    soho_database_fail (db, error);
  return statement;
}

static int
parameter_index (sqlite3_stmt *statement, const char *parameter)
{
  int index = sqlite3_bind_parameter_index (statement, parameter);

  g_assert (index > 0);
  return index;
}

void
soho_database_bind_integer (sqlite3_stmt *statement, const char *parameter, gint64 value)
{
  sqlite3_bind_int64 (statement, parameter_index (statement, parameter), value);
}

void
soho_database_bind_text (sqlite3_stmt *statement, const char *parameter, const char *text)
{
  sqlite3_bind_text (statement, parameter_index (statement, parameter), text, -1, SQLITE_TRANSIENT);
}

void
soho_database_bind_bytes (sqlite3_stmt *statement, const char *parameter, GBytes *bytes)
{
  gsize size;
  gconstpointer data = g_bytes_get_data (bytes, &size);

  sqlite3_bind_blob64 (statement, parameter_index (statement, parameter), data, size,
                       SQLITE_TRANSIENT);
}

gboolean
soho_database_next (sqlite3_stmt *statement, GError **error)
{
  int code = sqlite3_step (statement);

  if (code == SQLITE_ROW)
    return TRUE;
  if (code != SQLITE_DONE)
    soho_database_fail (sqlite3_db_handle (statement), error);
  return FALSE;
}

gboolean
soho_database_settle (GError **failure, GError **error)
{
  if (*failure == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (failure));
  return FALSE;
}

gboolean
soho_database_finish (sqlite3_stmt *statement, GError **error)
{
  int code;

  do
    code = sqlite3_step (statement);
  while (code == SQLITE_ROW);

  if (code != SQLITE_DONE)
    {
      soho_database_fail (sqlite3_db_handle (statement), error);
      sqlite3_reset (statement);
      return FALSE;
    }
  sqlite3_reset (statement);
  return TRUE;
}

const char *
soho_database_column_text (sqlite3_stmt *statement, int column)
{
  return (const char *) sqlite3_column_text (statement, column);
}

gboolean
soho_database_read_integer (
    sqlite3 *db, const char *sql, gint64 otherwise, gint64 *value, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = soho_database_prepare (db, sql, error);
  g_autoptr (GError) failure = NULL;

  if (statement == NULL)
    return FALSE;
  *value = otherwise;
  if (soho_database_next (statement, &failure))
    *value = sqlite3_column_int64 (statement, 0);
  return soho_database_settle (&failure, error);
}

static GBytes *
lookup_migration (const char *prefix, int number)
{
  g_autofree char *path = g_strdup_printf ("%s/%04d.sql", prefix, number);

  return g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
}

static gboolean
run_migration (sqlite3 *db, GBytes *sql, int number, GError **error)
{
  g_autofree char *text = g_strndup (g_bytes_get_data (sql, NULL), g_bytes_get_size (sql));
  g_autofree char *pragma = g_strdup_printf ("PRAGMA user_version = %d", number);

  return soho_database_run (db, text, error) && soho_database_run (db, pragma, error);
}

static gboolean
run_missing_migrations (sqlite3 *db, const char *prefix, GError **error)
{
  gint64 version;

  /* Read again inside the transaction: another program may have migrated meanwhile. */
  if (!soho_database_read_integer (db, "PRAGMA user_version", 0, &version, error))
    return FALSE;
  for (int number = (int) version + 1;; number++)
    {
      g_autoptr (GBytes) sql = lookup_migration (prefix, number);

      if (sql == NULL)
        return TRUE;
      if (!run_migration (db, sql, number, error))
        return FALSE;
    }
}

gboolean
soho_database_migrate (sqlite3 *db, const char *prefix, GError **error)
{
  g_autoptr (GBytes) last = NULL;
  g_autoptr (GBytes) next = NULL;
  gint64 version;

  if (!soho_database_read_integer (db, "PRAGMA user_version", 0, &version, error))
    return FALSE;
  last = lookup_migration (prefix, (int) MIN (version, 9999));
  if (version != 0 && last == NULL)
    {
      g_set_error (
          error, SOHO_DATABASE_ERROR, SOHO_DATABASE_ERROR_NEWER,
          _ ("The file %s was made by a newer version of this program: update the program."),
          sqlite3_db_filename (db, "main"));
      return FALSE;
    }
  next = lookup_migration (prefix, (int) version + 1);
  if (next == NULL)
    return TRUE;

  if (!soho_database_begin (db, error))
    return FALSE;
  if (!run_missing_migrations (db, prefix, error) || !soho_database_commit (db, error))
    {
      soho_database_rollback (db);
      return FALSE;
    }
  return TRUE;
}
