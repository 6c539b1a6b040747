/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "archive/archive.h"

/* The files that records show. They are rows of the archive, beside the records, and not files of
 * their own: a photo enters, and goes, in the same transaction as what shows it; one backup holds
 * all; SQLite overwrites what is erased; and at the size of a photo it reads no slower than a file
 * is opened. What is so large that it should be read in parts (recordings) will want another place.
 *
 * The same bytes are kept once, and nothing tells whoever brings them that they were there. A file
 * stays as long as a record shows it: writing a record (archive.h) keeps account of that, and a
 * commit removes what nothing shows any more, so that within a transaction photos may change
 * hands. */

/* Keeps the bytes, which the same transaction must put into a record. *name, to be freed: what to
 * put there. */
gboolean soho_archive_put_blob (SohoArchive *self, GBytes *bytes, char **name, GError **error);

/* The bytes, NULL without error if there are none of this name. They are checked: what the disk
 * changed is SOHO_DATABASE_ERROR_DAMAGED. Owned by the caller. */
GBytes *soho_archive_get_blob (SohoArchive *self, const char *name, GError **error);

gboolean soho_archive_has_blob (SohoArchive *self, const char *name, gboolean *has, GError **error);

/* Whether the archive's account says that the record shows the blob. */
gboolean soho_archive_knows_blob_use (
    SohoArchive *self, const char *name, gint64 id, gboolean *knows, GError **error);

/* Calls function for every blob, by name; bytes as they are kept, unchecked. */
typedef gboolean (*SohoArchiveBlobFunc) (const char *name,
                                         GBytes *bytes,
                                         gpointer user_data,
                                         GError **error);
gboolean soho_archive_foreach_blob (SohoArchive *self,
                                    SohoArchiveBlobFunc function,
                                    gpointer user_data,
                                    GError **error);

/* For write.c: the record shows from now on what these values say. values: NULL if it is gone. */
gboolean soho_archive_note_blob_uses (
    SohoArchive *self, const SohoKind *kind, gint64 id, const SohoValue *values, GError **error);

/* For soho_archive_commit (): removes what nothing shows. */
gboolean soho_archive_sweep_blobs (SohoArchive *self, GError **error);
