/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/* Scrolls a GtkListView or GtkGridView to a position, and with focus gives it the keyboard, once
 * the view has been laid out again: GTK 4.8 complains when asked right after the model changed. */
void soho_list_reveal (GtkListView *view, guint position, gboolean focus);
void soho_grid_reveal (GtkGridView *view, guint position, gboolean focus);
