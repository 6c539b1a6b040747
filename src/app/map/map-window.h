/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/geography.h"

#include <shumate/shumate.h>

#define SOHO_MAP_MIN_ZOOM 7
#define SOHO_MAP_MAX_ZOOM 14

/* The part of the world that a widget shows. Widget pixel (0, 0) is at (x, y) of the world drawn
 * at this scale. x and y are whole device pixels, so that everything laid over one another moves
 * together and stays sharp. */
typedef struct
{
  double zoom;
  double scale; /* logical pixels for the whole world: 256 × 2^zoom */
  double x, y;
  int width, height;
} SohoMapWindow;

/* What a viewport shows in a widget of the present size. The map is never turned. */
SohoMapWindow soho_map_window_get (ShumateViewport *viewport, GtkWidget *widget);

/* Pixels for the whole world at a zoom. */
double soho_map_window_scale_at (double zoom);

/* Pixel of the window at which a place of the world is, on whole device pixels where factor is
 * their number in a logical one. */
void soho_map_window_locate (
    const SohoMapWindow *window, double world_x, double world_y, int factor, double *x, double *y);

/* Whether a box around a pixel of the window is seen, at least in part. */
gboolean soho_map_window_sees (
    const SohoMapWindow *window, double x, double y, double half_width, double half_height);

/* Zoom and centre at which a box of the world fills a window of a size, but for margin pixels on
 * each side; within the zooms that the map has. */
double soho_map_window_fit (
    const SohoBox *box, int width, int height, int margin, double *latitude, double *longitude);

/* Brings a place into a box of the world. Returns whether it lay outside. */
gboolean soho_map_window_hold (const SohoBox *box, double *latitude, double *longitude);

/* A source of coordinates for a viewport, which must always have one: Web Mercator, zooms
 * SOHO_MAP_MIN_ZOOM to SOHO_MAP_MAX_ZOOM. It holds no tiles and fetches none. */
#define SOHO_TYPE_MAP_GRID (soho_map_grid_get_type ())
G_DECLARE_FINAL_TYPE (SohoMapGrid, soho_map_grid, SOHO, MAP_GRID, ShumateMapSource)

ShumateMapSource *soho_map_grid_new (void);
