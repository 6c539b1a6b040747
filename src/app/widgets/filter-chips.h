/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What narrows a list down beside what is typed, in words, each with a cross that ends it;
 * invisible while nothing does.
 *
 * Signal "removed": (uint) which of them, from 0.
 * Signal "cleared": all of them. */
#define SOHO_TYPE_FILTER_CHIPS (soho_filter_chips_get_type ())
G_DECLARE_FINAL_TYPE (SohoFilterChips, soho_filter_chips, SOHO, FILTER_CHIPS, GtkWidget)

/* texts: NULL-terminated. */
void soho_filter_chips_show (SohoFilterChips *self, const char *const *texts);

G_END_DECLS
