/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "library.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* A commune beside the map: what it is, who lives there, and what it offers as a partner village.
 * It needs the action "win.show" above it. */
#define SOHO_TYPE_COMMUNE_VIEW (soho_commune_view_get_type ())
G_DECLARE_FINAL_TYPE (SohoCommuneView, soho_commune_view, SOHO, COMMUNE_VIEW, AdwBin)

/* To be called once. */
void soho_commune_view_set_library (SohoCommuneView *self, SohoLibrary *library);

/* insee: of communes of the gazetteer, NULL-terminated. The first is what the view is about; the
 * people of the others are shown too, under the names of their communes. */
void soho_commune_view_set_communes (SohoCommuneView *self, const char *const *insee);

/* Shows only the people that a search finds; as soho_people_list_set_query (). */
void soho_commune_view_set_query (SohoCommuneView *self, const char *words, gint64 category);

G_END_DECLS
