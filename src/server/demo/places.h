/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "archive/archive.h"

#define SOHO_DEMO_PLACES_N_PARTNERS 83

/* Which communes are partner villages: one gboolean for each of the gazetteer, in its order. Large
 * communes are likelier, but no commune is left out of the draw. To be freed. */
gboolean *soho_demo_places_choose_partners (guint64 seed);

/* Puts a village for each partner. Returns their ids, one for each commune of the gazetteer, 0
 * where there is none; to be freed. NULL on error. */
gint64 *soho_demo_places_put_villages (SohoArchive *archive,
                                       const gboolean *partners,
                                       guint64 seed,
                                       GError **error);

/* Puts the telecentres, which are the same with every seed, near the middle of their communes.
 * Returns their ids, one for each row of telecentres.csv; to be freed. NULL on error. */
gint64 *soho_demo_places_put_telecentres (SohoArchive *archive, guint64 seed, GError **error);
