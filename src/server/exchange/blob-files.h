/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "archive/archive.h"
#include "exchange/draft.h"

/* Pictures beside a spreadsheet: a cell such as photo holds the path of a file in the directory of
 * the spreadsheet, or below it. */

/* Brings into the archive what the blob fields of a draft say, and puts the names into the draft. A
 * text is the name of a blob that the archive has, or a path from the directory of the spreadsheet,
 * which may not lead out of it, by itself or over a symbolic link. path: of the spreadsheet.
 * Errors: SOHO_VALIDATION_ERROR, naming the field, if a text is neither or the file no picture;
 * what the archive says. */
gboolean
soho_blob_files_import (SohoArchive *archive, const char *path, SohoDraft *draft, GError **error);

/* Writes the blobs that a record shows to DIRECTORY/blobs/NAME.jpg, or .png, or .webp, and those
 * paths into the record; a name that the archive does not have stays. */
gboolean soho_blob_files_export (SohoArchive *archive,
                                 const char *directory,
                                 SohoRecord *record,
                                 GError **error);
