/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pages/page.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* One's own card, to be changed, beside how others see it; one at a time where there is no room for
 * both. Who has not signed in is invited to, and who has no card yet to make one. */
#define SOHO_TYPE_OWN_CARD_PAGE (soho_own_card_page_get_type ())
G_DECLARE_FINAL_TYPE (SohoOwnCardPage, soho_own_card_page, SOHO, OWN_CARD_PAGE, AdwBin)

G_END_DECLS
