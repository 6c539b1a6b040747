/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "library.h"

#include <adwaita.h>

/* If something of who has just signed in is sealed here under a password that is another by now,
 * asks for that one and opens it; asks again if it was not. Nothing is shown otherwise. */
void soho_seal_dialog_ask (GtkWindow *parent, SohoLibrary *library);
