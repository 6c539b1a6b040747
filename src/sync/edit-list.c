/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "edit-list.h"

#include <glib/gi18n-lib.h>

#include "change/edit-line.h"
#include "formats/json.h"
#include "formats/ndjson.h"

/* An object of lists of objects. */
#define ANSWER_DEPTH 3

static void
sent_edit_free (gpointer data)
{
  SohoSentEdit *sent = data;

  g_clear_pointer (&sent->edit, soho_edit_free);
  g_clear_pointer (&sent->trouble, soho_refusal_free);
  g_free (sent->digest);
  g_free (sent);
}

GPtrArray *
soho_edits_new_list (void)
{
  return g_ptr_array_new_with_free_func (sent_edit_free);
}

void
soho_edits_request_free (SohoEditsRequest *request)
{
  g_ptr_array_unref (request->edits);
  g_free (request);
}

static void
overwritten_free (gpointer data)
{
  SohoOverwritten *overwritten = data;

  g_clear_pointer (&overwritten->edit, soho_edit_free);
  g_free (overwritten);
}

SohoEditsAnswer *
soho_edits_answer_new (void)
{
  SohoEditsAnswer *answer = g_new0 (SohoEditsAnswer, 1);

  answer->refusals = g_ptr_array_new_with_free_func ((GDestroyNotify) soho_refusal_free);
  answer->overwritten = g_ptr_array_new_with_free_func (overwritten_free);
  return answer;
}

void
soho_edits_answer_free (SohoEditsAnswer *answer)
{
  g_ptr_array_unref (answer->refusals);
  g_ptr_array_unref (answer->overwritten);
  g_free (answer);
}

void
soho_edits_answer_add_overwritten (SohoEditsAnswer *answer, gint64 entry, SohoEdit *edit)
{
  SohoOverwritten *overwritten = g_new0 (SohoOverwritten, 1);

  overwritten->entry = entry;
  overwritten->edit = edit;
  g_ptr_array_add (answer->overwritten, overwritten);
}

/* Integers as differences to the one before. */
typedef struct
{
  GString *text;
  gint64 before;
} Numbers;

static void
append_number (Numbers *numbers, gint64 number)
{
  g_string_append_printf (numbers->text, "%s%" G_GINT64_FORMAT, numbers->text->len > 0 ? "," : "",
                          number - numbers->before);
  numbers->before = number;
}

/* Takes the numbers. */
static void
append_numbers (GString *line, const char *name, Numbers *numbers)
{
  if (numbers->text->len > 0)
    g_string_append_printf (line, ",\"%s\":[%s]", name, numbers->text->str);
  g_string_free (numbers->text, TRUE);
}

/* before: the last whole number of the column. */
static void
append_value (GString *is, const SohoField *field, const SohoValue *value, gint64 *before)
{
  if (value->type != SOHO_VALUE_INTEGER)
    {
      soho_json_append_value (is, field, value);
      return;
    }
  g_string_append_printf (is, "%" G_GINT64_FORMAT,
                          (gint64) ((guint64) value->integer - (guint64) *before));
  *before = value->integer;
}

/* The rows of one column that say something, and what. */
static void
append_column (GString *line, GPtrArray *rows, guint field, gboolean removed, gboolean *first)
{
  Numbers at = { g_string_new (NULL), 0 };
  g_autoptr (GString) is = g_string_new (NULL);
  gint64 before = 0;
  guint said = 0;

  for (guint row = 0; row < rows->len; row++)
    {
      const SohoEdit *edit = g_ptr_array_index (rows, row);
      const SohoField *declared = &edit->kind->fields[field];
      const SohoValue *value = removed ? &edit->removed[field] : &edit->values[field];

      if (!edit->touched[field]
          || (declared->type == SOHO_FIELD_SET && value->type == SOHO_VALUE_NONE))
        continue;
      append_number (&at, row);
      if (said++ > 0)
        g_string_append_c (is, ',');
      append_value (is, declared, value, &before);
    }
  if (said > 0)
    {
      const SohoEdit *any = g_ptr_array_index (rows, 0);

      g_string_append_printf (line, "%s\"%s\":", *first ? "" : ",", any->kind->fields[field].name);
      if (said == rows->len)
        g_string_append_printf (line, "[%s]", is->str);
      else
        g_string_append_printf (line, "{\"at\":[%s],\"is\":[%s]}", at.text->str, is->str);
      *first = FALSE;
    }
  g_string_free (at.text, TRUE);
}

