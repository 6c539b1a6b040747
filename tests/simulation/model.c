/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model-private.h"

#include <string.h>

#include "formats/ndjson.h"

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
  self->heard = g_hash_table_new (NULL, NULL);
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
  g_hash_table_unref (self->heard);
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

char *
model_dup_audience (Model *self, const SohoKind *kind, gint64 id, const SohoValue *values)
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
      if (soho_value_equal (&record->values[i], &values[i]))
        continue;
      soho_value_copy (&record->values[i], &values[i]);
      any = TRUE;
      /* How a record was made is no change of it. */
      record->changed_at[i] = record->revision > 0 ? record->revision + 1 : 0;
      record->changed_by[i] = record->revision > 0 ? writer : 0;
    }
  return any;
}

/* Whether what the field refers to may be for fewer people than what refers to it. */
static gboolean
is_questioned (const SohoKind *kind, const SohoField *field)
{
  return kind->read != SOHO_READ_SELF && field->type == SOHO_FIELD_REFERENCE && !field->owner
         && soho_model_find_kind (soho_model_get (), field->target)->read != SOHO_READ_PUBLIC;
}

gboolean
model_may_refer (
    Model *self, const SohoKind *kind, const SohoField *field, const char *audience, gint64 target)
{
  const ModelRecord *record = model_find (self, target);

  return !is_questioned (kind, field)
         || (record != NULL && soho_audience_covers (record->audience, audience));
}

/* Takes out what not all readers of the record may follow. */
static void
withhold (Model *self, const SohoKind *kind, const char *audience, SohoValue *values)
{
  for (guint i = 0; kind->fields[i].name != NULL; i++)
    if (!kind->fields[i].required && values[i].type == SOHO_VALUE_INTEGER
        && !model_may_refer (self, kind, &kind->fields[i], audience, values[i].integer))
      soho_value_clear (&values[i]);
}

static void
put_referrers (Model *self, const SohoKind *target, gint64 id)
{
  g_autoptr (GPtrArray) list = model_list (self);

  for (guint i = 0; i < list->len; i++)
    {
      Kept *kept = g_ptr_array_index (list, i);
      const SohoKind *kind = kept->record.kind;

      for (guint field = 0; kind->fields[field].name != NULL; field++)
        if (is_questioned (kind, &kind->fields[field]) && !kind->fields[field].required
            && strcmp (kind->fields[field].target, target->name) == 0
            && kept->record.values[field].type == SOHO_VALUE_INTEGER
            && kept->record.values[field].integer == id)
          put (self, kept, kept->record.values, 0);
    }
}

static void
note_line (Kept *kept)
{
  ModelRecord *record = &kept->record;
  GString *line = g_string_new (NULL);

  model_append_line (line, record->kind, record->id, record->revision, record->audience,
                     record->values);
  g_free (kept->line);
  kept->line = g_string_free (line, FALSE);
}

/* The record has these readers now. Returns whether it had others before. */
static gboolean
move (Model *self, ModelRecord *record, const char *audience)
{
  gboolean moved = record->audience != NULL && strcmp (record->audience, audience) != 0;

  if (moved)
    depart (self, record->id, record->audience);
  arrive (self, record->id, audience);
  g_free (record->audience);
  record->audience = g_strdup (audience);
  return moved;
}

/* A kept record gets these values; its own are allowed, when its readers may be others now. */
static void
put (Model *self, Kept *kept, const SohoValue *values, guint writer)
{
  ModelRecord *record = &kept->record;
  guint n = soho_kind_get_n_fields (record->kind);
  SohoValue *after = soho_values_new (n);
  g_autofree char *audience = model_dup_audience (self, record->kind, record->id, values);
  gboolean is_new = record->audience == NULL, changed, moved;

  for (guint i = 0; i < n; i++)
    soho_value_copy (&after[i], &values[i]);
  withhold (self, record->kind, audience, after);
  changed = note_changes (record, after, writer);
  soho_values_free (after, n);
  if (!changed && !is_new && strcmp (record->audience, audience) == 0)
    return;
  record->revision++;
  kept->owner = owner_of (record->kind, record->values);
  moved = move (self, record, audience);
  note_line (kept);
  if (moved || is_new)
    put_parts (self, record->id);
  if (moved)
    put_referrers (self, record->kind, record->id);
}

void
model_put (Model *self, const SohoKind *kind, gint64 id, const SohoValue *values, guint writer)
{
  Kept *kept = g_tree_lookup (self->records, &id);

  if (kept == NULL)
    {
      kept = kept_new (kind, id);
      g_tree_insert (self->records, &kept->record.id, kept);
    }
  put (self, kept, values, writer);
}

void
model_delete (Model *self, gint64 id)
{
  g_autoptr (GPtrArray) parts = list_parts (self, id);
  Kept *kept = g_tree_lookup (self->records, &id);
  const SohoKind *kind = kept != NULL ? kept->record.kind : NULL;

  for (guint i = 0; i < parts->len; i++)
    model_delete (self, ((Kept *) g_ptr_array_index (parts, i))->record.id);
  if (kept == NULL)
    return;
  depart (self, id, kept->record.audience);
  g_tree_remove (self->records, &id);
  put_referrers (self, kind, id);
}

void
model_write (Model *self, const SohoKind *kind, gint64 id, const SohoValue *values)
{
  if (values != NULL)
    model_put (self, kind, id, values, 0);
  else
    model_delete (self, id);
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
