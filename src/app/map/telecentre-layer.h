/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "map/places.h"

/* A telecentre on the map. */
typedef struct
{
  gint64 id;
  const char *name;
  double latitude, longitude; /* degrees WGS 84 */
} SohoTelecentreMark;

/* More marks than this are left out: real widgets are few, and a department has a dozen. */
#define SOHO_TELECENTRES_MAX 200

/* The telecentres: real buttons, square and on a stem, so that they are told from the round badges
 * by their shape too and stand above the one of their town. Signal "activated": the id (gint64) of
 * a telecentre. */
#define SOHO_TYPE_TELECENTRE_LAYER (soho_telecentre_layer_get_type ())
G_DECLARE_FINAL_TYPE (
    SohoTelecentreLayer, soho_telecentre_layer, SOHO, TELECENTRE_LAYER, ShumateLayer)

SohoTelecentreLayer *soho_telecentre_layer_new (ShumateViewport *viewport, SohoPlaces *places);

/* Replaces all marks. Marks without a real position are left out. The names are copied. */
void soho_telecentre_layer_set_marks (SohoTelecentreLayer *self,
                                      const SohoTelecentreMark *marks,
                                      gsize n);

/* Colours for dark windows instead of light ones. */
void soho_telecentre_layer_set_dark (SohoTelecentreLayer *self, gboolean dark);
