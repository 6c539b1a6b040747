/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "archive/archive.h"
#include "demo/cast.h"

/* Puts one or two people in each village who welcome newcomers: members who live there and whose
 * card everybody may read, or people named for it alone. Nobody can be reached by them, as with
 * soho_demo_contacts_put (). villages: what soho_demo_places_put_villages () returned. The members
 * must have been put. */
gboolean soho_demo_welcome_put (SohoArchive *archive,
                                const SohoDemoCast *cast,
                                const gint64 *villages,
                                guint64 seed,
                                GError **error);
