/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "library.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* All that a person says of themselves, live. It needs the actions "win.open-uri", "win.copy",
 * "win.show-commune", "directory.show-next" and "directory.show-skill" above it.
 *
 * As a preview it shows a person as some audience sees them, and offers nothing that would lead
 * away.
 *
 * Property "member": the id shown, 0 for nobody; becomes 0 when the person has left the network. */
#define SOHO_TYPE_PERSON_CARD (soho_person_card_get_type ())
G_DECLARE_FINAL_TYPE (SohoPersonCard, soho_person_card, SOHO, PERSON_CARD, AdwBin)

/* To be called once, first. */
void soho_person_card_set_library (SohoPersonCard *self, SohoLibrary *library);

gint64 soho_person_card_get_member (SohoPersonCard *self);
void soho_person_card_set_member (SohoPersonCard *self, gint64 member);

/* Makes a preview of the card: what this audience may read of the member (store/person-view.h), and
 * nobody if that is nothing. audience: a static text. */
void soho_person_card_preview (SohoPersonCard *self, gint64 member, const char *audience);

/* Gives the keyboard to the card as a whole: arrows and pages scroll it, Tab goes on to what can be
 * done. */
void soho_person_card_focus (SohoPersonCard *self);

G_END_DECLS
