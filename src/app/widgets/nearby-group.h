/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "library.h"
#include "model/gazetteer.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* The telecentres and partner villages next to a commune, the nearest first, each with the way
 * there as the crow flies, live; invisible where there are none. It needs the action "win.show"
 * above it. */
#define SOHO_TYPE_NEARBY_GROUP (soho_nearby_group_get_type ())
G_DECLARE_FINAL_TYPE (SohoNearbyGroup, soho_nearby_group, SOHO, NEARBY_GROUP, AdwBin)

/* To be called once. */
void soho_nearby_group_set_library (SohoNearbyGroup *self, SohoLibrary *library);

/* The commune from which one looks around, NULL for none; its own village is left out. */
void soho_nearby_group_set_commune (SohoNearbyGroup *self, const SohoCommune *commune);

G_END_DECLS
