/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "replicas.h"

#include <glib/gstdio.h>

#include "kinds.h"
#include "model/validate.h"
#include "store/apply.h"
#include "store/replica-private.h"
#include "store/search.h"

char *
soho_test_directory_new (void)
{
  g_autoptr (GError) error = NULL;
  char *directory = g_dir_make_tmp ("soho-test-XXXXXX", &error);

  g_assert_no_error (error);
  return directory;
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_tree (child);
    }
  g_remove (path);
}

void
soho_test_directory_free (char *directory)
{
  remove_tree (directory);
  g_free (directory);
}

SohoReplica *
soho_test_replica_open (const char *directory, const SohoModel *model)
{
  g_autoptr (GError) error = NULL;
  SohoReplica *self = soho_replica_open (directory, model, &error);

  g_assert_no_error (error);
  g_assert_nonnull (self);
  return self;
}

void
soho_test_apply (SohoReplica *self, const SohoRows *rows)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (soho_replica_begin (self, &error) && soho_replica_apply_rows (self, rows, &error)
                 && soho_replica_commit (self, &error));
  g_assert_no_error (error);
}

void
soho_test_delete (SohoReplica *self, const SohoKind *kind, gint64 id)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (soho_replica_begin (self, &error)
                 && soho_replica_apply_deletions (self, kind, &id, 1, &error)
                 && soho_replica_commit (self, &error));
  g_assert_no_error (error);
}

void
soho_test_put (SohoReplica *self, const SohoKind *kind, gint64 id, ...)
{
  g_autoptr (SohoRows) rows = soho_rows_new (kind, 1);
  va_list pairs;
  const char *name;

  rows->ids[0] = id;
  rows->revisions[0] = 1;
  va_start (pairs, id);
  while ((name = va_arg (pairs, const char *)) != NULL)
    soho_test_rows_set (rows, 0, id, 1, name, va_arg (pairs, const char *), NULL);
  va_end (pairs);
  soho_test_apply (self, rows);
}

SohoRows *
soho_test_read_all (SohoReplica *self, const SohoKind *kind)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) records = soho_replica_list (self, kind, NULL, 0, &error);
  SohoRows *rows;

  g_assert_no_error (error);
  rows = soho_rows_new (kind, records->len);
  for (guint row = 0; row < records->len; row++)
    {
      SohoRecord *record = g_ptr_array_index (records, row);

      rows->ids[row] = soho_record_get_id (record);
      rows->revisions[row] = soho_record_get_revision (record);
      for (guint i = 0; kind->fields[i].name != NULL; i++)
        soho_value_copy (&soho_rows_get_column (rows, i)[row], &soho_record_get_values (record)[i]);
    }
  return rows;
}

static int
compare_hits (gconstpointer a, gconstpointer b)
{
  gint64 id_a = soho_record_get_id ((*(SohoHit *const *) a)->record);
  gint64 id_b = soho_record_get_id ((*(SohoHit *const *) b)->record);

  return (id_a > id_b) - (id_a < id_b);
}

char *
soho_test_search (SohoReplica *self, const char *words)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) hits = soho_replica_search (self, words, NULL, 1000, &error);
  GString *ids = g_string_new (NULL);

  g_assert_no_error (error);
  g_ptr_array_sort (hits, compare_hits);
  for (guint i = 0; i < hits->len; i++)
    {
      SohoHit *hit = g_ptr_array_index (hits, i);

      g_assert_nonnull (hit->snippet);
      g_string_append_printf (ids, "%s%" G_GINT64_FORMAT, i > 0 ? " " : "",
                              soho_record_get_id (hit->record));
    }
  return g_string_free (ids, FALSE);
}

char *
soho_test_verify (SohoReplica *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) complaints = soho_replica_verify (self, &error);

  g_assert_no_error (error);
  g_ptr_array_add (complaints, NULL);
  return g_strjoinv ("\n", (char **) complaints->pdata);
}

char *
soho_test_ask (SohoReplica *self, const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (sqlite3_stmt) statement
      = soho_database_prepare (soho_replica_get_database (self), sql, &error);
  char *answer = NULL;

  g_assert_no_error (error);
  if (soho_database_next (statement, &error))
    answer = g_strdup (soho_database_column_text (statement, 0));
  g_assert_no_error (error);
  return answer;
}

void
soho_test_run (SohoReplica *self, const char *sql)
{
  g_autoptr (GError) error = NULL;

  soho_database_run (soho_replica_get_database (self), sql, &error);
  g_assert_no_error (error);
}
