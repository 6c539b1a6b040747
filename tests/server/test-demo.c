/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "demo/demo.h"

#include <glib/gstdio.h>
#include <string.h>

#include "archive/blobs.h"
#include "exchange/categories.h"
#include "exchange/export.h"
#include "exchange/import.h"
#include "formats/phone.h"
#include "formats/picture.h"
#include "model/kinds.h"
#include "model/validate.h"

/* A network in a directory of its own, as "init" makes it. */
typedef struct
{
  char *directory;
  SohoArchive *archive;
} Network;

static void
remove_directory (const char *path)
{
  g_autoptr (GDir) directory = g_dir_open (path, 0, NULL);
  const char *name;

  while (directory != NULL && (name = g_dir_read_name (directory)) != NULL)
    {
      g_autofree char *file = g_build_filename (path, name, NULL);

      if (g_file_test (file, G_FILE_TEST_IS_DIR))
        remove_directory (file);
      else
        g_assert_no_errno (g_remove (file));
    }
  g_assert_no_errno (g_rmdir (path));
}

static char *
make_directory (void)
{
  g_autoptr (GError) error = NULL;
  char *directory = g_dir_make_tmp ("soho-demo-XXXXXX", &error);

  g_assert_no_error (error);
  return directory;
}

static void
put_network (SohoArchive *archive, GError **error)
{
  g_autoptr (SohoRecord) network = soho_record_new (&soho_kind_network, 0);
  SohoValue *values = soho_record_get_values (network);
  gboolean changed;

  soho_value_take_text (&values[soho_kind_find_field (&soho_kind_network, "name")],
                        g_strdup ("Exemple"));
  g_assert_cmpint (soho_archive_put (archive, &soho_kind_network, 0, values, &changed, error), !=,
                   0);
}

/* With a key that all share, since it is the key that tells the ids of what is hidden. */
static Network
make_empty_network (void)
{
  g_autoptr (GError) error = NULL;
  Network network = { make_directory (), NULL };

  network.archive = soho_archive_create (network.directory, soho_model_get (), &error);
  g_assert_no_error (error);
  soho_database_run (soho_archive_get_database (network.archive),
                     "UPDATE meta SET value = zeroblob (32) WHERE name = 'key'", &error);
  g_assert_no_error (error);
  g_object_unref (network.archive);
  network.archive = soho_archive_open (network.directory, soho_model_get (), &error);
  g_assert_no_error (error);
  return network;
}

static Network
make_network (void)
{
  g_autoptr (GError) error = NULL;
  Network network = make_empty_network ();

  soho_archive_begin (network.archive, &error);
  put_network (network.archive, &error);
  soho_categories_put (network.archive, &error);
  soho_archive_commit (network.archive, &error);
  g_assert_no_error (error);
  return network;
}

static Network
make_demo (guint members, guint64 seed)
{
  g_autoptr (GError) error = NULL;
  Network network = make_network ();

  soho_demo_fill (network.archive, members, seed, &error);
  g_assert_no_error (error);
  return network;
}

static void
network_clear (Network *network)
{
  g_object_unref (network->archive);
  remove_directory (network->directory);
  g_free (network->directory);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Network, network_clear)

static gboolean
collect (SohoRecord *record, const char *audience, gpointer records, GError **error)
{
  g_ptr_array_add (records, g_object_ref (record));
  return TRUE;
}

static GPtrArray *
read_all (SohoArchive *archive, const SohoKind *kind)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *records = g_ptr_array_new_with_free_func (g_object_unref);

  soho_archive_foreach (archive, kind, collect, records, &error);
  g_assert_no_error (error);
  return records;
}

/* Everything soho_export_all () writes, in the order of the model. */
static char *
dup_export (SohoArchive *archive)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *directory = make_directory ();
  GString *all = g_string_new (NULL);

  soho_export_all (archive, directory, FALSE, &error);
  for (const SohoKind *const *kind = soho_model_get ()->kinds; *kind != NULL; kind++)
    {
      g_autofree char *path = g_strdup_printf ("%s/%s.ndjson", directory, (*kind)->name);
      g_autofree char *text = NULL;

      g_file_get_contents (path, &text, NULL, &error);
      g_assert_no_error (error);
      g_string_append (all, text);
    }
  remove_directory (directory);
  return g_string_free (all, FALSE);
}