static void
append_columns (GString *line, const char *name, GPtrArray *rows, gboolean sets, gboolean removed)
{
  const SohoKind *kind = ((SohoEdit *) g_ptr_array_index (rows, 0))->kind;
  gsize start = line->len;
  gboolean first = TRUE;

  g_string_append_printf (line, ",\"%s\":{", name);
  for (guint field = 0; kind->fields[field].name != NULL; field++)
    if ((kind->fields[field].type == SOHO_FIELD_SET) == sets)
      append_column (line, rows, field, removed, &first);
  if (first)
    g_string_truncate (line, start);
  else
    g_string_append_c (line, '}');
}

static void
append_group (GString *line, GPtrArray *rows, gint64 first_number)
{
  const SohoKind *kind = ((SohoEdit *) g_ptr_array_index (rows, 0))->kind;
  Numbers n = { g_string_new (NULL), 0 }, id = { g_string_new (NULL), 0 },
          base = { g_string_new (NULL), 0 }, creations = { g_string_new (NULL), 0 },
          deletions = { g_string_new (NULL), 0 };

  for (guint row = 0; row < rows->len; row++)
    {
      const SohoEdit *edit = g_ptr_array_index (rows, row);

      append_number (&n, edit->number - first_number);
      append_number (&id, edit->id);
      append_number (&base, edit->base);
      if (edit->act != SOHO_EDIT_CHANGE)
        append_number (edit->act == SOHO_EDIT_CREATE ? &creations : &deletions, row);
    }
  g_string_append_printf (line, "{\"kind\":\"%s\"", kind->name);
  append_numbers (line, "n", &n);
  append_numbers (line, "id", &id);
  append_numbers (line, "base", &base);
  append_numbers (line, "create", &creations);
  append_numbers (line, "delete", &deletions);
  append_columns (line, "set", rows, FALSE, FALSE);
  append_columns (line, "add", rows, TRUE, FALSE);
  append_columns (line, "remove", rows, TRUE, TRUE);
  g_string_append_c (line, '}');
}

/* The edits that are of the same kind as the one at this place, unless an earlier one is. */
static GPtrArray *
take_group (GPtrArray *edits, guint place)
{
  const SohoEdit *leader = g_ptr_array_index (edits, place);
  GPtrArray *rows = g_ptr_array_new ();

  for (guint i = 0; i < edits->len; i++)
    {
      SohoEdit *edit = g_ptr_array_index (edits, i);

      if (edit->kind != leader->kind)
        continue;
      if (i < place)
        break;
      g_ptr_array_add (rows, edit);
    }
  return rows;
}

char *
soho_edits_dup_request (GPtrArray *edits, gint64 acknowledged, gint64 seen)
{
  const SohoEdit *first = g_ptr_array_index (edits, 0);
  GString *line = g_string_new (NULL);

  g_string_append_printf (line,
                          "{\"acknowledged\":%" G_GINT64_FORMAT ",\"seen\":%" G_GINT64_FORMAT
                          ",\"first\":%" G_GINT64_FORMAT ",\"count\":%u,\"groups\":[",
                          acknowledged, seen, first->number, edits->len);
  for (guint i = 0; i < edits->len; i++)
    {
      g_autoptr (GPtrArray) rows = take_group (edits, i);

      if (rows->len == 0)
        continue;
      if (i > 0)
        g_string_append_c (line, ',');
      append_group (line, rows, first->number);
    }
  g_string_append (line, "]}");
  return g_string_free (line, FALSE);
}

static void
append_text (GString *out, const char *name, const char *text)
{
  g_autofree char *valid = text != NULL ? g_utf8_make_valid (text, -1) : NULL;

  if (valid == NULL)
    return;
  g_string_append_printf (out, ",\"%s\":", name);
  soho_json_append_string (out, valid);
}

