/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/geography.h"

/* What a richer map draws over the land: one SQLite file, described in data/geo/README.md, that
 * anybody may have made. Immutable once read, so any thread may use it. */
typedef struct _SohoMapPack SohoMapPack;

typedef enum
{
  SOHO_PACK_WOOD, /* the first two are areas */
  SOHO_PACK_BUILDING,
  SOHO_PACK_RIVER,
  SOHO_PACK_ROAD,
  SOHO_PACK_MAIN_ROAD,
  SOHO_PACK_N_CLASSES,
} SohoPackClass;

typedef struct
{
  double x, y; /* Web Mercator */
} SohoPackPoint;

typedef struct
{
  SohoPackClass class;
  guint first_zoom; /* drawn from this zoom on */
  const SohoPackPoint *points;
  guint n_points;
  SohoBox box;
} SohoPackFeature;

/* Larger files, and files with more points than this, are refused. */
#define SOHO_PACK_BYTES_MAX (64 * 1024 * 1024)
#define SOHO_PACK_POINTS_MAX (2 * 1000 * 1000)

/* Reads a pack whole. Nothing in it is trusted. Errors: G_IO_ERROR_INVALID_DATA, with a sentence
 * that says what is wrong with it, or one of the file. */
SohoMapPack *soho_map_pack_open (const char *path, GError **error);

SohoMapPack *soho_map_pack_ref (SohoMapPack *self);
void soho_map_pack_unref (SohoMapPack *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SohoMapPack, soho_map_pack_unref)

/* What it says of itself: none is empty, and each is one line. */
const char *soho_map_pack_get_name (SohoMapPack *self);
const char *soho_map_pack_get_version (SohoMapPack *self);
const char *soho_map_pack_get_date (SohoMapPack *self); /* YYYY-MM-DD */
const char *soho_map_pack_get_licence (SohoMapPack *self);
const char *soho_map_pack_get_attribution (SohoMapPack *self);

/* In the order in which they are drawn. */
const SohoPackFeature *soho_map_pack_get_features (SohoMapPack *self, guint *n);
