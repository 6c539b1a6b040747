/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "edit-list.h"

#include <glib/gi18n-lib.h>

#include "change/edit-line.h"
#include "formats/json.h"
#include "formats/ndjson.h"
#include "model/validate.h"

/* Request, groups, group, columns, column, its values, a set. */
#define REQUEST_DEPTH 7

/* A group as it is read. */
typedef struct
{
  const SohoKind *kind; /* NULL if the server does not know it */
  const char *name;     /* of the kind, borrowed */
  SohoSentEdit **rows;  /* n of them, borrowed from the request */
  guint n;
} Group;

static gboolean
fail_malformed (GError **error)
{
  g_set_error_literal (error, SOHO_PROTOCOL_ERROR, SOHO_PROTOCOL_ERROR_INVALID,
                       "This is no list of edits.");
  return FALSE;
}

/* Integers that are differences, each sum within min and max. FALSE if it is no such list, or if
 * there are not as many as expected; expected -1: any number. */
static gboolean
read_numbers (JsonArray *array, int expected, gint64 min, gint64 max, GArray *numbers)
{
  guint n = array != NULL ? json_array_get_length (array) : 0;
  gint64 before = 0;

  if (n > SOHO_EDITS_MAX || (expected >= 0 && n != (guint) expected))
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      JsonNode *node = json_array_get_element (array, i);
      gint64 number;

      if (json_node_get_value_type (node) != G_TYPE_INT64
          || __builtin_add_overflow (before, json_node_get_int (node), &number) || number < min
          || number > max)
        return FALSE;
      g_array_append_val (numbers, number);
      before = number;
    }
  return TRUE;
}

static GArray *
dup_numbers (JsonObject *group, const char *name, int expected, gint64 min, gint64 max)
{
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (gint64));

  return read_numbers (soho_json_get_array (group, name), expected, min, max, numbers)
             ? g_steal_pointer (&numbers)
             : NULL;
}

/* The first trouble is told. */
static void
note_trouble (SohoSentEdit *sent, const char *code, const char *field, const char *detail)
{
  if (sent->trouble == NULL)
    sent->trouble = soho_refusal_new (sent->number, code, field, detail);
}

static gboolean
is_whole (const SohoField *field)
{
  switch (field->type)
    {
    case SOHO_FIELD_INTEGER:
    case SOHO_FIELD_BOOLEAN:
    case SOHO_FIELD_DATE:
    case SOHO_FIELD_INSTANT:
    case SOHO_FIELD_REFERENCE:
      return TRUE;
    default:
      return FALSE;
    }
}

/* before: the last whole number of the column. */
static void
read_whole (
    SohoSentEdit *sent, const SohoField *field, SohoValue *value, JsonNode *node, gint64 *before)
{
  if (JSON_NODE_HOLDS_NULL (node))
    return;
  if (json_node_get_value_type (node) != G_TYPE_INT64)
    {
      note_trouble (sent, SOHO_REFUSAL_INVALID, field->name,
                    _ ("is of another type than it should be"));
      return;
    }
  *before = (gint64) ((guint64) *before + (guint64) json_node_get_int (node));
  if (*before < field->min || *before > field->max)
    note_trouble (sent, SOHO_REFUSAL_INVALID, field->name, _ ("is out of range"));
  else
    soho_value_set_integer (value, *before);
}

static void
read_value (SohoSentEdit *sent,
            const SohoField *field,
            guint index,
            gboolean removed,
            JsonNode *node,
            gint64 *before)
{
  SohoValue *value = removed ? &sent->edit->removed[index] : &sent->edit->values[index];
  g_autoptr (GError) error = NULL;

  sent->edit->touched[index] = TRUE;
  if (is_whole (field))
    read_whole (sent, field, value, node, before);
  else if (!soho_json_read_field (field, node, value, &error))
    {
      g_autoptr (SohoRefusal) refusal = soho_refusal_new_invalid (sent->number, error);

      note_trouble (sent, refusal->code, refusal->field, refusal->detail);
    }
}

