/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "map/places.h"

/* What stands on stems, above the badge of its town: telecentres, meetings, offers, told apart by
 * the shape of their signs as well as by their colour. Each sign is drawn as one texture and has a
 * real button over it. Signal "activated" (SohoMapKind kind, GVariant "ax" ids): a sign was chosen;
 * the records that it stands for. */
#define SOHO_TYPE_MARK_LAYER (soho_mark_layer_get_type ())
G_DECLARE_FINAL_TYPE (SohoMarkLayer, soho_mark_layer, SOHO, MARK_LAYER, ShumateLayer)

SohoMarkLayer *soho_mark_layer_new (ShumateViewport *viewport, SohoPlaces *places);

/* Replaces all marks. Those without a real position, and those past SOHO_MARKS_MAX, are left out.
 * The names are copied. */
void soho_mark_layer_set_marks (SohoMarkLayer *self, const SohoMapMark *marks, gsize n);

/* Whether a kind is shown; all are at first. */
void soho_mark_layer_set_shown (SohoMarkLayer *self, SohoMapKind kind, gboolean shown);

/* Other colours. */
void soho_mark_layer_set_palette (SohoMarkLayer *self, const SohoMapPalette *palette);
