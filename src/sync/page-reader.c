/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "page.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "formats/json-cursor.h"
#include "formats/json.h"
#include "model/audience.h"

/* A line is an object of columns of sets. */
#define DEPTH 6

static gboolean
fail (GError **error, const char *what)
{
  g_set_error (error, SOHO_PROTOCOL_ERROR, SOHO_PROTOCOL_ERROR_INVALID,
               _ ("The server sent something that makes no sense (%s): tell the association."),
               what);
  return FALSE;
}

/* Where the members of a line stand in its text; NULL for those it does not have. */
typedef struct
{
  const char *from;
  const char *cursor;
  const char *kind;
  const char *audience;
  const char *id;
  const char *revision;
  const char *fields;
  const char *deleted;
  const char *erased;
  const char *to;
  const char *dropped;
  const char *overwritten;
} Members;

static Members
find_members (const char *line)
{
  Members members = { 0 };
  const struct
  {
    const char *name;
    const char **place;
  } known[] = {
    { "from", &members.from },     { "cursor", &members.cursor },
    { "kind", &members.kind },     { "audience", &members.audience },
    { "id", &members.id },         { "revision", &members.revision },
    { "fields", &members.fields }, { "deleted", &members.deleted },
    { "to", &members.to },         { "dropped", &members.dropped },
    { "erased", &members.erased }, { "overwritten", &members.overwritten },
  };
  SohoJsonCursor json;
  SohoJsonSlice name;

  soho_json_cursor_init (&json, line);
  soho_json_cursor_enter (&json);
  while (soho_json_cursor_next_member (&json, &name))
    {
      for (guint i = 0; i < G_N_ELEMENTS (known); i++)
        if (soho_json_slice_is (&name, known[i].name))
          *known[i].place = json.at;
      soho_json_cursor_skip (&json);
    }
  return members;
}

/* Adds with the wrap that the writer subtracted with. */
static inline gint64
add_difference (gint64 before, gint64 difference)
{
  return (gint64) ((guint64) before + (guint64) difference);
}

/* An array of integers told as differences, each sum from min to max. NULL on error. */
static GArray *
read_integers (const char *text, gint64 min, gint64 max, const char *what, GError **error)
{
  /* Room for one from the start, so that an empty array has data too. */
  g_autoptr (GArray) integers = g_array_sized_new (FALSE, FALSE, sizeof (gint64), 1);
  SohoJsonCursor json = { text };
  gint64 sum = 0;

  if (text == NULL || soho_json_cursor_peek (&json) != SOHO_JSON_ARRAY)
    {
      fail (error, what);
      return NULL;
    }
  soho_json_cursor_enter (&json);
  while (soho_json_cursor_next_element (&json))
    {
      if (soho_json_cursor_peek (&json) != SOHO_JSON_INTEGER)
        {
          fail (error, what);
          return NULL;
        }
      sum = add_difference (sum, soho_json_cursor_read_integer (&json));
      if (sum < min || sum > max)
        {
          fail (error, what);
          return NULL;
        }
      g_array_append_val (integers, sum);
    }
  return g_steal_pointer (&integers);
}

/* The same, each above the one before, so that none stands twice. */
static GArray *
read_ascending (const char *text, gint64 min, gint64 max, const char *what, GError **error)
{
  g_autoptr (GArray) integers = read_integers (text, min, max, what, error);

  if (integers == NULL)
    return NULL;
  for (guint i = 1; i < integers->len; i++)
    if (g_array_index (integers, gint64, i) <= g_array_index (integers, gint64, i - 1))
      {
        fail (error, what);
        return NULL;
      }
  return g_steal_pointer (&integers);
}

static gint64 *
read_ids (const char *text, const char *what, guint *n, GError **error)
{
  g_autoptr (GArray) ids = read_ascending (text, 1, SOHO_ID_MAX, what, error);

  if (ids == NULL)
    return NULL;
  *n = ids->len;
  return (gint64 *) g_array_free (g_steal_pointer (&ids), FALSE);
}

/* Nothing that a terminal would obey. What else a text may be is for the server to judge: a newer
 * declaration may allow more than ours. */
