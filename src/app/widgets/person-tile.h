/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/gazetteer.h"
#include "model/record.h"
#include "photos.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* A person in a grid: a large avatar, and below it name, occupation and commune. */
#define SOHO_TYPE_PERSON_TILE (soho_person_tile_get_type ())
G_DECLARE_FINAL_TYPE (SohoPersonTile, soho_person_tile, SOHO, PERSON_TILE, AdwBin)

/* As soho_person_row_set_member (). */
void soho_person_tile_set_member (SohoPersonTile *self,
                                  SohoPhotos *photos,
                                  SohoRecord *member,
                                  const SohoCommune *from);

/* As soho_person_row_factory_new (), for a GtkGridView. */
GtkListItemFactory *soho_person_tile_factory_new (SohoPhotos *photos, const SohoCommune *from);

G_END_DECLS
