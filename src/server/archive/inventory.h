/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "archive/archive.h"

/* What is in the archive, and whether it is whole. */

typedef struct
{
  const SohoKind *kind;
  guint records;
  guint public_records;
} SohoInventoryCount;

typedef struct
{
  guint pages;
  guint64 page_bytes;
  guint blobs;
  guint64 blob_bytes;
  guint64 file_bytes;
} SohoInventorySizes;

/* A SohoInventoryCount for each kind of the model, owned by the caller; NULL on error. */
GArray *soho_inventory_count (SohoArchive *archive, GError **error);

gboolean soho_inventory_measure (SohoArchive *archive, SohoInventorySizes *sizes, GError **error);

/* Looks everything over: SQLite's own check, every record against its declaration, what it refers
 * to and shows, who may read it, that the sealed pages tell what the records say, and that every
 * blob is whole and shown by a record. Returns the sentences
 * (char *) that say what is wrong; NULL on error. */
GPtrArray *soho_inventory_check (SohoArchive *archive, GError **error);
