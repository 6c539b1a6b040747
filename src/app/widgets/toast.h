/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/* Says a sentence in the toast overlay above the widget, or in that of a window; nothing happens
 * where there is none. */
void soho_toast_say (GtkWidget *widget, const char *sentence);

/* The same, with a button that takes back what was done. undo is called at most once; data is freed
 * in the end. */
void soho_toast_offer_undo (GtkWidget *widget,
                            const char *sentence,
                            void (*undo) (gpointer data),
                            gpointer data,
                            GDestroyNotify free_data);
