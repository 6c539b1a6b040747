/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/* A row with something known under its name, as a screen reader says it too. icon_name may be NULL.
 * The row is floating. */
GtkWidget *soho_fact_row_new (const char *icon_name, const char *name, const char *text);

/* For rows that look like one: what a screen reader says of them. */
void soho_fact_row_name (GtkWidget *row, const char *name, const char *text);
