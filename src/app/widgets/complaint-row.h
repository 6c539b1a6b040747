/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/* A sentence below a row of a GtkListBox that says what is wrong with what was typed there. */

/* Puts one, still silent, after the row that the widget stands in. The list owns it. */
GtkWidget *soho_complaint_row_insert (GtkWidget *widget);

/* sentence: NULL for nothing. */
void soho_complaint_row_say (GtkWidget *row, const char *sentence);
