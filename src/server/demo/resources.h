/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "archive/archive.h"

/* Puts what can be used in each telecentre, which is the same with every seed. telecentres: what
 * soho_demo_places_put_telecentres () returned. */
gboolean soho_demo_resources_put (SohoArchive *archive, const gint64 *telecentres, GError **error);
