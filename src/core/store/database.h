/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <sqlite3.h>

/* SQLite with this project's manners: named parameters, GError, append-only migrations. */

#define SOHO_DATABASE_ERROR (soho_database_error_quark ())
GQuark soho_database_error_quark (void);

typedef enum
{
  SOHO_DATABASE_ERROR_FAILED,
  SOHO_DATABASE_ERROR_FULL,    /* no room left on the disk */
  SOHO_DATABASE_ERROR_BUSY,    /* another program holds the file */
  SOHO_DATABASE_ERROR_DAMAGED, /* not a database, or a broken one */
  SOHO_DATABASE_ERROR_NEWER,   /* made by a newer version of the program */
} SohoDatabaseError;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (sqlite3_stmt, sqlite3_finalize)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (sqlite3, sqlite3_close_v2)

/* Opens or creates the file in WAL mode, with the tokenizer `soho` and the SQL functions
 * commune_km (insee, insee), commune_name (insee), concat_words (text, …) and fold (text).
 * ":memory:" works. The connection
 * belongs to one thread at a time. */
sqlite3 *soho_database_open (const char *path, GError **error);

/* Turns SQLite's last complaint into a GError that says what to do; returns FALSE. */
gboolean soho_database_fail (sqlite3 *db, GError **error);

/* Runs the migrations that the file has not seen yet: the resources PREFIX/0001.sql,
 * PREFIX/0002.sql, …, each once, in one transaction. The number of the last stands in the file's
 * user_version. Errors: SOHO_DATABASE_ERROR_NEWER if the file has seen more than there are. */
gboolean soho_database_migrate (sqlite3 *db, const char *prefix, GError **error);

/* Runs statements that take no parameter and answer nothing. */
gboolean soho_database_run (sqlite3 *db, const char *sql, GError **error);

gboolean soho_database_begin (sqlite3 *db, GError **error); /* takes the write lock at once */
gboolean soho_database_commit (sqlite3 *db, GError **error);
void soho_database_rollback (sqlite3 *db); /* harmless outside a transaction */

/* Writes the whole file anew, so that nothing is left in it of what was deleted or overwritten, and
 * empties its log. Outside a transaction, with no statement under way. Errors:
 * SOHO_DATABASE_ERROR_BUSY if somebody else held an old state for all the time that one waits. */
gboolean soho_database_rewrite (sqlite3 *db, GError **error);

/* One statement, finalized by the caller. NULL on error. */
sqlite3_stmt *soho_database_prepare (sqlite3 *db, const char *sql, GError **error);

/* The parameter must exist in the statement. Text is copied; NULL binds NULL. */
void soho_database_bind_integer (sqlite3_stmt *statement, const char *parameter, gint64 value);
void soho_database_bind_text (sqlite3_stmt *statement, const char *parameter, const char *text);
void soho_database_bind_bytes (sqlite3_stmt *statement, const char *parameter, GBytes *bytes);

/* Steps to the next row; FALSE without error at the end. */
gboolean soho_database_next (sqlite3_stmt *statement, GError **error);

/* Ends a loop over soho_database_next (): passes on the failure that ended it, if any. Returns
 * whether there was none. */
gboolean soho_database_settle (GError **failure, GError **error);

/* Steps a statement that answers no rows to its end and resets it for the next use. */
gboolean soho_database_finish (sqlite3_stmt *statement, GError **error);

/* A text column, borrowed until the next step; NULL for NULL. */
const char *soho_database_column_text (sqlite3_stmt *statement, int column);

/* The first column of the first row of a statement without parameters; otherwise if it answers no
 * row. */
gboolean soho_database_read_integer (
    sqlite3 *db, const char *sql, gint64 otherwise, gint64 *value, GError **error);