/* A column: its values, and the rows that they are of. FALSE if it is malformed. */
static gboolean
read_column_shape (Group *group, JsonNode *node, JsonArray **is, GArray *at)
{
  if (JSON_NODE_HOLDS_ARRAY (node))
    {
      *is = json_node_get_array (node);
      for (gint64 row = 0; row < group->n; row++)
        g_array_append_val (at, row);
    }
  else if (JSON_NODE_HOLDS_OBJECT (node))
    {
      *is = soho_json_get_array (json_node_get_object (node), "is");
      if (!read_numbers (soho_json_get_array (json_node_get_object (node), "at"), -1, 0,
                         (gint64) group->n - 1, at))
        return FALSE;
    }
  return *is != NULL && json_array_get_length (*is) == at->len;
}

static gboolean
read_column (Group *group, const char *name, gboolean sets, gboolean removed, JsonNode *node)
{
  int index = group->kind != NULL ? soho_kind_find_field (group->kind, name) : -1;
  gboolean fits = index >= 0 && (group->kind->fields[index].type == SOHO_FIELD_SET) == sets;
  g_autoptr (GArray) at = g_array_new (FALSE, FALSE, sizeof (gint64));
  JsonArray *is = NULL;
  gint64 before = 0;

  if (!read_column_shape (group, node, &is, at))
    return FALSE;
  for (guint i = 0; i < at->len; i++)
    {
      SohoSentEdit *sent = group->rows[g_array_index (at, gint64, i)];

      if (fits)
        read_value (sent, &group->kind->fields[index], (guint) index, removed,
                    json_array_get_element (is, i), &before);
      else if (group->kind != NULL)
        note_trouble (sent, SOHO_REFUSAL_INVALID, name, _ ("is not known to this server"));
    }
  return TRUE;
}

static gboolean
read_columns (Group *group, JsonObject *object, const char *name, gboolean sets, gboolean removed)
{
  JsonObject *columns = soho_json_get_object (object, name);
  JsonObjectIter iter;
  const char *field;
  JsonNode *node;

  if (columns == NULL)
    return !json_object_has_member (object, name);
  json_object_iter_init (&iter, columns);
  while (json_object_iter_next (&iter, &field, &node))
    if (!read_column (group, field, sets, removed, node))
      return FALSE;
  return TRUE;
}

/* What tells the edits of an unknown kind apart is what can be told of them. */
static char *
dup_unknown_digest (const Group *group, gint64 id, gint64 base)
{
  g_autofree char *text
      = g_strdup_printf ("%s %" G_GINT64_FORMAT " %" G_GINT64_FORMAT, group->name, id, base);

  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);
}

static gboolean
set_acts (Group *group, GArray *rows, SohoEditAct act)
{
  for (guint i = 0; i < rows->len; i++)
    {
      SohoSentEdit *sent = group->rows[g_array_index (rows, gint64, i)];

      if (sent->edit == NULL)
        continue;
      if (sent->edit->act != SOHO_EDIT_CHANGE)
        return FALSE;
      sent->edit->act = act;
    }
  return TRUE;
}

/* Gives the group its rows, each of which must be free yet. */
static gboolean
take_rows (SohoEditsRequest *request, Group *group, JsonObject *object)
{
  g_autoptr (GArray) n = dup_numbers (object, "n", -1, 0, (gint64) request->edits->len - 1);
  int count = n != NULL ? (int) n->len : 0;
  g_autoptr (GArray) ids = dup_numbers (object, "id", count, 1, SOHO_ID_MAX);
  g_autoptr (GArray) bases = dup_numbers (object, "base", count, 0, G_MAXINT64);

  if (n == NULL || count == 0 || ids == NULL || bases == NULL)
    return FALSE;
  group->n = (guint) count;
  group->rows = g_new0 (SohoSentEdit *, group->n);
  for (guint row = 0; row < group->n; row++)
    {
      gint64 id = g_array_index (ids, gint64, row), base = g_array_index (bases, gint64, row);
      SohoSentEdit *sent = g_ptr_array_index (request->edits, g_array_index (n, gint64, row));

      if (sent->edit != NULL || sent->digest != NULL)
        return FALSE;
      group->rows[row] = sent;
      if (group->kind != NULL)
        sent->edit = soho_edit_new (group->kind, SOHO_EDIT_CHANGE, id, base);
      else
        {
          note_trouble (sent, SOHO_REFUSAL_UNKNOWN_KIND, NULL, NULL);
          sent->digest = dup_unknown_digest (group, id, base);
        }
    }
  return TRUE;
}

