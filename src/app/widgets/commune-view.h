/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lists/people-list.h"
#include "map/mark-source.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* A commune beside the map: what it is, who lives there, what stands there, and what it offers as a
 * partner village.
 * It needs the actions "win.show" and
 * "win.open-uri" above it. */
#define SOHO_TYPE_COMMUNE_VIEW (soho_commune_view_get_type ())
G_DECLARE_FINAL_TYPE (SohoCommuneView, soho_commune_view, SOHO, COMMUNE_VIEW, AdwBin)

/* To be called once. marks: what stands on the map, of which it tells what is in the commune. */
void
soho_commune_view_set_library (SohoCommuneView *self, SohoLibrary *library, SohoMarkSource *marks);

/* insee: of communes of the gazetteer, NULL-terminated. The first is what the view is about; the
 * people of the others are shown too, under the names of their communes. */
void soho_commune_view_set_communes (SohoCommuneView *self, const char *const *insee);

/* Shows only the people that a search finds, in whatever commune it looks; everything is copied. */
void soho_commune_view_ask (SohoCommuneView *self, const SohoPeopleQuery *query);

G_END_DECLS
