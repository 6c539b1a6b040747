/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "page.h"

#include <math.h>
#include <string.h>

#include "formats/json.h"

G_DEFINE_QUARK (soho_protocol_error, soho_protocol_error)

void
soho_page_free (SohoPage *page)
{
  g_free (page->token);
  g_free (page->kind);
  g_free (page->audience);
  g_clear_pointer (&page->rows, soho_rows_free);
  g_free (page->deleted);
  g_free (page->erased);
  g_free (page->to);
  g_free (page->cursor);
  g_strfreev (page->dropped);
  g_strfreev (page->overwritten);
  g_free (page);
}

static void
append_member (GString *line, const char *name)
{
  if (line->str[line->len - 1] != '{')
    g_string_append_c (line, ',');
  soho_json_append_string (line, name);
  g_string_append_c (line, ':');
}

static void
append_text_member (GString *line, const char *name, const char *text)
{
  append_member (line, name);
  soho_json_append_string (line, text);
}

char *
soho_page_dup_begin_line (const char *token)
{
  GString *line = g_string_new ("{");

  append_text_member (line, "from", token);
  g_string_append_c (line, '}');
  return g_string_free (line, FALSE);
}

static void
append_integer (GString *line, gint64 integer)
{
  g_string_append_printf (line, "%" G_GINT64_FORMAT, integer);
}

/* Differences wrap around, so that any two integers have one; the reader adds with the same wrap.
 */
static void
append_integers (GString *line, const gint64 *integers, guint n)
{
  gint64 before = 0;

  g_string_append_c (line, '[');
  for (guint i = 0; i < n; i++)
    {
      if (i > 0)
        g_string_append_c (line, ',');
      append_integer (line, (gint64) ((guint64) integers[i] - (guint64) before));
      before = integers[i];
    }
  g_string_append_c (line, ']');
}

static void
append_set (GString *line, const char *const *elements)
{
  g_string_append_c (line, '[');
  for (const char *const *element = elements; *element != NULL; element++)
    {
      if (element != elements)
        g_string_append_c (line, ',');
      soho_json_append_string (line, *element);
    }
  g_string_append_c (line, ']');
}

static void
append_names (GString *line, const char *member, const char *const *names)
{
  if (names == NULL || *names == NULL)
    return;
  append_member (line, member);
  append_set (line, names);
}

char *
soho_page_dup_end_line_with (const char *cursor,
                             const char *const *dropped,
                             const char *const *overwritten)
{
  GString *line = g_string_new ("{");

  append_text_member (line, "cursor", cursor);
  append_names (line, "dropped", dropped);
  append_names (line, "overwritten", overwritten);
  g_string_append_c (line, '}');
  return g_string_free (line, FALSE);
}

char *
soho_page_dup_end_line (const char *cursor, const char *const *dropped)
{
  return soho_page_dup_end_line_with (cursor, dropped, NULL);
}

/* before: the whole number the last value of the column came to. */
static void
append_value (GString *line, const SohoField *field, const SohoValue *value, gint64 *before)
{
  gint64 integer;

  switch (value->type)
    {
    case SOHO_VALUE_NONE:
      g_string_append (line, "null");
      return;
    case SOHO_VALUE_TEXT:
      soho_json_append_string (line, value->text);
      return;
    case SOHO_VALUE_SET:
      append_set (line, (const char *const *) value->set);
      return;
    case SOHO_VALUE_INTEGER:
      integer = value->integer;
      break;
    case SOHO_VALUE_REAL:
      integer = (gint64) llround (value->real * pow (10, field->decimals));
      break;
    default:
      g_assert_not_reached ();
    }
  append_integer (line, (gint64) ((guint64) integer - (guint64) *before));
  *before = integer;
}

static guint
count_said (const SohoValue *column, guint n)
{
  guint said = 0;

  for (guint i = 0; i < n; i++)
    said += column[i].type != SOHO_VALUE_NONE;
  return said;
}

static void
append_sparse_rows (GString *line, const SohoValue *column, guint n)
{
  guint before = 0;
  const char *separator = "";

  g_string_append (line, "{\"at\":[");
  for (guint i = 0; i < n; i++)
    if (column[i].type != SOHO_VALUE_NONE)
      {
        g_string_append_printf (line, "%s%u", separator, i - before);
        before = i;
        separator = ",";
      }
  g_string_append (line, "],\"is\":");
}

static void
append_column (GString *line, const SohoField *field, const SohoValue *column, guint n)
{
  guint said = count_said (column, n);
  gboolean sparse = said * 2 < n;
  const char *separator = "";
  gint64 before = 0;

  if (said == 0)
    return;
  append_member (line, field->name);
  if (sparse)
    append_sparse_rows (line, column, n);
  g_string_append_c (line, '[');
  for (guint i = 0; i < n; i++)
    {
      if (sparse && column[i].type == SOHO_VALUE_NONE)
        continue;
      g_string_append (line, separator);
      separator = ",";
      append_value (line, field, &column[i], &before);
    }
  g_string_append (line, sparse ? "]}" : "]");
}

char *
soho_page_dup_erased_line (const SohoKind *kind,
                           const char *audience,
                           const gint64 *erased,
                           guint n_erased)
{
  GString *line = g_string_new ("{");

  append_text_member (line, "kind", kind->name);
  append_text_member (line, "audience", audience);
  append_member (line, "erased");
  append_integers (line, erased, n_erased);
  g_string_append_c (line, '}');
  return g_string_free (line, FALSE);
}

char *
soho_page_dup_rows_line (const SohoKind *kind,
                         const char *audience,
                         const SohoRows *rows,
                         const gint64 *deleted,
                         guint n_deleted,
                         const char *to)
{
  GString *line = g_string_new ("{");

  append_text_member (line, "kind", kind->name);
  append_text_member (line, "audience", audience);
  if (rows != NULL && rows->n > 0)
    {
      append_member (line, "id");
      append_integers (line, rows->ids, rows->n);
      append_member (line, "revision");
      append_integers (line, rows->revisions, rows->n);
      append_member (line, "fields");
      g_string_append_c (line, '{');
      for (guint i = 0; kind->fields[i].name != NULL; i++)
        if (rows->columns[i] != NULL)
          append_column (line, &kind->fields[i], rows->columns[i], rows->n);
      g_string_append_c (line, '}');
    }
  if (n_deleted > 0)
    {
      append_member (line, "deleted");
      append_integers (line, deleted, n_deleted);
    }
  if (to != NULL)
    append_text_member (line, "to", to);
  g_string_append_c (line, '}');
  return g_string_free (line, FALSE);
}
