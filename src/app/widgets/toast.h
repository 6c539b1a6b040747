/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/* Says a sentence in the toast overlay above the widget, or in that of a window; nothing happens
 * where there is none. */
void soho_toast_say (GtkWidget *widget, const char *sentence);
