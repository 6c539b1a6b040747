/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "archive/archive.h"

/* The journal of erasures: a file beside the database, which no backup holds. For each record of a
 * person who was erased it has a line of numbers and nothing else of them: whose it was, its kind,
 * its id and who read it, so that whoever puts a backup back erases the person again, and tells
 * those who still have the record. */

/* Notes what is going to be erased, and has it on the disk when it returns. Errors: G_FILE_ERROR.
 */
gboolean soho_erasures_note (SohoArchive *archive, gint64 person, GError **error);

/* Erases from the archive all whom the journal in directory names for this network. *n: how many
 * persons were in it. */
gboolean
soho_erasures_repeat (SohoArchive *archive, const char *directory, guint *n, GError **error);
