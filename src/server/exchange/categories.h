/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "archive/archive.h"

/* Puts the plain categories of the taxonomy into the archive, as skills without a parent. Inside
 * the caller's transaction. */
gboolean soho_categories_put (SohoArchive *archive, GError **error);
