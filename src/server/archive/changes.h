/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "archive/archive.h"

/* What a replica that stands at the cursor `from` ("" at first) has to be told, as frames (GBytes)
 * in order; none if nothing is new. fills: names of kinds to send whole again, NULL for none. NULL
 * on error. Errors: SOHO_ARCHIVE_ERROR_UNKNOWN_CURSOR, SOHO_DATABASE_ERROR. */
GPtrArray *soho_changes_collect (SohoArchive *archive,
                                 const char *from,
                                 const char *const *fills,
                                 GError **error);
