/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "accounts/identity.h"

/* Who asks, as the routes find out. Tests that have no accounts say it themselves. */
typedef gboolean (*SohoIdentify) (SoupServerMessage *message,
                                  SohoArchive *archive,
                                  SohoIdentity *identity,
                                  GError **error);
extern SohoIdentify soho_route_identify;
