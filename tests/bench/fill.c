/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a first fill costs, beside the least it could cost, in one run:
 *
 *   bytes  the body of the answer ÷ zstd -19 of the same public records as NDJSON with integer ids,
 * all kinds in one stream cpu    user and system time of the client, from an empty replica to a
 * searchable one ÷ that of a bare program that writes the same rows and documents, already in
 * memory, into the same tables and index
 *
 * usage: bench-fill SERVER-PROGRAM [MEMBERS…] */

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <zstd.h>

#include "formats/ndjson.h"
#include "model/kind.h"
#include "store/index.h"
#include "store/replica-private.h"
#include "store/schema.h"
#include "sync.h"

#define ROUNDS 7
#define ZSTD_LEVEL 19

typedef struct
{
  char *directory;
  GSubprocess *server;
  char *address;
} Network;

static double
cpu_ms (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  return (double) (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1e3
         + (double) (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e3;
}

static int
compare_doubles (const void *a, const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static double
median (double *figures, guint n)
{
  qsort (figures, n, sizeof *figures, compare_doubles);
  return figures[n / 2];
}

static void
run_server_command (
    const char *program, const char *data, const char *verb, const char *option, const char *value)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process
      = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE, &error, program, "--data", data, verb,
                          option, value, NULL);

  if (process == NULL || !g_subprocess_wait_check (process, NULL, &error))
    g_error ("%s %s: %s", program, verb, error->message);
}

static char *
wait_for_port (const char *path)
{
  for (guint i = 0; i < 1000; i++)
    {
      g_autofree char *text = NULL;

      if (g_file_get_contents (path, &text, NULL, NULL))
        return g_strdup_printf ("http://127.0.0.1:%s", g_strstrip (text));
      g_usleep (10000);
    }
  g_error ("the server does not start");
}

static Network *
network_start (const char *program, const char *members)
{
  Network *network = g_new0 (Network, 1);
  g_autoptr (GError) error = NULL;
  g_autofree char *data = NULL;
  g_autofree char *port_file = NULL;

  network->directory = g_dir_make_tmp ("soho-bench-XXXXXX", NULL);
  data = g_build_filename (network->directory, "server", NULL);
  port_file = g_build_filename (network->directory, "port", NULL);
  run_server_command (program, data, "init", "--name", "Banc d’essai");
  run_server_command (program, data, "demo", "--members", members);
  network->server
      = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE, &error, program, "--data", data,
                          "serve", "--listen", "127.0.0.1:0", "--port-file", port_file, NULL);
  g_assert_no_error (error);
  network->address = wait_for_port (port_file);
  return network;
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) directory = g_dir_open (path, 0, NULL);
  const char *name;

  while (directory != NULL && (name = g_dir_read_name (directory)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_tree (child);
    }
  g_remove (path);
}

static void
network_stop (Network *network)
{
  g_subprocess_send_signal (network->server, SIGTERM);
  g_subprocess_wait (network->server, NULL, NULL);
  g_object_unref (network->server);
  remove_tree (network->directory);
  g_free (network->directory);
  g_free (network->address);
  g_free (network);
}

static double
fill (Network *network, const char *name, SohoSyncReport *report)
{
  g_autofree char *directory = g_build_filename (network->directory, name, NULL);
  g_autoptr (SohoReplica) replica = NULL;
  g_autoptr (GError) error = NULL;
  double began;

  remove_tree (directory);
  began = cpu_ms ();
  replica = soho_replica_open (directory, soho_model_get (), &error);
  if (replica == NULL
      || !soho_sync_run (replica, network->address, NULL, NULL, NULL, report, &error))
    g_error ("%s", error->message);
  return cpu_ms () - began;
}

#define MOST_COLUMNS 6

