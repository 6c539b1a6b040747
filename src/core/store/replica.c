/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/replica.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <unistd.h>

#include "store/entries.h"
#include "store/index.h"
#include "store/outbox.h"
#include "store/replica-private.h"
#include "store/schema.h"

#define FILE_NAME "replica.db"
#define MIGRATIONS "/fr/sohosolo/core/sql/replica"

struct _SohoReplica
{
  GObject parent_instance;

  const SohoModel *model; /* outlives us */
  char *directory;
  char *set_aside; /* nullable */
  sqlite3 *db;
  int lock; /* file descriptor, -1 while we do not follow the server */
};

G_DEFINE_FINAL_TYPE (SohoReplica, soho_replica, G_TYPE_OBJECT)

static void
soho_replica_finalize (GObject *object)
{
  SohoReplica *self = SOHO_REPLICA (object);

  soho_replica_unlock (self);
  g_clear_pointer (&self->db, sqlite3_close_v2);
  g_clear_pointer (&self->directory, g_free);
  g_clear_pointer (&self->set_aside, g_free);
  G_OBJECT_CLASS (soho_replica_parent_class)->finalize (object);
}

static void
soho_replica_class_init (SohoReplicaClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = soho_replica_finalize;
}

static void
soho_replica_init (SohoReplica *self)
{
  self->lock = -1;
}

static gboolean
fit_schema (SohoReplica *self, GError **error)
{
  gboolean fits;

  if (!soho_schema_fits (self->db, self->model, &fits, error))
    return FALSE;
  if (fits)
    return TRUE;
  if (!soho_database_begin (self->db, error))
    return FALSE;
  if (soho_schema_ensure (self->db, self->model, error) && soho_database_commit (self->db, error))
    return TRUE;
  soho_database_rollback (self->db);
  return FALSE;
}

static gboolean
open_database (SohoReplica *self, GError **error)
{
  g_autofree char *path = g_build_filename (self->directory, FILE_NAME, NULL);

  self->db = soho_database_open (path, error);
  return self->db != NULL && soho_database_run (self->db, "PRAGMA synchronous = NORMAL", error)
         && soho_database_migrate (self->db, MIGRATIONS, error) && fit_schema (self, error)
         && soho_entries_ensure (self, error);
}

/* Renames the damaged file and what belongs to it. The log goes first: whoever comes in between
 * finds the damaged file still, and nobody's new log beside it. */
static gboolean
set_damaged_file_aside (SohoReplica *self, GError **error)
{
  static const char *const suffixes[] = { "-wal", "-shm", "" };
  g_autofree char *stamp = g_strdup_printf ("damaged-%" G_GINT64_FORMAT, g_get_real_time ());
  g_autofree char *to = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *name = g_strconcat (FILE_NAME, suffixes[i], NULL);
      g_autofree char *from = g_build_filename (self->directory, name, NULL);

      g_free (to);
      to = g_strdup_printf ("%s/%s.%s%s", self->directory, FILE_NAME, stamp, suffixes[i]);
      if (g_rename (from, to) != 0 && errno != ENOENT)
        {
          g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (errno),
                       _ ("The damaged file %s cannot be set aside: %s."), from,
                       g_strerror (errno));
          return FALSE;
        }
    }
  self->set_aside = g_steal_pointer (&to);
  return TRUE;
}

/* Puts an empty file in the place of the damaged one, under the lock, so that no program that
 * follows the server loses its file under its feet. */
static gboolean
replace_damaged_file (SohoReplica *self, GError **error)
{
  g_autoptr (GError) failure = NULL;
  gboolean done;

  g_clear_pointer (&self->db, sqlite3_close_v2);
  if (!soho_replica_lock (self, error))
    return FALSE;
  /* Another program may have done it before we had the lock. */
  done = open_database (self, &failure);
  if (g_error_matches (failure, SOHO_DATABASE_ERROR, SOHO_DATABASE_ERROR_DAMAGED))
    {
      g_clear_pointer (&self->db, sqlite3_close_v2);
      done = set_damaged_file_aside (self, error) && open_database (self, error);
    }
  else if (!done)
    g_propagate_error (error, g_steal_pointer (&failure));
  soho_replica_unlock (self);
  return done;
}

