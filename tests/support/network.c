/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "network.h"

#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>

#include "archive/blobs.h"
#include "archive/inventory.h"
#include "formats/ndjson.h"
#include "http/listener.h"
#include "model/validate.h"
#include "routes/routes.h"

char *
network_make_directory (void)
{
  g_autoptr (GError) error = NULL;
  char *directory = g_dir_make_tmp ("soho-test-XXXXXX", &error);

  g_assert_no_error (error);
  return directory;
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) directory = NULL;
  const char *name;

  if (!g_file_test (path, G_FILE_TEST_IS_SYMLINK))
    directory = g_dir_open (path, 0, NULL);
  while (directory != NULL && (name = g_dir_read_name (directory)) != NULL)
    {
      g_autofree char *below = g_build_filename (path, name, NULL);

      remove_tree (below);
    }
  g_assert_cmpint (g_remove (path), ==, 0);
}

void
network_remove_directory (char *directory)
{
  remove_tree (directory);
  g_free (directory);
}

char *
network_write_file (const char *directory, const char *name, const char *bytes, gssize length)
{
  g_autoptr (GError) error = NULL;
  char *path = g_build_filename (directory, name, NULL);

  g_file_set_contents (path, bytes, length, &error);
  g_assert_no_error (error);
  return path;
}

Network *
network_new (void)
{
  Network *self = g_new0 (Network, 1);
  g_autoptr (GError) error = NULL;

  self->directory = network_make_directory ();
  self->archive = soho_archive_create (self->directory, soho_model_get (), &error);
  g_assert_no_error (error);
  /* Tests lose no power, and make many small transactions. */
  soho_database_run (soho_archive_get_database (self->archive), "PRAGMA synchronous = OFF", &error);
  g_assert_no_error (error);
  return self;
}

Network *
network_new_with_key (guint32 seed)
{
  Network *self = network_new ();
  g_autofree char *sql = g_strdup_printf (
      "UPDATE meta SET value = CAST (printf ('%%032d', %u) AS BLOB) WHERE name = 'key';"
      "UPDATE meta SET value = CAST (printf ('%%08d', %u) AS BLOB) WHERE name = 'epoch'",
      seed, seed % 10000000);
  g_autoptr (GError) error = NULL;

  soho_database_run (soho_archive_get_database (self->archive), sql, &error);
  g_assert_no_error (error);
  g_object_unref (self->archive);
  self->archive = soho_archive_open (self->directory, soho_model_get (), &error);
  g_assert_no_error (error);
  soho_database_run (soho_archive_get_database (self->archive), "PRAGMA synchronous = OFF", &error);
  g_assert_no_error (error);
  return self;
}

void
network_free (Network *self)
{
  network_stop (self);
  g_object_unref (self->archive);
  network_remove_directory (self->directory);
  g_free (self);
}

static void
set_value (const SohoKind *kind, SohoValue *values, const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, "=", 2);
  int field = soho_kind_find_field (kind, parts[0]);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (field, >=, 0);
  soho_field_parse (&kind->fields[field], parts[1], &values[field], &error);
  g_assert_no_error (error);
}

gint64
network_put (Network *self, const char *name, gint64 id, ...)
{
  const SohoKind *kind = soho_model_find_kind (soho_model_get (), name);
  SohoValue *values = soho_values_new (soho_kind_get_n_fields (kind));
  g_autoptr (GError) error = NULL;
  gboolean changed;
  const char *text;
  va_list texts;

  va_start (texts, id);
  while ((text = va_arg (texts, const char *)) != NULL)
    set_value (kind, values, text);
  va_end (texts);

  soho_kind_apply_fallbacks (kind, values);
  soho_kind_validate (kind, values, &error);
  g_assert_no_error (error);
  soho_archive_begin (self->archive, &error);
  g_assert_no_error (error);
  id = soho_archive_put (self->archive, kind, id, values, &changed, &error);
  g_assert_no_error (error);
  soho_archive_commit (self->archive, &error);
  g_assert_no_error (error);
  soho_values_free (values, soho_kind_get_n_fields (kind));
  return id;
}

char *
network_put_photo (Network *self, GBytes *bytes)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *name = NULL;

  soho_archive_put_blob (self->archive, bytes, &name, &error);
  g_assert_no_error (error);
  return g_strconcat ("photo=", name, NULL);
}

