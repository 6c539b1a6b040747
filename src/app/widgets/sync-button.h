/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "library.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* How the replica stands to the server, in a header bar: the state as an icon, the rest in a
 * popover. It needs the actions "win.sync" and "win.set-server" above it. */
#define SOHO_TYPE_SYNC_BUTTON (soho_sync_button_get_type ())
G_DECLARE_FINAL_TYPE (SohoSyncButton, soho_sync_button, SOHO, SYNC_BUTTON, AdwBin)

/* To be called once. */
void soho_sync_button_set_library (SohoSyncButton *self, SohoLibrary *library);

G_END_DECLS
