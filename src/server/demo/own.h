/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "archive/archive.h"
#include "demo/cast.h"

/* What some members keep for themselves: favourites, a note, a search under a name. villages: by
 * commune, 0 where there is none. The members are put already. */
gboolean soho_demo_own_put (SohoArchive *archive,
                            const SohoDemoCast *cast,
                            const gint64 *villages,
                            guint64 seed,
                            GError **error);
