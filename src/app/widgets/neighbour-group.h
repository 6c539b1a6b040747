/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "library.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* A few people to look at next, each with commune and distance; invisible while there are none. It
 * needs the action "directory.show-next" above it. */
#define SOHO_TYPE_NEIGHBOUR_GROUP (soho_neighbour_group_get_type ())
G_DECLARE_FINAL_TYPE (
    SohoNeighbourGroup, soho_neighbour_group, SOHO, NEIGHBOUR_GROUP, AdwPreferencesGroup)

/* neighbours: of SohoNeighbour. home: the INSEE code of where distances are counted from, or NULL.
 */
void soho_neighbour_group_show (SohoNeighbourGroup *self,
                                SohoLibrary *library,
                                GArray *neighbours,
                                const char *home);

G_END_DECLS
