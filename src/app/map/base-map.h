/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "map/map-palette.h"
#include "model/geography.h"

#include <shumate/shumate.h>

/* The ground of the map: the land, drawn from the outlines shipped with the program, with no
 * network and no tile. People zoom by fifths of a zoom level, and tiles would be stretched, soft
 * and seamed at four of five; so what is seen is drawn as one picture for exactly this zoom, by
 * threads of its own, with a margin around the window so that dragging shows no edge. Until it is
 * there, and while the zoom moves, the last picture is stretched over a coarse one of the whole
 * department. Names are not part of it: see name-layer.h. */
#define SOHO_TYPE_BASE_MAP (soho_base_map_get_type ())
G_DECLARE_FINAL_TYPE (SohoBaseMap, soho_base_map, SOHO, BASE_MAP, ShumateLayer)

SohoBaseMap *soho_base_map_new (ShumateViewport *viewport, SohoGeography *geography);

/* Other colours. */
void soho_base_map_set_palette (SohoBaseMap *self, const SohoMapPalette *palette);

/* The communes drawn as partner villages: INSEE codes, NULL-terminated. Unknown codes are left out;
 * NULL stands for none. */
void soho_base_map_set_partners (SohoBaseMap *self, const char *const *insee_codes);

/* Whether a commune is drawn as a partner village. */
gboolean soho_base_map_is_partner (SohoBaseMap *self, const char *insee);

/* Points out one commune by its outline; NULL for none. */
void soho_base_map_set_shown (SohoBaseMap *self, const char *insee);

/* Whether what is seen now is drawn sharp and in the present colours: nothing is being waited for.
 */
gboolean soho_base_map_is_complete (SohoBaseMap *self);
