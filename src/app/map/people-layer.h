/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "map/map-palette.h"
#include "map/places.h"

/* Badges with the number of people, one for each commune, or for several where they are close. Each
 * is drawn as one texture, and has over it a real button, at most SOHO_BADGES_MAX, for pointer,
 * keyboard and screen reader. Signals: "activated": the INSEE code of a badge's commune; "pointed":
 * the same of the badge that the pointer or the focus is at, NULL once it left. */
#define SOHO_TYPE_PEOPLE_LAYER (soho_people_layer_get_type ())
G_DECLARE_FINAL_TYPE (SohoPeopleLayer, soho_people_layer, SOHO, PEOPLE_LAYER, ShumateLayer)

SohoPeopleLayer *soho_people_layer_new (ShumateViewport *viewport, SohoPlaces *places);

/* Other colours. */
void soho_people_layer_set_palette (SohoPeopleLayer *self, const SohoMapPalette *palette);
