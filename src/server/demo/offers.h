/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "archive/archive.h"

/* Puts up to three homes, premises and businesses in two villages of three. villages: what
 * soho_demo_places_put_villages () returned. */
gboolean
soho_demo_offers_put (SohoArchive *archive, const gint64 *villages, guint64 seed, GError **error);
