/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "map/map-palette.h"
#include "model/geography.h"

#include <shumate/shumate.h>

/* Lines over the land that come and go: how far a search reaches, and the commune that is pointed
 * at, on the map or in the list beside it. */
#define SOHO_TYPE_RING_LAYER (soho_ring_layer_get_type ())
G_DECLARE_FINAL_TYPE (SohoRingLayer, soho_ring_layer, SOHO, RING_LAYER, ShumateLayer)

SohoRingLayer *soho_ring_layer_new (ShumateViewport *viewport, SohoGeography *geography);

/* A circle around a place; none where km is not more than 0. */
void soho_ring_layer_set_reach (SohoRingLayer *self, double latitude, double longitude, double km);

/* The outline of a commune; none for NULL or an unknown code. */
void soho_ring_layer_set_pointed (SohoRingLayer *self, const char *insee);

/* Other colours. */
void soho_ring_layer_set_palette (SohoRingLayer *self, const SohoMapPalette *palette);

/* What a circle reaches, as a box of the world. */
SohoBox soho_ring_layer_box_around (double latitude, double longitude, double km);
