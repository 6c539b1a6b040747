/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/kind.h"

/* How French spreadsheets call kinds, fields and values. What the declarations of the kinds call
 * them is understood too, and goes first; this is the one place that knows other names. */

/* Past the fields of a kind. */
#define SOHO_COLUMN_ID (-1)
#define SOHO_COLUMN_REF (-2)

/* Whether a column holds a whole value, or what stands before or after another column's: postcodes
 * and communes, days and hours. */
typedef enum
{
  SOHO_COLUMN_WHOLE,
  SOHO_COLUMN_BEFORE,
  SOHO_COLUMN_AFTER,
} SohoColumnRole;

/* What a column is for. */
typedef struct
{
  const SohoKind *kind; /* that of the file, or a kind whose records are parts of those */
  int field;            /* its index, SOHO_COLUMN_ID or SOHO_COLUMN_REF */
  SohoColumnRole role;
  /* Of a part: what its name tells besides, "field=value"; NULL for nothing. */
  const char *preset;
  gboolean several; /* of a part: a cell may hold several, each a part of its own */
} SohoColumn;

/* The kind of that name: the declared one, or what people name a file of such records ("membres",
 * "adhérents 2026"). NULL if there is none. */
const SohoKind *soho_vocabulary_find_kind (const SohoModel *model, const char *name);

/* What a column of that name is for, in a file of records of the kind; in any case, with or without
 * accents. Returns FALSE if that is unknown. */
gboolean soho_vocabulary_find_column (const SohoModel *model,
                                      const SohoKind *kind,
                                      const char *name,
                                      SohoColumn *column);

/* Reads a cell as soho_field_parse () does; also values by their French names, and numbers with
 * their unit. */
gboolean
soho_vocabulary_read (const SohoField *field, const char *text, SohoValue *value, GError **error);