SohoReplica *
soho_replica_open (const char *directory, const SohoModel *model, GError **error)
{
  g_autoptr (SohoReplica) self = g_object_new (SOHO_TYPE_REPLICA, NULL);
  g_autoptr (GError) failure = NULL;

  self->model = model;
  self->directory = g_strdup (directory);
  if (g_mkdir_with_parents (directory, 0700) != 0)
    {
      g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (errno),
                   _ ("The folder %s cannot be made: %s."), directory, g_strerror (errno));
      return NULL;
    }

  if (open_database (self, &failure))
    return g_steal_pointer (&self);
  if (!g_error_matches (failure, SOHO_DATABASE_ERROR, SOHO_DATABASE_ERROR_DAMAGED))
    g_propagate_error (error, g_steal_pointer (&failure));
  else if (replace_damaged_file (self, error))
    return g_steal_pointer (&self);
  return NULL;
}

/* What SQLite says of the structure of its file. */
static gboolean
look_over (SohoReplica *self, gboolean *sound, GError **error)
{
  g_autoptr (sqlite3_stmt) statement
      = soho_database_prepare (self->db, "PRAGMA quick_check (1)", error);

  *sound = statement != NULL && soho_database_next (statement, error)
           && g_strcmp0 (soho_database_column_text (statement, 0), "ok") == 0;
  return *error == NULL;
}

gboolean
soho_replica_renew_if_damaged (SohoReplica *self, GError **error)
{
  g_autoptr (GError) failure = NULL;
  gboolean sound;

  g_return_val_if_fail (self->lock >= 0, FALSE);

  if (!look_over (self, &sound, &failure)
      && !g_error_matches (failure, SOHO_DATABASE_ERROR, SOHO_DATABASE_ERROR_DAMAGED))
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (sound)
    return TRUE;
  g_clear_pointer (&self->db, sqlite3_close_v2);
  g_clear_pointer (&self->set_aside, g_free);
  return set_damaged_file_aside (self, error) && open_database (self, error);
}

const char *
soho_replica_get_set_aside (SohoReplica *self)
{
  return self->set_aside;
}

const SohoModel *
soho_replica_get_model (SohoReplica *self)
{
  return self->model;
}

const char *
soho_replica_get_directory (SohoReplica *self)
{
  return self->directory;
}

sqlite3 *
soho_replica_get_database (SohoReplica *self)
{
  return self->db;
}

gboolean
soho_replica_lock (SohoReplica *self, GError **error)
{
  g_autofree char *path = g_build_filename (self->directory, "lock", NULL);
  int fd;

  if (self->lock >= 0)
    return TRUE;
  fd = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0)
    {
      g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (errno),
                   _ ("The file %s cannot be opened: %s."), path, g_strerror (errno));
      return FALSE;
    }
  if (flock (fd, LOCK_EX | LOCK_NB) != 0)
    {
      close (fd);
      g_set_error_literal (
          error, SOHO_DATABASE_ERROR, SOHO_DATABASE_ERROR_BUSY,
          _ ("Another program is bringing this copy up to date: let it finish and try again."));
      return FALSE;
    }
  self->lock = fd;
  return TRUE;
}

void
soho_replica_unlock (SohoReplica *self)
{
  if (self->lock >= 0)
    close (self->lock);
  self->lock = -1;
}

char *
soho_replica_dup_fact (SohoReplica *self, const char *name, GError **error)
{
  g_autoptr (sqlite3_stmt) statement
      = soho_database_prepare (self->db, "SELECT value FROM meta WHERE name = :name", error);

  if (statement == NULL)
    return NULL;
  soho_database_bind_text (statement, ":name", name);
  return soho_database_next (statement, error) ? g_strdup (soho_database_column_text (statement, 0))
                                               : NULL;
}

gboolean
soho_replica_set_fact (SohoReplica *self, const char *name, const char *value, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = soho_database_prepare (
      self->db, "INSERT OR REPLACE INTO meta (name, value) VALUES (:name, :value)", error);

  if (statement == NULL)
    return FALSE;
  soho_database_bind_text (statement, ":name", name);
  soho_database_bind_text (statement, ":value", value);
  return soho_database_finish (statement, error);
}

SohoRecord *
soho_replica_read_record (const SohoKind *kind, sqlite3_stmt *statement)
{
  SohoRecord *record = soho_record_new (kind, sqlite3_column_int64 (statement, 0));
  SohoValue *values = soho_record_get_values (record);

  soho_record_set_revision (record, sqlite3_column_int64 (statement, 1));
  for (int i = 0; kind->fields[i].name != NULL; i++)
    soho_schema_read (statement, i + 2, &kind->fields[i], &values[i]);
  return record;
}

