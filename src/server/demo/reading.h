/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "archive/archive.h"

/* Puts the guides, which are the same with every seed. */
gboolean soho_demo_reading_put_guides (SohoArchive *archive, GError **error);

/* Puts the podcast, which is the same with every seed and has no sound. */
gboolean soho_demo_reading_put_episodes (SohoArchive *archive, GError **error);
