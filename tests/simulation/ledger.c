/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model-private.h"

#include <string.h>

#include "change/edit-line.h"
#include "judge.h"

/* Which edits were answered, and how: each once, and in order. */

static void
note_losses (const Case *self, const SohoValue *values)
{
  const SohoEdit *edit = self->edit;
  const ModelRecord *record = model_find (self->model, edit->id);

  for (guint i = 0; record != NULL && edit->kind->fields[i].name != NULL; i++)
    {
      ModelLoss *loss;

      if (!edit->touched[i] || edit->kind->fields[i].type == SOHO_FIELD_SET
          || !judge_is_unseen (self, record, i) || record->changed_by[i] == 0
          || record->values[i].type == SOHO_VALUE_NONE
          || soho_value_equal (&record->values[i], &values[i]))
        continue;
      loss = g_new0 (ModelLoss, 1);
      loss->writer = record->changed_by[i];
      loss->id = edit->id;
      loss->kind = edit->kind;
      loss->field = i;
      soho_value_copy (&loss->value, &record->values[i]);
      g_ptr_array_add (self->model->losses, loss);
    }
}

static void
do_edit (const Case *self, const SohoValue *values)
{
  if (self->edit->act == SOHO_EDIT_DELETE)
    {
      model_delete (self->model, self->edit->id);
      return;
    }
  note_losses (self, values);
  model_put (self->model, self->edit->kind, self->edit->id, values, self->writer);
}

static const char *
find_code (const SohoEditsAnswer *answer, gint64 number)
{
  for (guint i = 0; i < answer->refusals->len; i++)
    {
      const SohoRefusal *refusal = g_ptr_array_index (answer->refusals, i);

      if (refusal->number == number)
        return refusal->code;
    }
  return "";
}

static char *
dup_key (guint writer, gint64 number)
{
  return g_strdup_printf ("%u %" G_GINT64_FORMAT, writer, number);
}

static void
take_new (World *world, Case *self, const SohoSentEdit *sent, const char *code)
{
  const SohoKind *kind = sent->edit != NULL ? sent->edit->kind : NULL;
  SohoValue *values = kind != NULL ? soho_values_new (soho_kind_get_n_fields (kind)) : NULL;
  const char *expected;

  self->edit = sent->edit;
  expected = sent->trouble != NULL ? sent->trouble->code : judge_edit (self, values);
  if (strcmp (expected, code) != 0)
    world_fail (world, ORACLE_RULES, "edit %u/%d was answered “%s”, by the rules it is “%s”",
                self->writer, (int) sent->number, code, expected);
  else if (*code == '\0')
    do_edit (self, values);
  if (kind != NULL)
    soho_values_free (values, soho_kind_get_n_fields (kind));
}

static void
take_edit (World *world, Case *self, const SohoSentEdit *sent, const char *code)
{
  Model *model = self->model;
  g_autofree char *key = dup_key (self->writer, sent->number);
  const char *before = g_hash_table_lookup (model->verdicts, key);

  world_tell (world, "  edit %u/%d %s %s: %s%s", self->writer, (int) sent->number,
              sent->edit != NULL ? sent->edit->kind->name : "?",
              sent->edit != NULL ? soho_edit_act_get_name (sent->edit->act) : "?",
              *code != '\0' ? code : "accepted", before != NULL ? " (again)" : "");
  if (before != NULL)
    {
      if (strcmp (before, code) != 0)
        world_fail (world, ORACLE_ONCE, "edit %s was “%s” and is now “%s”", key, before, code);
      if (strcmp (g_hash_table_lookup (model->digests, key), sent->digest) != 0)
        world_fail (world, ORACLE_ONCE, "another edit passed as %s", key);
      return;
    }
  if (sent->number != model_get_last (model, self->writer) + 1)
    world_fail (world, ORACLE_ONCE, "edit %s was taken out of order", key);
  world->n_edits++;
  world->n_refusals += *code != '\0';
  take_new (world, self, sent, code);
  g_hash_table_insert (model->last, GUINT_TO_POINTER (self->writer),
                       GINT_TO_POINTER ((int) sent->number));
  g_hash_table_insert (model->digests, g_strdup (key), g_strdup (sent->digest));
  g_hash_table_insert (model->verdicts, g_steal_pointer (&key), g_strdup (code));
}

static gint64
get_heard (Model *self, guint writer)
{
  return GPOINTER_TO_INT (g_hash_table_lookup (self->heard, GUINT_TO_POINTER (writer)));
}

gboolean
model_must_know (Model *self, guint writer, const SohoEditsRequest *request)
{
  for (guint i = 0; i < request->edits->len; i++)
    {
      const SohoSentEdit *sent = g_ptr_array_index (request->edits, i);
      g_autofree char *key = dup_key (writer, sent->number);

      if (sent->number <= get_heard (self, writer)
          || g_strcmp0 (g_hash_table_lookup (self->digests, key), sent->digest) != 0)
        return FALSE;
    }
  return TRUE;
}

void
model_take_edits (World *world,
                  const Person *person,
                  guint writer,
                  const SohoEditsRequest *request,
                  const SohoEditsAnswer *answer)
{
  g_auto (GStrv) audiences = model_dup_audiences (person);
  Case self = { world->model, person, writer, audiences, NULL };
  gint64 heard = MAX (get_heard (world->model, writer), request->acknowledged);

  g_hash_table_insert (world->model->heard, GUINT_TO_POINTER (writer),
                       GINT_TO_POINTER ((int) heard));

  for (guint i = 0; i < request->edits->len && !world->has_failed; i++)
    {
      const SohoSentEdit *sent = g_ptr_array_index (request->edits, i);

      take_edit (world, &self, sent, find_code (answer, sent->number));
    }
}

const char *
model_get_verdict (Model *self, guint writer, gint64 number)
{
  g_autofree char *key = dup_key (writer, number);

  return g_hash_table_lookup (self->verdicts, key);
}

gint64
model_get_last (Model *self, guint writer)
{
  return GPOINTER_TO_INT (g_hash_table_lookup (self->last, GUINT_TO_POINTER (writer)));
}

GPtrArray *
model_get_losses (Model *self)
{
  return self->losses;
}
