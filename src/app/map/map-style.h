/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Loads the style sheet of the map, once for the display. */
void soho_map_style_load (void);
