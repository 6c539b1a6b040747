/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "map/base-map.h"

typedef void (*SohoLandFunc) (const char *insee, gpointer user_data);

/* Lets the land of a map answer the pointer: a tooltip tells which commune one is over, pointed is
 * called with it, and with NULL beside all, and chosen with the one that is clicked. Dragging the
 * map is no click. To be done once for
 * a map, and for as long as that map lives. */
void soho_map_land_attach (ShumateMap *map,
                           SohoBaseMap *base,
                           SohoGeography *geography,
                           SohoLandFunc chosen,
                           SohoLandFunc pointed,
                           gpointer user_data);
