/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "map/map-window.h"
#include "map/mark-plan.h"
#include "map/place-plan.h"
#include "model/gazetteer.h"
#include "model/geography.h"

#include <pango/pango.h>

/* Never more badges than this are in a window at once. */
#define SOHO_BADGES_MAX 150

/* Where people are, and the plan of badges and names for what is seen. The layers of one map share
 * it. Signal "changed": the plan is another one, even for the same window. */
#define SOHO_TYPE_PLACES (soho_places_get_type ())
G_DECLARE_FINAL_TYPE (SohoPlaces, soho_places, SOHO, PLACES, GObject)

/* context: the font of names and badges. */
SohoPlaces *soho_places_new (PangoContext *context, SohoGeography *geography);

/* Another font, or another size of it. */
void soho_places_set_context (SohoPlaces *self, PangoContext *context);
PangoContext *soho_places_get_context (SohoPlaces *self);

/* How many people live in each commune, by the gazetteer's order. */
void soho_places_set_people (SohoPlaces *self, const guint *people, guint n);

/* What stands on stems. Names and the badges of small places keep clear of it. */
void soho_places_set_marks (SohoPlaces *self, const SohoPlantedMark *marks, guint n);

/* A commune whose own badge and name go before all others; NULL for none. */
void soho_places_set_shown (SohoPlaces *self, const char *insee);

/* All communes, in the gazetteer's order. */
const SohoPlace *soho_places_get_all (SohoPlaces *self, guint *n);

/* The names of the neighbouring departments are places that have a name only. */
const SohoNeighbour *soho_places_get_neighbours (SohoPlaces *self, guint *n);

/* What stands where in a window, from which no more than SOHO_BADGES_MAX badges are seen; good
 * until the next call or change. */
const SohoPlacePlan *soho_places_get_plan (SohoPlaces *self, const SohoMapWindow *window);

/* What stands together on which stem in a window; good until the next call or change. */
const SohoMarkPlan *soho_places_get_mark_plan (SohoPlaces *self, const SohoMapWindow *window);
