/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/import.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "archive/blobs.h"
#include "blob.h"
#include "importing.h"
#include "pictures.h"

/* A directory with a spreadsheet in it, and one beside it with what is not to be read. */
typedef struct
{
  Network *network;
  char *above;
  char *directory;
} Desk;

static void
write_bytes (const char *directory, const char *name, GBytes *bytes)
{
  g_autofree char *path = network_write_file (directory, name, g_bytes_get_data (bytes, NULL),
                                              (gssize) g_bytes_get_size (bytes));
}

static void
desk_open (Desk *desk)
{
  g_autoptr (GBytes) jpeg = pictures_get (PICTURES_JPEG);
  g_autoptr (GBytes) png = pictures_get (PICTURES_PNG);
  g_autofree char *below = NULL;

  desk->network = network_new ();
  desk->above = network_make_directory ();
  desk->directory = g_build_filename (desk->above, "desk", NULL);
  below = g_build_filename (desk->directory, "photos", NULL);
  g_assert_cmpint (g_mkdir_with_parents (below, 0700), ==, 0);
  write_bytes (desk->above, "outside.jpg", jpeg);
  write_bytes (desk->directory, "anna.jpg", jpeg);
  write_bytes (below, "été à Auch.png", png);
}

static void
desk_close (Desk *desk)
{
  network_free (desk->network);
  network_remove_directory (desk->above);
  g_free (desk->directory);
}

/* Imports one member with this photo. */
static SohoImportReport *
import_photo (Desk *desk, const char *photo)
{
  g_autofree char *text = g_strdup_printf (
      "id;given_name;family_name;commune;photo\n7;Anna;Fictive;Auch;\"%s\"\n", photo);
  g_autofree char *path = network_write_file (desk->directory, "member.csv", text, -1);
  const char *paths[] = { path, NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) reports = soho_import_files (desk->network->archive, paths, NULL, &error);

  g_assert_no_error (error);
  return g_ptr_array_steal_index (reports, 0);
}

static void
assert_refused (Desk *desk, const char *photo, const char *expected)
{
  SohoImportReport *report = import_photo (desk, photo);
  g_autofree char *prefix = g_strdup_printf ("member.csv:2: photo: “");
  const char *complaint;

  g_assert_cmpuint (report->complaints->len, ==, 1);
  complaint = g_ptr_array_index (report->complaints, 0);
  g_test_message ("%s", complaint);
  g_assert_true (g_str_has_prefix (complaint, prefix));
  g_assert_nonnull (strstr (complaint, expected));
  soho_import_report_free (report);
  network_assert_sound (desk->network);
}

static void
assert_kept (Desk *desk, const char *photo, PicturesGood picture, guint unchanged)
{
  SohoImportReport *report = import_photo (desk, photo);
  g_autoptr (GBytes) bytes = pictures_get (picture);
  g_autofree char *name = soho_blob_dup_name (bytes);

  if (report->complaints->len > 0)
    g_test_message ("%s", (char *) g_ptr_array_index (report->complaints, 0));
  g_assert_cmpuint (report->complaints->len, ==, 0);
  g_assert_cmpuint (report->unchanged, ==, unchanged);
  import_assert_field (desk->network, "member", 7, "photo", name);
  soho_import_report_free (report);
  network_assert_sound (desk->network);
}

static void
test_paths (void)
{
  Desk desk;

  desk_open (&desk);
  assert_kept (&desk, "anna.jpg", PICTURES_JPEG, 0);
  assert_kept (&desk, "./anna.jpg", PICTURES_JPEG, 1);
  assert_kept (&desk, " photos/été à Auch.png ", PICTURES_PNG, 0);
  assert_kept (&desk, "photos\\été à Auch.png", PICTURES_PNG, 1);
  desk_close (&desk);
}

/* A name that the archive knows stands for its file; one that it does not is a path like another.
 */
static void
test_names (void)
{
  Desk desk;
  g_autoptr (GBytes) jpeg = pictures_get (PICTURES_JPEG);
  g_autofree char *name = soho_blob_dup_name (jpeg);

  desk_open (&desk);
  assert_refused (&desk, name, "is not there");
  assert_kept (&desk, "anna.jpg", PICTURES_JPEG, 0);
  assert_kept (&desk, name, PICTURES_JPEG, 1);
  desk_close (&desk);
}

static void
test_outside (void)
{
  Desk desk;
  g_autofree char *absolute = NULL;
  g_autofree char *link = NULL;
  g_autofree char *linked = NULL;
  g_autofree char *pipe = NULL;

  desk_open (&desk);
  absolute = g_build_filename (desk.directory, "anna.jpg", NULL);
  link = g_build_filename (desk.directory, "link.jpg", NULL);
  linked = g_build_filename (desk.directory, "linked", NULL);
  pipe = g_build_filename (desk.directory, "pipe.jpg", NULL);
  g_assert_cmpint (symlink ("../outside.jpg", link), ==, 0);
  g_assert_cmpint (symlink ("..", linked), ==, 0);
  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);

  assert_refused (&desk, absolute, "leads out");
  assert_refused (&desk, "C:\\photos\\anna.jpg", "leads out");
  assert_refused (&desk, "../outside.jpg", "leads out");
  assert_refused (&desk, "photos/../anna.jpg", "leads out");
  assert_refused (&desk, "photos\\..\\..\\outside.jpg", "leads out");
  assert_refused (&desk, ".", "leads out");
  assert_refused (&desk, "link.jpg", "leads over a link");
  assert_refused (&desk, "linked/outside.jpg", "leads over a link");
  assert_refused (&desk, "pipe.jpg", "is no file");
  assert_refused (&desk, "photos", "is no file");
  assert_refused (&desk, "nobody.jpg", "is not there");
  desk_close (&desk);
}

