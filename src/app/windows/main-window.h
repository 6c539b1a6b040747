/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "library.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* The window with its pages (pages/catalogue.h), and the actions that lead from one to the other:
 *
 * win.page (s): that page. win.show (sx): the record of that kind and id, on its page.
 * win.show-commune (s): a commune, by INSEE code, on the map. win.find: the search over
 * everything. win.search: the search entry of the page shown. win.back: one step back on it.
 * win.sidebar: shows or hides the list of pages. win.sync, win.set-server. win.open-uri (s): with
 * the person's own program. win.copy (s): to the clipboard.
 * win.add-to-calendar (x): the meeting of that id, as a file that calendars read. */
#define SOHO_TYPE_MAIN_WINDOW (soho_main_window_get_type ())
G_DECLARE_FINAL_TYPE (SohoMainWindow, soho_main_window, SOHO, MAIN_WINDOW, AdwApplicationWindow)

/* page: by its name in the catalogue; NULL for the one that was open last. */
SohoMainWindow *
soho_main_window_new (AdwApplication *application, SohoLibrary *library, const char *page);

/* page: by its name in the catalogue; anything else does nothing. */
void soho_main_window_show_page (SohoMainWindow *self, const char *page);

G_END_DECLS
