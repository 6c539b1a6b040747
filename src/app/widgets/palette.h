/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "library.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* The one search over everything, to be laid over the window's content. It is hidden until it is
 * shown, and hides itself when something was chosen or the person is done. It needs the action
 * "win.show" above it. */
#define SOHO_TYPE_PALETTE (soho_palette_get_type ())
G_DECLARE_FINAL_TYPE (SohoPalette, soho_palette, SOHO, PALETTE, AdwBin)

/* To be called once. */
void soho_palette_set_library (SohoPalette *self, SohoLibrary *library);

G_END_DECLS
