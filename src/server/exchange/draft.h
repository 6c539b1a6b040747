/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/kind.h"

/* What a line of a file says, before it is known which record it is. */
typedef struct
{
  const SohoKind *kind;
  guint line;        /* of the file, from 1 */
  gint64 id;         /* 0 if not said */
  char *ref;         /* the name the file itself gives to the record; NULL if none */
  SohoValue *values; /* in the order of the kind's fields */
  gboolean *said;    /* whether the file has that field at all */
  char **references; /* texts of reference fields; NULL for none, or where values has the id */
  gboolean bad;      /* a cell was complained of and reads as if nothing were said */
} SohoDraft;

/* The largest file that is read, in bytes. */
#define SOHO_DRAFT_FILE_MAX (G_GINT64_CONSTANT (256) * 1024 * 1024)

/* Reads a CSV file (named KIND.csv, its header the kind's fields, "id" or "ref") or NDJSON
 * (*.ndjson, *.jsonl, *.json; each line an object with the kind's fields, and "kind" unless the
 * file is named after one). Adds a sentence "FILE:LINE: FIELD: REASON" to complaints (of char *)
 * for each thing that is wrong. Returns SohoDrafts, owned by the caller; NULL if the file cannot be
 * read at all, which is among the complaints too. */
GPtrArray *soho_drafts_read (const SohoModel *model, const char *path, GPtrArray *complaints);

void soho_draft_free (SohoDraft *draft);

/* Adds "FILE:LINE: reason" to complaints. */
void soho_draft_complain (GPtrArray *complaints, const char *path, guint line, const char *reason);
