/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/export.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "archive/changes.h"
#include "exchange/categories.h"
#include "exchange/import.h"
#include "follower.h"
#include "importing.h"
#include "pictures.h"

/* What is hard to write down: quotes, separators, formulas, lines, lone elements with commas, refs
 * that are the numbers of other records. */
static Network *
make_network (void)
{
  Network *network = network_new ();
  g_autoptr (GBytes) png = pictures_get (PICTURES_PNG);
  g_autoptr (GBytes) webp = pictures_get (PICTURES_WEBP);
  g_autofree char *shared_photo = NULL;
  g_autofree char *own_photo = NULL;

  g_assert_true (soho_archive_begin (network->archive, NULL));
  g_assert_true (soho_categories_put (network->archive, NULL));
  g_assert_true (soho_archive_commit (network->archive, NULL));
  network_put (network, "network", 0, "name=Réseau \"fictif\"; d’essai", "about=a\n\nb\tc", NULL);
  shared_photo = network_put_photo (network, png);
  network_put (network, "member", 1001, "given_name==1+1", "family_name='apostrophe",
               "commune=Auch", "about=+33 5;\"x\"\n=SUM(A1)", "languages=fr|oc",
               "visibility=public", "lat=-0.5", "lon=0", shared_photo, NULL);
  own_photo = network_put_photo (network, webp);
  network_put (network, "member", 1002, "given_name=-5", "family_name=@home", "commune=Mirande",
               "organization=œuvre, & <b>", "visibility=self", own_photo, NULL);
  network_put (network, "member", 1003, "given_name=12", "family_name=1001", "commune=Auch",
               shared_photo, NULL);
  network_put (network, "skill", 1004, "label=Sur mesure", "aliases=un, deux|", "parent=1", NULL);
  network_put (network, "skill", 1005, "label=Sous mesure", "parent=1004", NULL);
  network_put (network, "contact_point", 1006, "member=1001", "type=phone", "value=05 36 49 00 01",
               "visibility=public", "agreed_on=2026-01-05", NULL);
  network_put (network, "contact_point", 1007, "member=1002", "type=address", "value=1001", NULL);
  network_put (network, "member_skill", 1008, "member=1002", "skill=1005", "years=0", NULL);
  network_put (network, "member_skill", 1009, "member=1003", "skill=1004", NULL);
  network_put (network, "village", 1010, "commune=Condom", "partner_since=1970-01-01",
               "line_speed=0", "line_technology=fibre", NULL);
  network_put (network, "telecentre", 1011, "commune=Auch", "name=1010",
               "opening_hours=Mo-Fr 08:00", "lat=43.64638", NULL);
  g_assert_true (soho_archive_set_ref (network->archive, "member", "1002", 1001, NULL));
  g_assert_true (soho_archive_set_ref (network->archive, "member", "1001", 1002, NULL));
  g_assert_true (soho_archive_set_ref (network->archive, "skill", "1004", 1005, NULL));
  g_assert_true (soho_archive_set_ref (network->archive, "skill", "1005", 1004, NULL));
  return network;
}

static char *
export_to_new (Network *network, gboolean csv)
{
  char *directory = network_make_directory ();
  g_autoptr (GError) error = NULL;

  soho_export_all (network->archive, directory, csv, &error);
  g_assert_no_error (error);
  return directory;
}

static void
import_all (Network *network, const char *directory, const char *suffix, gboolean fresh)
{
  const SohoModel *model = soho_model_get ();
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) reports = NULL;
  g_autoptr (GError) error = NULL;

  for (const SohoKind *const *kind = model->kinds; *kind != NULL; kind++)
    {
      g_autofree char *name = g_strconcat ((*kind)->name, suffix, NULL);

      g_ptr_array_add (paths, g_build_filename (directory, name, NULL));
    }
  g_ptr_array_add (paths, NULL);
  reports = soho_import_files (network->archive, (const char *const *) paths->pdata, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < reports->len; i++)
    {
      const SohoImportReport *report = g_ptr_array_index (reports, i);

      if (report->complaints->len > 0)
        g_test_message ("%s", (char *) g_ptr_array_index (report->complaints, 0));
      g_assert_cmpuint (report->complaints->len, ==, 0);
      g_assert_cmpuint (report->changed, ==, 0);
      g_assert_true (fresh ? report->unchanged == 0 : report->added == 0);
    }
}

static void
assert_same_files (const char *a, const char *b, const char *suffix)
{
  const SohoModel *model = soho_model_get ();

  for (const SohoKind *const *kind = model->kinds; *kind != NULL; kind++)
    {
      g_autofree char *name = g_strconcat ((*kind)->name, suffix, NULL);
      g_autofree char *left = g_build_filename (a, name, NULL);
      g_autofree char *right = g_build_filename (b, name, NULL);
      g_autofree char *left_text = NULL;
      g_autofree char *right_text = NULL;

      g_assert_true (g_file_get_contents (left, &left_text, NULL, NULL));
      g_assert_true (g_file_get_contents (right, &right_text, NULL, NULL));
      g_assert_cmpstr (left_text, ==, right_text);
    }
}

static char *
dup_without_revisions (Network *network)
{
  g_autofree char *all = network_dup_all (network);
  g_autoptr (GRegex) revision = g_regex_new (",\"revision\":[0-9]+", 0, 0, NULL);

  return g_regex_replace (revision, all, -1, 0, "", 0, NULL);
}

