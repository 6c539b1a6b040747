/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model.h"

#include <string.h>

#include "change/edit-line.h"
#include "formats/ndjson.h"
#include "judge.h"

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
  GPtrArray *losses;    /* ModelLoss */
};

static int
compare_ids (gconstpointer a, gconstpointer b, gpointer unused)
{
  gint64 left = *(const gint64 *) a, right = *(const gint64 *) b;

  return left < right ? -1 : left > right;
}

static void
kept_free (gpointer data)
{
  Kept *kept = data;

  soho_values_free (kept->record.values, soho_kind_get_n_fields (kept->record.kind));
  g_free (kept->record.audience);
  g_free (kept->record.changed_at);
  g_free (kept->record.changed_by);
  g_free (kept->line);
  g_free (kept);
}

static void
loss_free (gpointer data)
{
  soho_value_clear (&((ModelLoss *) data)->value);
  g_free (data);
}

Model *
model_new (void)
{
  Model *self = g_new0 (Model, 1);

  self->records = g_tree_new_full (compare_ids, NULL, NULL, kept_free);
  self->departed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->left = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->verdicts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->digests = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->last = g_hash_table_new (NULL, NULL);
  self->losses = g_ptr_array_new_with_free_func (loss_free);
  return self;
}

void
model_free (Model *self)
{
  g_tree_unref (self->records);
  g_hash_table_unref (self->departed);
  g_hash_table_unref (self->left);
  g_hash_table_unref (self->verdicts);
  g_hash_table_unref (self->digests);
  g_hash_table_unref (self->last);
  g_ptr_array_unref (self->losses);
  g_free (self);
}

ModelRecord *
model_find (Model *self, gint64 id)
{
  return g_tree_lookup (self->records, &id);
}

static gboolean
add_to_list (gpointer key, gpointer value, gpointer list)
{
  g_ptr_array_add (list, value);
  return FALSE;
}

GPtrArray *
model_list (Model *self)
{
  GPtrArray *list = g_ptr_array_new ();

  g_tree_foreach (self->records, add_to_list, list);
  return list;
}

void
model_append_line (GString *out,
                   const SohoKind *kind,
                   gint64 id,
                   gint64 revision,
                   const char *audience,
                   const SohoValue *values)
{
  g_string_append_printf (out, "%s %" G_GINT64_FORMAT " r%" G_GINT64_FORMAT " %s {", kind->name, id,
                          revision, audience);
  soho_json_append_fields (out, kind, values, FALSE);
  g_string_append (out, "}\n");
}

char *
model_dup_readable (Model *self, const char *const *audiences)
{
  const SohoModel *model = soho_model_get ();
  g_autoptr (GPtrArray) list = model_list (self);
  GString *lines = g_string_new (NULL);

  for (const SohoKind *const *kind = model->kinds; *kind != NULL; kind++)
    for (guint i = 0; i < list->len; i++)
      {
        const Kept *kept = g_ptr_array_index (list, i);

        if (kept->record.kind == *kind && g_strv_contains (audiences, kept->record.audience))
          g_string_append (lines, kept->line);
      }
  return g_string_free (lines, FALSE);
}

static void
count_departure (Model *self, gint64 id, int by)
{
  int n = GPOINTER_TO_INT (g_hash_table_lookup (self->left, &id)) + by;

  g_hash_table_insert (self->left, g_memdup2 (&id, sizeof id), GINT_TO_POINTER (n));
}

static void
depart (Model *self, gint64 id, const char *audience)
{
  if (g_hash_table_add (self->departed, g_strdup_printf ("%" G_GINT64_FORMAT " %s", id, audience)))
    count_departure (self, id, 1);
}

static void
arrive (Model *self, gint64 id, const char *audience)
{
  g_autofree char *key = g_strdup_printf ("%" G_GINT64_FORMAT " %s", id, audience);

  if (g_hash_table_remove (self->departed, key))
    count_departure (self, id, -1);
}

gboolean
model_was_there (Model *self, gint64 id)
{
  return GPOINTER_TO_INT (g_hash_table_lookup (self->left, &id)) > 0;
}

static gint64
owner_of (const SohoKind *kind, const SohoValue *values)
{
  int field = soho_kind_get_owner_field (kind);

  return field >= 0 && values[field].type == SOHO_VALUE_INTEGER ? values[field].integer : 0;
}

static char *
dup_audience (Model *self, const SohoKind *kind, gint64 id, const SohoValue *values)
{
  gint64 owner = owner_of (kind, values);
  ModelRecord *whole = owner != 0 ? model_find (self, owner) : NULL;

  return soho_kind_dup_audience (kind, values, owner != 0 ? owner : id,
                                 whole != NULL ? whole->audience : NULL);
}

static Kept *
kept_new (const SohoKind *kind, gint64 id)
{
  Kept *kept = g_new0 (Kept, 1);
  guint n = soho_kind_get_n_fields (kind);

  kept->record.kind = kind;
  kept->record.id = id;
  kept->record.values = soho_values_new (n);
  kept->record.changed_at = g_new0 (gint64, n);
  kept->record.changed_by = g_new0 (guint, n);
  return kept;
}

static GPtrArray *
list_parts (Model *self, gint64 owner)
{
  g_autoptr (GPtrArray) list = model_list (self);
  GPtrArray *parts = g_ptr_array_new ();

  for (guint i = 0; i < list->len; i++)
    if (((Kept *) g_ptr_array_index (list, i))->owner == owner)
      g_ptr_array_add (parts, g_ptr_array_index (list, i));
  return parts;
}

