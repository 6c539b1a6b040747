/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/map-pack.h"

#include <gtk/gtk.h>

/* What the map is made of, and whose: a line that opens into all sources, and into bringing a
 * richer map from a file. It loads the one that was brought last by itself.
 *
 * Signal "pack-changed": another richer map, or none any more. */
#define SOHO_TYPE_MAP_CREDITS (soho_map_credits_get_type ())
G_DECLARE_FINAL_TYPE (SohoMapCredits, soho_map_credits, SOHO, MAP_CREDITS, GtkWidget)

/* The richer map, borrowed; NULL for none. */
SohoMapPack *soho_map_credits_get_pack (SohoMapCredits *self);

/* Brings a richer map from a file; a toast tells if it is none. */
void soho_map_credits_bring (SohoMapCredits *self, const char *path);
