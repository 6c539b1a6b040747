/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "library.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* A partner village, live: how one lives there, what is offered, who welcomes newcomers, who works
 * there already. What is not known is left out. It needs the actions "win.open-uri", "win.show" and
 * "win.show-commune" above it.
 *
 * Property "village": the id shown, 0 for none; becomes 0 when the village has gone. */
#define SOHO_TYPE_VILLAGE_CARD (soho_village_card_get_type ())
G_DECLARE_FINAL_TYPE (SohoVillageCard, soho_village_card, SOHO, VILLAGE_CARD, AdwBin)

/* To be called once. */
void soho_village_card_set_library (SohoVillageCard *self, SohoLibrary *library);

gint64 soho_village_card_get_village (SohoVillageCard *self);
void soho_village_card_set_village (SohoVillageCard *self, gint64 id);

/* Gives the keyboard to an offer of the village shown, and scrolls there. */
void soho_village_card_reveal_offer (SohoVillageCard *self, gint64 id);

G_END_DECLS
