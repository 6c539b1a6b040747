/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "importing.h"

#include "model/validate.h"

SohoImportReport *
import_bytes (Network *network, const char *name, const char *bytes, gssize length)
{
  char *directory = network_make_directory ();
  g_autofree char *path = network_write_file (directory, name, bytes, length);
  const char *paths[] = { path, NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) reports = soho_import_files (network->archive, paths, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (reports->len, ==, 1);
  network_remove_directory (directory);
  return g_ptr_array_steal_index (reports, 0);
}

static char *
dup_complaints (const SohoImportReport *report)
{
  GString *lines = g_string_new (NULL);

  for (guint i = 0; i < report->complaints->len; i++)
    {
      g_assert_true (g_utf8_validate (g_ptr_array_index (report->complaints, i), -1, NULL));
      g_string_append_printf (lines, "%s\n", (char *) g_ptr_array_index (report->complaints, i));
    }
  return g_string_free (lines, FALSE);
}

void
import_kept (Network *network,
             const char *name,
             const char *text,
             guint added,
             guint changed,
             guint unchanged)
{
  gint64 before = soho_archive_get_last_seq (network->archive, NULL);
  SohoImportReport *report = import_bytes (network, name, text, -1);
  g_autofree char *complaints = dup_complaints (report);

  g_assert_cmpstr (complaints, ==, "");
  g_assert_cmpuint (report->added, ==, added);
  g_assert_cmpuint (report->changed, ==, changed);
  g_assert_cmpuint (report->unchanged, ==, unchanged);
  if (added + changed == 0)
    g_assert_cmpint (soho_archive_get_last_seq (network->archive, NULL), ==, before);
  soho_import_report_free (report);
}

char *
import_refused (
    Network *network, const char *name, const char *bytes, gssize length, const char *expected)
{
  g_autofree char *before = network_dup_all (network);
  gint64 seq = soho_archive_get_last_seq (network->archive, NULL);
  SohoImportReport *report = import_bytes (network, name, bytes, length);
  g_autofree char *after = network_dup_all (network);
  char *complaints = dup_complaints (report);

  g_assert_cmpuint (report->complaints->len, >, 0);
  g_assert_cmpstr (before, ==, after);
  g_assert_cmpint (soho_archive_get_last_seq (network->archive, NULL), ==, seq);
  if (expected != NULL)
    g_assert_cmpstr (complaints, ==, expected);
  soho_import_report_free (report);
  return complaints;
}

char *
import_dup_field (Network *network, const char *kind_name, gint64 id, const char *field)
{
  const SohoKind *kind = soho_model_find_kind (soho_model_get (), kind_name);
  g_autoptr (SohoRecord) record = soho_archive_get (network->archive, kind, id, NULL);

  if (record == NULL)
    return NULL;
  return soho_field_format (&kind->fields[soho_kind_find_field (kind, field)],
                            soho_record_get_value (record, field));
}

void
import_assert_field (
    Network *network, const char *kind, gint64 id, const char *field, const char *expected)
{
  g_autofree char *text = import_dup_field (network, kind, id, field);

  g_assert_cmpstr (text, ==, expected);
}
