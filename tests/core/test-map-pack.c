/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/map-pack.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>
#include <unistd.h>

#include "replicas.h"

#define TABLES                                                                                     \
  "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT);"                                          \
  "CREATE TABLE feature (id INTEGER PRIMARY KEY, class TEXT, first_zoom INTEGER, geometry BLOB);"
#define TEXTS                                                                                      \
  "INSERT INTO meta VALUES ('format', '1'), ('name', 'Routes inventées'), ('version', '3'),"      \
  " ('date', '2026-11-01'), ('licence', 'Licence Ouverte 2.0'), ('attribution', '© Exemple');"
typedef struct
{
  char *directory;
  char *path;
} Fixture;

static void
set_up (Fixture *self, gconstpointer unused)
{
  self->directory = soho_test_directory_new ();
  self->path = g_build_filename (self->directory, "map.gersmap", NULL);
}

static void
tear_down (Fixture *self, gconstpointer unused)
{
  g_unlink (self->path);
  g_free (self->path);
  soho_test_directory_free (self->directory);
}

static void
make_pack (Fixture *self, const char *sql)
{
  sqlite3 *db;
  char *complaint = NULL;

  g_unlink (self->path);
  g_assert_cmpint (sqlite3_open (self->path, &db), ==, SQLITE_OK);
  sqlite3_exec (db, sql, NULL, NULL, &complaint);
  g_assert_cmpstr (complaint, ==, NULL);
  sqlite3_close (db);
}

static void
test_a_pack_is_read (Fixture *self, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SohoMapPack) pack = NULL;
  const SohoPackFeature *features;
  double x, y;
  guint n;

  make_pack (self,
             TABLES TEXTS "INSERT INTO feature (class, first_zoom, geometry) VALUES"
                          " ('main-road', 8, x'20A1070080489902C027090020CF9A02'),"
                          " ('wood', 10, x'20A1070080489902C027090020CF9A0220A1070020CF9A02'),"
                          " ('cable-car', 1, x'00');");
  pack = soho_map_pack_open (self->path, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (soho_map_pack_get_name (pack), ==, "Routes inventées");
  g_assert_cmpstr (soho_map_pack_get_version (pack), ==, "3");
  g_assert_cmpstr (soho_map_pack_get_date (pack), ==, "2026-11-01");
  g_assert_cmpstr (soho_map_pack_get_licence (pack), ==, "Licence Ouverte 2.0");
  g_assert_cmpstr (soho_map_pack_get_attribution (pack), ==, "© Exemple");
  /* Areas lie below lines, and what a later format has is passed over. */
  features = soho_map_pack_get_features (pack, &n);
  g_assert_cmpuint (n, ==, 2);
  g_assert_cmpint (features[0].class, ==, SOHO_PACK_WOOD);
  g_assert_cmpuint (features[0].n_points, ==, 3);
  g_assert_cmpint (features[1].class, ==, SOHO_PACK_MAIN_ROAD);
  g_assert_cmpuint (features[1].n_points, ==, 2);
  g_assert_cmpuint (features[1].first_zoom, ==, 8);
  soho_geography_project (43.6, 0.5, &x, &y);
  g_assert_cmpfloat_with_epsilon (features[1].points[0].x, x, 1e-9);
  g_assert_cmpfloat_with_epsilon (features[1].points[0].y, y, 1e-9);
  g_assert_cmpfloat (features[1].box.x0, ==, features[1].points[0].x);
}

/* Each with a sentence, and none with what SQLite says. */
static void
test_bad_packs_are_refused (Fixture *self, gconstpointer unused)
{
  static const char *const packs[] = {
    "CREATE TABLE other (a);",
    TABLES,
    "CREATE TABLE meta (key, value); CREATE TABLE feature (class);" TEXTS,
    TABLES TEXTS "UPDATE meta SET value = '2' WHERE key = 'format';",
    TABLES TEXTS "DELETE FROM meta WHERE key = 'attribution';",
    TABLES TEXTS "UPDATE meta SET value = '' WHERE key = 'licence';",
    TABLES TEXTS "UPDATE meta SET value = 'a' || char (10) || 'b' WHERE key = 'name';",
    TABLES TEXTS "UPDATE meta SET value = replace (hex (zeroblob (500)), '0', 'a')"
                 " WHERE key = 'name';",
    TABLES TEXTS "UPDATE meta SET value = CAST (x'fffe' AS TEXT) WHERE key = 'name';",
    TABLES TEXTS "INSERT INTO feature VALUES (1, 'road', 8, x'00');",
    TABLES TEXTS "INSERT INTO feature VALUES (1, 'road', 8, x'0000000000000000');",
    TABLES TEXTS "INSERT INTO feature VALUES (1, 'road', 8, NULL);",
    TABLES TEXTS "INSERT INTO feature VALUES (1, 'road', 8, 12);",
    TABLES TEXTS "INSERT INTO feature VALUES (1, 'road', 8, zeroblob (16 * 20000));",
    TABLES TEXTS "INSERT INTO feature VALUES (1, 'road', 8,"
                 " x'ffffff7fffffff7fffffff7fffffff7f');",
    "CREATE TABLE meta (key, value); CREATE VIEW feature AS SELECT 1 AS class, 2 AS first_zoom,"
    " 3 AS geometry;" TEXTS,
    /* Rows without end, which a table that is none would give. */
    TABLES TEXTS "CREATE VIEW evil AS WITH RECURSIVE c (x) AS (SELECT 1 UNION ALL SELECT x + 1"
                 " FROM c) SELECT x FROM c;",
    TABLES TEXTS "WITH RECURSIVE c (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < 120)"
                 " INSERT INTO feature SELECT x, 'road', 8, zeroblob (8 * 20000) FROM c;",
  };

  for (guint i = 0; i < G_N_ELEMENTS (packs); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (SohoMapPack) pack = NULL;

      make_pack (self, packs[i]);
      pack = soho_map_pack_open (self->path, &error);
      if (pack != NULL)
        g_test_message ("taken: %s", packs[i]);
      g_assert_null (pack);
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
      g_assert_null (strstr (error->message, "SQL"));
    }
}

