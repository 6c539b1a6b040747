/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "archive/blobs.h"

#include <string.h>

#include "blob.h"
#include "follower.h"
#include "importing.h"
#include "pictures.h"

static gint64
put_member (Network *network, gint64 id, const char *family_name, const char *photo)
{
  g_autofree char *name = g_strconcat ("family_name=", family_name, NULL);

  return network_put (network, "member", id, "given_name=Anna", name, "commune=Auch",
                      "visibility=public", photo, NULL);
}

static gint64
put_with (Network *network, gint64 id, PicturesGood picture)
{
  g_autoptr (GBytes) bytes = pictures_get (picture);
  g_autofree char *photo = network_put_photo (network, bytes);

  return put_member (network, id, "Fictive", photo);
}

static gint64
count (Network *network, const char *table)
{
  g_autofree char *sql = g_strconcat ("SELECT count(*) FROM ", table, NULL);
  gint64 n;

  g_assert_true (
      soho_database_read_integer (soho_archive_get_database (network->archive), sql, 0, &n, NULL));
  return n;
}

static void
assert_blobs (Network *network, gint64 n)
{
  g_assert_cmpint (count (network, "blob"), ==, n);
  g_assert_cmpint (count (network, "blob_loose"), ==, 0);
  network_assert_sound (network);
}

static void
assert_shows (Network *network, gint64 id, PicturesGood picture)
{
  g_autoptr (GBytes) right = pictures_get (picture);
  g_autofree char *name = import_dup_field (network, "member", id, "photo");
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = soho_archive_get_blob (network->archive, name, &error);

  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (bytes, right));
}

static void
test_names (void)
{
  g_autoptr (GBytes) bytes = g_bytes_new ("abc", 3);
  g_autofree char *name = soho_blob_dup_name (bytes);

  /* The test vector of FIPS 180, its first half. */
  g_assert_cmpstr (name, ==, "ba7816bf8f01cfea414140de5dae2223");
  g_assert_true (soho_blob_is_name (name));
  g_assert_true (soho_blob_has_name (bytes, name));
  g_assert_false (soho_blob_has_name (bytes, "ba7816bf8f01cfea414140de5dae2224"));
  g_assert_false (soho_blob_is_name (""));
  g_assert_false (soho_blob_is_name ("BA7816BF8F01CFEA414140DE5DAE2223"));
  g_assert_false (soho_blob_is_name ("ba7816bf8f01cfea414140de5dae222"));
  g_assert_false (soho_blob_is_name ("../816bf8f01cfea414140de5dae2223"));
}

/* A file goes with the last record that shows it: changed, emptied or deleted. */
static void
test_last_reference (void)
{
  g_autoptr (Network) network = network_new ();

  put_with (network, 1, PICTURES_JPEG);
  put_with (network, 2, PICTURES_JPEG);
  assert_blobs (network, 1);
  put_with (network, 1, PICTURES_PNG);
  assert_blobs (network, 2);
  assert_shows (network, 1, PICTURES_PNG);
  assert_shows (network, 2, PICTURES_JPEG);
  network_delete (network, 2);
  assert_blobs (network, 1);
  assert_shows (network, 1, PICTURES_PNG);
  put_member (network, 1, "Fictive", NULL);
  assert_blobs (network, 0);
}

/* Nothing that was brought and is shown by nobody survives a commit; nothing at all a rollback. */
static void
test_transactions (void)
{
  g_autoptr (Network) network = network_new ();
  g_autoptr (GBytes) picture = pictures_get (PICTURES_JPEG);
  char *name;

  for (guint committed = 0; committed < 2; committed++)
    {
      g_assert_true (soho_archive_begin (network->archive, NULL));
      g_assert_true (soho_archive_put_blob (network->archive, picture, &name, NULL));
      g_free (name);
      if (committed)
        g_assert_true (soho_archive_commit (network->archive, NULL));
      else
        soho_archive_rollback (network->archive);
      assert_blobs (network, 0);
    }
}

/* Within one transaction two people exchange their photos: neither is lost on the way. */
static void
test_exchange (void)
{
  g_autoptr (Network) network = network_new ();
  const SohoKind *kind = soho_model_find_kind (soho_model_get (), "member");
  guint photo = (guint) soho_kind_find_field (kind, "photo");
  g_autoptr (SohoRecord) one = NULL;
  g_autoptr (SohoRecord) two = NULL;
  SohoValue kept = SOHO_VALUE_INIT;
  gboolean changed;

  put_with (network, 1, PICTURES_JPEG);
  put_with (network, 2, PICTURES_PNG);
  one = soho_archive_get (network->archive, kind, 1, NULL);
  two = soho_archive_get (network->archive, kind, 2, NULL);
  soho_value_copy (&kept, &soho_record_get_values (one)[photo]);
  soho_value_copy (&soho_record_get_values (one)[photo], &soho_record_get_values (two)[photo]);
  soho_value_copy (&soho_record_get_values (two)[photo], &kept);
  soho_value_clear (&kept);

  g_assert_true (soho_archive_begin (network->archive, NULL));
  g_assert_cmpint (
      soho_archive_put (network->archive, kind, 1, soho_record_get_values (one), &changed, NULL),
      ==, 1);
  g_assert_cmpint (
      soho_archive_put (network->archive, kind, 2, soho_record_get_values (two), &changed, NULL),
      ==, 2);
  g_assert_true (soho_archive_commit (network->archive, NULL));
  assert_blobs (network, 2);
  assert_shows (network, 1, PICTURES_PNG);
  assert_shows (network, 2, PICTURES_JPEG);
}

/* Whatever the disk did to it, it is never handed on; bringing it again mends it. */
static void
test_damage (void)
{
  g_autoptr (Network) network = network_new ();
  g_autofree char *name = NULL;
  g_autoptr (GError) error = NULL;

  put_with (network, 1, PICTURES_JPEG);
  name = import_dup_field (network, "member", 1, "photo");
  follower_run_sql (network, "UPDATE blob SET bytes = x'ffd8ff'");
  g_assert_null (soho_archive_get_blob (network->archive, name, &error));
  g_assert_error (error, SOHO_DATABASE_ERROR, SOHO_DATABASE_ERROR_DAMAGED);
  put_with (network, 1, PICTURES_JPEG);
  assert_shows (network, 1, PICTURES_JPEG);
  assert_blobs (network, 1);
}

static gboolean
file_has (Network *network, GBytes *bytes)
{
  g_autofree char *path = g_build_filename (network->directory, "network.db", NULL);
  g_autofree char *file = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &file, &length, NULL));
  return memmem (file, length, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes)) != NULL;
}

/* What is erased is not left in pages that nothing uses. */
static void
test_bytes_are_gone (void)
{
  g_autoptr (Network) network = network_new ();
  g_autoptr (GBytes) picture = pictures_get (PICTURES_JPEG);

  put_with (network, 1, PICTURES_JPEG);
  follower_run_sql (network, "PRAGMA wal_checkpoint (TRUNCATE)");
  g_assert_true (file_has (network, picture));
  network_delete (network, 1);
  follower_run_sql (network, "PRAGMA wal_checkpoint (TRUNCATE)");
  g_assert_false (file_has (network, picture));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/blobs/names", test_names);
  g_test_add_func ("/blobs/last-reference", test_last_reference);
  g_test_add_func ("/blobs/transactions", test_transactions);
  g_test_add_func ("/blobs/exchange", test_exchange);
  g_test_add_func ("/blobs/damage", test_damage);
  g_test_add_func ("/blobs/bytes-are-gone", test_bytes_are_gone);
  return g_test_run ();
}
