/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/import.h"

#include <string.h>

#include "importing.h"
#include "model/validate.h"

/* Spreadsheets as people's programs save them: each directory beside expected.txt is brought into a
 * network of its own, and what became of it must be, to the letter, what that file says under the
 * directory's name: the complaints, or every record. A line of the file that begins with '#' is a
 * remark. */

static char *
dup_top (void)
{
  const char *top = g_getenv ("SOHO_TEST_SPREADSHEETS");

  g_assert_nonnull (top);
  return g_strdup (top);
}

/* Directory name -> what is expected, lines. */
static GHashTable *
read_expectations (const char *top)
{
  GHashTable *expectations
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_free);
  g_autofree char *path = g_build_filename (top, "expected.txt", NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) sections = NULL;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  sections = g_strsplit (text, "\n== ", -1);
  for (guint i = 1; sections[i] != NULL; i++)
    {
      g_auto (GStrv) lines = g_strsplit (sections[i], "\n", -1);
      GString *expected = g_string_new (NULL);

      for (guint l = 1; lines[l] != NULL; l++)
        if (lines[l][0] != '#' && lines[l][0] != '\0')
          g_string_append_printf (expected, "%s\n", lines[l]);
      g_assert_true (
          g_hash_table_insert (expectations, g_strdup (lines[0]), g_string_free (expected, FALSE)));
    }
  return expectations;
}

static int
compare_texts (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* In the order of their names; full, for files and directories alike. */
static GPtrArray *
list (const char *directory)
{
  GPtrArray *paths = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) opened = g_dir_open (directory, 0, &error);
  const char *name;

  g_assert_no_error (error);
  while ((name = g_dir_read_name (opened)) != NULL)
    g_ptr_array_add (paths, g_build_filename (directory, name, NULL));
  g_ptr_array_sort (paths, compare_texts);
  return paths;
}

/* Which record an id means: its place in the order of making, from 1. */
static guint
place_of (Network *network, gint64 id)
{
  guint place = 1;
  gint64 other;

  while ((other = network_nth_id (network, place)) != id && other != 0)
    place++;
  return place;
}

static void
append_value (Network *network, GString *out, const SohoField *field, const SohoValue *value)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *written = soho_field_format (field, value);

  if (field->type == SOHO_FIELD_REFERENCE)
    g_string_append_printf (text, "%u", place_of (network, value->integer));
  else
    g_string_append (text, written);
  g_string_replace (text, "\n", "⏎", 0);
  g_string_append_printf (out, " | %s: %s", field->name, text->str);
}

static void
append_record (Network *network, GString *out, SohoRecord *record, guint place)
{
  const SohoKind *kind = soho_record_get_kind (record);
  const SohoValue *values = soho_record_get_values (record);

  g_string_append_printf (out, "%s %u", kind->name, place);
  for (guint i = 0; kind->fields[i].name != NULL; i++)
    if (values[i].type != SOHO_VALUE_NONE)
      append_value (network, out, &kind->fields[i], &values[i]);
  g_string_append_c (out, '\n');
}

static void
append_records (Network *network, GString *out)
{
  for (const SohoKind *const *kind = soho_model_get ()->kinds; *kind != NULL; kind++)
    {
      gint64 id;

      for (guint place = 1; (id = network_nth_id (network, place)) != 0; place++)
        {
          g_autoptr (SohoRecord) record = soho_archive_get (network->archive, *kind, id, NULL);

          if (record != NULL)
            append_record (network, out, record, place);
        }
    }
}

/* Complaints of all files; adds what was new or changed to *touched. */
static char *
import (Network *network, GPtrArray *files, guint *touched)
{
  g_autoptr (GPtrArray) paths = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) reports = NULL;
  GString *complaints = g_string_new (NULL);

  for (guint i = 0; i < files->len; i++)
    g_ptr_array_add (paths, g_ptr_array_index (files, i));
  g_ptr_array_add (paths, NULL);
  reports = soho_import_files (network->archive, (const char *const *) paths->pdata, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < reports->len; i++)
    {
      const SohoImportReport *report = g_ptr_array_index (reports, i);

      *touched += report->added + report->changed;
      for (guint c = 0; c < report->complaints->len; c++)
        g_string_append_printf (complaints, "%s\n",
                                (char *) g_ptr_array_index (report->complaints, c));
    }
  return g_string_free (complaints, FALSE);
}

/* A good file changes nothing when it comes again. */
static void
assert_again_changes_nothing (Network *network, GPtrArray *files)
{
  gint64 before = soho_archive_get_last_seq (network->archive, NULL);
  guint touched = 0;
  g_autofree char *complaints = import (network, files, &touched);

  g_assert_cmpstr (complaints, ==, "");
  g_assert_cmpuint (touched, ==, 0);
  g_assert_cmpint (soho_archive_get_last_seq (network->archive, NULL), ==, before);
}

/* What became of a directory's files, in the form of expected.txt. To be freed. */
static char *
dup_outcome (const char *directory)
{
  g_autoptr (Network) network = network_new ();
  g_autoptr (GPtrArray) files = list (directory);
  guint touched = 0;
  g_autofree char *complaints = import (network, files, &touched);
  g_autoptr (GString) outcome = g_string_new (complaints);

  g_assert_cmpuint (files->len, >, 0);
  g_assert_true (g_utf8_validate (complaints, -1, NULL));
  append_records (network, outcome);
  if (*complaints == '\0')
    assert_again_changes_nothing (network, files);
  network_assert_sound (network);
  return g_string_free (g_steal_pointer (&outcome), FALSE);
}

static void
test_spreadsheet (gconstpointer data)
{
  g_autofree char *top = dup_top ();
  g_autoptr (GHashTable) expectations = read_expectations (top);
  g_autofree char *directory = g_build_filename (top, data, NULL);
  g_autofree char *outcome = dup_outcome (directory);
  const char *expected = g_hash_table_lookup (expectations, data);

  if (g_strcmp0 (outcome, expected) != 0)
    g_test_message ("== %s\n%s", (const char *) data, outcome);
  g_assert_cmpstr (outcome, ==, expected);
}

/* No directory without an expectation, none the other way round, and as many as were asked for. */
static void
test_all_are_expected (void)
{
  g_autofree char *top = dup_top ();
  g_autoptr (GHashTable) expectations = read_expectations (top);
  g_autoptr (GPtrArray) paths = list (top);
  guint n = 0;

  for (guint i = 0; i < paths->len; i++)
    if (g_file_test (g_ptr_array_index (paths, i), G_FILE_TEST_IS_DIR))
      {
        g_autofree char *name = g_path_get_basename (g_ptr_array_index (paths, i));

        g_test_message ("%s", name);
        g_assert_true (g_hash_table_contains (expectations, name));
        n++;
      }
  g_assert_cmpuint (n, ==, g_hash_table_size (expectations));
  g_assert_cmpuint (n, >=, 60);
}

int
main (int argc, char **argv)
{
  g_autofree char *top = NULL;
  g_autoptr (GPtrArray) paths = NULL;

  g_test_init (&argc, &argv, NULL);
  top = dup_top ();
  paths = list (top);
  g_test_add_func ("/spreadsheets/all-are-expected", test_all_are_expected);
  for (guint i = 0; i < paths->len; i++)
    if (g_file_test (g_ptr_array_index (paths, i), G_FILE_TEST_IS_DIR))
      {
        char *name = g_path_get_basename (g_ptr_array_index (paths, i));
        g_autofree char *path = g_strconcat ("/spreadsheets/", name, NULL);

        g_test_add_data_func_full (path, name, test_spreadsheet, g_free);
      }
  return g_test_run ();
}
