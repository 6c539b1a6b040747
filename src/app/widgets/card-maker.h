/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "library.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* For who has signed in and has no card yet: the least that one says, and a button. What is typed
 * waits as a draft. */
#define SOHO_TYPE_CARD_MAKER (soho_card_maker_get_type ())
G_DECLARE_FINAL_TYPE (SohoCardMaker, soho_card_maker, SOHO, CARD_MAKER, AdwBin)

/* To be called once. */
void soho_card_maker_set_library (SohoCardMaker *self, SohoLibrary *library);

G_END_DECLS
