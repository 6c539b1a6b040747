/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "map/map-palette.h"

#include <adwaita.h>

/* What the signs of the map mean, each with a box that shows or hides its kind: the stateful
 * actions soho_map_legend_get_action () names, in the group "map" above the widget. */
#define SOHO_TYPE_MAP_LEGEND (soho_map_legend_get_type ())
G_DECLARE_FINAL_TYPE (SohoMapLegend, soho_map_legend, SOHO, MAP_LEGEND, AdwBin)

/* The name of the action of a kind, without its group. */
const char *soho_map_legend_get_action (SohoMapKind kind);

/* Whether there is anything of a kind to explain; nothing of any at first. */
void soho_map_legend_set_present (SohoMapLegend *self, SohoMapKind kind, gboolean present);

/* Other colours. */
void soho_map_legend_set_palette (SohoMapLegend *self, const SohoMapPalette *palette);
