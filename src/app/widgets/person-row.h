/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/gazetteer.h"
#include "model/record.h"
#include "photos.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* A person in a list: avatar, name, occupation, commune. */
#define SOHO_TYPE_PERSON_ROW (soho_person_row_get_type ())
G_DECLARE_FINAL_TYPE (SohoPersonRow, soho_person_row, SOHO, PERSON_ROW, AdwBin)

/* photos: where the member's photo comes from. member: a record of that kind. from: a commune whose
 * distance is told with that of the member; NULL if it does not matter. */
void soho_person_row_set_member (SohoPersonRow *self,
                                 SohoPhotos *photos,
                                 SohoRecord *member,
                                 const SohoCommune *from);

/* For lists in which all live in the same commune. */
void soho_person_row_hide_commune (SohoPersonRow *self);

/* What a screen reader says of a member: name, occupation, commune and, with from, its distance. To
 * be freed. */
char *soho_person_row_dup_description (SohoRecord *member, const SohoCommune *from);

/* "Condom · 38 km", or the commune alone where it is no distance away; "" if it is not known. To be
 * freed. */
char *soho_person_row_dup_place (SohoRecord *member, const SohoCommune *from);

/* What the person does, or else for whom; "" if they do not say. Borrowed. */
const char *soho_person_row_get_occupation (SohoRecord *member);

/* Shows members in a GtkListView, with the distance from that commune if it is not NULL. One click
 * activates the row, as Enter does. Owned by the caller. */
GtkListItemFactory *soho_person_row_factory_new (SohoPhotos *photos, const SohoCommune *from);

G_END_DECLS
