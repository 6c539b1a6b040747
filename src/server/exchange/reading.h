/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "exchange/draft.h"

/* The largest file that is read, in bytes. */
#define SOHO_DRAFT_FILE_MAX (G_GINT64_CONSTANT (256) * 1024 * 1024)

/* The most records that a file may hold, so that what is made of them stays within the memory of a
 * small machine: measured, 0.4 GB. More than everything of one kind in a network of 40,000 people.
 */
#define SOHO_DRAFTS_MAX 250000

/* Reads a CSV file (named KIND.csv, its header the kind's fields, "id" or "ref", or what French
 * people call them: vocabulary.h) or NDJSON
 * (*.ndjson, *.jsonl, *.json; each line an object with the kind's fields, and "kind" unless the
 * file is named after one). Adds a sentence "FILE:LINE: FIELD: REASON" to complaints (of char *)
 * for each thing that is wrong. A line of CSV makes a record, and one more for each of its cells
 * that say what is a record of its own, as a telephone number does in a list of members. Returns
 * SohoDrafts, owned by the caller; NULL if the file cannot be
 * read at all, which is among the complaints too. */
GPtrArray *soho_drafts_read (const SohoModel *model, const char *path, GPtrArray *complaints);

/* A file that is being read. */
typedef struct
{
  const SohoModel *model;
  const char *path;
  const SohoKind *kind; /* from the file's name; NULL if it names none */
  GPtrArray *complaints;
  GPtrArray *drafts;
  guint n_lines; /* of records, good or bad */
} SohoReading;

void soho_reading_complain (SohoReading *reading, guint line, const char *reason);

/* Of a record that can be told of nonetheless. */
void soho_reading_complain_of (SohoReading *reading, SohoDraft *draft, const char *reason);

void soho_reading_complain_of_field (SohoReading *reading,
                                     guint line,
                                     const SohoKind *kind,
                                     const char *name);

/* "id, ref" and all fields, separated by commas. To be freed. */
char *soho_reading_dup_field_names (const SohoKind *kind);

/* Counts a line of a record, good or bad. Returns FALSE if there are too many records: that is then
 * the one complaint, and nothing of the file is left. */
gboolean soho_reading_count_line (SohoReading *reading, guint line);
