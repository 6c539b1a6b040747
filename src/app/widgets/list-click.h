/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/* Makes one click on a row of a GtkListView activate it, as Enter does. The property
 * single-click-activate of the view does so too, but selects whatever the pointer passes over. To
 * be called in the factory's "setup". */
void soho_list_click_add (GtkListItem *list_item, GtkWidget *child);
