/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "change/edit-line.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "formats/json.h"
#include "formats/ndjson.h"
#include "model/validate.h"

/* An object of objects of lists. */
#define LINE_DEPTH 3

static const char *const acts[] = { "create", "change", "delete" };

const char *
soho_edit_act_get_name (SohoEditAct act)
{
  return acts[act];
}

/* The values of those touched fields that are sets, or that are none. */
static void
append_part (
    GString *line, const char *name, const SohoEdit *edit, const SohoValue *values, gboolean sets)
{
  guint n = soho_kind_get_n_fields (edit->kind);
  g_autofree SohoValue *part = g_new0 (SohoValue, n); /* their contents are borrowed */
  gsize start = line->len, empty;

  for (guint i = 0; i < n; i++)
    if (edit->touched[i] && (edit->kind->fields[i].type == SOHO_FIELD_SET) == sets)
      part[i] = values[i];
  g_string_append_printf (line, ",\"%s\":{", name);
  empty = line->len;
  soho_json_append_fields (line, edit->kind, part, FALSE);
  if (line->len == empty)
    g_string_truncate (line, start);
  else
    g_string_append_c (line, '}');
}

static void
append_cleared (GString *line, const SohoEdit *edit)
{
  const char *separator = ",\"clear\":[";

  for (guint i = 0; edit->kind->fields[i].name != NULL; i++)
    if (edit->touched[i] && edit->kind->fields[i].type != SOHO_FIELD_SET
        && edit->values[i].type == SOHO_VALUE_NONE)
      {
        g_string_append (line, separator);
        soho_json_append_string (line, edit->kind->fields[i].name);
        separator = ",";
      }
  if (*separator == ',' && separator[1] == '\0')
    g_string_append_c (line, ']');
}

char *
soho_edit_dup_line (const SohoEdit *edit)
{
  GString *line = g_string_new (NULL);

  g_string_append_printf (line,
                          "{\"act\":\"%s\",\"kind\":\"%s\",\"id\":%" G_GINT64_FORMAT
                          ",\"base\":%" G_GINT64_FORMAT,
                          acts[edit->act], edit->kind->name, edit->id, edit->base);
  append_part (line, "set", edit, edit->values, FALSE);
  append_cleared (line, edit);
  append_part (line, "add", edit, edit->values, TRUE);
  append_part (line, "remove", edit, edit->removed, TRUE);
  g_string_append_c (line, '}');
  return g_string_free (line, FALSE);
}

char *
soho_edit_dup_digest (const SohoEdit *edit)
{
  g_autofree char *line = soho_edit_dup_line (edit);

  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, line, -1);
}

static gboolean
fail_no_edit (GError **error)
{
  g_set_error_literal (error, SOHO_JSON_ERROR, SOHO_JSON_ERROR_SYNTAX,
                       _ ("This is no edit of a record that is known here."));
  return FALSE;
}

static gboolean
read_part (SohoEdit *edit, JsonObject *part, SohoValue *values, gboolean sets, GError **error)
{
  const SohoField *fields = edit->kind->fields;

  for (guint i = 0; part != NULL && fields[i].name != NULL; i++)
    {
      JsonNode *node = json_object_get_member (part, fields[i].name);

      if (node == NULL || (fields[i].type == SOHO_FIELD_SET) != sets)
        continue;
      edit->touched[i] = TRUE;
      if (!soho_json_read_field (&fields[i], node, &values[i], error))
        return FALSE;
    }
  return TRUE;
}

static void
read_cleared (SohoEdit *edit, JsonArray *names)
{
  for (guint i = 0; names != NULL && i < json_array_get_length (names); i++)
    {
      JsonNode *node = json_array_get_element (names, i);
      int field = json_node_get_value_type (node) == G_TYPE_STRING
                      ? soho_kind_find_field (edit->kind, json_node_get_string (node))
                      : -1;

      if (field >= 0)
        edit->touched[field] = TRUE;
    }
}

static gboolean
read_act (const char *name, SohoEditAct *act)
{
  for (guint i = 0; name != NULL && i < G_N_ELEMENTS (acts); i++)
    if (strcmp (acts[i], name) == 0)
      {
        *act = (SohoEditAct) i;
        return TRUE;
      }
  return FALSE;
}

SohoEdit *
soho_edit_parse_line (const SohoModel *model, const char *line, GError **error)
{
  g_autoptr (JsonNode) root = soho_json_parse (line, strlen (line), LINE_DEPTH, error);
  g_autoptr (SohoEdit) edit = NULL;
  JsonObject *object;
  const char *name;
  const SohoKind *kind;
  SohoEditAct act;
  gint64 id, base;

  if (root == NULL)
    return NULL;
  object = JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : NULL;
  name = soho_json_get_string (object, "kind");
  kind = name != NULL ? soho_model_find_kind (model, name) : NULL;
  if (kind == NULL || !read_act (soho_json_get_string (object, "act"), &act)
      || !soho_json_get_int64 (object, "id", 1, SOHO_ID_MAX, &id)
      || !soho_json_get_int64 (object, "base", 0, G_MAXINT64, &base))
    {
      fail_no_edit (error);
      return NULL;
    }
  edit = soho_edit_new (kind, act, id, base);
  read_cleared (edit, soho_json_get_array (object, "clear"));
  if (!read_part (edit, soho_json_get_object (object, "set"), edit->values, FALSE, error)
      || !read_part (edit, soho_json_get_object (object, "add"), edit->values, TRUE, error)
      || !read_part (edit, soho_json_get_object (object, "remove"), edit->removed, TRUE, error))
    return NULL;
  return g_steal_pointer (&edit);
}
