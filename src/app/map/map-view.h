/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "map/mark-layer.h"

#include <gtk/gtk.h>

/* The map of the Gers, with everything that lies on it. It needs no network, and follows the light
 * or dark style of the application. Until the person moves it, it shows the whole department,
 * whatever its size becomes. Signals: "commune-activated" (const char *insee): a badge, or the land
 * of a partner village, was chosen; "telecentre-activated" (gint64 id). */
#define SOHO_TYPE_MAP_VIEW (soho_map_view_get_type ())
G_DECLARE_FINAL_TYPE (SohoMapView, soho_map_view, SOHO, MAP_VIEW, GtkWidget)

GtkWidget *soho_map_view_new (void);

typedef struct
{
  const char *insee; /* a former code counts for its successor; an unknown one is left out */
  guint people;
} SohoPeopleCount;

/* Replaces how many people live where. A commune that is named twice has the sum. */
void soho_map_view_set_people (SohoMapView *self, const SohoPeopleCount *counts, gsize n);

/* Replaces the partner villages: INSEE codes, NULL-terminated; NULL for none. */
void soho_map_view_set_villages (SohoMapView *self, const char *const *insee_codes);

/* Replaces telecentres, meetings and offers; as soho_mark_layer_set_marks (). */
void soho_map_view_set_marks (SohoMapView *self, const SohoMapMark *marks, gsize n);

/* Goes to a commune, close enough to see its neighbours, and points it out. NULL or an unknown code
 * points out none and goes nowhere. */
void soho_map_view_show_commune (SohoMapView *self, const char *insee);

/* Shows the whole department, and goes on doing so until the person moves the map. */
void soho_map_view_show_whole_department (SohoMapView *self);

/* The communes whose people the badge of a commune counts at present, that commune first: what a
 * list beside the map is to show when "commune-activated" tells of it. A commune without a badge
 * gives itself. Returns: INSEE codes, NULL-terminated, to be freed with g_strfreev; never NULL. */
char **soho_map_view_dup_group (SohoMapView *self, const char *insee);

/* Pixel of the view at which a place is seen. Returns FALSE, setting nothing, when the view has no
 * size yet or the place is out of sight. */
gboolean
soho_map_view_locate (SohoMapView *self, double latitude, double longitude, double *x, double *y);

/* Whether the land is drawn sharp for what is seen: nothing is being waited for. */
gboolean soho_map_view_is_complete (SohoMapView *self);
