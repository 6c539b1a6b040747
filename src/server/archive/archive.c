/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "archive/archive.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sodium.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "archive/blobs.h"
#include "formats/json.h"
#include "formats/ndjson.h"

#define FILE_NAME SOHO_ARCHIVE_FILE
#define MIGRATIONS "/fr/sohosolo/server/sql"
#define KEY_BYTES 32

/* A body is an object of sets. */
#define BODY_DEPTH 3

struct _SohoArchive
{
  GObject parent_instance;

  const SohoModel *model; /* outlives us */
  char *directory;
  sqlite3 *db;
  int lock; /* shared with all who have the archive open; -1 before */
  guint8 key[KEY_BYTES];
  guint64 epoch;
};

G_DEFINE_FINAL_TYPE (SohoArchive, soho_archive, G_TYPE_OBJECT)
G_DEFINE_QUARK (soho_archive_error, soho_archive_error)

static void
soho_archive_finalize (GObject *object)
{
  SohoArchive *self = SOHO_ARCHIVE (object);

  g_clear_pointer (&self->db, sqlite3_close_v2);
  g_clear_pointer (&self->directory, g_free);
  if (self->lock >= 0)
    close (self->lock);
  sodium_memzero (self->key, sizeof self->key);
  G_OBJECT_CLASS (soho_archive_parent_class)->finalize (object);
}

static void
soho_archive_class_init (SohoArchiveClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = soho_archive_finalize;
}

static void
soho_archive_init (SohoArchive *self)
{
  self->lock = -1;
}

int
soho_archive_lock (const char *directory, gboolean alone, GError **error)
{
  g_autofree char *path = g_build_filename (directory, "lock", NULL);
  int fd = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

  if (fd < 0)
    {
      g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (errno),
                   _ ("The file %s cannot be opened: %s."), path, g_strerror (errno));
      return -1;
    }
  if (flock (fd, (alone ? LOCK_EX : LOCK_SH) | LOCK_NB) == 0)
    return fd;
  close (fd);
  g_set_error (error, SOHO_DATABASE_ERROR, SOHO_DATABASE_ERROR_BUSY,
               alone ? _ ("The network in %s is being used: stop the server, let other commands "
                          "end, and try again.")
                     : _ ("The network in %s is being restored: try again when that is done."),
               directory);
  return -1;
}

static gboolean
open_database (SohoArchive *self, const char *path, GError **error)
{
  self->db = soho_database_open (path, error);
  /* What is deleted is to be gone from the file, too. */
  return self->db != NULL
         && soho_database_run (self->db, "PRAGMA synchronous = FULL; PRAGMA secure_delete = ON",
                               error)
         && soho_database_migrate (self->db, MIGRATIONS, error);
}

static gboolean
write_meta (SohoArchive *self, const char *name, const guint8 *bytes, gsize n, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = soho_database_prepare (
      self->db, "INSERT OR REPLACE INTO meta (name, value) VALUES (:name, :value)", error);
  g_autoptr (GBytes) blob = g_bytes_new (bytes, n);

  if (statement == NULL)
    return FALSE;
  soho_database_bind_text (statement, ":name", name);
  soho_database_bind_bytes (statement, ":value", blob);
  return soho_database_finish (statement, error);
}

static gboolean
read_meta (SohoArchive *self, const char *name, void *bytes, gsize n, GError **error)
{
  g_autoptr (sqlite3_stmt) statement
      = soho_database_prepare (self->db, "SELECT value FROM meta WHERE name = :name", error);

  if (statement == NULL)
    return FALSE;
  soho_database_bind_text (statement, ":name", name);
  if (soho_database_next (statement, error) && (gsize) sqlite3_column_bytes (statement, 0) == n)
    {
      memcpy (bytes, sqlite3_column_blob (statement, 0), n);
      return TRUE;
    }
  if (error != NULL && *error == NULL)
    g_set_error (error, SOHO_DATABASE_ERROR, SOHO_DATABASE_ERROR_DAMAGED,
                 _ ("The file %s is damaged: restore it from a backup."),
                 sqlite3_db_filename (self->db, "main"));
  return FALSE;
}