static gboolean
is_plain_text (const char *text)
{
  for (const guchar *p = (const guchar *) text; *p != '\0'; p++)
    if ((*p < 0x20 && *p != '\n' && *p != '\t') || *p == 0x7f || (*p == 0xc2 && p[1] < 0xa0))
      return FALSE;
  return TRUE;
}

/* The string that comes next; NULL on error. */
static char *
read_text (SohoJsonCursor *json, const SohoField *field, GError **error)
{
  g_autofree char *text = soho_json_cursor_read_string (json);

  if (is_plain_text (text))
    return g_steal_pointer (&text);
  fail (error, field->name);
  return NULL;
}

static gboolean
read_set (SohoJsonCursor *json, const SohoField *field, SohoValue *value, GError **error)
{
  g_autoptr (GPtrArray) elements = g_ptr_array_new_with_free_func (g_free);

  soho_json_cursor_enter (json);
  while (soho_json_cursor_next_element (json))
    {
      char *element;

      if (soho_json_cursor_peek (json) != SOHO_JSON_STRING)
        return fail (error, field->name);
      element = read_text (json, field, error);
      if (element == NULL)
        return FALSE;
      g_ptr_array_add (elements, element);
    }
  g_ptr_array_add (elements, NULL);
  soho_value_take_set (value, (char **) g_ptr_array_free (g_steal_pointer (&elements), FALSE));
  return TRUE;
}

/* Integers that something is computed from must lie within what the declaration allows; others are
 * only shown, and a newer declaration may allow more than ours. */
static gboolean
is_in_range (const SohoField *field, gint64 integer)
{
  return field->type == SOHO_FIELD_INTEGER || (integer >= field->min && integer <= field->max);
}

static gboolean
set_number (const SohoField *field, gint64 number, SohoValue *value, GError **error)
{
  double scale;

  if (field->type != SOHO_FIELD_REAL)
    {
      if (!is_in_range (field, number))
        return fail (error, field->name);
      soho_value_set_integer (value, number);
      return TRUE;
    }
  scale = pow (10, field->decimals);
  if (number < field->min * scale || number > field->max * scale)
    return fail (error, field->name);
  soho_value_set_real (value, number / scale);
  return TRUE;
}

/* What stands in the text for a value of the field. */
static SohoJsonType
json_type_of (const SohoField *field)
{
  switch (field->type)
    {
    case SOHO_FIELD_TEXT:
    case SOHO_FIELD_LONG_TEXT:
    case SOHO_FIELD_ENUMERATION:
    case SOHO_FIELD_BLOB:
      return SOHO_JSON_STRING;
    case SOHO_FIELD_SET:
      return SOHO_JSON_ARRAY;
    case SOHO_FIELD_INTEGER:
    case SOHO_FIELD_BOOLEAN:
    case SOHO_FIELD_REAL:
    case SOHO_FIELD_DATE:
    case SOHO_FIELD_INSTANT:
    case SOHO_FIELD_REFERENCE:
      return SOHO_JSON_INTEGER;
    }
  g_assert_not_reached ();
}

static gboolean
read_value (
    SohoJsonCursor *json, const SohoField *field, gint64 *before, SohoValue *value, GError **error)
{
  SohoJsonType type = soho_json_cursor_peek (json);

  if (type == SOHO_JSON_NULL)
    {
      soho_json_cursor_skip (json);
      return TRUE;
    }
  if (type != json_type_of (field))
    return fail (error, field->name);
  switch (type)
    {
    case SOHO_JSON_STRING:
      soho_value_take_text (value, read_text (json, field, error));
      return value->type == SOHO_VALUE_TEXT;
    case SOHO_JSON_ARRAY:
      return read_set (json, field, value, error);
    default:
      *before = add_difference (*before, soho_json_cursor_read_integer (json));
      return set_number (field, *before, value, error);
    }
}

