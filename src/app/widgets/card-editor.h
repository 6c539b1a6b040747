/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "library.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* One's own card, to be changed. */
#define SOHO_TYPE_CARD_EDITOR (soho_card_editor_get_type ())
G_DECLARE_FINAL_TYPE (SohoCardEditor, soho_card_editor, SOHO, CARD_EDITOR, AdwBin)

/* Whose card, which there must be. To be called once. */
void soho_card_editor_set_member (SohoCardEditor *self, SohoLibrary *library, gint64 member);

G_END_DECLS
