/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/rows.h"

SohoRows *
soho_rows_new (const SohoKind *kind, guint n)
{
  SohoRows *rows = g_new0 (SohoRows, 1);

  rows->kind = kind;
  rows->n = n;
  rows->ids = g_new0 (gint64, n);
  rows->revisions = g_new0 (gint64, n);
  rows->columns = g_new0 (SohoValue *, soho_kind_get_n_fields (kind));
  return rows;
}

void
soho_rows_free (SohoRows *rows)
{
  for (guint i = 0; i < soho_kind_get_n_fields (rows->kind); i++)
    soho_values_free (rows->columns[i], rows->n);
  g_free (rows->columns);
  g_free (rows->audience);
  g_free (rows->revisions);
  g_free (rows->ids);
  g_free (rows);
}

SohoValue *
soho_rows_get_column (SohoRows *rows, guint field)
{
  if (rows->columns[field] == NULL)
    rows->columns[field] = soho_values_new (rows->n);
  return rows->columns[field];
}

const SohoValue *
soho_rows_get_value (const SohoRows *rows, guint row, guint field)
{
  static const SohoValue none = SOHO_VALUE_INIT;

  return rows->columns[field] != NULL ? &rows->columns[field][row] : &none;
}
