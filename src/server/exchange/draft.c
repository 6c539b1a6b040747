/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/draft.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "formats/csv.h"
#include "formats/json.h"
#include "formats/ndjson.h"
#include "model/validate.h"

#define LONGEST_REF 80

/* An object of sets. */
#define LINE_DEPTH 3

typedef struct
{
  const SohoModel *model;
  const char *path;
  const SohoKind *kind; /* from the file's name; NULL if it names none */
  GPtrArray *complaints;
  GPtrArray *drafts;
} Reading;

void
soho_draft_free (SohoDraft *draft)
{
  guint n = soho_kind_get_n_fields (draft->kind);

  for (guint i = 0; i < n; i++)
    g_free (draft->references[i]);
  g_free (draft->references);
  soho_values_free (draft->values, n);
  g_free (draft->said);
  g_free (draft->ref);
  g_free (draft);
}

static SohoDraft *
draft_new (const SohoKind *kind, guint line)
{
  guint n = soho_kind_get_n_fields (kind);
  SohoDraft *draft = g_new0 (SohoDraft, 1);

  draft->kind = kind;
  draft->line = line;
  draft->values = soho_values_new (n);
  draft->said = g_new0 (gboolean, n);
  draft->references = g_new0 (char *, n);
  return draft;
}

void
soho_draft_complain (GPtrArray *complaints, const char *path, guint line, const char *reason)
{
  g_autofree char *name = g_path_get_basename (path);

  if (line > 0)
    g_ptr_array_add (complaints, g_strdup_printf ("%s:%u: %s", name, line, reason));
  else
    g_ptr_array_add (complaints, g_strdup_printf ("%s: %s", name, reason));
}

static void
complain (Reading *reading, guint line, const char *reason)
{
  soho_draft_complain (reading->complaints, reading->path, line, reason);
}

/* Of a record that can be told of nonetheless. */
static void
complain_of (Reading *reading, SohoDraft *draft, const char *reason)
{
  complain (reading, draft->line, reason);
  draft->bad = TRUE;
}

static void
complain_unknown_field (Reading *reading, guint line, const SohoKind *kind, const char *name)
{
  g_autoptr (GString) known = g_string_new ("id, ref");
  g_autofree char *reason = NULL;

  for (const SohoField *field = kind->fields; field->name != NULL; field++)
    g_string_append_printf (known, ", %s", field->name);
  reason = g_strdup_printf (
      _ ("%.80s: there is no such field of %s: rename or remove it (the fields are %s)"), name,
      kind->name, known->str);
  complain (reading, line, reason);
}

static gboolean
set_ref (SohoDraft *draft, const char *text, GError **error)
{
  g_autofree char *ref = g_strstrip (g_strdup (text));

  if (*ref == '\0')
    return TRUE;
  if (!g_utf8_validate (ref, -1, NULL) || g_utf8_strlen (ref, -1) > LONGEST_REF)
    return soho_validation_fail (error, "ref", _ ("is too long: shorten it to 80 characters"));
  draft->ref = g_steal_pointer (&ref);
  return TRUE;
}

static gboolean
set_id (SohoDraft *draft, const char *text, GError **error)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text));

  if (*stripped == '\0'
      || g_ascii_string_to_signed (stripped, 10, 1, SOHO_ID_MAX, &draft->id, NULL))
    return TRUE;
  return soho_validation_fail (error, "id",
                               _ ("is no number that a record can have: leave it empty"));
}

static gboolean
set_field_text (SohoDraft *draft, guint index, const char *text, GError **error)
{
  const SohoField *field = &draft->kind->fields[index];

  draft->said[index] = TRUE;
  if (field->type != SOHO_FIELD_REFERENCE)
    return soho_field_parse (field, text, &draft->values[index], error);
  g_free (draft->references[index]);
  draft->references[index] = g_strstrip (g_strdup (text));
  if (*draft->references[index] == '\0')
    g_clear_pointer (&draft->references[index], g_free);
  return TRUE;
}

static gboolean
set_cell (SohoDraft *draft, const char *name, const char *text, GError **error)
{
  int index = soho_kind_find_field (draft->kind, name);

  if (index >= 0)
    return set_field_text (draft, (guint) index, text, error);
  return g_str_equal (name, "id") ? set_id (draft, text, error) : set_ref (draft, text, error);
}

static gboolean
check_header (Reading *reading, const char *const *header)
{
  gboolean good = TRUE;

  for (guint i = 0; header[i] != NULL; i++)
    if (soho_kind_find_field (reading->kind, header[i]) < 0 && !g_str_equal (header[i], "id")
        && !g_str_equal (header[i], "ref"))
      {
        complain_unknown_field (reading, 1, reading->kind, header[i]);
        good = FALSE;
      }
  return good;
}

