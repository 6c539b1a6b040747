/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "demo/table.h"

#include <gio/gio.h>
#include <string.h>

#include "formats/csv.h"

#define FOLDER "/fr/sohosolo/server/demo/"

struct _SohoDemoTable
{
  char **columns;
  GPtrArray *rows; /* of char **, a text for each column */
};

static gboolean
read_row (SohoDemoTable *self, SohoCsvReader *reader, GPtrArray *fields, GError **error)
{
  GStrvBuilder *row;

  if (!soho_csv_reader_next (reader, fields, NULL, error))
    return FALSE;
  row = g_strv_builder_new ();
  for (guint i = 0; i < fields->len; i++)
    g_strv_builder_add (row, g_ptr_array_index (fields, i));
  g_ptr_array_add (self->rows, g_strv_builder_end (row));
  g_strv_builder_unref (row);
  return TRUE;
}

static SohoDemoTable *
read_table (GBytes *bytes, GError **error)
{
  g_autoptr (SohoCsvReader) reader = soho_csv_reader_new (bytes, error);
  g_autoptr (GPtrArray) fields = g_ptr_array_new ();
  SohoDemoTable *self;

  if (reader == NULL)
    return NULL;
  self = g_new0 (SohoDemoTable, 1);
  self->columns = g_strdupv ((char **) soho_csv_reader_get_header (reader));
  self->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  while (read_row (self, reader, fields, error))
    ;
  return self;
}

static GBytes *
load_bytes (const char *name)
{
  g_autofree char *path = g_strconcat (FOLDER, name, NULL);
  g_autoptr (GError) error = NULL;
  GBytes *bytes = g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, &error);

  if (bytes == NULL)
    g_error ("data/demo/%s: %s", name, error->message);
  return bytes;
}

SohoDemoTable *
soho_demo_table_load (const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = load_bytes (name);
  SohoDemoTable *self = read_table (bytes, &error);

  if (error != NULL)
    g_error ("data/demo/%s: %s", name, error->message);
  return self;
}

void
soho_demo_table_free (SohoDemoTable *self)
{
  g_strfreev (self->columns);
  g_ptr_array_unref (self->rows);
  g_free (self);
}

guint
soho_demo_table_get_n_rows (const SohoDemoTable *self)
{
  return self->rows->len;
}

const char *const *
soho_demo_table_get_columns (const SohoDemoTable *self)
{
  return (const char *const *) self->columns;
}

const char *
soho_demo_table_get (const SohoDemoTable *self, guint row, const char *column)
{
  char **cells;

  g_assert (row < self->rows->len);

  cells = g_ptr_array_index (self->rows, row);
  for (guint i = 0; self->columns[i] != NULL; i++)
    if (strcmp (self->columns[i], column) == 0)
      return cells[i];
  g_error ("The demonstration has no column %s.", column);
}

guint
soho_demo_table_find (const SohoDemoTable *self, const char *column, const char *text)
{
  for (guint row = 0; row < self->rows->len; row++)
    if (strcmp (soho_demo_table_get (self, row, column), text) == 0)
      return row;
  g_error ("The demonstration has no %s “%s”.", column, text);
}

char *
soho_demo_table_load_text (const char *name)
{
  g_autoptr (GBytes) bytes = load_bytes (name);
  gsize size;
  const char *text = g_bytes_get_data (bytes, &size);

  return g_strchomp (g_strndup (text, size));
}
