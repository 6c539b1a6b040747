/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "library.h"
#include "store/tray.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* Something that came back (store/tray.h): what the person wrote and what stands there now, side by
 * side, why, and what can be done with it. Words of one field can be changed before they are tried
 * again. It needs the action "win.copy" above it. */
#define SOHO_TYPE_RETURNED_TEXT (soho_returned_text_get_type ())
G_DECLARE_FINAL_TYPE (SohoReturnedText, soho_returned_text, SOHO, RETURNED_TEXT, AdwBin)

/* entry is not kept. */
GtkWidget *soho_returned_text_new (SohoLibrary *library, const SohoTrayEntry *entry);

/* Reads again what stands there now. */
void soho_returned_text_refresh (SohoReturnedText *self);

G_END_DECLS
