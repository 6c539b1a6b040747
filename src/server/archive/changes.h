/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "archive/archive.h"

/* What a replica that stands at the cursor `from` ("" at first) has to be told, as frames (GBytes)
 * in order; none if nothing is new. audiences: what its reader may read and nothing else is told,
 * in the order of a fill: the shared ones from the widest to the narrowest, then the channels.
 * fills: names of kinds and audiences to send whole again, NULL for none. NULL on error. Errors:
 * SOHO_ARCHIVE_ERROR_UNKNOWN_CURSOR, also if a cursor for so many audiences would be too long;
 * SOHO_DATABASE_ERROR. */
GPtrArray *soho_changes_collect (SohoArchive *archive,
                                 const char *const *audiences,
                                 const char *from,
                                 const char *const *fills,
                                 GError **error);

/* The same for a sign-in: it is also told what it wrote and others have replaced, from the entry
 * after `seen`. */
GPtrArray *soho_changes_collect_for_writer (SohoArchive *archive,
                                            guint writer,
                                            gint64 seen,
                                            const char *const *audiences,
                                            const char *from,
                                            const char *const *fills,
                                            GError **error);
