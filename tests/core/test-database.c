/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/database.h"

#include <glib/gstdio.h>
#include <string.h>

#include "replicas.h"

#define MIGRATIONS "/fr/sohosolo/core/sql/replica"

typedef struct
{
  char *directory;
  char *path;
  sqlite3 *db;
} Fixture;

static void
set_up (Fixture *self, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;

  self->directory = soho_test_directory_new ();
  self->path = g_build_filename (self->directory, "élan d'été.db", NULL);
  self->db = soho_database_open (self->path, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *self, gconstpointer unused)
{
  sqlite3_close_v2 (self->db);
  g_free (self->path);
  soho_test_directory_free (self->directory);
}

static void
run (sqlite3 *db, const char *sql)
{
  g_autoptr (GError) error = NULL;

  soho_database_run (db, sql, &error);
  g_assert_no_error (error);
}

static char *
ask (sqlite3 *db, const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (sqlite3_stmt) statement = soho_database_prepare (db, sql, &error);

  g_assert_no_error (error);
  return soho_database_next (statement, &error)
             ? g_strdup (soho_database_column_text (statement, 0))
             : NULL;
}

static void
test_functions (Fixture *self, gconstpointer unused)
{
  static const struct
  {
    const char *sql, *answer;
  } cases[] = {
    { "SELECT commune_name ('32013')", "Auch" },
    { "SELECT commune_name ('99999')", NULL },
    { "SELECT commune_name (NULL)", NULL },
    { "SELECT commune_name (X'ff00')", NULL },
    { "SELECT concat_words ('a', NULL, '', 'b', 3)", "a b 3" },
    { "SELECT concat_words ()", "" },
    { "SELECT concat_words (NULL, NULL)", "" },
    { "SELECT fold ('L’Œuvre d''ÉTÉ')", "l oeuvre d ete" },
    { "SELECT fold (NULL)", "" },
    { "SELECT fold (X'61ff62')", "a" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *answer = ask (self->db, cases[i].sql);

      g_assert_cmpstr (answer, ==, cases[i].answer);
    }
}

static void
test_connection_manners (Fixture *self, gconstpointer unused)
{
  g_autofree char *mode = ask (self->db, "PRAGMA journal_mode");
  g_autoptr (sqlite3) memory = soho_database_open (":memory:", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (mode, ==, "wal");
  g_assert_nonnull (memory);
  run (memory, "CREATE VIRTUAL TABLE s USING fts5 (t, tokenize = 'soho')");
  soho_database_run (memory, "SELECT zeroblob (17 * 1024 * 1024)", &error);
  g_assert_error (error, SOHO_DATABASE_ERROR, SOHO_DATABASE_ERROR_FAILED);
}

static void
test_statements (Fixture *self, gconstpointer unused)
{
  g_autoptr (sqlite3_stmt) insert = NULL;
  g_autoptr (GBytes) bytes = g_bytes_new_static ("a\0b", 3);
  g_autoptr (GError) error = NULL;
  g_autofree char *hex = NULL;
  gint64 n;

  run (self->db, "CREATE TABLE t (a INTEGER UNIQUE, b TEXT, c BLOB) STRICT");
  insert = soho_database_prepare (self->db, "INSERT INTO t VALUES (:a, :b, :c)", &error);
  soho_database_bind_integer (insert, ":a", G_MININT64);
  soho_database_bind_text (insert, ":b", NULL);
  soho_database_bind_bytes (insert, ":c", bytes);
  g_assert_true (soho_database_finish (insert, &error));
  g_assert_false (soho_database_finish (insert, &error));
  g_assert_error (error, SOHO_DATABASE_ERROR, SOHO_DATABASE_ERROR_FAILED);
  g_clear_error (&error);
  /* The statement serves again after a failure. */
  soho_database_bind_integer (insert, ":a", 2);
  g_assert_true (soho_database_finish (insert, &error));
  hex = ask (self->db, "SELECT hex (c) || coalesce (b, '-') FROM t WHERE a < 0");
  g_assert_cmpstr (hex, ==, "610062-");
  g_assert_true (soho_database_read_integer (self->db, "SELECT a FROM t WHERE a < 0", 7, &n, NULL));
  g_assert_cmpint (n, ==, G_MININT64);
  g_assert_true (soho_database_read_integer (self->db, "SELECT a FROM t WHERE FALSE", 7, &n, NULL));
  g_assert_cmpint (n, ==, 7);
  g_assert_false (soho_database_read_integer (self->db, "SELECT nothing", 7, &n, &error));
  g_assert_error (error, SOHO_DATABASE_ERROR, SOHO_DATABASE_ERROR_FAILED);
}

static void
test_migrating (Fixture *self, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *version = NULL, *n_before = NULL, *n_after = NULL;

  g_assert_true (soho_database_migrate (self->db, MIGRATIONS, &error));
  version = ask (self->db, "PRAGMA user_version");
  g_assert_cmpstr (version, !=, "0");
  n_before = ask (self->db, "PRAGMA schema_version");
  g_assert_true (soho_database_migrate (self->db, MIGRATIONS, &error));
  n_after = ask (self->db, "PRAGMA schema_version");
  g_assert_cmpstr (n_before, ==, n_after);
}

static void
test_newer_file (Fixture *self, gconstpointer unused)
{
  const char *versions[] = { NULL, "1000", "9999", "10000", "2147483647", "-1", "-2147483648" };
  g_autofree char *next = NULL;

  g_assert_true (soho_database_migrate (self->db, MIGRATIONS, NULL));
  next = ask (self->db, "SELECT user_version + 1 FROM pragma_user_version");
  versions[0] = next;
  for (guint i = 0; i < G_N_ELEMENTS (versions); i++)
    {
      g_autofree char *sql = g_strconcat ("PRAGMA user_version = ", versions[i], NULL);
      g_autofree char *kept = NULL;
      g_autoptr (GError) error = NULL;

      run (self->db, sql);
      g_assert_false (soho_database_migrate (self->db, MIGRATIONS, &error));
      g_assert_error (error, SOHO_DATABASE_ERROR, SOHO_DATABASE_ERROR_NEWER);
      g_assert_nonnull (strstr (error->message, "update the program"));
      kept = ask (self->db, "PRAGMA user_version");
      g_assert_cmpstr (kept, ==, versions[i]);
    }
}

/* A migration that fails leaves nothing of itself. */
static void
test_failed_migration (Fixture *self, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *n = NULL, *version = NULL;

  run (self->db, "CREATE TABLE search (in_the_way)");
  g_assert_false (soho_database_migrate (self->db, MIGRATIONS, &error));
  g_assert_error (error, SOHO_DATABASE_ERROR, SOHO_DATABASE_ERROR_FAILED);
  n = ask (self->db, "SELECT count(*) FROM sqlite_schema");
  version = ask (self->db, "PRAGMA user_version");
  g_assert_cmpstr (n, ==, "1");
  g_assert_cmpstr (version, ==, "0");
  g_assert_true (sqlite3_get_autocommit (self->db));
}

static void
expect_open_error (const char *path, SohoDatabaseError code)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (soho_database_open (path, &error));
  g_assert_error (error, SOHO_DATABASE_ERROR, (int) code);
  g_assert_nonnull (strstr (error->message, path));
}

static void
test_what_is_no_database (Fixture *self, gconstpointer unused)
{
  g_autofree char *garbage = g_build_filename (self->directory, "garbage", NULL);
  g_autofree char *missing = g_build_filename (self->directory, "no", "such", "folder", NULL);
  g_autofree char *bytes = g_strnfill (5000, 'x');

  g_assert_true (g_file_set_contents (garbage, bytes, 5000, NULL));
  expect_open_error (garbage, SOHO_DATABASE_ERROR_DAMAGED);
  expect_open_error (missing, SOHO_DATABASE_ERROR_FAILED);
  expect_open_error (self->directory, SOHO_DATABASE_ERROR_FAILED);
}

static void
test_empty_file_is_a_new_one (Fixture *self, gconstpointer unused)
{
  g_autofree char *path = g_build_filename (self->directory, "empty", NULL);
  g_autoptr (sqlite3) db = NULL;

  g_assert_true (g_file_set_contents (path, "", 0, NULL));
  db = soho_database_open (path, NULL);
  g_assert_nonnull (db);
  g_assert_true (soho_database_migrate (db, MIGRATIONS, NULL));
}

static void
test_busy (Fixture *self, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (sqlite3) other = soho_database_open (self->path, &error);

  g_assert_no_error (error);
  sqlite3_busy_timeout (other, 1);
  g_assert_true (soho_database_begin (self->db, &error));
  g_assert_false (soho_database_begin (other, &error));
  g_assert_error (error, SOHO_DATABASE_ERROR, SOHO_DATABASE_ERROR_BUSY);
  g_clear_error (&error);
  soho_database_rollback (other);
  soho_database_rollback (self->db);
  soho_database_rollback (self->db);
  g_assert_true (soho_database_begin (other, &error));
  soho_database_rollback (other);
}

static void
test_full (Fixture *self, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *n = NULL;

  run (self->db, "CREATE TABLE t (a); INSERT INTO t VALUES (1); PRAGMA max_page_count = 20");
  g_assert_true (soho_database_begin (self->db, &error));
  run (self->db, "INSERT INTO t VALUES (2)");
  g_assert_false (
      soho_database_run (self->db, "INSERT INTO t VALUES (zeroblob (1000000))", &error));
  g_assert_error (error, SOHO_DATABASE_ERROR, SOHO_DATABASE_ERROR_FULL);
  soho_database_rollback (self->db);
  n = ask (self->db, "SELECT count(*) FROM t");
  g_assert_cmpstr (n, ==, "1");
}

#define ADD(name, function)                                                                        \
  g_test_add ("/core/database/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("functions", test_functions);
  ADD ("connection-manners", test_connection_manners);
  ADD ("statements", test_statements);
  ADD ("migrating", test_migrating);
  ADD ("newer-file", test_newer_file);
  ADD ("failed-migration", test_failed_migration);
  ADD ("what-is-no-database", test_what_is_no_database);
  ADD ("empty-file-is-a-new-one", test_empty_file_is_a_new_one);
  ADD ("busy", test_busy);
  ADD ("full", test_full);
  return g_test_run ();
}
