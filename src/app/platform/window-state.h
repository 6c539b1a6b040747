/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/* Makes the window open as it was last closed. Where the program's settings are not installed, it
 * opens at its default size and nothing is remembered. */
void soho_window_state_bind (GtkWindow *window);

/* The page that was open, by its name in the window; NULL if it is not known. To be freed. */
char *soho_window_state_dup_page (void);
void soho_window_state_set_page (const char *page);

/* Whether the directory was last shown as a grid. */
gboolean soho_window_state_get_grid (void);
void soho_window_state_set_grid (gboolean grid);

/* The person's own commune, an INSEE code; NULL or "" if they never said. To be freed. */
char *soho_window_state_dup_commune (void);
void soho_window_state_set_commune (const char *insee);

/* Whether people were last put in order by their distance from it. */
gboolean soho_window_state_get_nearest_first (void);
void soho_window_state_set_nearest_first (gboolean nearest_first);

/* Whether the map shows a kind of thing, by the name that its legend calls it. At first all but
 * what is on offer, of which there is much. */
gboolean soho_window_state_is_on_map (const char *kind);
void soho_window_state_set_on_map (const char *kind, gboolean shown);
