/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/map-pack.h"

#include <gio/gio.h>

/* Where the richer map is kept that a person brought, one at a time. Reading and copying are done
 * beside the main loop. */

/* The map that was brought last; NULL without error if there is none. */
void soho_pack_shelf_load (GAsyncReadyCallback callback, gpointer user_data);

/* Checks a file, and puts a copy of it in the place of the one before, which stays if anything is
 * wrong. */
void soho_pack_shelf_bring (const char *path, GAsyncReadyCallback callback, gpointer user_data);

/* Owned by the caller. Errors: a sentence. */
SohoMapPack *soho_pack_shelf_finish (GAsyncResult *result, GError **error);

/* Forgets it. */
void soho_pack_shelf_clear (void);