static gint64
get_last_seq (SohoArchive *archive)
{
  g_autoptr (GError) error = NULL;
  gint64 seq = soho_archive_get_last_seq (archive, &error);

  g_assert_no_error (error);
  return seq;
}

/* People */

static void
assert_example_domain (const char *url_or_email)
{
  g_auto (GStrv) parts = g_strsplit_set (url_or_email, "@/", -1);
  const char *host = g_str_has_prefix (url_or_email, "https://") ? parts[2] : parts[1];

  g_assert_true (g_str_has_suffix (host, ".example"));
  g_assert_cmpuint (strspn (host, "abcdefghijklmnopqrstuvwxyz0123456789-."), ==, strlen (host));
}

static void
check_contact (SohoRecord *point, GHashTable *emails)
{
  const char *type = soho_record_get_text (point, "type");
  const char *value = soho_record_get_text (point, "value");
  gboolean is_hidden = g_str_equal (soho_record_get_text (point, "visibility"), "self");

  if (g_str_equal (type, "phone") || g_str_equal (type, "mobile"))
    {
      g_assert_true (soho_phone_is_fictional (value));
      g_assert_true (g_str_has_prefix (value, *type == 'p' ? "+3353649" : "+3363998"));
    }
  else
    assert_example_domain (value);
  if (g_str_equal (type, "email"))
    g_assert_true (g_hash_table_add (emails, (gpointer) value));
  g_assert_cmpint (soho_record_get_integer (point, "agreed_on", 0) == 0, ==, is_hidden);
}

static void
test_nobody_can_be_reached (void)
{
  g_auto (Network) network = make_demo (600, 1);
  g_autoptr (GPtrArray) points = read_all (network.archive, &soho_kind_contact_point);
  g_autoptr (GPtrArray) members = read_all (network.archive, &soho_kind_member);
  g_autoptr (GPtrArray) telecentres = read_all (network.archive, &soho_kind_telecentre);
  g_autoptr (GHashTable) emails = g_hash_table_new (g_str_hash, g_str_equal);
  guint n_sites = 0;

  for (guint i = 0; i < points->len; i++)
    check_contact (g_ptr_array_index (points, i), emails);
  for (guint i = 0; i < members->len; i++)
    {
      const char *website = soho_record_get_text (g_ptr_array_index (members, i), "website");

      if (website == NULL)
        continue;
      assert_example_domain (website);
      n_sites++;
    }
  g_assert_cmpuint (n_sites, >, 80);
  for (guint i = 0; i < telecentres->len; i++)
    g_assert_true (soho_phone_is_fictional (
        soho_record_get_text (g_ptr_array_index (telecentres, i), "phone")));
}

static guint
rank_of (const char *visibility)
{
  guint rank = 0;

  while (!g_str_equal (soho_visibilities[rank], visibility))
    rank++;
  return rank;
}

/* How many parts each member has, by id; no part may be seen by more people than its card. */
static GHashTable *
count_parts (GPtrArray *members, GPtrArray *parts)
{
  g_autoptr (GHashTable) by_id = g_hash_table_new (g_int64_hash, g_int64_equal);
  GHashTable *counts = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < members->len; i++)
    {
      gint64 id = soho_record_get_id (g_ptr_array_index (members, i));

      g_hash_table_insert (by_id, g_memdup2 (&id, sizeof id), g_ptr_array_index (members, i));
    }
  for (guint i = 0; i < parts->len; i++)
    {
      SohoRecord *part = g_ptr_array_index (parts, i);
      gint64 id = soho_record_get_integer (part, "member", 0);
      SohoRecord *member = g_hash_table_lookup (by_id, &id);
      guint n = GPOINTER_TO_UINT (g_hash_table_lookup (counts, member));

      g_assert_nonnull (member);
      g_hash_table_insert (counts, member, GUINT_TO_POINTER (n + 1));
      if (soho_record_get_kind (part) == &soho_kind_contact_point)
        g_assert_cmpuint (rank_of (soho_record_get_text (part, "visibility")), >=,
                          rank_of (soho_record_get_text (member, "visibility")));
    }
  g_hash_table_foreach (by_id, (GHFunc) (void (*) (void)) g_free, NULL);
  return counts;
}

