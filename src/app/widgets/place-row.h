/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lists/village-counts.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* A village or a telecentre in a list: what it is called, and below it what makes one look closer.
 */
#define SOHO_TYPE_PLACE_ROW (soho_place_row_get_type ())
G_DECLARE_FINAL_TYPE (SohoPlaceRow, soho_place_row, SOHO, PLACE_ROW, AdwBin)

/* Shows villages in a GtkListView: inhabitants, offers and people of the network. One click
 * activates the row, as Enter does. Owned by the caller. */
GtkListItemFactory *soho_place_row_factory_new_for_villages (SohoVillageCounts *counts);

/* Shows telecentres in a GtkListView: commune and address. */
GtkListItemFactory *soho_place_row_factory_new_for_telecentres (void);

G_END_DECLS
