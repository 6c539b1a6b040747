/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/* The outlines of the Gers: communes, neighbouring departments, rivers. Immutable once read, so any
 * thread may use it. Positions are in Web Mercator, the whole world being the square from 0 to 1
 * with x to the east and y to the south. The file format is described in data/geo/README.md. */
typedef struct _SohoGeography SohoGeography;

#define SOHO_TYPE_GEOGRAPHY (soho_geography_get_type ())
GType soho_geography_get_type (void);

typedef struct
{
  double x, y;
  guint8 first_zoom; /* drawn from this zoom on, where a tile of 256 pixels shows 2^-zoom */
} SohoVertex;

typedef struct
{
  double x0, y0, x1, y1;
} SohoBox;

/* A line that areas share. Its first and last vertex are drawn at every zoom. */
typedef struct
{
  const SohoVertex *vertices;
  guint n_vertices; /* at least 2 */
  guint n_communes; /* that it bounds: 2 inside the department, 1 on its outline, else 0 */
  SohoBox box;
} SohoArc;

/* A closed ring of arcs: arc i is number i + 1, and is followed backwards where negative. */
typedef struct
{
  const gint32 *arcs;
  guint n_arcs;
} SohoRing;

/* A commune: the points that an odd number of its rings encloses. */
typedef struct
{
  char insee[6];
  const SohoRing *rings;
  guint n_rings;
  SohoBox box;
} SohoArea;

typedef struct
{
  guint arc; /* index */
  const char *name;
} SohoRiver;

typedef struct
{
  const char *code, *name;
  double x, y; /* where the name is written */
} SohoNeighbour;

/* Reads outlines. Nothing in the bytes is trusted. Errors: G_IO_ERROR_INVALID_DATA, with the line
 * that is damaged. */
SohoGeography *soho_geography_new_from_bytes (GBytes *bytes, GError **error);

/* The outlines built into the program: read when first asked for, from any thread, and kept for the
 * life of the process. Not to be freed. */
SohoGeography *soho_geography_get_default (void);

SohoGeography *soho_geography_ref (SohoGeography *self);
void soho_geography_unref (SohoGeography *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SohoGeography, soho_geography_unref)

/* The parts, each with their number; they live as long as the geography. */
const SohoArc *soho_geography_get_arcs (SohoGeography *self, guint *n);
const SohoArea *soho_geography_get_communes (SohoGeography *self, guint *n); /* by INSEE code */
const SohoRing *soho_geography_get_outline (SohoGeography *self, guint *n);  /* the department's */
const guint *soho_geography_get_borders (SohoGeography *self, guint *n);     /* indices of arcs */
const SohoNeighbour *soho_geography_get_neighbours (SohoGeography *self, guint *n);
const SohoRiver *soho_geography_get_rivers (SohoGeography *self, guint *n);

/* What holds the whole department. */
SohoBox soho_geography_get_box (SohoGeography *self);

/* The outline of a commune; NULL if there is none of this code. */
const SohoArea *soho_geography_find_commune (SohoGeography *self, const char *insee);

/* The INSEE code of the commune in which a place lies; NULL outside the department. Degrees. */
const char *soho_geography_locate (SohoGeography *self, double latitude, double longitude);

/* Between degrees WGS 84 and Web Mercator. Latitudes are held within 85.0511 degrees, the edge of
 * that map. */
void soho_geography_project (double latitude, double longitude, double *x, double *y);
void soho_geography_unproject (double x, double y, double *latitude, double *longitude);