static void
assert_each_has (SohoArchive *archive, GPtrArray *members, const SohoKind *kind)
{
  g_autoptr (GPtrArray) parts = read_all (archive, kind);
  g_autoptr (GHashTable) counts = count_parts (members, parts);

  for (guint i = 0; i < members->len; i++)
    {
      guint n = GPOINTER_TO_UINT (g_hash_table_lookup (counts, g_ptr_array_index (members, i)));

      g_assert_cmpuint (n, >=, 1);
      g_assert_cmpuint (n, <=, 4);
    }
}

static guint
count_texts (GPtrArray *records, const char *field, const char *text)
{
  guint n = 0;

  for (guint i = 0; i < records->len; i++)
    n += g_strcmp0 (soho_record_get_text (g_ptr_array_index (records, i), field), text) == 0;
  return n;
}

static guint
count_different (GPtrArray *records, const char *field)
{
  g_autoptr (GHashTable) different = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < records->len; i++)
    g_hash_table_add (different,
                      (gpointer) soho_record_get_text (g_ptr_array_index (records, i), field));
  return g_hash_table_size (different);
}

static void
test_counts (void)
{
  g_auto (Network) network = make_demo (400, 32);
  g_autoptr (GPtrArray) members = read_all (network.archive, &soho_kind_member);
  g_autoptr (GPtrArray) villages = read_all (network.archive, &soho_kind_village);
  g_autoptr (GPtrArray) telecentres = read_all (network.archive, &soho_kind_telecentre);
  g_autoptr (GPtrArray) points = read_all (network.archive, &soho_kind_contact_point);

  g_assert_cmpuint (members->len, ==, 400);
  g_assert_cmpuint (villages->len, ==, 83);
  g_assert_cmpuint (count_different (villages, "commune"), ==, 83);
  g_assert_cmpuint (telecentres->len, ==, 8);

  g_assert_cmpuint (count_different (members, "commune"), >=, 150);
  g_assert_cmpuint (count_different (members, "commune"), <=, 200);
  g_assert_cmpuint (count_texts (members, "commune", "32013"), >=, 20);
  g_assert_cmpuint (count_texts (members, "visibility", "public"), >=, 340);
  g_assert_cmpuint (count_texts (members, "visibility", "public"), <=, 380);
  g_assert_cmpuint (count_texts (members, "visibility", "self"), >=, 1);
  g_assert_cmpuint (count_texts (members, "organization", NULL), >=, 100);
  g_assert_cmpuint (count_texts (members, "organization", NULL), <=, 300);
  g_assert_cmpuint (count_texts (points, "visibility", "self"), >=, points->len / 10);
  g_assert_cmpuint (count_texts (points, "visibility", "public"), >=, points->len / 3);

  assert_each_has (network.archive, members, &soho_kind_member_skill);
  assert_each_has (network.archive, members, &soho_kind_contact_point);
}

/* Key fields tell records apart, or a spreadsheet of the demonstration could not be brought in. */
static void
assert_keys_differ (SohoArchive *archive, const SohoKind *kind)
{
  g_autoptr (GPtrArray) records = read_all (archive, kind);
  g_autoptr (GHashTable) keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < records->len; i++)
    {
      const SohoValue *values = soho_record_get_values (g_ptr_array_index (records, i));
      GString *key = g_string_new (NULL);

      for (guint field = 0; kind->fields[field].name != NULL; field++)
        if (kind->fields[field].key)
          {
            g_autofree char *text = soho_field_format (&kind->fields[field], &values[field]);

            g_string_append_printf (key, "%s;", text);
          }
      g_assert_true (g_hash_table_add (keys, g_string_free (key, FALSE)));
    }
}

