/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Lays two children out: the second beside the first where there is room for it, else under it. */
#define SOHO_TYPE_PANEL_LAYOUT (soho_panel_layout_get_type ())
G_DECLARE_FINAL_TYPE (SohoPanelLayout, soho_panel_layout, SOHO, PANEL_LAYOUT, GtkLayoutManager)

G_END_DECLS
