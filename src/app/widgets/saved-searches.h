/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "library.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* The searches that whoever has signed in keeps under a name, live, for the sidebar; each with a
 * button that deletes it. Invisible without any. A click activates "win.show-search" above it. */
#define SOHO_TYPE_SAVED_SEARCHES (soho_saved_searches_get_type ())
G_DECLARE_FINAL_TYPE (SohoSavedSearches, soho_saved_searches, SOHO, SAVED_SEARCHES, AdwBin)

/* To be called once. */
void soho_saved_searches_set_library (SohoSavedSearches *self, SohoLibrary *library);

G_END_DECLS