static void
test_keys_differ (void)
{
  g_auto (Network) network = make_demo (1200, 3);

  for (const SohoKind *const *kind = soho_model_get ()->kinds; *kind != NULL; kind++)
    {
      g_autoptr (GPtrArray) records = read_all (network.archive, *kind);

      g_assert_cmpuint (records->len, >, 0);
      assert_keys_differ (network.archive, *kind);
    }
}

/* The whole */

static void
test_same_seed_same_bytes (void)
{
  g_auto (Network) first = make_demo (150, 5);
  g_auto (Network) second = make_demo (150, 5);
  g_auto (Network) other_seed = make_demo (150, 6);
  g_auto (Network) other_number = make_demo (151, 5);
  g_autofree char *text = dup_export (first.archive);
  g_autofree char *same = dup_export (second.archive);
  g_autofree char *different = dup_export (other_seed.archive);
  g_autofree char *longer = dup_export (other_number.archive);

  g_assert_false (g_regex_match_simple ("\\{[^\"{}]*[|}]", text, 0, 0)); /* a placeholder */
  g_assert_cmpstr (text, ==, same);
  g_assert_cmpstr (text, !=, different);
  g_assert_cmpstr (text, !=, longer);
}

static void
test_export_can_be_imported (void)
{
  g_auto (Network) demo = make_demo (60, 9);
  g_auto (Network) copy = make_empty_network ();
  g_autofree char *directory = make_directory ();
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr (GPtrArray) reports = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = dup_export (demo.archive);
  g_autofree char *again = NULL;
  g_auto (GStrv) paths = NULL;

  soho_export_all (demo.archive, directory, TRUE, &error);
  g_assert_no_error (error);
  for (const SohoKind *const *kind = soho_model_get ()->kinds; *kind != NULL; kind++)
    {
      g_autofree char *path = g_strdup_printf ("%s/%s.csv", directory, (*kind)->name);

      g_strv_builder_add (builder, path);
    }
  paths = g_strv_builder_end (builder);
  reports = soho_import_files (copy.archive, (const char *const *) paths, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < reports->len; i++)
    {
      SohoImportReport *report = g_ptr_array_index (reports, i);

      if (report->complaints->len > 0)
        g_error ("%s", (char *) g_ptr_array_index (report->complaints, 0));
    }
  again = dup_export (copy.archive);
  g_assert_cmpstr (again, ==, text);
  remove_directory (directory);
}

static void
test_any_seed (void)
{
  const guint64 seeds[] = { 0, 1, G_MAXINT64, G_MAXUINT64 };

  for (guint i = 0; i < G_N_ELEMENTS (seeds); i++)
    {
      g_auto (Network) network = make_demo (1, seeds[i]);
      g_autoptr (GPtrArray) members = read_all (network.archive, &soho_kind_member);

      g_assert_cmpuint (members->len, ==, 1);
    }
}

/* Inflates what stands between the head of a portrait's IDAT and its end. */
static gsize
inflated_length (GBytes *png)
{
  gsize length;
  const char *bytes = g_bytes_get_data (png, &length);
  const char *data = memmem (bytes, length, "IDAT", 4);
  g_autoptr (GConverter) zlib
      = G_CONVERTER (g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_ZLIB));
  guint8 pixels[16384];
  gsize read, written;

  g_assert_nonnull (data);
  g_assert_cmpint (g_converter_convert (zlib, data + 4, length - (gsize) (data + 4 - bytes), pixels,
                                        sizeof pixels, G_CONVERTER_INPUT_AT_END, &read, &written,
                                        NULL),
                   ==, G_CONVERTER_FINISHED);
  return written;
}