static void
test_no_pictures (void)
{
  static const char *const reasons[] = {
    [PICTURES_EMPTY] = "JPEG, PNG or WebP",   [PICTURES_TEXT] = "JPEG, PNG or WebP",
    [PICTURES_HTML] = "JPEG, PNG or WebP",    [PICTURES_SVG] = "JPEG, PNG or WebP",
    [PICTURES_GIF] = "JPEG, PNG or WebP",     [PICTURES_CUT_JPEG] = "damaged",
    [PICTURES_WRONG_JPEG] = "damaged",        [PICTURES_CUT_PNG] = "damaged",
    [PICTURES_BOMB] = "50000 × 50000 pixels", [PICTURES_CUT_WEBP] = "damaged",
  };
  Desk desk;

  desk_open (&desk);
  for (guint i = 0; i < PICTURES_N_BAD; i++)
    {
      g_autoptr (GBytes) bytes = pictures_get_bad (i);

      write_bytes (desk.directory, "bad.jpg", bytes);
      assert_refused (&desk, "bad.jpg", reasons[i]);
    }
  desk_close (&desk);
}

static void
test_too_large (void)
{
  Desk desk;
  g_autoptr (GBytes) jpeg = pictures_get (PICTURES_JPEG);
  g_autofree guint8 *bytes = g_malloc0 (SOHO_BLOB_MAX + 1);

  memcpy (bytes, g_bytes_get_data (jpeg, NULL), g_bytes_get_size (jpeg));
  desk_open (&desk);
  for (gsize length = SOHO_BLOB_MAX; length <= SOHO_BLOB_MAX + 1; length++)
    {
      g_autoptr (GBytes) file = g_bytes_new_static (bytes, length);
      SohoImportReport *report;

      write_bytes (desk.directory, "large.jpg", file);
      report = import_photo (&desk, "large.jpg");
      g_assert_cmpuint (report->complaints->len, ==, length > SOHO_BLOB_MAX);
      soho_import_report_free (report);
    }
  assert_refused (&desk, "large.jpg", "larger than 2 MiB");
  desk_close (&desk);
}

/* What the camera noted, such as where somebody lives, does not leave their machine. */
static void
test_secrets (void)
{
  Desk desk;

  desk_open (&desk);
  for (guint i = 0; i < PICTURES_N_GOOD; i++)
    {
      g_autoptr (GBytes) talkative = pictures_get_talkative (i);
      g_autofree char *name = NULL;
      g_autoptr (GBytes) kept = NULL;
      SohoImportReport *report;

      write_bytes (desk.directory, "talkative.jpg", talkative);
      report = import_photo (&desk, "talkative.jpg");
      g_assert_cmpuint (report->complaints->len, ==, 0);
      soho_import_report_free (report);
      name = import_dup_field (desk.network, "member", 7, "photo");
      kept = soho_archive_get_blob (desk.network->archive, name, NULL);
      g_assert_null (memmem (g_bytes_get_data (kept, NULL), g_bytes_get_size (kept),
                             PICTURES_SECRET, strlen (PICTURES_SECRET)));
    }
  desk_close (&desk);
}

/* Recordings are not pictures, and a picture is no recording. */
static void
test_other_files (void)
{
  g_autoptr (Network) network = network_new ();
  g_autofree char *complaints = import_refused (
      network, "episode.csv", "title;summary;audio\nUn;Deux;anna.jpg\n", -1, NULL);

  g_assert_nonnull (strstr (complaints, "episode.csv:2: audio: “anna.jpg”"));
}

/* One bad line, and nothing of the file is kept: neither is the photo of the good one. */
static void
test_all_or_nothing (void)
{
  static const char text[] = "given_name;family_name;commune;photo\n"
                             "Anna;Fictive;Auch;anna.jpg\n"
                             "Bob;Fictif;Auch;nobody.jpg\n";
  Desk desk;
  g_autofree char *path = NULL;
  g_autoptr (GPtrArray) reports = NULL;
  g_autoptr (GBytes) jpeg = pictures_get (PICTURES_JPEG);
  g_autofree char *name = soho_blob_dup_name (jpeg);
  gboolean has;

  desk_open (&desk);
  path = network_write_file (desk.directory, "member.csv", text, -1);
  reports = soho_import_files (desk.network->archive, (const char *[]){ path, NULL }, NULL, NULL);
  g_assert_cmpuint (((SohoImportReport *) g_ptr_array_index (reports, 0))->complaints->len, ==, 1);
  g_assert_true (soho_archive_has_blob (desk.network->archive, name, &has, NULL));
  g_assert_false (has);
  desk_close (&desk);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/import-pictures/paths", test_paths);
  g_test_add_func ("/import-pictures/names", test_names);
  g_test_add_func ("/import-pictures/outside", test_outside);
  g_test_add_func ("/import-pictures/no-pictures", test_no_pictures);
  g_test_add_func ("/import-pictures/too-large", test_too_large);
  g_test_add_func ("/import-pictures/secrets", test_secrets);
  g_test_add_func ("/import-pictures/other-files", test_other_files);
  g_test_add_func ("/import-pictures/all-or-nothing", test_all_or_nothing);
  return g_test_run ();
}
