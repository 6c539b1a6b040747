/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "change/edit.h"

SohoEdit *
soho_edit_new (const SohoKind *kind, SohoEditAct act, gint64 id, gint64 base)
{
  SohoEdit *edit = g_new0 (SohoEdit, 1);
  guint n = soho_kind_get_n_fields (kind);

  edit->kind = kind;
  edit->act = act;
  edit->id = id;
  edit->base = base;
  edit->touched = g_new0 (gboolean, n);
  edit->values = soho_values_new (n);
  edit->removed = soho_values_new (n);
  return edit;
}

void
soho_edit_free (SohoEdit *edit)
{
  guint n = soho_kind_get_n_fields (edit->kind);

  soho_values_free (edit->values, n);
  soho_values_free (edit->removed, n);
  g_free (edit->touched);
  g_free (edit);
}

SohoEdit *
soho_edit_new_record (const SohoKind *kind, gint64 id, const SohoValue *values)
{
  SohoEdit *edit = soho_edit_new (kind, SOHO_EDIT_CREATE, id, 0);

  for (guint i = 0; kind->fields[i].name != NULL; i++)
    if (values[i].type != SOHO_VALUE_NONE)
      {
        edit->touched[i] = TRUE;
        soho_value_copy (&edit->values[i], &values[i]);
      }
  return edit;
}

/* The elements of a that b lacks. */
static void
take_difference (const SohoValue *a, const SohoValue *b, SohoValue *difference)
{
  g_autoptr (GStrvBuilder) elements = g_strv_builder_new ();

  for (char **element = a->type == SOHO_VALUE_SET ? a->set : NULL;
       element != NULL && *element != NULL; element++)
    if (b->type != SOHO_VALUE_SET || !g_strv_contains ((const char *const *) b->set, *element))
      g_strv_builder_add (elements, *element);
  soho_value_take_set (difference, g_strv_builder_end (elements));
}

static void
touch (SohoEdit *edit, guint field, const SohoValue *before, const SohoValue *after)
{
  edit->touched[field] = TRUE;
  if (edit->kind->fields[field].type == SOHO_FIELD_SET)
    {
      take_difference (after, before, &edit->values[field]);
      take_difference (before, after, &edit->removed[field]);
    }
  else
    soho_value_copy (&edit->values[field], after);
}

/* Whether a field of the same unit as this one differs. */
static gboolean
unit_differs (const SohoKind *kind, guint field, const SohoValue *before, const SohoValue *after)
{
  const char *unit = kind->fields[field].unit;

  for (guint i = 0; unit != NULL && kind->fields[i].name != NULL; i++)
    if (g_strcmp0 (kind->fields[i].unit, unit) == 0 && !soho_value_equal (&before[i], &after[i]))
      return TRUE;
  return FALSE;
}

SohoEdit *
soho_edit_new_between (
    const SohoKind *kind, gint64 id, gint64 base, const SohoValue *before, const SohoValue *after)
{
  g_autoptr (SohoEdit) edit = soho_edit_new (kind, SOHO_EDIT_CHANGE, id, base);
  gboolean differs = FALSE;

  for (guint i = 0; kind->fields[i].name != NULL; i++)
    if (!soho_value_equal (&before[i], &after[i]) || unit_differs (kind, i, before, after))
      {
        touch (edit, i, &before[i], &after[i]);
        differs = TRUE;
      }
  return differs ? g_steal_pointer (&edit) : NULL;
}

static void
apply_to_set (const SohoValue *added, const SohoValue *removed, SohoValue *value)
{
  g_autoptr (GStrvBuilder) elements = g_strv_builder_new ();
  SohoValue left = SOHO_VALUE_INIT;

  take_difference (value, removed, &left);
  if (left.type == SOHO_VALUE_SET)
    g_strv_builder_addv (elements, (const char **) left.set);
  if (added->type == SOHO_VALUE_SET)
    g_strv_builder_addv (elements, (const char **) added->set);
  soho_value_clear (&left);
  soho_value_take_set (value, g_strv_builder_end (elements));
}

void
soho_edit_apply (const SohoEdit *edit, SohoValue *values)
{
  g_return_if_fail (edit->act != SOHO_EDIT_DELETE);

  for (guint i = 0; edit->kind->fields[i].name != NULL; i++)
    if (!edit->touched[i])
      continue;
    else if (edit->kind->fields[i].type == SOHO_FIELD_SET)
      apply_to_set (&edit->values[i], &edit->removed[i], &values[i]);
    else
      soho_value_copy (&values[i], &edit->values[i]);
}
