/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/map-pack.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "store/database.h"

#define FORMAT "1"

/* A feature of more points than this is no line that anybody drew. */
#define FEATURE_POINTS_MAX 20000

/* Nor has what a pack says of itself more bytes. */
#define TEXT_MAX 300

/* Instructions of SQLite that reading may take: a file can be made to keep it busy for ever. */
#define STEPS_AT_ONCE 100000
#define STEPS_MAX 20000

/* Coordinates are whole numbers of 1e-6 degree, longitude and latitude, little-endian. */
#define DEGREE 1e-6
#define POINT_BYTES 8

enum
{
  NAME,
  VERSION,
  DATE,
  LICENCE,
  ATTRIBUTION,
  N_TEXTS,
};

static const char *const text_keys[N_TEXTS]
    = { "name", "version", "date", "licence", "attribution" };

static const char *const class_names[SOHO_PACK_N_CLASSES]
    = { "wood", "building", "river", "road", "main-road" };

struct _SohoMapPack
{
  char *texts[N_TEXTS];
  GArray *points;   /* SohoPackPoint */
  GArray *features; /* SohoPackFeature; points are set at the end */
};

static void
clear (gpointer data)
{
  SohoMapPack *self = data;

  for (guint i = 0; i < N_TEXTS; i++)
    g_free (self->texts[i]);
  g_array_unref (self->points);
  g_array_unref (self->features);
}

static gboolean
refuse (GError **error, const char *sentence)
{
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "%s", sentence);
  return FALSE;
}

static gboolean
is_one_line (const char *text)
{
  if (text == NULL || *text == '\0' || strlen (text) > TEXT_MAX
      || !g_utf8_validate (text, -1, NULL))
    return FALSE;
  for (const char *c = text; *c != '\0'; c = g_utf8_next_char (c))
    if (g_unichar_iscntrl (g_utf8_get_char (c)))
      return FALSE;
  return TRUE;
}

/* Tables, and no views or triggers, which could do anything. */
static gboolean
check_schema (sqlite3 *db, GError **error)
{
  gint64 tables = 0, others = 0;

  if (!soho_database_read_integer (db,
                                   "SELECT count (*) FROM sqlite_schema WHERE type = 'table'"
                                   " AND name IN ('meta', 'feature')",
                                   0, &tables, error)
      || !soho_database_read_integer (db,
                                      "SELECT count (*) FROM sqlite_schema"
                                      " WHERE type IN ('view', 'trigger') OR sql LIKE '%VIRTUAL%'",
                                      0, &others, error))
    return FALSE;
  if (tables != 2 || others != 0)
    return refuse (error, _ ("This file is no map for Soho Solo."));
  return TRUE;
}

static char *
read_text (sqlite3 *db, const char *key, GError **error)
{
  g_autoptr (sqlite3_stmt) statement
      = soho_database_prepare (db, "SELECT value FROM meta WHERE key = :key", error);

  if (statement == NULL)
    return NULL;
  soho_database_bind_text (statement, ":key", key);
  return soho_database_next (statement, error) ? g_strdup (soho_database_column_text (statement, 0))
                                               : NULL;
}

static gboolean
read_texts (SohoMapPack *self, sqlite3 *db, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autofree char *format = read_text (db, "format", &failure);

  if (failure == NULL && g_strcmp0 (format, FORMAT) != 0)
    return refuse (error, _ ("This map was made for another version of Soho Solo."));
  for (guint i = 0; failure == NULL && i < N_TEXTS; i++)
    {
      self->texts[i] = read_text (db, text_keys[i], &failure);
      if (failure == NULL && !is_one_line (self->texts[i]))
        return refuse (error, _ ("This map does not say where it comes from: its name, version, "
                                 "date, licence and attribution must all be there."));
    }
  return soho_database_settle (&failure, error);
}

static gint32
read_coordinate (const guint8 *bytes)
{
  return (gint32) ((guint32) bytes[0] | (guint32) bytes[1] << 8 | (guint32) bytes[2] << 16
                   | (guint32) bytes[3] << 24);
}

static gboolean
read_points (SohoMapPack *self, const guint8 *bytes, guint n, SohoPackFeature *feature)
{
  feature->box = (SohoBox){ 1, 1, 0, 0 };
  for (guint i = 0; i < n; i++, bytes += POINT_BYTES)
    {
      double longitude = read_coordinate (bytes) * DEGREE;
      double latitude = read_coordinate (bytes + 4) * DEGREE;
      SohoPackPoint point;

      if (longitude < -180 || longitude > 180 || latitude < -85 || latitude > 85)
        return FALSE;
      soho_geography_project (latitude, longitude, &point.x, &point.y);
      feature->box.x0 = MIN (feature->box.x0, point.x);
      feature->box.y0 = MIN (feature->box.y0, point.y);
      feature->box.x1 = MAX (feature->box.x1, point.x);
      feature->box.y1 = MAX (feature->box.y1, point.y);
      g_array_append_val (self->points, point);
    }
  return TRUE;
}

static gboolean
find_class (const char *name, SohoPackClass *class)
{
  for (guint i = 0; i < SOHO_PACK_N_CLASSES; i++)
    if (g_strcmp0 (class_names[i], name) == 0)
      {
        *class = i;
        return TRUE;
      }
  return FALSE;
}