sqlite3_stmt *
soho_replica_prepare_record (SohoReplica *self, const SohoKind *kind, GError **error)
{
  g_autofree char *columns = soho_schema_dup_columns (kind);
  g_autofree char *sql
      = g_strdup_printf ("SELECT %s FROM \"%s\" WHERE id = :id", columns, kind->name);

  return soho_database_prepare (self->db, sql, error);
}

SohoRecord *
soho_replica_get_record (SohoReplica *self, const SohoKind *kind, gint64 id, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = soho_replica_prepare_record (self, kind, error);

  if (statement == NULL)
    return NULL;
  soho_database_bind_integer (statement, ":id", id);
  return soho_database_next (statement, error) ? soho_replica_read_record (kind, statement) : NULL;
}

GPtrArray *
soho_replica_list (SohoReplica *self,
                   const SohoKind *kind,
                   const SohoCondition *conditions,
                   guint n,
                   GError **error)
{
  g_autofree char *columns = soho_schema_dup_columns (kind);
  g_autoptr (GString) sql = g_string_new (NULL);
  g_autoptr (sqlite3_stmt) statement = NULL;
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GError) failure = NULL;

  g_string_append_printf (sql, "SELECT %s FROM \"%s\"", columns, kind->name);
  for (guint i = 0; i < n; i++)
    g_string_append_printf (sql, " %s \"%s\" = ?", i == 0 ? "WHERE" : "AND",
                            kind->fields[conditions[i].field].name);
  g_string_append (sql, " ORDER BY id");

  statement = soho_database_prepare (self->db, sql->str, error);
  if (statement == NULL)
    return NULL;
  for (guint i = 0; i < n; i++)
    soho_schema_bind (statement, (int) i + 1, &conditions[i].value);
  while (soho_database_next (statement, &failure))
    g_ptr_array_add (records, soho_replica_read_record (kind, statement));
  if (!soho_database_settle (&failure, error))
    return NULL;
  return g_steal_pointer (&records);
}

gint64
soho_replica_count (SohoReplica *self, const SohoKind *kind, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM \"%s\"", kind->name);
  gint64 n;

  return soho_database_read_integer (self->db, sql, 0, &n, error) ? n : -1;
}

static gboolean
add_blobs (
    SohoReplica *self, const char *kind, const char *field, GHashTable *names, GError **error)
{
  g_autofree char *sql
      = g_strdup_printf ("SELECT \"%s\" FROM \"%s\" WHERE \"%s\" IS NOT NULL", field, kind, field);
  g_autoptr (sqlite3_stmt) statement = soho_database_prepare (self->db, sql, error);
  g_autoptr (GError) failure = NULL;

  if (statement == NULL)
    return FALSE;
  while (soho_database_next (statement, &failure))
    g_hash_table_add (names, g_strdup (soho_database_column_text (statement, 0)));
  return soho_database_settle (&failure, error);
}

GHashTable *
soho_replica_list_blobs (SohoReplica *self, GError **error)
{
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (const SohoKind *const *kind = self->model->kinds; *kind != NULL; kind++)
    for (const SohoField *field = (*kind)->fields; field->name != NULL; field++)
      if (field->type == SOHO_FIELD_BLOB
          && !add_blobs (self, (*kind)->name, field->name, names, error))
        return NULL;
  return g_steal_pointer (&names);
}

GPtrArray *
soho_replica_verify (SohoReplica *self, GError **error)
{
  g_autoptr (GPtrArray) complaints = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (sqlite3_stmt) statement
      = soho_database_prepare (self->db, "PRAGMA integrity_check (20)", error);
  g_autoptr (GError) failure = NULL;

  if (statement == NULL)
    return NULL;
  while (soho_database_next (statement, &failure))
    {
      const char *text = soho_database_column_text (statement, 0);

      if (!g_str_equal (text, "ok"))
        g_ptr_array_add (complaints, g_strdup (text));
    }
  if (failure == NULL)
    soho_index_verify (self, complaints, &failure);
  if (failure == NULL)
    soho_outbox_verify (self, complaints, &failure);
  if (g_error_matches (failure, SOHO_DATABASE_ERROR, SOHO_DATABASE_ERROR_DAMAGED))
    {
      g_ptr_array_add (complaints, g_strdup (failure->message));
      g_clear_error (&failure);
    }
  if (!soho_database_settle (&failure, error))
    return NULL;
  return g_steal_pointer (&complaints);
}
