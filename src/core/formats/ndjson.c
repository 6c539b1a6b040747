/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/ndjson.h"

#include <glib/gi18n-lib.h>

#include "formats/json.h"
#include "model/validate.h"

void
soho_json_append_value (GString *out, const SohoField *field, const SohoValue *value)
{
  g_autofree char *text = NULL;

  if (value->type == SOHO_VALUE_NONE)
    {
      g_string_append (out, "null");
      return;
    }
  switch (field->type)
    {
    case SOHO_FIELD_BOOLEAN:
      g_string_append (out, value->integer != 0 ? "true" : "false");
      break;
    case SOHO_FIELD_INTEGER:
    case SOHO_FIELD_REFERENCE:
    case SOHO_FIELD_REAL:
      text = soho_field_format (field, value);
      g_string_append (out, text);
      break;
    case SOHO_FIELD_SET:
      g_string_append_c (out, '[');
      for (char **element = value->set; *element != NULL; element++)
        {
          if (element != value->set)
            g_string_append_c (out, ',');
          soho_json_append_string (out, *element);
        }
      g_string_append_c (out, ']');
      break;
    case SOHO_FIELD_TEXT:
    case SOHO_FIELD_LONG_TEXT:
    case SOHO_FIELD_ENUMERATION:
    case SOHO_FIELD_BLOB:
    case SOHO_FIELD_DATE:
    case SOHO_FIELD_INSTANT:
      text = soho_field_format (field, value);
      soho_json_append_string (out, text);
      break;
    }
}

void
soho_json_append_fields (GString *out,
                         const SohoKind *kind,
                         const SohoValue *values,
                         gboolean leading_comma)
{
  for (guint i = 0; kind->fields[i].name != NULL; i++)
    {
      if (values[i].type == SOHO_VALUE_NONE)
        continue;
      if (leading_comma)
        g_string_append_c (out, ',');
      leading_comma = TRUE;
      soho_json_append_string (out, kind->fields[i].name);
      g_string_append_c (out, ':');
      soho_json_append_value (out, &kind->fields[i], &values[i]);
    }
}

static gboolean
read_set (const SohoField *field, JsonNode *node, SohoValue *value, GError **error)
{
  JsonArray *array = json_node_get_array (node);
  g_autoptr (GPtrArray) elements = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *element = json_array_get_element (array, i);

      if (json_node_get_value_type (element) != G_TYPE_STRING)
        return soho_validation_fail (error, field->name, _ ("should be a list of texts"));
      g_ptr_array_add (elements, g_strdup (json_node_get_string (element)));
    }
  g_ptr_array_add (elements, NULL);
  soho_value_take_set (value, (char **) g_ptr_array_free (g_steal_pointer (&elements), FALSE));
  return TRUE;
}

static gboolean
read_number (const SohoField *field, JsonNode *node, SohoValue *value, GError **error)
{
  GType type = json_node_get_value_type (node);

  if (field->type == SOHO_FIELD_REAL && (type == G_TYPE_DOUBLE || type == G_TYPE_INT64))
    soho_value_set_real (value, json_node_get_double (node));
  else if (field->type == SOHO_FIELD_BOOLEAN && type == G_TYPE_BOOLEAN)
    soho_value_set_integer (value, json_node_get_boolean (node));
  else if ((field->type == SOHO_FIELD_INTEGER || field->type == SOHO_FIELD_REFERENCE)
           && type == G_TYPE_INT64)
    soho_value_set_integer (value, json_node_get_int (node));
  else
    return soho_validation_fail (error, field->name, _ ("is of another type than it should be"));
  return TRUE;
}

gboolean
soho_json_read_field (const SohoField *field, JsonNode *node, SohoValue *value, GError **error)
{
  soho_value_clear (value);
  if (JSON_NODE_HOLDS_NULL (node))
    return TRUE;
  if (JSON_NODE_HOLDS_ARRAY (node) && field->type == SOHO_FIELD_SET)
    return read_set (field, node, value, error);
  if (!JSON_NODE_HOLDS_VALUE (node))
    return soho_validation_fail (error, field->name, _ ("is of another type than it should be"));
  if (json_node_get_value_type (node) == G_TYPE_STRING && field->type != SOHO_FIELD_SET
      && field->type != SOHO_FIELD_REFERENCE)
    return soho_field_parse (field, json_node_get_string (node), value, error);
  return read_number (field, node, value, error);
}

gboolean
soho_json_read_fields (const SohoKind *kind, JsonObject *object, SohoValue *values, GError **error)
{
  for (guint i = 0; kind->fields[i].name != NULL; i++)
    {
      JsonNode *node = json_object_get_member (object, kind->fields[i].name);

      if (node == NULL)
        soho_value_clear (&values[i]);
      else if (!soho_json_read_field (&kind->fields[i], node, &values[i], error))
        return FALSE;
    }
  return TRUE;
}