static void
read_csv_row (Reading *reading, const char *const *header, GPtrArray *cells, guint line)
{
  SohoDraft *draft = draft_new (reading->kind, line);

  for (guint i = 0; header[i] != NULL; i++)
    {
      g_autoptr (GError) error = NULL;

      if (!set_cell (draft, header[i], g_ptr_array_index (cells, i), &error))
        complain_of (reading, draft, error->message);
    }
  g_ptr_array_add (reading->drafts, draft);
}

static void
read_csv (Reading *reading, GBytes *bytes)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SohoCsvReader) reader = soho_csv_reader_new (bytes, &error);
  g_autoptr (GPtrArray) cells = g_ptr_array_new ();
  const char *const *header;
  guint line;

  if (reader == NULL)
    {
      complain (reading, 0, error->message);
      return;
    }
  header = soho_csv_reader_get_header (reader);
  if (!check_header (reading, header))
    return;
  for (;;)
    {
      g_autoptr (GError) bad_row = NULL;

      if (soho_csv_reader_next (reader, cells, &line, &bad_row))
        read_csv_row (reading, header, cells, line);
      else if (bad_row != NULL)
        complain (reading, line, bad_row->message);
      else
        return;
    }
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
set_member (Reading *reading, SohoDraft *draft, const char *name, JsonNode *node, GError **error)
{
  int index = soho_kind_find_field (draft->kind, name);
  gboolean is_text
      = JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING;

  if (index >= 0 && draft->kind->fields[index].type == SOHO_FIELD_REFERENCE && is_text)
    return set_field_text (draft, (guint) index, json_node_get_string (node), error);
  if (index >= 0)
    {
      draft->said[index] = TRUE;
      return soho_json_read_field (&draft->kind->fields[index], node, &draft->values[index], error);
    }
  if (g_str_equal (name, "id"))
    return set_id_number (draft, node, error);
  if (g_str_equal (name, "ref"))
    return is_text ? set_ref (draft, json_node_get_string (node), error)
                   : soho_validation_fail (error, "ref", _ ("should be a text: put it in quotes"));
  if (!g_str_equal (name, "kind"))
    complain_unknown_field (reading, draft->line, draft->kind, name);
  return TRUE;
}

static void
read_object (Reading *reading, JsonObject *object, const SohoKind *kind, guint line)
{
  SohoDraft *draft = draft_new (kind, line);
  g_autoptr (GList) names = json_object_get_members (object);

  for (GList *name = names; name != NULL; name = name->next)
    {
      g_autoptr (GError) error = NULL;

      if (!set_member (reading, draft, name->data, json_object_get_member (object, name->data),
                       &error))
        complain_of (reading, draft, error->message);
    }
  g_ptr_array_add (reading->drafts, draft);
}

static void
read_ndjson_line (Reading *reading, const char *text, gsize length, guint line)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) root = soho_json_parse (text, length, LINE_DEPTH, &error);
  JsonObject *object;
  const char *name;
  const SohoKind *kind = reading->kind;

  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    {
      complain (reading, line,
                error != NULL ? error->message
                              : _ ("is no JSON object: write one record per line"));
      return;
    }
  object = json_node_get_object (root);
  name = soho_json_get_string (object, "kind");
  if (json_object_has_member (object, "kind"))
    kind = name != NULL ? soho_model_find_kind (reading->model, name) : NULL;
  if (kind == NULL)
    complain (reading, line, _ ("kind: is missing or not known: say which kind of record this is"));
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
read_ndjson (Reading *reading, GBytes *bytes)
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

      if (!is_blank (text, size))
        read_ndjson_line (reading, text, size, line);
      size += stop != NULL;
      text += size;
      length -= size;
    }
}

static GBytes *
load (Reading *reading)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GMappedFile) file = g_mapped_file_new (reading->path, FALSE, &error);

  if (g_file_test (reading->path, G_FILE_TEST_IS_DIR))
    complain (reading, 0, _ ("is a directory: name the files in it"));
  else if (file == NULL)
    complain (reading, 0, error->message);
  else if (g_mapped_file_get_length (file) > SOHO_DRAFT_FILE_MAX)
    complain (reading, 0, _ ("is larger than 256 MiB: split it into several files"));
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
  Reading reading = { model, path, NULL, complaints, drafts };
  g_autoptr (GBytes) bytes = load (&reading);

  if (bytes == NULL)
    return NULL;
  if (dot != NULL)
    *dot = '\0';
  reading.kind = soho_model_find_kind (model, name);
  if (ndjson)
    read_ndjson (&reading, bytes);
  else if (reading.kind != NULL)
    read_csv (&reading, bytes);
  else
    {
      complain (&reading, 0,
                _ ("is not named after a kind of record: name it like member.csv or village.csv"));
      return NULL;
    }
  return g_steal_pointer (&drafts);
}
