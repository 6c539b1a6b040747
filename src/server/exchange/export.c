/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/export.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "exchange/blob-files.h"
#include "formats/csv.h"
#include "formats/json.h"
#include "formats/ndjson.h"
#include "model/validate.h"

typedef struct
{
  SohoArchive *archive;
  const char *directory;
  GString *out;
} Export;

static gboolean
write_object (SohoRecord *record, const char *audience, gpointer data, GError **error)
{
  Export *export = data;
  const SohoKind *kind = soho_record_get_kind (record);
  g_autoptr (GError) failure = NULL;
  g_autofree char *ref
      = soho_archive_dup_ref (export->archive, soho_record_get_id (record), &failure);

  if (!soho_database_settle (&failure, error)
      || !soho_blob_files_export (export->archive, export->directory, record, error))
    return FALSE;
  g_string_append_printf (export->out, "{\"kind\":\"%s\",\"id\":%" G_GINT64_FORMAT, kind->name,
                          soho_record_get_id (record));
  if (ref != NULL)
    {
      g_string_append (export->out, ",\"ref\":");
      soho_json_append_string (export->out, ref);
    }
  soho_json_append_fields (export->out, kind, soho_record_get_values (record), TRUE);
  g_string_append (export->out, "}\n");
  return TRUE;
}

static gboolean
write_row (SohoRecord *record, const char *audience, gpointer data, GError **error)
{
  Export *export = data;
  const SohoKind *kind = soho_record_get_kind (record);
  const SohoValue *values = soho_record_get_values (record);
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) failure = NULL;

  g_ptr_array_add (cells, g_strdup_printf ("%" G_GINT64_FORMAT, soho_record_get_id (record)));
  g_ptr_array_add (cells,
                   soho_archive_dup_ref (export->archive, soho_record_get_id (record), &failure));
  if (!soho_database_settle (&failure, error)
      || !soho_blob_files_export (export->archive, export->directory, record, error))
    return FALSE;
  for (guint i = 0; kind->fields[i].name != NULL; i++)
    g_ptr_array_add (cells, soho_field_format (&kind->fields[i], &values[i]));
  soho_csv_append_row (export->out, (const char *const *) cells->pdata, cells->len, ';');
  return TRUE;
}

static void
write_header (GString *out, const SohoKind *kind)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  g_string_append (out, SOHO_CSV_BYTE_ORDER_MARK);
  g_ptr_array_add (names, (gpointer) "id");
  g_ptr_array_add (names, (gpointer) "ref");
  for (guint i = 0; kind->fields[i].name != NULL; i++)
    g_ptr_array_add (names, (gpointer) kind->fields[i].name);
  soho_csv_append_row (out, (const char *const *) names->pdata, names->len, ';');
}

static gboolean
export_kind (
    SohoArchive *archive, const SohoKind *kind, const char *directory, gboolean csv, GError **error)
{
  g_autofree char *name = g_strconcat (kind->name, csv ? ".csv" : ".ndjson", NULL);
  g_autofree char *path = g_build_filename (directory, name, NULL);
  g_autoptr (GString) out = g_string_new (NULL);
  Export export = { archive, directory, out };

  if (csv)
    write_header (out, kind);
  return soho_archive_foreach (archive, kind, csv ? write_row : write_object, &export, error)
         && g_file_set_contents_full (path, out->str, (gssize) out->len,
                                      G_FILE_SET_CONTENTS_CONSISTENT, 0600, error);
}

gboolean
soho_export_all (SohoArchive *archive, const char *directory, gboolean csv, GError **error)
{
  const SohoModel *model = soho_archive_get_model (archive);

  if (g_mkdir_with_parents (directory, 0700) != 0)
    {
      g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (errno),
                   _ ("The directory %s cannot be made: %s."), directory, g_strerror (errno));
      return FALSE;
    }
  for (const SohoKind *const *kind = model->kinds; *kind != NULL; kind++)
    if (!export_kind (archive, *kind, directory, csv, error))
      return FALSE;
  return TRUE;
}
