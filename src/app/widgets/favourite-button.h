/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "library.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* A star: whether a record is one of the favourites of whoever has signed in. Invisible while
 * nobody has, and for one's own card. */
#define SOHO_TYPE_FAVOURITE_BUTTON (soho_favourite_button_get_type ())
G_DECLARE_FINAL_TYPE (SohoFavouriteButton, soho_favourite_button, SOHO, FAVOURITE_BUTTON, AdwBin)

/* The record, which is followed; id: 0 for none. library is the same each time. */
void soho_favourite_button_set_record (SohoFavouriteButton *self,
                                       SohoLibrary *library,
                                       const char *kind,
                                       gint64 id);

G_END_DECLS
