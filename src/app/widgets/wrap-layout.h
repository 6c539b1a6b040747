/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Lays children out like words: from the start, as many to a line as fit, each at its natural size.
 */
#define SOHO_TYPE_WRAP_LAYOUT (soho_wrap_layout_get_type ())
G_DECLARE_FINAL_TYPE (SohoWrapLayout, soho_wrap_layout, SOHO, WRAP_LAYOUT, GtkLayoutManager)

G_END_DECLS