char *
soho_edits_dup_answer (const SohoEditsAnswer *answer)
{
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "{\"answered\":%" G_GINT64_FORMAT, answer->answered);
  for (guint i = 0; i < answer->refusals->len; i++)
    {
      const SohoRefusal *refusal = g_ptr_array_index (answer->refusals, i);

      g_string_append_printf (text, "%s{\"number\":%" G_GINT64_FORMAT,
                              i == 0 ? ",\"refused\":[" : ",", refusal->number);
      append_text (text, "code", refusal->code);
      append_text (text, "field", refusal->field);
      append_text (text, "detail", refusal->detail);
      g_string_append (text, i + 1 == answer->refusals->len ? "}]" : "}");
    }
  for (guint i = 0; i < answer->overwritten->len; i++)
    {
      const SohoOverwritten *overwritten = g_ptr_array_index (answer->overwritten, i);
      g_autofree char *line = soho_edit_dup_line (overwritten->edit);

      g_string_append_printf (text, "%s{\"entry\":%" G_GINT64_FORMAT,
                              i == 0 ? ",\"overwritten\":[" : ",", overwritten->entry);
      append_text (text, "edit", line);
      g_string_append (text, i + 1 == answer->overwritten->len ? "}]" : "}");
    }
  g_string_append_c (text, '}');
  return g_string_free (text, FALSE);
}

static gboolean
fail_bad_answer (GError **error)
{
  g_set_error_literal (error, SOHO_PROTOCOL_ERROR, SOHO_PROTOCOL_ERROR_INVALID,
                       _ ("The server's answer to what was written here makes no sense. All of it "
                          "is still here; try again later."));
  return FALSE;
}

static JsonObject *
get_element (JsonArray *array, guint i)
{
  JsonNode *node = json_array_get_element (array, i);

  return JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

static gboolean
read_refusals (SohoEditsAnswer *answer, JsonArray *refused, GError **error)
{
  for (guint i = 0; refused != NULL && i < json_array_get_length (refused); i++)
    {
      JsonObject *object = get_element (refused, i);
      const char *code = soho_json_get_string (object, "code");
      gint64 number;

      if (code == NULL || !soho_json_get_int64 (object, "number", 1, answer->answered, &number))
        return fail_bad_answer (error);
      g_ptr_array_add (answer->refusals,
                       soho_refusal_new (number, code, soho_json_get_string (object, "field"),
                                         soho_json_get_string (object, "detail")));
    }
  return TRUE;
}

static gboolean
read_overwritten (const SohoModel *model,
                  SohoEditsAnswer *answer,
                  JsonArray *overwritten,
                  GError **error)
{
  for (guint i = 0; overwritten != NULL && i < json_array_get_length (overwritten); i++)
    {
      JsonObject *object = get_element (overwritten, i);
      const char *line = soho_json_get_string (object, "edit");
      gint64 entry;

      if (line == NULL || !soho_json_get_int64 (object, "entry", 1, G_MAXINT64, &entry))
        return fail_bad_answer (error);
      soho_edits_answer_add_overwritten (answer, entry, soho_edit_parse_line (model, line, NULL));
    }
  return TRUE;
}

SohoEditsAnswer *
soho_edits_parse_answer (const SohoModel *model, const char *text, gsize length, GError **error)
{
  g_autoptr (JsonNode) root = soho_json_parse (text, length, ANSWER_DEPTH, NULL);
  g_autoptr (SohoEditsAnswer) answer = soho_edits_answer_new ();
  JsonObject *object
      = root != NULL && JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : NULL;

  if (!soho_json_get_int64 (object, "answered", 0, G_MAXINT64, &answer->answered))
    fail_bad_answer (error);
  else if (read_refusals (answer, soho_json_get_array (object, "refused"), error)
           && read_overwritten (model, answer, soho_json_get_array (object, "overwritten"), error))
    return g_steal_pointer (&answer);
  return NULL;
}
