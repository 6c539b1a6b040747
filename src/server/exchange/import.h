/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "archive/archive.h"

/* What became of one file. */
typedef struct
{
  char *path;
  guint added;
  guint changed;
  guint unchanged;
  guint hidden;          /* of its records, those that not everybody may read; without what its
                            lines hold of records of their own, which only its person may show */
  guint withheld;        /* references that were left out, see archive/references.h */
  GPtrArray *complaints; /* of char *; if there are any, nothing of the file was kept */
} SohoImportReport;

void soho_import_report_free (SohoImportReport *report);

/* Brings files into the archive, each in a transaction of its own, those first whose records others
 * refer to. settings: "field=value" texts that stand in for fields which a file does not have,
 * NULL-terminated, may be NULL; a field that no kind of the files has is an error.
 *
 * A blob field, such as photo, holds the path of a picture file beside or below the spreadsheet,
 * see exchange/blob-files.h.
 *
 * A record is recognised by its id, its "ref", or the kind's key fields; one that is recognised
 * keeps what the file does not speak of, and stays as it is if the file says nothing new. Returns
 * SohoImportReports in the order of the work, owned by the caller; NULL if the archive failed, and
 * then what was under way is undone. */
GPtrArray *soho_import_files (SohoArchive *archive,
                              const char *const *paths,
                              const char *const *settings,
                              GError **error);
