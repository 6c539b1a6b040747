/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "change/merge.h"

gboolean
soho_edit_has_moved_on (const SohoEdit *edit, const gboolean *changed)
{
  int state = soho_kind_find_field (edit->kind, "state");

  return state >= 0 && edit->touched[state] && changed[state];
}

/* Whether others changed the field or one of its unit. */
static gboolean
has_changed (const SohoKind *kind, guint field, const gboolean *changed)
{
  const char *unit = kind->fields[field].unit;

  if (changed[field] || unit == NULL)
    return changed[field];
  for (guint i = 0; kind->fields[i].name != NULL; i++)
    if (changed[i] && g_strcmp0 (kind->fields[i].unit, unit) == 0)
      return TRUE;
  return FALSE;
}

gboolean
soho_edit_merge (const SohoEdit *edit,
                 const gboolean *changed,
                 SohoValue *values,
                 SohoValue *overwritten)
{
  const SohoField *fields = edit->kind->fields;
  gboolean any = FALSE;

  for (guint i = 0; fields[i].name != NULL; i++)
    if (edit->touched[i] && fields[i].type != SOHO_FIELD_SET && values[i].type != SOHO_VALUE_NONE
        && has_changed (edit->kind, i, changed) && !soho_value_equal (&values[i], &edit->values[i]))
      {
        soho_value_copy (&overwritten[i], &values[i]);
        any = TRUE;
      }
  soho_edit_apply (edit, values);
  return any;
}