/* Reads an array of exactly n values. at: the row of each, or NULL when they follow each other. */
static gboolean
read_values (const char *text,
             const gint64 *at,
             guint n,
             const SohoField *field,
             SohoValue *column,
             GError **error)
{
  SohoJsonCursor json = { text };
  gint64 before = 0;
  guint i = 0;

  if (text == NULL || soho_json_cursor_peek (&json) != SOHO_JSON_ARRAY)
    return fail (error, field->name);
  soho_json_cursor_enter (&json);
  for (; soho_json_cursor_next_element (&json); i++)
    if (i == n || !read_value (&json, field, &before, &column[at != NULL ? at[i] : i], error))
      return i < n ? FALSE : fail (error, field->name);
  return i == n || fail (error, field->name);
}

static gboolean
read_sparse_column (
    const char *text, const SohoField *field, SohoValue *column, guint n, GError **error)
{
  SohoJsonCursor json = { text };
  SohoJsonSlice name;
  const char *at = NULL, *is = NULL;
  g_autoptr (GArray) rows = NULL;

  soho_json_cursor_enter (&json);
  while (soho_json_cursor_next_member (&json, &name))
    {
      if (soho_json_slice_is (&name, "at"))
        at = json.at;
      else if (soho_json_slice_is (&name, "is"))
        is = json.at;
      soho_json_cursor_skip (&json);
    }
  rows = read_ascending (at, 0, (gint64) n - 1, field->name, error);
  return rows != NULL
         && read_values (is, (const gint64 *) rows->data, rows->len, field, column, error);
}

static gboolean
read_column (
    SohoJsonCursor json, const SohoField *field, SohoRows *rows, guint index, GError **error)
{
  SohoValue *column = soho_rows_get_column (rows, index);

  switch (soho_json_cursor_peek (&json))
    {
    case SOHO_JSON_ARRAY:
      return read_values (json.at, NULL, rows->n, field, column, error);
    case SOHO_JSON_OBJECT:
      return read_sparse_column (json.at, field, column, rows->n, error);
    default:
      return fail (error, field->name);
    }
}

static gboolean
read_columns (const char *fields, SohoRows *rows, GError **error)
{
  SohoJsonCursor json = { fields };
  SohoJsonSlice name;

  if (fields == NULL || soho_json_cursor_peek (&json) != SOHO_JSON_OBJECT)
    return fail (error, "fields");
  soho_json_cursor_enter (&json);
  while (soho_json_cursor_next_member (&json, &name))
    {
      for (guint i = 0; rows->kind->fields[i].name != NULL; i++)
        if (soho_json_slice_is (&name, rows->kind->fields[i].name)
            && !read_column (json, &rows->kind->fields[i], rows, i, error))
          return FALSE;
      soho_json_cursor_skip (&json);
    }
  return TRUE;
}

static gboolean
read_rows (const Members *members, const SohoKind *kind, SohoPage *page, GError **error)
{
  g_autofree gint64 *ids = NULL;
  g_autoptr (GArray) revisions = NULL;
  guint n;

  if (members->id == NULL)
    return TRUE;
  ids = read_ids (members->id, "id", &n, error);
  if (ids == NULL)
    return FALSE;
  revisions = read_integers (members->revision, 1, SOHO_ID_MAX, "revision", error);
  if (revisions == NULL)
    return FALSE;
  if (revisions->len != n)
    return fail (error, "revision");

  page->rows = soho_rows_new (kind, n);
  if (n > 0)
    {
      memcpy (page->rows->ids, ids, n * sizeof *ids);
      memcpy (page->rows->revisions, revisions->data, n * sizeof *ids);
    }
  return read_columns (members->fields, page->rows, error);
}

/* Short texts of ours: names, tokens, positions. */
static gboolean
read_word (const char *text, const char *what, char **word, GError **error)
{
  SohoJsonCursor json = { text };

  if (text == NULL || soho_json_cursor_peek (&json) != SOHO_JSON_STRING)
    return fail (error, what);
  *word = soho_json_cursor_read_string (&json);
  return (**word != '\0' && strlen (*word) <= SOHO_CURSOR_MAX) || fail (error, what);
}

static gboolean
read_audience (const char *text, char **audience, GError **error)
{
  return read_word (text, "audience", audience, error)
         && (soho_audience_is_valid (*audience) || fail (error, "audience"));
}

