/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "archive/backup.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <unistd.h>

#define PARTIAL ".part"

static gboolean
fail_file (const char *path, GError **error)
{
  int code = errno;

  g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (code),
               _ ("The file %s cannot be written: %s."), path, g_strerror (code));
  return FALSE;
}

/* An empty file that nobody else may read: it will hold what is for members alone. */
static gboolean
make_file (const char *path, GError **error)
{
  int fd = g_open (path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

  return (fd >= 0 && fchmod (fd, 0600) == 0 && close (fd) == 0) || fail_file (path, error);
}

/* All of it in one step. The reader's transaction, which is open already, keeps what others write
 * meanwhile out of it, so that it need not begin again. */
static gboolean
copy_pages (sqlite3 *from, sqlite3 *to, GError **error)
{
  sqlite3_backup *backup = sqlite3_backup_init (to, "main", from, "main");

  if (backup == NULL)
    return soho_database_fail (to, error);
  sqlite3_backup_step (backup, -1);
  return sqlite3_backup_finish (backup) == SQLITE_OK || soho_database_fail (to, error);
}

/* The copy is one file, with no log beside it. */
static gboolean
copy_into (sqlite3 *from, const char *path, GError **error)
{
  g_autoptr (sqlite3) to = NULL;

  if (!make_file (path, error))
    return FALSE;
  if (sqlite3_open_v2 (path, &to, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK)
    return soho_database_fail (to, error);
  return soho_database_run (to, "PRAGMA synchronous = FULL", error) && copy_pages (from, to, error)
         && soho_database_run (to, "PRAGMA journal_mode = DELETE", error);
}

static gboolean
copy_now (sqlite3 *from, const char *path, GError **error)
{
  gint64 records;
  gboolean copied = soho_database_run (from, "BEGIN", error)
                    && soho_database_read_integer (from, "SELECT count(*) FROM sqlite_schema", 0,
                                                   &records, error)
                    && copy_into (from, path, error);

  soho_database_rollback (from);
  return copied;
}

gboolean
soho_archive_backup (SohoArchive *self, const char *path, GError **error)
{
  g_autofree char *partial = g_strconcat (path, PARTIAL, NULL);
  gboolean written = copy_now (soho_archive_get_database (self), partial, error)
                     && (g_rename (partial, path) == 0 || fail_file (path, error));

  if (!written)
    g_unlink (partial);
  return written;
}

gboolean
soho_archive_may_come_back (
    SohoArchive *self, gint64 person, guint writer, gboolean *may, GError **error)
{
  g_autoptr (sqlite3_stmt) statement
      = soho_database_prepare (soho_archive_get_database (self),
                               "SELECT ifnull ((SELECT person = :person FROM session"
                               " WHERE writer = :writer), :writer <= value)"
                               " FROM meta WHERE name = 'lost_writer'",
                               error);
  g_autoptr (GError) failure = NULL;

  *may = FALSE;
  if (statement == NULL)
    return FALSE;
  soho_database_bind_integer (statement, ":person", person);
  soho_database_bind_integer (statement, ":writer", writer);
  if (soho_database_next (statement, &failure))
    *may = sqlite3_column_int (statement, 0) != 0;
  return soho_database_settle (&failure, error);
}
