/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "map/base-map.h"
#include "map/map-legend.h"
#include "map/mark-layer.h"

typedef struct
{
  const char *insee; /* a former code counts for its successor; an unknown one is left out */
  guint people;
} SohoPeopleCount;

/* What there is of each kind, and which kinds are shown: it hands the layers of a map, which it
 * does not own, what they are to draw, and its actions are the boxes of the legends. What is hidden
 * is remembered. */
#define SOHO_TYPE_MAP_KINDS (soho_map_kinds_get_type ())
G_DECLARE_FINAL_TYPE (SohoMapKinds, soho_map_kinds, SOHO, MAP_KINDS, GObject)

/* legends: NULL-terminated. Layers and legends outlive this. */
SohoMapKinds *soho_map_kinds_new (SohoPlaces *places,
                                  SohoBaseMap *base,
                                  SohoMarkLayer *marks,
                                  SohoMapLegend *const *legends);

/* The actions that soho_map_legend_get_action () names. */
GActionGroup *soho_map_kinds_get_actions (SohoMapKinds *self);

/* Each replaces all that there was of the kind; as the functions of SohoMapView. */
void soho_map_kinds_set_people (SohoMapKinds *self, const SohoPeopleCount *counts, gsize n);
void soho_map_kinds_set_villages (SohoMapKinds *self, const char *const *insee_codes);
void soho_map_kinds_set_marks (SohoMapKinds *self, const SohoMapMark *marks, gsize n);

/* Whether a kind is shown, and what there is of two, shown or not: for a map on paper. Borrowed
 * until the next change. */
gboolean soho_map_kinds_get_shown (SohoMapKinds *self, SohoMapKind kind);
const guint *soho_map_kinds_get_people (SohoMapKinds *self); /* by commune of the gazetteer */
const char *const *soho_map_kinds_get_villages (SohoMapKinds *self); /* NULL for none */