static gboolean
read_dropped (const char *text, char ***dropped, GError **error)
{
  g_autoptr (GStrvBuilder) audiences = g_strv_builder_new ();
  SohoJsonCursor json = { text };

  if (text == NULL)
    return TRUE;
  if (soho_json_cursor_peek (&json) != SOHO_JSON_ARRAY)
    return fail (error, "dropped");
  soho_json_cursor_enter (&json);
  while (soho_json_cursor_next_element (&json))
    {
      g_autofree char *audience = NULL;

      if (!read_audience (json.at, &audience, error))
        return FALSE;
      soho_json_cursor_skip (&json);
      g_strv_builder_add (audiences, audience);
    }
  *dropped = g_strv_builder_end (audiences);
  return TRUE;
}

/* What the edits say is for whoever keeps them. */
static gboolean
read_overwritten (const char *text, char ***overwritten, GError **error)
{
  g_autoptr (GStrvBuilder) edits = g_strv_builder_new ();
  SohoJsonCursor json = { text };

  if (text == NULL)
    return TRUE;
  if (soho_json_cursor_peek (&json) != SOHO_JSON_ARRAY)
    return fail (error, "overwritten");
  soho_json_cursor_enter (&json);
  while (soho_json_cursor_next_element (&json))
    {
      g_autofree char *edit = NULL;

      if (soho_json_cursor_peek (&json) != SOHO_JSON_STRING)
        return fail (error, "overwritten");
      edit = soho_json_cursor_read_string (&json);
      g_strv_builder_add (edits, edit);
    }
  *overwritten = g_strv_builder_end (edits);
  return TRUE;
}

static gboolean
read_kind_page (const SohoModel *model, const Members *members, SohoPage *page, GError **error)
{
  const SohoKind *kind;

  page->type = SOHO_PAGE_ROWS;
  if (!read_word (members->kind, "kind", &page->kind, error)
      || !read_audience (members->audience, &page->audience, error)
      || (members->to != NULL && !read_word (members->to, "to", &page->to, error)))
    return FALSE;
  if (members->deleted != NULL)
    {
      page->deleted = read_ids (members->deleted, "deleted", &page->n_deleted, error);
      if (page->deleted == NULL)
        return FALSE;
    }
  if (members->erased != NULL)
    {
      page->erased = read_ids (members->erased, "erased", &page->n_erased, error);
      if (page->erased == NULL)
        return FALSE;
    }
  kind = soho_model_find_kind (model, page->kind);
  if (kind == NULL)
    return TRUE;
  if (!read_rows (members, kind, page, error))
    return FALSE;
  if (page->rows != NULL && !g_str_equal (page->audience, SOHO_AUDIENCE_PUBLIC))
    page->rows->audience = g_strdup (page->audience);
  return TRUE;
}

static gboolean
read_page (const SohoModel *model, const Members *members, SohoPage *page, GError **error)
{
  if (members->kind != NULL)
    return read_kind_page (model, members, page, error);
  if (members->cursor != NULL)
    {
      page->type = SOHO_PAGE_END;
      return read_word (members->cursor, "cursor", &page->cursor, error)
             && read_dropped (members->dropped, &page->dropped, error)
             && read_overwritten (members->overwritten, &page->overwritten, error);
    }
  page->type = SOHO_PAGE_BEGIN;
  return read_word (members->from, "from", &page->token, error);
}

SohoPage *
soho_page_parse (const SohoModel *model, const char *line, gsize length, GError **error)
{
  g_autoptr (SohoPage) page = g_new0 (SohoPage, 1);
  g_autoptr (GError) malformed = NULL;
  SohoJsonCursor json;
  Members members;

  if (!soho_json_check (line, length, DEPTH, &malformed))
    {
      fail (error, malformed->message);
      return NULL;
    }
  soho_json_cursor_init (&json, line);
  /* A lone number may end where the text does, so the cursor must not walk on it. */
  if (*json.at != '{')
    {
      fail (error, "no object");
      return NULL;
    }
  members = find_members (line);
  return read_page (model, &members, page, error) ? g_steal_pointer (&page) : NULL;
}