/* What is made from the rows, each with its own columns. */
static const struct
{
  const char *select, *insert;
  int n_columns;
} derived[] = {
  { "SELECT rowid, title, keywords, body, refers, kind FROM search ORDER BY rowid",
    "INSERT INTO search (rowid, title, keywords, body, refers, kind) VALUES (?, ?, ?, ?, ?, ?)",
    6 },
  { "SELECT id, kind, sort, commune FROM entry ORDER BY id",
    "INSERT INTO entry (id, kind, sort, commune) VALUES (?, ?, ?, ?)", 4 },
  { "SELECT id, kind, word, sort, commune FROM entry_word ORDER BY id",
    "INSERT INTO entry_word (id, kind, word, sort, commune) VALUES (?, ?, ?, ?, ?)", 5 },
  { "SELECT id, top FROM entry_group ORDER BY id",
    "INSERT INTO entry_group (id, top) VALUES (?, ?)", 2 },
};

/* The rows and documents of a replica, read into memory, as the bare program has them. */
typedef struct
{
  GPtrArray *records;                         /* one array of SohoRecord per kind of the model */
  GPtrArray *derived[G_N_ELEMENTS (derived)]; /* of char *[n_columns], the first an id */
} Content;

static void
free_row (gpointer row)
{
  for (char **cell = row; cell < (char **) row + MOST_COLUMNS; cell++)
    g_free (*cell);
  g_free (row);
}

static GPtrArray *
read_derived (SohoReplica *replica, gsize which)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func (free_row);
  g_autoptr (sqlite3_stmt) statement
      = soho_database_prepare (soho_replica_get_database (replica), derived[which].select, NULL);

  while (soho_database_next (statement, NULL))
    {
      char **row = g_new0 (char *, MOST_COLUMNS);

      for (int i = 0; i < derived[which].n_columns; i++)
        row[i] = g_strdup (soho_database_column_text (statement, i));
      g_ptr_array_add (rows, row);
    }
  return rows;
}

static Content
read_content (Network *network)
{
  g_autofree char *directory = g_build_filename (network->directory, "content", NULL);
  SohoSyncReport report;
  g_autoptr (SohoReplica) replica = NULL;
  Content content = { g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref) };

  fill (network, "content", &report);
  replica = soho_replica_open (directory, soho_model_get (), NULL);
  for (const SohoKind *const *kind = soho_model_get ()->kinds; *kind != NULL; kind++)
    g_ptr_array_add (content.records, soho_replica_list (replica, *kind, NULL, 0, NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (derived); i++)
    content.derived[i] = read_derived (replica, i);
  return content;
}

static void
content_clear (Content *content)
{
  g_ptr_array_unref (content->records);
  for (gsize i = 0; i < G_N_ELEMENTS (derived); i++)
    g_ptr_array_unref (content->derived[i]);
}

static gsize
floor_bytes (const Content *content)
{
  g_autoptr (GString) lines = g_string_new (NULL);
  g_autofree char *packed = NULL;
  gsize bound;

  for (guint k = 0; k < content->records->len; k++)
    {
      GPtrArray *records = g_ptr_array_index (content->records, k);

      for (guint i = 0; i < records->len; i++)
        {
          SohoRecord *record = g_ptr_array_index (records, i);

          g_string_append_printf (lines, "{\"kind\":\"%s\",\"id\":%" G_GINT64_FORMAT,
                                  soho_record_get_kind (record)->name, soho_record_get_id (record));
          soho_json_append_fields (lines, soho_record_get_kind (record),
                                   soho_record_get_values (record), TRUE);
          g_string_append (lines, "}\n");
        }
    }
  bound = ZSTD_compressBound (lines->len);
  packed = g_malloc (bound);
  return ZSTD_compress (packed, bound, lines->str, lines->len, ZSTD_LEVEL);
}