/* Out, into an empty network, and out again: the same bytes; and once more into the first: nothing
 * is new. */
static void
round_trip (gboolean csv)
{
  const char *suffix = csv ? ".csv" : ".ndjson";
  g_autoptr (Network) network = make_network ();
  g_autoptr (Network) copy = network_new ();
  char *first = export_to_new (network, csv);
  char *second;
  g_autofree char *here = NULL;
  g_autofree char *there = NULL;
  gint64 seq = soho_archive_get_last_seq (network->archive, NULL);

  import_all (copy, first, suffix, TRUE);
  second = export_to_new (copy, csv);
  assert_same_files (first, second, suffix);
  here = dup_without_revisions (network);
  there = dup_without_revisions (copy);
  g_assert_cmpstr (here, ==, there);
  network_assert_sound (copy);

  import_all (network, first, suffix, FALSE);
  g_assert_cmpint (soho_archive_get_last_seq (network->archive, NULL), ==, seq);
  network_remove_directory (first);
  network_remove_directory (second);
}

static void
test_ndjson (void)
{
  round_trip (FALSE);
}

static void
test_csv (void)
{
  round_trip (TRUE);
}

/* What is imported next gets numbers that the export has not used. */
static void
test_counter_goes_on (void)
{
  g_autoptr (Network) network = make_network ();
  g_autoptr (Network) copy = network_new ();
  char *directory = export_to_new (network, FALSE);

  import_all (copy, directory, ".ndjson", TRUE);
  g_assert_cmpint (network_put (copy, "skill", 0, "label=Dorure", NULL), ==, 1012);
  network_remove_directory (directory);
}

static void
test_readers (void)
{
  g_autoptr (Network) network = make_network ();
  char *directory = export_to_new (network, TRUE);
  g_autofree char *path = g_build_filename (directory, "contact_point.csv", NULL);
  g_autofree char *text = NULL;
  struct stat status;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_true (g_str_has_prefix (text, "\xef\xbb\xbf"
                                         "id;ref;member;type;value"));
  g_assert_nonnull (strstr (text, ";'+33536490001;"));
  /* Hidden numbers are in it: nobody else may read the file. */
  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);
  network_remove_directory (directory);
}

/* Photos stand beside as files that any program opens. */
static void
test_photos (void)
{
  g_autoptr (Network) network = make_network ();
  char *directory = export_to_new (network, TRUE);
  g_autofree char *photos = g_build_filename (directory, "blobs", NULL);
  g_autofree char *sheet = g_build_filename (directory, "member.csv", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GDir) open = g_dir_open (photos, 0, NULL);
  const char *name;
  guint n = 0;

  g_assert_true (g_file_get_contents (sheet, &text, NULL, NULL));
  while ((name = g_dir_read_name (open)) != NULL)
    {
      g_autofree char *cell = g_strdup_printf (";blobs/%s;", name);

      g_assert_true (g_str_has_suffix (name, ".png") || g_str_has_suffix (name, ".webp"));
      g_assert_nonnull (strstr (text, cell));
      n++;
    }
  g_assert_cmpuint (n, ==, 2);
  network_remove_directory (directory);
}

static void
test_empty_network (void)
{
  g_autoptr (Network) network = network_new ();
  g_autoptr (Network) copy = network_new ();
  char *csv = export_to_new (network, TRUE);
  char *ndjson = export_to_new (network, FALSE);

  import_all (copy, csv, ".csv", TRUE);
  import_all (copy, ndjson, ".ndjson", TRUE);
  network_remove_directory (csv);
  network_remove_directory (ndjson);
}

/* An export over an older one takes its place; one that fails leaves the older whole. */
static void
test_replaces (void)
{
  g_autoptr (Network) network = make_network ();
  char *directory = export_to_new (network, FALSE);
  g_autofree char *file = g_build_filename (directory, "skill.ndjson", NULL);
  g_autofree char *below = g_build_filename (file, "below", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) damage = NULL;

  network_put (network, "skill", 1004, "label=À la mesure", "parent=1", NULL);
  g_assert_true (soho_export_all (network->archive, directory, FALSE, NULL));
  g_assert_true (g_file_get_contents (file, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "À la mesure"));
  g_assert_null (strstr (text, "Sur mesure"));

  g_assert_false (soho_export_all (network->archive, below, FALSE, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOTDIR);
  follower_run_sql (network, "UPDATE record SET body = '{' WHERE id = 1005");
  g_assert_false (soho_export_all (network->archive, directory, FALSE, &damage));
  g_assert_nonnull (strstr (damage->message, "skill 1005"));
  g_clear_pointer (&text, g_free);
  g_assert_true (g_file_get_contents (file, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "Sous mesure"));
  network_remove_directory (directory);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/export/ndjson", test_ndjson);
  g_test_add_func ("/export/csv", test_csv);
  g_test_add_func ("/export/counter-goes-on", test_counter_goes_on);
  g_test_add_func ("/export/readers", test_readers);
  g_test_add_func ("/export/photos", test_photos);
  g_test_add_func ("/export/empty-network", test_empty_network);
  g_test_add_func ("/export/replaces", test_replaces);
  return g_test_run ();
}
