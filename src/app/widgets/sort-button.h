/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/gazetteer.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A button that opens the choice of an order for people: by name, or nearest first, counted from a
 * commune that is asked for once and remembered for the next time.
 *
 * Signal "changed": another order is chosen. */
#define SOHO_TYPE_SORT_BUTTON (soho_sort_button_get_type ())
G_DECLARE_FINAL_TYPE (SohoSortButton, soho_sort_button, SOHO, SORT_BUTTON, GtkWidget)

/* From where the nearest are counted; NULL for the order of names. */
const SohoCommune *soho_sort_button_get_near (SohoSortButton *self);

G_END_DECLS
