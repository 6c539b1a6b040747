/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "archive/backup.h"
#include "archive/erasures.h"

/* The backup is made ready in a directory of its own, and takes its place in one step. */
#define STAGE "restoring"

/* How many numbers are passed over behind the last that is known, more than anybody gives out
 * between two backups: of sign-ins, of public records, of blocks for all others, and of overwritten
 * edits. */
static const char skip_numbers[]
    = "INSERT INTO meta (name, value)"
      " SELECT 'lost_writer', ifnull (max (writer), 0) + 1024 FROM session WHERE TRUE"
      " ON CONFLICT (name) DO UPDATE SET value = max (value + 1024, excluded.value);"
      "UPDATE meta SET value = value + 65536 WHERE name = 'last_id';"
      "DELETE FROM id_lane;"
      "INSERT INTO meta (name, value) VALUES ('last_block', 4096)"
      " ON CONFLICT (name) DO UPDATE SET value = value + 4096;"
      "INSERT INTO sqlite_sequence (name, seq) SELECT 'overwritten', 0"
      " WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = 'overwritten');"
      "UPDATE sqlite_sequence SET seq = seq + 65536 WHERE name = 'overwritten'";

/* The same numbers, as far as the archive that is replaced can still tell them. */
static const char take_numbers[]
    = "INSERT INTO main.meta (name, value)"
      " SELECT 'lost_writer', max (ifnull ((SELECT value FROM old.meta WHERE name = "
      "'lost_writer'), 0),"
      " ifnull (max (writer), 0)) FROM old.session WHERE TRUE"
      " ON CONFLICT (name) DO UPDATE SET value = max (value, excluded.value);"
      "INSERT INTO main.meta (name, value)"
      " SELECT name, value FROM old.meta WHERE name IN ('last_id', 'last_block')"
      " ON CONFLICT (name) DO UPDATE SET value = max (value, excluded.value);"
      "INSERT INTO main.sqlite_sequence (name, seq) SELECT 'overwritten', 0"
      " WHERE NOT EXISTS (SELECT 1 FROM main.sqlite_sequence WHERE name = 'overwritten');"
      "UPDATE main.sqlite_sequence SET seq = max (seq, ifnull ((SELECT seq FROM old.sqlite_sequence"
      " WHERE name = 'overwritten'), 0)) WHERE name = 'overwritten'";

static gboolean
fail_file (const char *path, GError **error)
{
  int code = errno;

  g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (code),
               _ ("The file %s cannot be put in place: %s."), path, g_strerror (code));
  return FALSE;
}

static gboolean
fail_no_backup (const char *path, const char *reason, GError **error)
{
  g_set_error (error, SOHO_DATABASE_ERROR, SOHO_DATABASE_ERROR_DAMAGED,
               _ ("%s is no sound backup of a network: %s. Nothing was changed."), path, reason);
  return FALSE;
}

static void
clear_stage (const char *stage)
{
  static const char *const names[]
      = { SOHO_ARCHIVE_FILE, SOHO_ARCHIVE_FILE "-wal", SOHO_ARCHIVE_FILE "-shm",
          SOHO_ARCHIVE_FILE ".part", "lock" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (stage, names[i], NULL);

      g_unlink (path);
    }
  g_rmdir (stage);
}

/* Whether the file is an archive at all: what is none must not be made to look like one. */
static gboolean
check_file (sqlite3 *db, const char *path, GError **error)
{
  g_autoptr (GError) failure = NULL;
  gint64 known = 0;

  if (soho_database_read_integer (db, "SELECT count(*) FROM meta WHERE name IN ('key', 'epoch')", 0,
                                  &known, &failure)
      && known == 2)
    return TRUE;
  return fail_no_backup (path, failure != NULL ? failure->message : _ ("there is none in it"),
                         error);
}