static void put (Model *self, Kept *kept, const SohoValue *values, guint writer);

static void
put_parts (Model *self, gint64 owner)
{
  g_autoptr (GPtrArray) parts = list_parts (self, owner);

  for (guint i = 0; i < parts->len; i++)
    {
      Kept *part = g_ptr_array_index (parts, i);

      put (self, part, part->record.values, 0);
    }
}

static gboolean
note_changes (ModelRecord *record, const SohoValue *values, guint writer)
{
  gboolean any = FALSE;

  for (guint i = 0; record->kind->fields[i].name != NULL; i++)
    {
      if (values == record->values || soho_value_equal (&record->values[i], &values[i]))
        continue;
      soho_value_copy (&record->values[i], &values[i]);
      any = TRUE;
      /* How a record was made is no change of it. */
      record->changed_at[i] = record->revision > 0 ? record->revision + 1 : 0;
      record->changed_by[i] = record->revision > 0 ? writer : 0;
    }
  return any;
}

/* A kept record gets these values; its own are allowed, when its readers may be others now. */
static void
put (Model *self, Kept *kept, const SohoValue *values, guint writer)
{
  ModelRecord *record = &kept->record;
  gboolean changed = note_changes (record, values, writer);
  g_autofree char *audience = dup_audience (self, record->kind, record->id, record->values);
  gboolean moved = record->audience != NULL && strcmp (record->audience, audience) != 0;
  g_autoptr (GString) line = g_string_new (NULL);

  if (!changed && !moved && record->audience != NULL)
    return;
  record->revision++;
  kept->owner = owner_of (record->kind, record->values);
  if (moved)
    depart (self, record->id, record->audience);
  arrive (self, record->id, audience);
  g_free (record->audience);
  record->audience = g_steal_pointer (&audience);
  model_append_line (line, record->kind, record->id, record->revision, record->audience,
                     record->values);
  g_free (kept->line);
  kept->line = g_string_free (g_steal_pointer (&line), FALSE);
  if (moved)
    put_parts (self, record->id);
}

static void
put_at (Model *self, const SohoKind *kind, gint64 id, const SohoValue *values, guint writer)
{
  Kept *kept = g_tree_lookup (self->records, &id);

  if (kept == NULL)
    {
      kept = kept_new (kind, id);
      g_tree_insert (self->records, &kept->record.id, kept);
    }
  put (self, kept, values, writer);
}

static void
delete_at (Model *self, gint64 id)
{
  g_autoptr (GPtrArray) parts = list_parts (self, id);
  Kept *kept = g_tree_lookup (self->records, &id);

  for (guint i = 0; i < parts->len; i++)
    delete_at (self, ((Kept *) g_ptr_array_index (parts, i))->record.id);
  if (kept == NULL)
    return;
  depart (self, id, kept->record.audience);
  g_tree_remove (self->records, &id);
}

void
model_write (Model *self, const SohoKind *kind, gint64 id, const SohoValue *values)
{
  if (values != NULL)
    put_at (self, kind, id, values, 0);
  else
    delete_at (self, id);
}

char **
model_dup_audiences (const Person *person)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  g_autofree char *own = NULL;
  g_autofree char *village = NULL;
  g_autofree char *desk = NULL;

  g_strv_builder_add (names, "public");
  if (person == NULL)
    return g_strv_builder_end (names);
  own = g_strdup_printf ("person:%" G_GINT64_FORMAT, person->id);
  village = g_strdup_printf ("village:%" G_GINT64_FORMAT, person->village);
  desk = g_strdup_printf ("desk:%" G_GINT64_FORMAT, person->desk);
  g_strv_builder_add (names, "members");
  if (person->is_staff)
    g_strv_builder_add (names, "staff");
  g_strv_builder_add (names, own);
  if (person->desk != 0)
    g_strv_builder_add (names, desk);
  if (person->village != 0)
    g_strv_builder_add (names, village);
  return g_strv_builder_end (names);
}

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
      delete_at (self->model, self->edit->id);
      return;
    }
  note_losses (self, values);
  put_at (self->model, self->edit->kind, self->edit->id, values, self->writer);
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

void
model_take_edits (World *world,
                  const Person *person,
                  guint writer,
                  const SohoEditsRequest *request,
                  const SohoEditsAnswer *answer)
{
  g_auto (GStrv) audiences = model_dup_audiences (person);
  Case self = { world->model, person, writer, audiences, NULL };

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

gboolean
model_compare (World *world)
{
  g_autoptr (GPtrArray) list = model_list (world->model);
  g_autoptr (sqlite3_stmt) statement = soho_database_prepare (
      soho_archive_get_database (world->archive),
      "SELECT printf ('%s %d r%d %s %s', kind, id, revision, audience, body) || char (10)"
      " FROM record ORDER BY id",
      NULL);
  guint n = 0;

  while (soho_database_next (statement, NULL))
    {
      const char *line = soho_database_column_text (statement, 0);

      if (n >= list->len || strcmp (((Kept *) g_ptr_array_index (list, n))->line, line) != 0)
        return world_fail (world, ORACLE_ONCE, "the server has %.*s and should have %.*s",
                           (int) strlen (line) - 1, line, n < list->len ? 400 : 10,
                           n < list->len ? ((Kept *) g_ptr_array_index (list, n))->line
                                         : "nothing");
      n++;
    }
  return n == list->len
         || world_fail (world, ORACLE_ONCE, "the server has lost %s",
                        ((Kept *) g_ptr_array_index (list, n))->line);
}
