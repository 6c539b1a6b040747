/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "map/places.h"

/* Badges with the number of people, one for each commune, or for several where they are close. Each
 * is drawn as one texture, and has over it a real button, at most SOHO_BADGES_MAX, for pointer,
 * keyboard and screen reader. Signal "activated": the INSEE code of a badge's commune. */
#define SOHO_TYPE_PEOPLE_LAYER (soho_people_layer_get_type ())
G_DECLARE_FINAL_TYPE (SohoPeopleLayer, soho_people_layer, SOHO, PEOPLE_LAYER, ShumateLayer)

SohoPeopleLayer *soho_people_layer_new (ShumateViewport *viewport, SohoPlaces *places);

/* Colours for dark windows instead of light ones. */
void soho_people_layer_set_dark (SohoPeopleLayer *self, gboolean dark);