void
network_delete (Network *self, gint64 id)
{
  g_autoptr (GError) error = NULL;

  soho_archive_begin (self->archive, &error);
  g_assert_no_error (error);
  soho_archive_delete (self->archive, id, &error);
  g_assert_no_error (error);
  soho_archive_commit (self->archive, &error);
  g_assert_no_error (error);
}

gint64
network_nth_id (Network *self, guint nth)
{
  g_autofree char *sql
      = g_strdup_printf ("SELECT id FROM record ORDER BY seq LIMIT 1 OFFSET %u", nth - 1);
  g_autoptr (GError) error = NULL;
  gint64 id;

  soho_database_read_integer (soho_archive_get_database (self->archive), sql, 0, &id, &error);
  g_assert_no_error (error);
  return id;
}

typedef struct
{
  Network *network;
  GMutex mutex;
  GCond ready;
} Start;

/* Read by the server's thread, set by the test's. */
static gint64
read_clock (gpointer user_data)
{
  Network *self = user_data;

  return g_get_real_time () / G_USEC_PER_SEC + g_atomic_int_get (&self->ahead_s);
}

static gpointer
serve (gpointer data)
{
  Start *start = data;
  Network *self = start->network;
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (GMainLoop) loop = g_main_loop_new (context, FALSE);
  g_autoptr (GError) error = NULL;
  g_autoptr (SohoArchive) archive = NULL;
  g_autoptr (SohoAccounts) accounts = NULL;
  g_autoptr (SohoListener) listener = NULL;
  g_autofree char *where = NULL;

  g_main_context_push_thread_default (context);
  archive = soho_archive_open (self->directory, soho_model_get (), &error);
  g_assert_no_error (error);
  listener = soho_listener_new (NULL);
  accounts = soho_accounts_new (archive, read_clock, self);
  soho_routes_add (listener, accounts);
  where = g_strdup_printf ("127.0.0.1:%u", self->port);
  soho_listener_listen (listener, where, &error);
  g_assert_no_error (error);

  g_mutex_lock (&start->mutex);
  self->port = soho_listener_get_port (listener);
  self->address = g_strdup_printf ("http://127.0.0.1:%u", soho_listener_get_port (listener));
  self->context = context;
  self->loop = loop;
  g_cond_signal (&start->ready);
  g_mutex_unlock (&start->mutex);

  g_main_loop_run (loop);
  g_clear_object (&listener);
  g_main_context_pop_thread_default (context);
  return NULL;
}

const char *
network_serve (Network *self)
{
  self->port = 0;
  return network_serve_again (self);
}

const char *
network_serve_again (Network *self)
{
  Start start = { .network = self };

  g_assert_null (self->thread);
  g_mutex_init (&start.mutex);
  g_cond_init (&start.ready);
  g_mutex_lock (&start.mutex);
  self->thread = g_thread_new ("server", serve, &start);
  while (self->address == NULL)
    g_cond_wait (&start.ready, &start.mutex);
  g_mutex_unlock (&start.mutex);
  g_mutex_clear (&start.mutex);
  g_cond_clear (&start.ready);
  return self->address;
}

static gboolean
quit (gpointer loop)
{
  g_main_loop_quit (loop);
  return G_SOURCE_REMOVE;
}

void
network_stop (Network *self)
{
  g_autoptr (GSource) source = NULL;

  if (self->thread == NULL)
    return;
  source = g_idle_source_new ();
  g_source_set_callback (source, quit, self->loop, NULL);
  g_source_attach (source, self->context);
  g_thread_join (g_steal_pointer (&self->thread));
  g_clear_pointer (&self->address, g_free);
}

static void
append_record (GString *lines, SohoRecord *record)
{
  const SohoKind *kind = soho_record_get_kind (record);

  g_string_append_printf (
      lines, "{\"kind\":\"%s\",\"id\":%" G_GINT64_FORMAT ",\"revision\":%" G_GINT64_FORMAT,
      kind->name, soho_record_get_id (record), soho_record_get_revision (record));
  soho_json_append_fields (lines, kind, soho_record_get_values (record), TRUE);
  g_string_append (lines, "}\n");
}

typedef struct
{
  GString *lines;
  const char *const *audiences; /* NULL for all */
} Listing;