static gboolean
write_identity (SohoArchive *self, GError **error)
{
  guint8 key[KEY_BYTES];
  guint64 epoch;

  randombytes_buf (key, sizeof key);
  randombytes_buf (&epoch, sizeof epoch);
  return soho_database_begin (self->db, error)
         && soho_database_run (self->db, "INSERT INTO meta VALUES ('last_id', 0), ('last_seq', 0)",
                               error)
         && write_meta (self, "key", key, sizeof key, error)
         && write_meta (self, "epoch", (const guint8 *) &epoch, sizeof epoch, error)
         && soho_database_commit (self->db, error);
}

SohoArchive *
soho_archive_create (const char *directory, const SohoModel *model, GError **error)
{
  g_autofree char *path = g_build_filename (directory, FILE_NAME, NULL);
  g_autoptr (SohoArchive) self = g_object_new (SOHO_TYPE_ARCHIVE, NULL);

  if (g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_set_error (error, SOHO_ARCHIVE_ERROR, SOHO_ARCHIVE_ERROR_EXISTS,
                   _ ("There is a network in %s already: choose another --data directory."),
                   directory);
      return NULL;
    }
  if (g_mkdir_with_parents (directory, 0700) != 0)
    {
      g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (errno),
                   _ ("The directory %s cannot be made: %s."), directory, g_strerror (errno));
      return NULL;
    }
  self->lock = soho_archive_lock (directory, FALSE, error);
  if (self->lock < 0 || !open_database (self, path, error) || !write_identity (self, error))
    return NULL;
  g_clear_object (&self);
  return soho_archive_open (directory, model, error);
}

SohoArchive *
soho_archive_open (const char *directory, const SohoModel *model, GError **error)
{
  g_autofree char *path = g_build_filename (directory, FILE_NAME, NULL);
  g_autoptr (SohoArchive) self = g_object_new (SOHO_TYPE_ARCHIVE, NULL);

  if (sodium_init () < 0)
    g_error ("libsodium cannot start");
  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_set_error (
          error, SOHO_ARCHIVE_ERROR, SOHO_ARCHIVE_ERROR_MISSING,
          _ ("There is no network in %s: make one with “soho-solo-server --data %s init”."),
          directory, directory);
      return NULL;
    }
  self->model = model;
  self->directory = g_strdup (directory);
  self->lock = soho_archive_lock (directory, FALSE, error);
  if (self->lock < 0 || !open_database (self, path, error)
      || !read_meta (self, "key", self->key, sizeof self->key, error)
      || !read_meta (self, "epoch", &self->epoch, sizeof self->epoch, error))
    return NULL;
  return g_steal_pointer (&self);
}

const SohoModel *
soho_archive_get_model (SohoArchive *self)
{
  return self->model;
}

const char *
soho_archive_get_directory (SohoArchive *self)
{
  return self->directory;
}

sqlite3 *
soho_archive_get_database (SohoArchive *self)
{
  return self->db;
}

const guint8 *
soho_archive_get_key (SohoArchive *self)
{
  return self->key;
}

guint64
soho_archive_get_epoch (SohoArchive *self)
{
  return self->epoch;
}

gboolean
soho_archive_begin (SohoArchive *self, GError **error)
{
  return soho_database_begin (self->db, error);
}

gboolean
soho_archive_commit (SohoArchive *self, GError **error)
{
  return soho_archive_sweep_blobs (self, error) && soho_database_commit (self->db, error);
}

void
soho_archive_rollback (SohoArchive *self)
{
  soho_database_rollback (self->db);
}

gint64
soho_archive_get_last_seq (SohoArchive *self, GError **error)
{
  gint64 seq;

  return soho_database_read_integer (self->db, "SELECT value FROM meta WHERE name = 'last_seq'", 0,
                                     &seq, error)
             ? seq
             : -1;
}

JsonNode *
soho_archive_parse_body (const char *body, GError **error)
{
  g_autoptr (JsonNode) root = soho_json_parse (body, strlen (body), BODY_DEPTH, error);

  if (root == NULL || JSON_NODE_HOLDS_OBJECT (root))
    return g_steal_pointer (&root);
  g_set_error_literal (error, SOHO_DATABASE_ERROR, SOHO_DATABASE_ERROR_DAMAGED,
                       _ ("This is no record: restore the archive from a backup."));
  return NULL;
}

/* The record in the current row of a statement over id, revision, body. NULL if its body is
 * damaged. */
