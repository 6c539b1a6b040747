/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/* Makes the window open as it was last closed. Where the program's settings are not installed, it
 * opens at its default size and nothing is remembered. */
void soho_window_state_bind (GtkWindow *window);

/* The page that was open, by its name in the window; NULL if it is not known. To be freed. */
char *soho_window_state_dup_page (void);
void soho_window_state_set_page (const char *page);
