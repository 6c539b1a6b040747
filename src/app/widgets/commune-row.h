/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/gazetteer.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* A commune in a list: its name, whether it is a partner village, how many people live there. */
#define SOHO_TYPE_COMMUNE_ROW (soho_commune_row_get_type ())
G_DECLARE_FINAL_TYPE (SohoCommuneRow, soho_commune_row, SOHO, COMMUNE_ROW, AdwBin)

/* The commune of the row at a pixel of a list of them; NULL for none. */
const SohoCommune *soho_commune_row_pick (GtkWidget *list, double x, double y);

/* Shows SohoCommuneItems, live, in a GtkListView. One click activates the row, as Enter does. Owned
 * by the caller. */
GtkListItemFactory *soho_commune_row_factory_new (void);

G_END_DECLS
