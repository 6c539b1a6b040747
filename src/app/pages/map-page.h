/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pages/page.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* The map: where the people are that a search finds, the partner villages and the telecentres;
 * beside it the same as a list, and what is known of the place chosen. It needs the actions of the
 * main window above it. Shows records of kind telecentre. */
#define SOHO_TYPE_MAP_PAGE (soho_map_page_get_type ())
G_DECLARE_FINAL_TYPE (SohoMapPage, soho_map_page, SOHO, MAP_PAGE, GtkWidget)

/* Shows a commune on the map and beside it with all its people; the filter gives way. insee: of a
 * commune of the gazetteer; anything else does nothing. */
void soho_map_page_show_commune (SohoMapPage *self, const char *insee);

/* Shows a telecentre beside the map, id of a record; nothing happens if there is none. */
void soho_map_page_show_telecentre (SohoMapPage *self, gint64 id);

G_END_DECLS
