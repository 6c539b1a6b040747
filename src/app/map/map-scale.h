/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <shumate/shumate.h>

/* A bar as long as a round number of metres or kilometres at the middle of the map. It asks for a
 * new layout only when its words change, not whenever the map moves. */
#define SOHO_TYPE_MAP_SCALE (soho_map_scale_get_type ())
G_DECLARE_FINAL_TYPE (SohoMapScale, soho_map_scale, SOHO, MAP_SCALE, GtkWidget)

/* The map that it measures. */
void soho_map_scale_set_viewport (SohoMapScale *self, ShumateViewport *viewport);

/* The longest round length, 1, 2 or 5 times a power of ten, that is no more than most metres.
 * most: at least 1. */
double soho_map_scale_round_length (double most);
