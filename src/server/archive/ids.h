/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "archive/archive.h"

/* How records made by the server get their ids, so that those one reads tell nothing of those one
 * does not.
 *
 * What is public is numbered from 1 in the order of making; nothing hidden takes a number there.
 * Every other audience draws from blocks of its own, of 256 ids each, in the upper part of the
 * server's range. Which blocks, and in which order within a block, only the archive's key tells: an
 * id that becomes visible later says neither how many there are nor which one came before it. */

/* An id that nothing had yet, for a record of the audience; NULL for one that is to be read by the
 * person that it is. 0 on error. Inside the caller's transaction. Errors: SOHO_ARCHIVE_ERROR_ID,
 * SOHO_DATABASE_ERROR. */
gint64 soho_archive_next_id (SohoArchive *self, const char *audience, GError **error);

/* An id brought from elsewhere must not be given out again. Inside the caller's transaction. */
gboolean soho_archive_reserve_id (SohoArchive *self, gint64 id, GError **error);
