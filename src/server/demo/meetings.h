/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "archive/archive.h"

/* Puts the meetings of the months before and after the demonstration's today. Their days and
 * subjects are the same with every seed; those that are not in a telecentre are in one of the
 * partner villages. Errors: SOHO_DEMO_ERROR_TIME_ZONE, besides those of soho_demo_fill (). */
gboolean soho_demo_meetings_put (SohoArchive *archive,
                                 const gboolean *partners,
                                 guint64 seed,
                                 GError **error);