static gboolean
fill_rows (Group *group, JsonObject *object)
{
  g_autoptr (GArray) creations = dup_numbers (object, "create", -1, 0, (gint64) group->n - 1);
  g_autoptr (GArray) deletions = dup_numbers (object, "delete", -1, 0, (gint64) group->n - 1);

  if (creations == NULL || deletions == NULL || !set_acts (group, creations, SOHO_EDIT_CREATE)
      || !set_acts (group, deletions, SOHO_EDIT_DELETE)
      || !read_columns (group, object, "set", FALSE, FALSE)
      || !read_columns (group, object, "add", TRUE, FALSE)
      || !read_columns (group, object, "remove", TRUE, TRUE))
    return FALSE;
  for (guint row = 0; row < group->n; row++)
    if (group->rows[row]->edit != NULL)
      {
        group->rows[row]->edit->number = group->rows[row]->number;
        group->rows[row]->digest = soho_edit_dup_digest (group->rows[row]->edit);
      }
  return TRUE;
}

static gboolean
read_group (SohoEditsRequest *request, const SohoModel *model, JsonNode *node)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  Group group = { .name = soho_json_get_string (object, "kind") };
  gboolean read;

  if (group.name == NULL)
    return FALSE;
  group.kind = soho_model_find_kind (model, group.name);
  read = take_rows (request, &group, object) && fill_rows (&group, object);
  g_free (group.rows);
  return read;
}

static gboolean
read_groups (SohoEditsRequest *request, const SohoModel *model, JsonArray *groups)
{
  for (guint i = 0; i < json_array_get_length (groups); i++)
    if (!read_group (request, model, json_array_get_element (groups, i)))
      return FALSE;
  for (guint i = 0; i < request->edits->len; i++)
    if (((SohoSentEdit *) g_ptr_array_index (request->edits, i))->digest == NULL)
      return FALSE;
  return TRUE;
}

static SohoEditsRequest *
make_request (JsonObject *object, gint64 count)
{
  SohoEditsRequest *request = g_new0 (SohoEditsRequest, 1);

  request->edits = soho_edits_new_list ();
  soho_json_get_int64 (object, "acknowledged", 0, G_MAXINT64, &request->acknowledged);
  soho_json_get_int64 (object, "seen", 0, G_MAXINT64, &request->seen);
  soho_json_get_int64 (object, "first", 1, G_MAXINT64 / 2, &request->first);
  for (gint64 i = 0; i < count; i++)
    {
      SohoSentEdit *sent = g_new0 (SohoSentEdit, 1);

      sent->number = request->first + i;
      g_ptr_array_add (request->edits, sent);
    }
  return request;
}

SohoEditsRequest *
soho_edits_parse_request (const SohoModel *model, const char *line, gsize length, GError **error)
{
  g_autoptr (JsonNode) root = soho_json_parse (line, length, REQUEST_DEPTH, NULL);
  g_autoptr (SohoEditsRequest) request = NULL;
  JsonObject *object
      = root != NULL && JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : NULL;
  JsonArray *groups = soho_json_get_array (object, "groups");
  gint64 count;

  if (groups == NULL || !soho_json_get_int64 (object, "count", 1, G_MAXINT64, &count))
    {
      fail_malformed (error);
      return NULL;
    }
  if (count > SOHO_EDITS_MAX)
    {
      g_set_error (error, SOHO_PROTOCOL_ERROR, SOHO_PROTOCOL_ERROR_TOO_LARGE,
                   "These are too many edits: send %d at a time.", SOHO_EDITS_MAX);
      return NULL;
    }
  request = make_request (object, count);
  if (request->first > 0 && read_groups (request, model, groups))
    return g_steal_pointer (&request);
  fail_malformed (error);
  return NULL;
}
