/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/geography.h"

#include <shumate/shumate.h>

/* Where a map looks. It shows the whole department, whatever its size becomes, until somebody moves
 * it; it never strays far from the department, and is never turned. */
typedef struct _SohoMapCamera SohoMapCamera;

/* map: outlives the camera. */
SohoMapCamera *soho_map_camera_new (ShumateMap *map, SohoGeography *geography);
void soho_map_camera_free (SohoMapCamera *self);

/* The map has this size now. */
void soho_map_camera_set_size (SohoMapCamera *self, int width, int height);

/* Shows the whole department again. */
void soho_map_camera_fit (SohoMapCamera *self);

/* Shows a box of the world as large as there is room for. */
void soho_map_camera_show_box (SohoMapCamera *self, const SohoBox *box);

/* Goes to a place, as close as zoom at least; at once if the map is not seen. */
void soho_map_camera_go_to (SohoMapCamera *self, double latitude, double longitude, double zoom);

/* Zooms by so many levels. */
void soho_map_camera_zoom_by (SohoMapCamera *self, double levels);

/* Moves by shares of the width to the east and of the height to the south. */
void soho_map_camera_pan_by (SohoMapCamera *self, double east, double south);