static gboolean
check_portrait (const char *name, GBytes *bytes, gpointer data, GError **error)
{
  SohoPicture picture;

  g_assert_true (soho_picture_read (bytes, &picture, NULL));
  g_assert_cmpint (picture.format, ==, SOHO_PICTURE_PNG);
  g_assert_cmpuint (g_bytes_get_size (bytes), <, 2048);
  g_assert_cmpuint (inflated_length (bytes), ==, picture.height * (picture.width / 2 + 1));
  *(guint *) data += 1;
  return TRUE;
}

/* About a third of the people show a face, and each is a picture. */
static void
test_portraits (void)
{
  g_auto (Network) network = make_demo (400, 1);
  guint n = 0;

  g_assert_true (soho_archive_foreach_blob (network.archive, check_portrait, &n, NULL));
  g_assert_cmpuint (n, >, 100);
  g_assert_cmpuint (n, <, 170);
}

static void
test_second_fill_is_refused (void)
{
  g_auto (Network) network = make_demo (10, 1);
  gint64 seq = get_last_seq (network.archive);
  g_autoptr (GError) error = NULL;

  g_assert_false (soho_demo_fill (network.archive, 10, 2, &error));
  g_assert_error (error, SOHO_DEMO_ERROR, SOHO_DEMO_ERROR_NOT_EMPTY);
  g_assert_nonnull (strstr (error->message, "member"));
  g_assert_cmpint (get_last_seq (network.archive), ==, seq);
}

static void
test_absurd_numbers_are_refused (void)
{
  const guint numbers[] = { 0, SOHO_DEMO_MEMBERS_MAX + 1, G_MAXINT, G_MAXUINT };
  g_auto (Network) network = make_network ();
  gint64 seq = get_last_seq (network.archive);

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      g_autofree char *number = g_strdup_printf ("%u", numbers[i]);
      g_autoptr (GError) error = NULL;

      g_assert_false (soho_demo_fill (network.archive, numbers[i], 1, &error));
      g_assert_error (error, SOHO_DEMO_ERROR, SOHO_DEMO_ERROR_NUMBER);
      g_assert_nonnull (strstr (error->message, number));
      g_assert_nonnull (strstr (error->message, "1000000"));
    }
  g_assert_cmpint (get_last_seq (network.archive), ==, seq);
}

static void
test_full_disk_leaves_nothing (void)
{
  g_auto (Network) network = make_network ();
  sqlite3 *db = soho_archive_get_database (network.archive);
  g_autofree char *before = dup_export (network.archive);
  g_autofree char *after = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (soho_database_run (db, "PRAGMA max_page_count = 60", &error));
  g_assert_false (soho_demo_fill (network.archive, 400, 1, &error));
  g_assert_error (error, SOHO_DATABASE_ERROR, SOHO_DATABASE_ERROR_FULL);
  g_clear_error (&error);
  after = dup_export (network.archive);
  g_assert_cmpstr (after, ==, before);

  g_assert_true (soho_database_run (db, "PRAGMA max_page_count = 100000", &error));
  g_assert_true (soho_demo_fill (network.archive, 400, 1, &error));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/demo/people/nobody-can-be-reached", test_nobody_can_be_reached);
  g_test_add_func ("/demo/whole/counts", test_counts);
  g_test_add_func ("/demo/people/keys-differ", test_keys_differ);
  g_test_add_func ("/demo/whole/same-seed-same-bytes", test_same_seed_same_bytes);
  g_test_add_func ("/demo/whole/export-can-be-imported", test_export_can_be_imported);
  g_test_add_func ("/demo/people/portraits", test_portraits);
  g_test_add_func ("/demo/whole/any-seed", test_any_seed);
  g_test_add_func ("/demo/whole/second-fill-is-refused", test_second_fill_is_refused);
  g_test_add_func ("/demo/whole/absurd-numbers-are-refused", test_absurd_numbers_are_refused);
  g_test_add_func ("/demo/whole/full-disk-leaves-nothing", test_full_disk_leaves_nothing);

  return g_test_run ();
}
