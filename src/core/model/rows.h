/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/kind.h"

/* Rows of one kind and audience, column by column, as they travel and as they are written. */
typedef struct
{
  const SohoKind *kind;
  char *audience; /* owned; NULL for what everybody may read */
  guint n;
  gint64 *ids; /* ascending */
  gint64 *revisions;
  SohoValue **columns; /* one per field of the kind; NULL where no row says anything */
} SohoRows;

/* n rows that say nothing yet, their ids and revisions 0. */
SohoRows *soho_rows_new (const SohoKind *kind, guint n);
void soho_rows_free (SohoRows *rows);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SohoRows, soho_rows_free)

/* The n values of one field, made if there are none. */
SohoValue *soho_rows_get_column (SohoRows *rows, guint field);

/* One row's value; never NULL. */
const SohoValue *soho_rows_get_value (const SohoRows *rows, guint row, guint field);