static gboolean
list_record (SohoRecord *record, const char *audience, gpointer data, GError **error)
{
  Listing *listing = data;

  if (listing->audiences == NULL || g_strv_contains (listing->audiences, audience))
    append_record (listing->lines, record);
  return TRUE;
}

char *
network_dup_for (Network *self, const char *const *audiences)
{
  const SohoModel *model = soho_model_get ();
  Listing listing = { g_string_new (NULL), audiences };
  g_autoptr (GError) error = NULL;

  for (const SohoKind *const *kind = model->kinds; *kind != NULL; kind++)
    soho_archive_foreach (self->archive, *kind, list_record, &listing, &error);
  g_assert_no_error (error);
  return g_string_free (listing.lines, FALSE);
}

char *
network_dup_public (Network *self)
{
  static const char *const audiences[] = { SOHO_AUDIENCE_PUBLIC, NULL };

  return network_dup_for (self, audiences);
}

char *
network_dup_all (Network *self)
{
  return network_dup_for (self, NULL);
}

char *
network_dup_replica (SohoReplica *replica)
{
  const SohoModel *model = soho_replica_get_model (replica);
  GString *lines = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  for (const SohoKind *const *kind = model->kinds; *kind != NULL; kind++)
    {
      g_autoptr (GPtrArray) records = soho_replica_list (replica, *kind, NULL, 0, &error);

      g_assert_no_error (error);
      for (guint i = 0; i < records->len; i++)
        append_record (lines, g_ptr_array_index (records, i));
    }
  return g_string_free (lines, FALSE);
}

void
network_assert_sound (Network *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) complaints = soho_inventory_check (self->archive, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < complaints->len; i++)
    g_test_message ("%s", (char *) g_ptr_array_index (complaints, i));
  g_assert_cmpuint (complaints->len, ==, 0);
}

GBytes *
network_say (const char *address, const char *bytes, gssize length)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocketConnection) connection = NULL;
  GString *heard = g_string_new (NULL);
  char buffer[16384];
  gssize n;

  g_socket_client_set_timeout (client, 30);
  g_socket_client_set_proxy_resolver (client, NULL);
  g_socket_client_set_enable_proxy (client, FALSE);
  connection
      = g_socket_client_connect_to_host (client, address + strlen ("http://"), 80, NULL, &error);
  g_assert_no_error (error);
  /* A server that refuses may close before it has heard everything. */
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), bytes,
                             length >= 0 ? (gsize) length : strlen (bytes), NULL, NULL, NULL);
  while ((n = g_input_stream_read (g_io_stream_get_input_stream (G_IO_STREAM (connection)), buffer,
                                   sizeof buffer, NULL, NULL))
         > 0)
    g_string_append_len (heard, buffer, n);
  return g_string_free_to_bytes (heard);
}

GBytes *
network_pass_on (const char *address, const char *request)
{
  g_auto (GStrv) lines = g_strsplit (request, "\r\n", 2);
  g_autofree char *closing = NULL;

  g_assert_cmpuint (g_strv_length (lines), ==, 2);
  closing = g_strdup_printf ("%s\r\nConnection: close\r\n%s", lines[0], lines[1]);
  return network_say (address, closing, -1);
}

GBytes *
network_get (const char *address, const char *path, const char *headers)
{
  g_autofree char *request
      = g_strdup_printf ("GET %s HTTP/1.1\r\nHost: test\r\nConnection: close\r\n%s\r\n", path,
                         headers != NULL ? headers : "");

  return network_say (address, request, -1);
}

GBytes *
network_get_body (const char *address, const char *path, const char *headers, guint status)
{
  g_autoptr (GBytes) answer = network_get (address, path, headers);
  const char *text = g_bytes_get_data (answer, NULL);
  const char *end = g_strstr_len (text, (gssize) g_bytes_get_size (answer), "\r\n\r\n");
  gsize head;

  g_assert_nonnull (end);
  g_assert_true (g_str_has_prefix (text, "HTTP/1.1 "));
  g_assert_cmpint (atoi (text + strlen ("HTTP/1.1 ")), ==, (int) status);
  head = (gsize) (end - text) + 4;
  return g_bytes_new_from_bytes (answer, head, g_bytes_get_size (answer) - head);
}
