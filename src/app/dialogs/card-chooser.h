/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "library.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* Finds somebody's card by typing their name, and holds it. */
#define SOHO_TYPE_CARD_CHOOSER (soho_card_chooser_get_type ())
G_DECLARE_FINAL_TYPE (SohoCardChooser, soho_card_chooser, SOHO, CARD_CHOOSER, AdwPreferencesGroup)

GtkWidget *soho_card_chooser_new (SohoLibrary *library);

/* The id of the card chosen; 0 for none. */
gint64 soho_card_chooser_get_member (SohoCardChooser *self);

G_END_DECLS