static void
insert_rows (sqlite3 *db, const SohoKind *kind, GPtrArray *records)
{
  g_autofree char *upsert = soho_schema_dup_upsert (kind);
  g_autoptr (sqlite3_stmt) statement = soho_database_prepare (db, upsert, NULL);

  for (guint i = 0; i < records->len; i++)
    {
      SohoRecord *record = g_ptr_array_index (records, i);
      const SohoValue *values = soho_record_get_values (record);

      sqlite3_bind_int64 (statement, 1, soho_record_get_id (record));
      sqlite3_bind_int64 (statement, 2, soho_record_get_revision (record));
      for (int f = 0; kind->fields[f].name != NULL; f++)
        soho_schema_bind (statement, f + 3, &values[f]);
      sqlite3_step (statement);
      sqlite3_reset (statement);
    }
}

static void
insert_derived (sqlite3 *db, gsize which, GPtrArray *rows)
{
  g_autoptr (sqlite3_stmt) statement = soho_database_prepare (db, derived[which].insert, NULL);

  for (guint i = 0; i < rows->len; i++)
    {
      char **row = g_ptr_array_index (rows, i);

      sqlite3_bind_int64 (statement, 1, g_ascii_strtoll (row[0], NULL, 10));
      for (int c = 1; c < derived[which].n_columns; c++)
        sqlite3_bind_text (statement, c + 1, row[c], -1, SQLITE_STATIC);
      if (sqlite3_step (statement) != SQLITE_DONE)
        g_error ("%s", sqlite3_errmsg (db));
      sqlite3_reset (statement);
    }
}

static double
build_bare (Network *network, const Content *content)
{
  const SohoModel *model = soho_model_get ();
  g_autofree char *path = g_build_filename (network->directory, "bare.db", NULL);
  g_autoptr (sqlite3) db = NULL;
  double began;

  g_remove (path);
  began = cpu_ms ();
  db = soho_database_open (path, NULL);
  soho_database_run (db, "PRAGMA synchronous = NORMAL", NULL);
  soho_database_migrate (db, "/fr/sohosolo/core/sql/replica", NULL);
  soho_database_begin (db, NULL);
  for (guint k = 0; model->kinds[k] != NULL; k++)
    {
      g_autofree char *create = soho_schema_dup_create (model->kinds[k]);

      soho_database_run (db, create, NULL);
      insert_rows (db, model->kinds[k], g_ptr_array_index (content->records, k));
    }
  for (gsize i = 0; i < G_N_ELEMENTS (derived); i++)
    insert_derived (db, i, content->derived[i]);
  soho_database_commit (db, NULL);
  g_clear_pointer (&db, sqlite3_close_v2);
  return cpu_ms () - began;
}

static void
measure (const char *program, const char *members)
{
  Network *network = network_start (program, members);
  Content content = read_content (network);
  double client[ROUNDS], bare[ROUNDS], ratio[ROUNDS];
  gsize floor = floor_bytes (&content);
  SohoSyncReport report;

  for (guint i = 0; i < ROUNDS; i++)
    {
      client[i] = fill (network, "replica", &report);
      bare[i] = build_bare (network, &content);
      ratio[i] = client[i] / bare[i];
    }
  g_print ("%6s members  %6u rows  %8" G_GUINT64_FORMAT " bytes down in %u request  "
           "floor %8" G_GSIZE_FORMAT "  bytes/floor %.3f\n",
           members, report.rows, report.bytes_down, report.requests, floor,
           (double) report.bytes_down / (double) floor);
  g_print ("%6s members  client %7.1f ms  bare %7.1f ms  cpu/bare %.2f (medians of %d)\n", members,
           median (client, ROUNDS), median (bare, ROUNDS), median (ratio, ROUNDS), ROUNDS);
  content_clear (&content);
  network_stop (network);
}

int
main (int argc, char **argv)
{
  static char *const usual[] = { "400", "4000", NULL };

  if (argc < 2)
    {
      g_printerr ("usage: bench-fill SERVER-PROGRAM [MEMBERS…]\n");
      return 2;
    }
  for (char *const *members = argc > 2 ? argv + 2 : usual; *members != NULL; members++)
    measure (argv[1], *members);
  return 0;
}