static void
refuse_bytes (Fixture *self, const char *bytes, gssize length)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SohoMapPack) pack = NULL;

  g_assert_true (g_file_set_contents (self->path, bytes, length, NULL));
  pack = soho_map_pack_open (self->path, &error);
  g_assert_null (pack);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
}

/* Other files, empty ones, half ones, ones with any byte turned: never more than a sentence. */
static void
test_damaged_files_are_refused_or_read (Fixture *self, gconstpointer unused)
{
  g_autofree char *whole = NULL;
  gsize length;

  refuse_bytes (self, "", 0);
  refuse_bytes (self, "GIF89a and then some", -1);
  make_pack (self, TABLES TEXTS "INSERT INTO feature (class, first_zoom, geometry) VALUES"
                                " ('main-road', 8, x'20A1070080489902C027090020CF9A02');");
  g_assert_true (g_file_get_contents (self->path, &whole, &length, NULL));
  refuse_bytes (self, whole, 700);
  for (gsize i = 0; i < length; i += 101)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (SohoMapPack) pack = NULL;
      char before = whole[i];

      whole[i] = (char) ~whole[i];
      g_assert_true (g_file_set_contents (self->path, whole, (gssize) length, NULL));
      pack = soho_map_pack_open (self->path, &error);
      g_assert_true ((pack == NULL) == (error != NULL));
      whole[i] = before;
    }
}

static void
test_no_file_and_no_folder_are_no_map (Fixture *self, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) folder_error = NULL;

  g_assert_null (soho_map_pack_open (self->path, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_assert_null (soho_map_pack_open (self->directory, &folder_error));
  g_assert_error (folder_error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

/* A file of a gigabyte that holds nothing. */
static void
test_absurd_sizes_are_refused_at_once (Fixture *self, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (self->path, "", 0, NULL));
  g_assert_cmpint (truncate (self->path, G_GINT64_CONSTANT (1) << 30), ==, 0);
  g_assert_null (soho_map_pack_open (self->path, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
  g_assert_nonnull (strstr (error->message, "too large"));
}

#define GEOJSON                                                                                    \
  "{\"type\": \"FeatureCollection\", \"features\": ["                                              \
  " {\"type\": \"Feature\", \"properties\": {}, \"geometry\": {\"type\": \"MultiLineString\","     \
  "  \"coordinates\": [[[0.5, 43.6], [0.6, 43.7, 120]], [[0.1, 43.5], [0.2, 43.5], [0.3, "         \
  "43.6]]]}},"                                                                                     \
  " {\"type\": \"Feature\", \"properties\": {}, \"geometry\": null}]}"

/* What the script makes of GeoJSON is what is read. */
static void
test_the_script_makes_packs (Fixture *self, gconstpointer script)
{
  g_autofree char *roads = g_build_filename (self->directory, "roads.geojson", NULL);
  g_autofree char *source = g_strconcat ("road:9=", roads, NULL);
  const char *const command[] = { "/usr/bin/python3", script,      self->path, "--name",
                                  "Routes",           "--version", "1",        "--date",
                                  "2026-11-01",       "--licence", "CC0",      "--attribution",
                                  "© Exemple",        source,      NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (SohoMapPack) pack = NULL;
  const SohoPackFeature *features;
  guint n;
  int status;

  g_assert_true (g_file_set_contents (roads, GEOJSON, -1, NULL));
  g_spawn_sync (NULL, (char **) command, NULL, G_SPAWN_DEFAULT, NULL, NULL, NULL, NULL, &status,
                &error);
  g_assert_no_error (error);
  g_assert_true (g_spawn_check_wait_status (status, &error));
  pack = soho_map_pack_open (self->path, &error);
  g_assert_no_error (error);
  features = soho_map_pack_get_features (pack, &n);
  g_assert_cmpuint (n, ==, 2);
  g_assert_cmpint (features[0].class, ==, SOHO_PACK_ROAD);
  g_assert_cmpuint (features[0].first_zoom, ==, 9);
  g_assert_cmpuint (features[0].n_points + features[1].n_points, ==, 5);
  g_assert_cmpstr (soho_map_pack_get_attribution (pack), ==, "© Exemple");
  g_unlink (roads);
}

#define ADD(name, function)                                                                        \
  g_test_add ("/core/map-pack/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("read", test_a_pack_is_read);
  ADD ("refused", test_bad_packs_are_refused);
  ADD ("damaged", test_damaged_files_are_refused_or_read);
  ADD ("no-file", test_no_file_and_no_folder_are_no_map);
  ADD ("too-large", test_absurd_sizes_are_refused_at_once);
  if (argc > 1)
    g_test_add ("/core/map-pack/script", Fixture, argv[1], set_up, test_the_script_makes_packs,
                tear_down);
  return g_test_run ();
}
