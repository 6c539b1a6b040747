/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "archive/archive.h"
#include "demo/cast.h"

/* Puts a card for each person of the cast and notes its id there. */
gboolean
soho_demo_members_put (SohoArchive *archive, SohoDemoCast *cast, guint64 seed, GError **error);
