/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "map/base-map.h"

typedef void (*SohoLandChosen) (const char *insee, gpointer user_data);

/* Lets the land of a map answer the pointer: it tells which commune one is over, and chosen is
 * called for the partner village that is clicked. Dragging the map is no click. To be done once for
 * a map, and for as long as that map lives. */
void soho_map_land_attach (ShumateMap *map,
                           SohoBaseMap *base,
                           SohoGeography *geography,
                           SohoLandChosen chosen,
                           gpointer user_data);
