/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "library.h"
#include "store/listing.h"

G_BEGIN_DECLS

/* What there is in each village, live, asked for at once for all of them.
 *
 * Signal "refreshed": everything has been counted again. */
#define SOHO_TYPE_VILLAGE_COUNTS (soho_village_counts_get_type ())
G_DECLARE_FINAL_TYPE (SohoVillageCounts, soho_village_counts, SOHO, VILLAGE_COUNTS, GObject)

SohoVillageCounts *soho_village_counts_new (SohoLibrary *library);

/* What there is in the village of that id; nothing in one that is not known. */
SohoVillageCount soho_village_counts_get (SohoVillageCounts *self, gint64 village);

G_END_DECLS
