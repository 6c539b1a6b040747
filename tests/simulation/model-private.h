/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model.h"

/* For model.c and ledger.c. */

typedef struct
{
  ModelRecord record; /* first, so that one is the other */
  gint64 owner;
  char *line;
} Kept;

struct _Model
{
  GTree *records; /* gint64 * -> Kept */
  GHashTable
      *departed;    /* "ID AUDIENCE" of those that the audience could read once and cannot now */
  GHashTable *left; /* gint64 * -> in how many audiences that holds */
  GHashTable *verdicts; /* "WRITER NUMBER" -> code, "" if it was accepted */
  GHashTable *digests;  /* "WRITER NUMBER" -> digest */
  GHashTable *last;     /* writer -> number */
  GHashTable *heard;    /* writer -> up to which number it has heard the answers */
  GPtrArray *losses;    /* ModelLoss */
};

/* The writer has put a record, or deleted it with its parts. */
void
model_put (Model *self, const SohoKind *kind, gint64 id, const SohoValue *values, guint writer);
void model_delete (Model *self, gint64 id);
