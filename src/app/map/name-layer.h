/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "map/map-palette.h"
#include "map/places.h"

/* The names of communes and neighbouring departments, and the dots of communes without a badge.
 * They are drawn over the land at their own size at every zoom, each as one texture, so they stay
 * sharp, and are never cut by the edge of a tile. */
#define SOHO_TYPE_NAME_LAYER (soho_name_layer_get_type ())
G_DECLARE_FINAL_TYPE (SohoNameLayer, soho_name_layer, SOHO, NAME_LAYER, ShumateLayer)

SohoNameLayer *soho_name_layer_new (ShumateViewport *viewport, SohoPlaces *places);

/* Other colours. */
void soho_name_layer_set_palette (SohoNameLayer *self, const SohoMapPalette *palette);