static SohoRecord *
read_record (const SohoKind *kind, sqlite3_stmt *statement, GError **error)
{
  const char *body = soho_database_column_text (statement, 2);
  g_autoptr (SohoRecord) record = soho_record_new (kind, sqlite3_column_int64 (statement, 0));
  g_autoptr (JsonNode) root = soho_archive_parse_body (body, error);

  soho_record_set_revision (record, sqlite3_column_int64 (statement, 1));
  if (root == NULL
      || !soho_json_read_fields (kind, json_node_get_object (root), soho_record_get_values (record),
                                 error))
    {
      g_prefix_error (error, _ ("The archive is damaged at %s %lld: "), kind->name,
                      (long long) soho_record_get_id (record));
      return NULL;
    }
  return g_steal_pointer (&record);
}

SohoRecord *
soho_archive_get (SohoArchive *self, const SohoKind *kind, gint64 id, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = soho_database_prepare (
      self->db, "SELECT id, revision, body FROM record WHERE id = :id AND kind = :kind", error);

  if (statement == NULL)
    return NULL;
  soho_database_bind_integer (statement, ":id", id);
  soho_database_bind_text (statement, ":kind", kind->name);
  return soho_database_next (statement, error) ? read_record (kind, statement, error) : NULL;
}

gboolean
soho_archive_has (SohoArchive *self, const char *kind, gint64 id, gboolean *has, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = soho_database_prepare (
      self->db, "SELECT 1 FROM record WHERE id = :id AND kind = :kind", error);
  g_autoptr (GError) failure = NULL;

  if (statement == NULL)
    return FALSE;
  soho_database_bind_integer (statement, ":id", id);
  soho_database_bind_text (statement, ":kind", kind);
  *has = soho_database_next (statement, &failure);
  return soho_database_settle (&failure, error);
}

gboolean
soho_archive_read_audience (SohoArchive *self, gint64 id, char **audience, GError **error)
{
  g_autoptr (sqlite3_stmt) statement
      = soho_database_prepare (self->db, "SELECT audience FROM record WHERE id = :id", error);
  g_autoptr (GError) failure = NULL;

  *audience = NULL;
  if (statement == NULL)
    return FALSE;
  soho_database_bind_integer (statement, ":id", id);
  if (soho_database_next (statement, &failure))
    *audience = g_strdup (soho_database_column_text (statement, 0));
  return soho_database_settle (&failure, error);
}

gboolean
soho_archive_foreach (SohoArchive *self,
                      const SohoKind *kind,
                      SohoArchiveFunc function,
                      gpointer user_data,
                      GError **error)
{
  g_autoptr (sqlite3_stmt) statement = soho_database_prepare (
      self->db, "SELECT id, revision, body, audience FROM record WHERE kind = :kind ORDER BY id",
      error);
  g_autoptr (GError) failure = NULL;

  if (statement == NULL)
    return FALSE;
  soho_database_bind_text (statement, ":kind", kind->name);
  while (soho_database_next (statement, &failure))
    {
      g_autoptr (SohoRecord) record = read_record (kind, statement, error);

      if (record == NULL
          || !function (record, soho_database_column_text (statement, 3), user_data, error))
        return FALSE;
    }
  return soho_database_settle (&failure, error);
}

gint64
soho_archive_find_ref (SohoArchive *self, const char *kind, const char *ref, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = soho_database_prepare (
      self->db, "SELECT id FROM import_ref WHERE kind = :kind AND ref = :ref", error);

  if (statement == NULL)
    return 0;
  soho_database_bind_text (statement, ":kind", kind);
  soho_database_bind_text (statement, ":ref", ref);
  return soho_database_next (statement, error) ? sqlite3_column_int64 (statement, 0) : 0;
}

char *
soho_archive_dup_ref (SohoArchive *self, gint64 id, GError **error)
{
  g_autoptr (sqlite3_stmt) statement
      = soho_database_prepare (self->db, "SELECT ref FROM import_ref WHERE id = :id", error);

  if (statement == NULL)
    return NULL;
  soho_database_bind_integer (statement, ":id", id);
  return soho_database_next (statement, error) ? g_strdup (soho_database_column_text (statement, 0))
                                               : NULL;
}

gboolean
soho_archive_set_ref (
    SohoArchive *self, const char *kind, const char *ref, gint64 id, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = soho_database_prepare (
      self->db, "INSERT OR REPLACE INTO import_ref (kind, ref, id) VALUES (:kind, :ref, :id)",
      error);

  if (statement == NULL)
    return FALSE;
  soho_database_bind_text (statement, ":kind", kind);
  soho_database_bind_text (statement, ":ref", ref);
  soho_database_bind_integer (statement, ":id", id);
  return soho_database_finish (statement, error);
}
