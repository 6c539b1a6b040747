/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "archive/archive.h"

/* Writes the whole network into a directory, made if need be: one file per kind, KIND.ndjson, or
 * KIND.csv if csv, and the files that records show below blobs. Importing them into an empty
 * network gives the same one, with the same ids. Each file replaces an older one as a whole. */
gboolean
soho_export_all (SohoArchive *archive, const char *directory, gboolean csv, GError **error);
