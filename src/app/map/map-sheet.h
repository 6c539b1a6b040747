/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "map/map-kinds.h"

/* A map for paper: what a map on the screen showed when the sheet was made. */
typedef struct _SohoMapSheet SohoMapSheet;

/* box: the part of the world that is to be seen. marks: as on the map, of which the kinds that are
 * hidden are left out. Everything is copied. */
SohoMapSheet *soho_map_sheet_new (SohoMapKinds *kinds,
                                  const SohoMapMark *marks,
                                  gsize n_marks,
                                  const SohoBox *box);

/* Draws a circle around a place on it, as on the screen. */
void soho_map_sheet_set_reach (SohoMapSheet *self, double latitude, double longitude, double km);

/* Whether a kind is on it. */
gboolean soho_map_sheet_get_shown (SohoMapSheet *self, SohoMapKind kind);

void soho_map_sheet_free (SohoMapSheet *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SohoMapSheet, soho_map_sheet_free)

/* Draws the map with its corner at the origin of cr, its box as large as there is room for.
 * context: for cr, with the font of names. */
void soho_map_sheet_draw (
    SohoMapSheet *self, cairo_t *cr, PangoContext *context, double width, double height);

/* Draws what the signs mean, side by side, no wider than width. Returns the height that took. */
double
soho_map_sheet_draw_legend (SohoMapSheet *self, cairo_t *cr, PangoContext *context, double width);
