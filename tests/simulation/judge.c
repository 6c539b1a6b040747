/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "judge.h"

#include <string.h>

#include "model/validate.h"

static gboolean
can_see (const Case *self, const ModelRecord *record)
{
  return record != NULL
         && g_strv_contains ((const char *const *) self->audiences, record->audience);
}

/* The record of a kind that this one is, or names in the field of that name. */
static gint64
subject_of (const Case *self, const char *kind, const SohoValue *values)
{
  int field = soho_kind_find_field (self->edit->kind, kind);

  if (strcmp (self->edit->kind->name, kind) == 0)
    return self->edit->id;
  return field >= 0 && values[field].type == SOHO_VALUE_INTEGER ? values[field].integer : 0;
}

static gboolean
is_allowed (const Case *self, const SohoValue *values)
{
  SohoWriters write = self->edit->kind->write;
  const Person *person = self->person;

  return (person->is_staff && (write & SOHO_WRITE_STAFF) != 0)
         || ((write & SOHO_WRITE_SELF) != 0 && subject_of (self, "member", values) == person->id)
         || ((write & SOHO_WRITE_VILLAGE_CONTACT) != 0 && person->village != 0
             && subject_of (self, "village", values) == person->village)
         || ((write & SOHO_WRITE_RECEPTION) != 0 && person->desk != 0
             && subject_of (self, "telecentre", values) == person->desk);
}

static const char *
judge_values (const Case *self, const SohoValue *before, SohoValue *values)
{
  const SohoKind *kind = self->edit->kind;

  if (!soho_kind_validate (kind, values, NULL))
    return SOHO_REFUSAL_INVALID;
  if (!is_allowed (self, values))
    return SOHO_REFUSAL_NOT_YOURS;
  for (guint i = 0; kind->fields[i].name != NULL; i++)
    {
      const ModelRecord *target;
      gint64 id = values[i].integer;

      if (kind->fields[i].type != SOHO_FIELD_REFERENCE || values[i].type == SOHO_VALUE_NONE
          || (before != NULL && soho_value_equal (&before[i], &values[i])))
        continue;
      /* Who has no card yet has what goes with one. */
      if (id == self->person->id && kind->fields[i].owner
          && strcmp (kind->fields[i].target, "member") == 0)
        continue;
      target = model_find (self->model, id);
      if (can_see (self, target) && strcmp (target->kind->name, kind->fields[i].target) == 0)
        continue;
      return id >> 32 == self->writer && !model_was_there (self->model, id)
                 ? SOHO_REFUSAL_DEPENDS_ON
                 : SOHO_REFUSAL_INVALID;
    }
  return "";
}

static const char *
judge_creation (const Case *self, SohoValue *values)
{
  const SohoEdit *edit = self->edit;
  gboolean is_own = edit->id >> 32 == self->writer && (edit->id & G_MAXUINT32) != 0;

  if (strcmp (edit->kind->name, "member") == 0)
    is_own = is_own || edit->id == self->person->id;
  if (model_find (self->model, edit->id) != NULL || model_was_there (self->model, edit->id)
      || !is_own)
    return SOHO_REFUSAL_ID_NOT_YOURS;
  soho_edit_apply (edit, values);
  soho_kind_apply_fallbacks (edit->kind, values);
  return judge_values (self, NULL, values);
}

gboolean
judge_is_unseen (const Case *self, const ModelRecord *record, guint field)
{
  return record->changed_at[field] > self->edit->base && record->changed_by[field] != self->writer;
}

static const char *
judge_change (const Case *self, const ModelRecord *record, SohoValue *values)
{
  const SohoEdit *edit = self->edit;
  int state = soho_kind_find_field (edit->kind, "state");

  if (state >= 0 && edit->touched[state] && judge_is_unseen (self, record, (guint) state))
    return SOHO_REFUSAL_MOVED_ON;
  for (guint i = 0; edit->kind->fields[i].name != NULL; i++)
    soho_value_copy (&values[i], &record->values[i]);
  soho_edit_apply (edit, values);
  return judge_values (self, record->values, values);
}

const char *
judge_edit (const Case *self, SohoValue *values)
{
  const SohoEdit *edit = self->edit;
  const ModelRecord *record = model_find (self->model, edit->id);

  if (edit->act == SOHO_EDIT_CREATE)
    return judge_creation (self, values);
  if (!can_see (self, record) || record->kind != edit->kind)
    return record == NULL && !model_was_there (self->model, edit->id)
                   && edit->id >> 32 == self->writer
               ? SOHO_REFUSAL_DEPENDS_ON
               : SOHO_REFUSAL_GONE;
  if (!is_allowed (self, record->values))
    return SOHO_REFUSAL_NOT_YOURS;
  return edit->act == SOHO_EDIT_DELETE ? "" : judge_change (self, record, values);
}