/* Brings the backup into the stage. It may have been made by any version, or be a plain copy. */
static gboolean
fetch (const char *path, const char *stage, GError **error)
{
  g_autofree char *to_path = g_build_filename (stage, SOHO_ARCHIVE_FILE, NULL);
  g_autoptr (sqlite3) from = NULL;
  g_autoptr (sqlite3) to = NULL;
  sqlite3_backup *backup;

  if (!g_file_test (path, G_FILE_TEST_IS_REGULAR))
    return fail_no_backup (path, _ ("there is no such file"), error);
  if (sqlite3_open_v2 (path, &from, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK)
    return fail_no_backup (path, sqlite3_errmsg (from), error);
  if (!check_file (from, path, error))
    return FALSE;
  if (sqlite3_open_v2 (to_path, &to, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL) != SQLITE_OK)
    return soho_database_fail (to, error);
  backup = sqlite3_backup_init (to, "main", from, "main");
  if (backup == NULL)
    return soho_database_fail (to, error);
  sqlite3_backup_step (backup, -1);
  return sqlite3_backup_finish (backup) == SQLITE_OK || soho_database_fail (to, error);
}

/* Whether the file is whole. What its records say of each other is for "check": a backup is put
 * back as it was. */
static gboolean
check_archive (SohoArchive *archive, const char *path, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (sqlite3_stmt) statement = soho_database_prepare (soho_archive_get_database (archive),
                                                              "PRAGMA quick_check (1)", error);
  const char *said;

  if (statement == NULL)
    return FALSE;
  if (!soho_database_next (statement, &failure))
    return fail_no_backup (path, failure != NULL ? failure->message : "", error);
  said = soho_database_column_text (statement, 0);
  return g_strcmp0 (said, "ok") == 0 || fail_no_backup (path, said, error);
}

/* The archive that is replaced may be the one that was damaged, or of another version: then the
 * numbers that are passed over have to do. */
static void
take_old_numbers (SohoArchive *archive, const char *directory)
{
  sqlite3 *db = soho_archive_get_database (archive);
  g_autofree char *path = g_build_filename (directory, SOHO_ARCHIVE_FILE, NULL);
  g_autoptr (sqlite3_stmt) attach = NULL;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return;
  attach = soho_database_prepare (db, "ATTACH :path AS old", NULL);
  if (attach == NULL)
    return;
  soho_database_bind_text (attach, ":path", path);
  if (!soho_database_finish (attach, NULL))
    return;
  if (!soho_database_begin (db, NULL) || !soho_database_run (db, take_numbers, NULL)
      || !soho_database_commit (db, NULL))
    soho_database_rollback (db);
  soho_database_run (db, "DETACH old", NULL);
}

static gboolean
begin_new_log (SohoArchive *archive, GError **error)
{
  sqlite3 *db = soho_archive_get_database (archive);

  if (!soho_archive_begin (archive, error))
    return FALSE;
  if (soho_database_run (db, "UPDATE meta SET value = randomblob (8) WHERE name = 'epoch'", error)
      && soho_database_run (db, skip_numbers, error) && soho_archive_commit (archive, error))
    return TRUE;
  soho_archive_rollback (archive);
  return FALSE;
}

/* Makes the file in the stage the archive that is to be. */
static gboolean
make_ready (const char *directory,
            const SohoModel *model,
            const char *path,
            const char *stage,
            guint *erased,
            GError **error)
{
  g_autoptr (SohoArchive) archive = NULL;

  if (!fetch (path, stage, error))
    return FALSE;
  archive = soho_archive_open (stage, model, error);
  if (archive == NULL || !check_archive (archive, path, error))
    return FALSE;
  take_old_numbers (archive, directory);
  return begin_new_log (archive, error) && soho_erasures_repeat (archive, directory, erased, error);
}

/* What the old file's log holds goes into the file, as far as that can be read at all, so that it
 * can be kept; a log without its file would be taken for the new one's. */
static gboolean
set_old_aside (const char *directory, GError **error)
{
  g_autofree char *old = g_build_filename (directory, SOHO_ARCHIVE_FILE, NULL);
  g_autofree char *kept = g_build_filename (directory, SOHO_ARCHIVE_REPLACED, NULL);
  g_autofree char *log = g_strconcat (old, "-wal", NULL);
  g_autofree char *index = g_strconcat (old, "-shm", NULL);
  sqlite3 *db = NULL;

  if (!g_file_test (old, G_FILE_TEST_EXISTS))
    return TRUE;
  if (sqlite3_open_v2 (old, &db, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK)
    sqlite3_wal_checkpoint_v2 (db, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
  sqlite3_close_v2 (db);
  if ((g_unlink (kept) != 0 && errno != ENOENT) || link (old, kept) != 0)
    return fail_file (kept, error);
  return (g_unlink (log) == 0 || errno == ENOENT || fail_file (log, error))
         && (g_unlink (index) == 0 || errno == ENOENT || fail_file (index, error));
}

static gboolean
take_place (const char *directory, const char *stage, GError **error)
{
  g_autofree char *from = g_build_filename (stage, SOHO_ARCHIVE_FILE, NULL);
  g_autofree char *to = g_build_filename (directory, SOHO_ARCHIVE_FILE, NULL);
  int fd;

  if (!set_old_aside (directory, error))
    return FALSE;
  if (g_rename (from, to) != 0)
    return fail_file (to, error);
  fd = g_open (directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
  if (fd >= 0)
    {
      fsync (fd);
      close (fd);
    }
  return TRUE;
}

gboolean
soho_archive_restore (
    const char *directory, const SohoModel *model, const char *path, guint *erased, GError **error)
{
  g_autofree char *stage = g_build_filename (directory, STAGE, NULL);
  gboolean done;
  int lock;

  *erased = 0;
  if (g_mkdir_with_parents (directory, 0700) != 0)
    return fail_file (directory, error);
  lock = soho_archive_lock (directory, TRUE, error);
  if (lock < 0)
    return FALSE;
  clear_stage (stage);
  done = (g_mkdir (stage, 0700) == 0 || fail_file (stage, error))
         && make_ready (directory, model, path, stage, erased, error)
         && take_place (directory, stage, error);
  clear_stage (stage);
  close (lock);
  return done;
}
