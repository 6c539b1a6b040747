/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/reading.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "exchange/sheet.h"
#include "exchange/vocabulary.h"
#include "formats/csv.h"
#include "formats/json.h"
#include "formats/ndjson.h"
#include "model/validate.h"

/* An object of sets. */
#define LINE_DEPTH 3

void
soho_reading_complain (SohoReading *reading, guint line, const char *reason)
{
  soho_draft_complain (reading->complaints, reading->path, line, reason);
}

void
soho_reading_complain_of (SohoReading *reading, SohoDraft *draft, const char *reason)
{
  g_autofree char *named = soho_draft_dup_reason (draft, reason);

  soho_reading_complain (reading, draft->line, named);
  draft->bad = TRUE;
}

char *
soho_reading_dup_field_names (const SohoKind *kind)
{
  GString *known = g_string_new ("id, ref");

  for (const SohoField *field = kind->fields; field->name != NULL; field++)
    g_string_append_printf (known, ", %s", field->name);
  return g_string_free (known, FALSE);
}

void
soho_reading_complain_of_field (SohoReading *reading,
                                guint line,
                                const SohoKind *kind,
                                const char *name)
{
  g_autofree char *known = soho_reading_dup_field_names (kind);
  g_autofree char *reason = g_strdup_printf (
      _ ("%.80s: there is no such field of %s: rename or remove it (the fields are %s)"), name,
      kind->name, known);

  soho_reading_complain (reading, line, reason);
}

gboolean
soho_reading_count_line (SohoReading *reading, guint line)
{
  g_autofree char *reason = NULL;

  if (reading->n_lines < SOHO_DRAFTS_MAX && reading->drafts->len < SOHO_DRAFTS_MAX)
    {
      reading->n_lines++;
      return TRUE;
    }
  reason = g_strdup_printf (
      _ ("there are more than %d records: split the file into several and import "
         "them one after the other"),
      SOHO_DRAFTS_MAX);
  g_ptr_array_set_size (reading->drafts, 0);
  g_ptr_array_set_size (reading->complaints, 0);
  soho_reading_complain (reading, line, reason);
  return FALSE;
}

static gboolean
set_id_number (SohoDraft *draft, JsonNode *node, GError **error)
{
  if (json_node_get_value_type (node) == G_TYPE_INT64 && json_node_get_int (node) >= 1
      && json_node_get_int (node) <= SOHO_ID_MAX)
    {
      draft->id = json_node_get_int (node);
      return TRUE;
    }
  return soho_validation_fail (error, "id",
                               _ ("is no number that a record can have: leave it out"));
}

static gboolean
set_member (
    SohoReading *reading, SohoDraft *draft, const char *name, JsonNode *node, GError **error)
{
  int index = soho_kind_find_field (draft->kind, name);
  gboolean is_text
      = JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING;

  if (index >= 0 && draft->kind->fields[index].type == SOHO_FIELD_REFERENCE && is_text)
    return soho_draft_set_text (draft, (guint) index, json_node_get_string (node), error);
  if (index >= 0)
    {
      draft->said[index] = TRUE;
      return soho_json_read_field (&draft->kind->fields[index], node, &draft->values[index], error);
    }
  if (g_str_equal (name, "id"))
    return set_id_number (draft, node, error);
  if (g_str_equal (name, "ref"))
    return is_text ? soho_draft_set_ref (draft, json_node_get_string (node), error)
                   : soho_validation_fail (error, "ref", _ ("should be a text: put it in quotes"));
  if (!g_str_equal (name, "kind"))
    soho_reading_complain_of_field (reading, draft->line, draft->kind, name);
  return TRUE;
}

static void
read_object (SohoReading *reading, JsonObject *object, const SohoKind *kind, guint line)
{
  SohoDraft *draft = soho_draft_new (kind, line);
  g_autoptr (GList) names = json_object_get_members (object);

  for (GList *name = names; name != NULL; name = name->next)
    {
      g_autoptr (GError) error = NULL;

      if (!set_member (reading, draft, name->data, json_object_get_member (object, name->data),
                       &error))
        soho_reading_complain_of (reading, draft, error->message);
    }
  g_ptr_array_add (reading->drafts, draft);
}

