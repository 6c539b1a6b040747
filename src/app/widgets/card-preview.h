/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "library.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* One's own card as others see it: a visitor, or a member. */
#define SOHO_TYPE_CARD_PREVIEW (soho_card_preview_get_type ())
G_DECLARE_FINAL_TYPE (SohoCardPreview, soho_card_preview, SOHO, CARD_PREVIEW, AdwBin)

/* Whose. To be called once. */
void soho_card_preview_set_member (SohoCardPreview *self, SohoLibrary *library, gint64 member);

G_END_DECLS
