/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/geography.h"

#include "model/outlines.h"

#include <math.h>
#include <string.h>

#define RESOURCE_PATH "/fr/sohosolo/core/gers.outlines"
#define LATITUDE_MAX 85.0511287798066

struct _SohoGeography
{
  gatomicrefcount references;
  SohoOutlines parts;
};

G_DEFINE_BOXED_TYPE (SohoGeography, soho_geography, soho_geography_ref, soho_geography_unref)

SohoGeography *
soho_geography_new_from_bytes (GBytes *bytes, GError **error)
{
  SohoGeography *self;

  g_return_val_if_fail (bytes != NULL, NULL);

  self = g_new0 (SohoGeography, 1);
  g_atomic_ref_count_init (&self->references);
  if (!soho_outlines_read (&self->parts, bytes, error))
    g_clear_pointer (&self, soho_geography_unref);
  return self;
}

SohoGeography *
soho_geography_get_default (void)
{
  static gsize geography = 0;

  if (g_once_init_enter (&geography))
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) bytes = g_resources_lookup_data (RESOURCE_PATH, 0, &error);
      SohoGeography *read = NULL;

      if (bytes != NULL)
        read = soho_geography_new_from_bytes (bytes, &error);
      if (read == NULL)
        g_error ("The outlines are not in the program: %s", error->message);
      g_once_init_leave (&geography, (gsize) read);
    }
  return (SohoGeography *) geography;
}

SohoGeography *
soho_geography_ref (SohoGeography *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
soho_geography_unref (SohoGeography *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->references))
    return;
  soho_outlines_clear (&self->parts);
  g_free (self);
}

const SohoArc *
soho_geography_get_arcs (SohoGeography *self, guint *n)
{
  *n = self->parts.arcs->len;
  return (const SohoArc *) self->parts.arcs->data;
}

const SohoArea *
soho_geography_get_communes (SohoGeography *self, guint *n)
{
  *n = self->parts.communes->len;
  return (const SohoArea *) self->parts.communes->data;
}

const SohoRing *
soho_geography_get_outline (SohoGeography *self, guint *n)
{
  *n = self->parts.outline->len;
  return (const SohoRing *) self->parts.outline->data;
}

const guint *
soho_geography_get_borders (SohoGeography *self, guint *n)
{
  *n = self->parts.borders->len;
  return (const guint *) self->parts.borders->data;
}

const SohoNeighbour *
soho_geography_get_neighbours (SohoGeography *self, guint *n)
{
  *n = self->parts.neighbours->len;
  return (const SohoNeighbour *) self->parts.neighbours->data;
}

const SohoRiver *
soho_geography_get_rivers (SohoGeography *self, guint *n)
{
  *n = self->parts.rivers->len;
  return (const SohoRiver *) self->parts.rivers->data;
}

SohoBox
soho_geography_get_box (SohoGeography *self)
{
  return self->parts.box;
}

const SohoArea *
soho_geography_find_commune (SohoGeography *self, const char *insee)
{
  guint n;
  const SohoArea *communes = soho_geography_get_communes (self, &n);
  guint first = 0;

  if (insee == NULL)
    return NULL;
  while (first < n)
    {
      guint middle = first + (n - first) / 2;
      int order = strcmp (insee, communes[middle].insee);

      if (order == 0)
        return &communes[middle];
      if (order < 0)
        n = middle;
      else
        first = middle + 1;
    }
  return NULL;
}

/* Whether a ray from the point to the west crosses the arc an odd number of times. */
static gboolean
crosses_oddly (const SohoArc *arc, double x, double y)
{
  gboolean odd = FALSE;

  if (y < arc->box.y0 || y > arc->box.y1 || x < arc->box.x0)
    return FALSE;
  for (guint i = 1; i < arc->n_vertices; i++)
    {
      const SohoVertex *a = &arc->vertices[i - 1], *b = &arc->vertices[i];

      if ((a->y > y) != (b->y > y) && x > a->x + (b->x - a->x) * (y - a->y) / (b->y - a->y))
        odd = !odd;
    }
  return odd;
}

static gboolean
area_contains (SohoGeography *self, const SohoArea *area, double x, double y)
{
  guint n_arcs;
  const SohoArc *arcs = soho_geography_get_arcs (self, &n_arcs);
  gboolean odd = FALSE;

  if (x < area->box.x0 || x > area->box.x1 || y < area->box.y0 || y > area->box.y1)
    return FALSE;
  for (guint i = 0; i < area->n_rings; i++)
    for (guint j = 0; j < area->rings[i].n_arcs; j++)
      odd ^= crosses_oddly (&arcs[ABS (area->rings[i].arcs[j]) - 1], x, y);
  return odd;
}

const char *
soho_geography_locate (SohoGeography *self, double latitude, double longitude)
{
  guint n;
  const SohoArea *communes;
  double x, y;

  g_return_val_if_fail (self != NULL, NULL);

  if (!isfinite (latitude) || !isfinite (longitude))
    return NULL;
  communes = soho_geography_get_communes (self, &n);
  soho_geography_project (latitude, longitude, &x, &y);
  for (guint i = 0; i < n; i++)
    if (area_contains (self, &communes[i], x, y))
      return communes[i].insee;
  return NULL;
}

void
soho_geography_project (double latitude, double longitude, double *x, double *y)
{
  double radians = CLAMP (latitude, -LATITUDE_MAX, LATITUDE_MAX) * G_PI / 180;

  *x = (longitude + 180) / 360;
  *y = (1 - asinh (tan (radians)) / G_PI) / 2;
}

void
soho_geography_unproject (double x, double y, double *latitude, double *longitude)
{
  *longitude = x * 360 - 180;
  *latitude = atan (sinh (G_PI * (1 - 2 * y))) * 180 / G_PI;
}
