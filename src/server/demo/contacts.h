/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "archive/archive.h"
#include "demo/cast.h"

/* Puts one to four ways to reach each person. Nobody can be reached by them: telephone numbers are
 * of the ranges kept for fiction, addresses of the domain kept for examples. Each is seen by whom
 * the person chose, but never by more people than the card. The members must have been put. */
gboolean soho_demo_contacts_put (SohoArchive *archive,
                                 const SohoDemoCast *cast,
                                 guint64 seed,
                                 GError **error);