static void
read_ndjson_line (SohoReading *reading, const char *text, gsize length, guint line)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) root = soho_json_parse (text, length, LINE_DEPTH, &error);
  JsonObject *object;
  const char *name;
  const SohoKind *kind = reading->kind;

  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    {
      soho_reading_complain (reading, line,
                             error != NULL ? error->message
                                           : _ ("is no JSON object: write one record per line"));
      return;
    }
  object = json_node_get_object (root);
  name = soho_json_get_string (object, "kind");
  if (json_object_has_member (object, "kind"))
    kind = name != NULL ? soho_model_find_kind (reading->model, name) : NULL;
  if (kind == NULL)
    soho_reading_complain (reading, line,
                           _ ("kind: is missing or not known: say which kind of record this is"));
  else
    read_object (reading, object, kind, line);
}

static gboolean
is_blank (const char *text, gsize length)
{
  while (length > 0 && strchr (" \t\r", text[length - 1]) != NULL && text[length - 1] != '\0')
    length--;
  return length == 0;
}

static void
read_ndjson (SohoReading *reading, GBytes *bytes)
{
  gsize length, mark = strlen (SOHO_CSV_BYTE_ORDER_MARK);
  const char *text = g_bytes_get_data (bytes, &length);
  guint line = 1;

  if (length >= mark && memcmp (text, SOHO_CSV_BYTE_ORDER_MARK, mark) == 0)
    {
      text += mark;
      length -= mark;
    }
  for (; length > 0; line++)
    {
      const char *stop = memchr (text, '\n', length);
      gsize size = stop != NULL ? (gsize) (stop - text) : length;

      if (!is_blank (text, size) && !soho_reading_count_line (reading, line))
        return;
      if (!is_blank (text, size))
        read_ndjson_line (reading, text, size, line);
      size += stop != NULL;
      text += size;
      length -= size;
    }
}

static GBytes *
load (SohoReading *reading)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GMappedFile) file = g_mapped_file_new (reading->path, FALSE, &error);

  if (g_file_test (reading->path, G_FILE_TEST_IS_DIR))
    soho_reading_complain (reading, 0, _ ("is a directory: name the files in it"));
  else if (file == NULL)
    soho_reading_complain (reading, 0, error->message);
  else if (g_mapped_file_get_length (file) > SOHO_DRAFT_FILE_MAX)
    soho_reading_complain (reading, 0, _ ("is larger than 256 MiB: split it into several files"));
  else
    return g_bytes_new (g_mapped_file_get_contents (file), g_mapped_file_get_length (file));
  return NULL;
}

static gboolean
is_ndjson (const char *name)
{
  return g_str_has_suffix (name, ".ndjson") || g_str_has_suffix (name, ".jsonl")
         || g_str_has_suffix (name, ".json");
}

GPtrArray *
soho_drafts_read (const SohoModel *model, const char *path, GPtrArray *complaints)
{
  g_autofree char *base = g_path_get_basename (path);
  g_autofree char *name = g_ascii_strdown (base, -1);
  gboolean ndjson = is_ndjson (name);
  char *dot = strrchr (name, '.');
  g_autoptr (GPtrArray) drafts = g_ptr_array_new_with_free_func ((GDestroyNotify) soho_draft_free);
  SohoReading reading
      = { .model = model, .path = path, .complaints = complaints, .drafts = drafts };
  g_autoptr (GBytes) bytes = load (&reading);

  if (bytes == NULL)
    return NULL;
  if (dot != NULL)
    *dot = '\0';
  reading.kind = soho_vocabulary_find_kind (model, name);
  if (ndjson)
    read_ndjson (&reading, bytes);
  else if (reading.kind != NULL)
    soho_sheet_read (&reading, bytes);
  else
    {
      soho_reading_complain (
          &reading, 0,
          _ ("is not named after a kind of record: name it like member.csv or village.csv"));
      return NULL;
    }
  return g_steal_pointer (&drafts);
}
