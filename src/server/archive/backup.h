/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "archive/archive.h"

/* Copies of the whole archive, and how one takes its place again. */

/* Writes the archive as it is now into a file of its own, while others read and write: once through
 * the file, however much is written meanwhile. An older file of that name goes when the new one is
 * whole. Errors: SOHO_DATABASE_ERROR, G_FILE_ERROR. */
gboolean soho_archive_backup (SohoArchive *self, const char *path, GError **error);

/* Puts the backup at path in the place of the archive in directory, which need not be there. What
 * was there is kept beside it, under the name SOHO_ARCHIVE_REPLACED. The log is another one from
 * then on, so that replicas offer again what it has forgotten; no number that was given after the
 * backup was made is given a second time; and persons who were erased since are erased again.
 * *erased: how many these are. Errors: SOHO_DATABASE_ERROR_BUSY while the archive is open anywhere;
 * SOHO_DATABASE_ERROR_DAMAGED for what is no sound backup; G_FILE_ERROR. */
gboolean soho_archive_restore (
    const char *directory, const SohoModel *model, const char *path, guint *erased, GError **error);

#define SOHO_ARCHIVE_REPLACED "network.db.replaced"

/* For edits.c: whether the person may make records again that were made under this writer number:
 * after a restore, one of another sign-in of theirs, or of a sign-in that the log has lost. */
gboolean soho_archive_may_come_back (
    SohoArchive *self, gint64 person, guint writer, gboolean *may, GError **error);
