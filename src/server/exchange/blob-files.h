/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "archive/archive.h"

/* Pictures beside a spreadsheet: a cell such as photo holds the path of a file in the directory of
 * the spreadsheet, or below it. */

/* Puts what the text of a blob field says into the archive, and its name into value: the text is
 * the name of a blob that the archive has, or a path from directory, which may not lead out of it,
 * by itself or over a symbolic link. Errors: SOHO_VALIDATION_ERROR, naming the field, if the text
 * is neither or the file no picture; what the archive says. */
gboolean soho_blob_file_import (SohoArchive *archive,
                                const char *directory,
                                const SohoField *field,
                                SohoValue *value,
                                GError **error);

/* Writes the blob that value names to DIRECTORY/blobs/NAME.jpg, or .png, or .webp, and that path
 * into value; a name that the archive does not have stays. */
gboolean soho_blob_file_export (SohoArchive *archive,
                                const char *directory,
                                SohoValue *value,
                                GError **error);
