/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "library.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* The window with its pages "map" and "directory", and the actions that lead from one to the other:
 *
 * win.page (s): that page. win.search: the directory's search entry. win.back: one step back on the
 * page shown. win.show-person (x): a member's card. win.show-commune (s): a commune, by INSEE code,
 * on the map. win.sync, win.set-server. win.open-uri (s): with the person's own program. win.copy
 * (s): to the clipboard. */
#define SOHO_TYPE_MAIN_WINDOW (soho_main_window_get_type ())
G_DECLARE_FINAL_TYPE (SohoMainWindow, soho_main_window, SOHO, MAIN_WINDOW, AdwApplicationWindow)

SohoMainWindow *soho_main_window_new (AdwApplication *application, SohoLibrary *library);

/* page: "map" or "directory"; anything else does nothing. */
void soho_main_window_show_page (SohoMainWindow *self, const char *page);

G_END_DECLS
