/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "library.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* What stands where people will be, while nothing has been synced yet: what to do about it. It
 * needs the actions "win.sync" and "win.set-server" above it. */
#define SOHO_TYPE_WELCOME (soho_welcome_get_type ())
G_DECLARE_FINAL_TYPE (SohoWelcome, soho_welcome, SOHO, WELCOME, AdwBin)

/* To be called once. */
void soho_welcome_set_library (SohoWelcome *self, SohoLibrary *library);

G_END_DECLS
