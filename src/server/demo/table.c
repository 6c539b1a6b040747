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

SohoDemoTable *
soho_demo_table_load (const char *name)
{
  g_autofree char *path = g_strconcat (FOLDER, name, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, &error);
  SohoDemoTable *self = bytes != NULL ? read_table (bytes, &error) : NULL;

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