/* The row: class, first zoom, geometry. A class of a later format is passed over. */
static gboolean
read_feature (SohoMapPack *self, sqlite3_stmt *row, GError **error)
{
  SohoPackFeature feature = { .n_points = 0 };
  int bytes = sqlite3_column_bytes (row, 2);

  if (!find_class (soho_database_column_text (row, 0), &feature.class))
    return TRUE;
  feature.first_zoom = (guint) CLAMP (sqlite3_column_int64 (row, 1), 0, 30);
  feature.n_points = (guint) bytes / POINT_BYTES;
  if (sqlite3_column_type (row, 2) != SQLITE_BLOB || bytes % POINT_BYTES != 0
      || feature.n_points < 2 || feature.n_points > FEATURE_POINTS_MAX)
    return refuse (error, _ ("This map is damaged: a line in it cannot be drawn."));
  if (self->points->len + feature.n_points > SOHO_PACK_POINTS_MAX)
    return refuse (error, _ ("This map has more lines than can be drawn. Ask for a smaller one."));
  if (!read_points (self, sqlite3_column_blob (row, 2), feature.n_points, &feature))
    return refuse (error, _ ("This map is damaged: a line in it leaves the Earth."));
  g_array_append_val (self->features, feature);
  return TRUE;
}

static int
compare_features (gconstpointer a, gconstpointer b)
{
  return (int) ((const SohoPackFeature *) a)->class - (int) ((const SohoPackFeature *) b)->class;
}

static gboolean
read_features (SohoMapPack *self, sqlite3 *db, GError **error)
{
  g_autoptr (sqlite3_stmt) statement
      = soho_database_prepare (db, "SELECT class, first_zoom, geometry FROM feature", error);
  g_autoptr (GError) failure = NULL;
  const SohoPackPoint *points;

  if (statement == NULL)
    return FALSE;
  while (soho_database_next (statement, &failure))
    if (!read_feature (self, statement, error))
      return FALSE;
  if (!soho_database_settle (&failure, error))
    return FALSE;
  points = (const SohoPackPoint *) self->points->data;
  for (guint i = 0; i < self->features->len; i++)
    {
      SohoPackFeature *feature = &g_array_index (self->features, SohoPackFeature, i);

      feature->points = points;
      points += feature->n_points;
    }
  g_array_sort (self->features, compare_features);
  return TRUE;
}

static int
on_progress (void *data)
{
  guint *steps = data;

  return ++*steps > STEPS_MAX;
}

static sqlite3 *
open_file (const char *path, guint *steps, GError **error)
{
  g_autoptr (sqlite3) db = NULL;
  GStatBuf status;

  if (g_stat (path, &status) != 0 || !S_ISREG (status.st_mode))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "%s",
                   _ ("The file of the map cannot be read."));
      return NULL;
    }
  if (status.st_size > SOHO_PACK_BYTES_MAX)
    {
      refuse (error, _ ("This file is too large for a map. Ask for a smaller one."));
      return NULL;
    }
  if (sqlite3_open_v2 (path, &db, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK)
    {
      soho_database_fail (db, error);
      return NULL;
    }
  sqlite3_db_config (db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_db_config (db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
  sqlite3_limit (db, SQLITE_LIMIT_LENGTH, FEATURE_POINTS_MAX * POINT_BYTES + 4096);
  sqlite3_progress_handler (db, STEPS_AT_ONCE, on_progress, steps);
  return g_steal_pointer (&db);
}

SohoMapPack *
soho_map_pack_open (const char *path, GError **error)
{
  g_autoptr (SohoMapPack) self = g_atomic_rc_box_new0 (SohoMapPack);
  g_autoptr (GError) cause = NULL;
  guint steps = 0;
  g_autoptr (sqlite3) db = NULL;

  self->points = g_array_new (FALSE, FALSE, sizeof (SohoPackPoint));
  self->features = g_array_new (FALSE, FALSE, sizeof (SohoPackFeature));
  db = open_file (path, &steps, error);
  if (db == NULL)
    return NULL;
  if (check_schema (db, &cause) && read_texts (self, db, &cause)
      && read_features (self, db, &cause))
    return g_steal_pointer (&self);
  /* What SQLite says of a file that is none of its own is no help. */
  if (cause != NULL && cause->domain == G_IO_ERROR)
    g_propagate_error (error, g_steal_pointer (&cause));
  else
    refuse (error, _ ("This file is damaged, or no map for Soho Solo."));
  return NULL;
}

SohoMapPack *
soho_map_pack_ref (SohoMapPack *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
soho_map_pack_unref (SohoMapPack *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

const char *
soho_map_pack_get_name (SohoMapPack *self)
{
  return self->texts[NAME];
}

const char *
soho_map_pack_get_version (SohoMapPack *self)
{
  return self->texts[VERSION];
}

const char *
soho_map_pack_get_date (SohoMapPack *self)
{
  return self->texts[DATE];
}

const char *
soho_map_pack_get_licence (SohoMapPack *self)
{
  return self->texts[LICENCE];
}

const char *
soho_map_pack_get_attribution (SohoMapPack *self)
{
  return self->texts[ATTRIBUTION];
}

const SohoPackFeature *
soho_map_pack_get_features (SohoMapPack *self, guint *n)
{
  *n = self->features->len;
  return (const SohoPackFeature *) self->features->data;
}
