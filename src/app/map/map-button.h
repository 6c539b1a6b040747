/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/* A button that lies on the map and moves with it. Signal "chosen": it was clicked, and not used to
 * drag the map, when button and pointer move together and GTK sees a click. */
#define SOHO_TYPE_MAP_BUTTON (soho_map_button_get_type ())
G_DECLARE_FINAL_TYPE (SohoMapButton, soho_map_button, SOHO, MAP_BUTTON, GtkButton)

GtkWidget *soho_map_button_new (const char *css_class);

/* What it is, for the pointer and for screen readers. */
void soho_map_button_set_text (SohoMapButton *self, const char *text);

/* Allocates the button around a pixel of its parent, at least so large. */
void soho_map_button_allocate (SohoMapButton *self, double x, double y, int width, int height);
