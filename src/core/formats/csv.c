/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/csv.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "formats/encoding.h"

/* What makes a spreadsheet take a field for a formula, at its beginning. */
#define FORMULA_STARTS "=+-@\t\r\n"

G_DEFINE_QUARK (soho_csv_error, soho_csv_error)

struct _SohoCsvReader
{
  GBytes *text; /* UTF-8 without byte order mark or NUL; at and end point into it */
  const char *at;
  const char *end;
  guint line;     /* of at, from 1 */
  char separator; /* NUL if the header has a single column */
  char **header;
  guint n_columns;

  /* The row last read. */
  GString *fields;     /* the fields, a NUL after each */
  GArray *starts;      /* gsize: where each field begins in fields */
  guint first_line;    /* where the row begins */
  gboolean is_blank;   /* nothing but separators and spaces */
  const char *problem; /* untranslated sentence; NULL if the row is sound */
};

static gboolean
is_formula_start (char c)
{
  return c != '\0' && strchr (FORMULA_STARTS, c) != NULL;
}

/* Rows */

static gboolean
fail (SohoCsvReader *self, const char *problem)
{
  self->problem = problem;
  return FALSE;
}

static gboolean
at_line_break (SohoCsvReader *self)
{
  return *self->at == '\r' || *self->at == '\n';
}

static void
skip_line_break (SohoCsvReader *self)
{
  if (*self->at++ == '\r' && self->at < self->end && *self->at == '\n')
    self->at++;
  self->line++;
}

/* Stands anywhere in a field; leaves at the separator, line break or end that follows it. Returns
 * where it stood. A separator that is NUL is never met. */
static const char *
skip_plain (SohoCsvReader *self)
{
  const char *start = self->at;

  while (self->at < self->end && !at_line_break (self) && *self->at != self->separator)
    self->at++;
  return start;
}

static gboolean
is_blank (const char *text, gsize length)
{
  for (gsize i = 0; i < length; i++)
    if (text[i] != ' ')
      return FALSE;
  return TRUE;
}

/* Adds bytes to the field begun last. */
static gboolean
keep (SohoCsvReader *self, const char *bytes, gsize length)
{
  gsize start = g_array_index (self->starts, gsize, self->starts->len - 1);

  if (self->fields->len - start + length > SOHO_CSV_MAX_FIELD)
    return fail (self, N_ ("A field is longer than 256 KiB; shorten it, or close its quotes"));
  g_string_append_len (self->fields, bytes, length);
  return TRUE;
}

/* Stands after the opening quote; leaves after the closing one. */
static gboolean
read_quoted (SohoCsvReader *self)
{
  while (self->at < self->end)
    {
      const char *quote = memchr (self->at, '"', self->end - self->at);
      const char *stop = quote != NULL ? quote : self->end;

      if (!keep (self, self->at, stop - self->at))
        return FALSE;
      while (self->at < stop)
        {
          if (at_line_break (self))
            skip_line_break (self);
          else
            self->at++;
        }
      if (quote == NULL)
        break;
      self->at++;
      if (self->at == self->end || *self->at != '"')
        return TRUE;
      if (!keep (self, self->at++, 1))
        return FALSE;
    }
  return fail (self, N_ ("A quoted field is not closed; double each quote inside of a field"));
}

/* Takes away the apostrophe that soho_csv_append_field puts before what looks like a formula. */
static void
unmark_field (SohoCsvReader *self)
{
  gsize start = g_array_index (self->starts, gsize, self->starts->len - 1);
  const char *field = self->fields->str + start;
  gsize n_apostrophes = strspn (field, "'");

  if (n_apostrophes > 0 && is_formula_start (field[n_apostrophes]))
    g_string_erase (self->fields, start, 1);
}

/* Past the last column that is read: spreadsheets save thousands of empty ones. */
static gboolean
skip_surplus (SohoCsvReader *self)
{
  const char *rest = skip_plain (self);

  return is_blank (rest, self->at - rest)
         || fail (self, N_ ("There are more than 256 fields; remove some"));
}

static gboolean
read_field (SohoCsvReader *self)
{
  const char *rest;

  if (self->starts->len == SOHO_CSV_MAX_COLUMNS)
    return skip_surplus (self);
  g_array_append_val (self->starts, self->fields->len);

  if (self->at < self->end && *self->at == '"')
    {
      self->is_blank = FALSE;
      self->at++;
      if (!read_quoted (self))
        return FALSE;
      rest = skip_plain (self);
      if (!is_blank (rest, self->at - rest))
        return fail (self,
                     N_ ("Text follows a closing quote; double each quote inside of a field"));
    }
  else
    {
      rest = skip_plain (self);
      if (!keep (self, rest, self->at - rest))
        return FALSE;
      self->is_blank = self->is_blank && is_blank (rest, self->at - rest);
    }

  unmark_field (self);
  g_string_append_c (self->fields, '\0');
  return TRUE;
}

static gboolean
read_fields (SohoCsvReader *self)
{
  if (!read_field (self))
    return FALSE;
  while (self->at < self->end && !at_line_break (self))
    {
      self->at++;
      if (!read_field (self))
        return FALSE;
    }
  return TRUE;
}

/* Reads one row, sound or not, and stands at the next. */
static void
read_row (SohoCsvReader *self)
{
  const char *start = self->at;

  g_string_truncate (self->fields, 0);
  g_array_set_size (self->starts, 0);
  self->first_line = self->line;
  self->is_blank = TRUE;
  self->problem = NULL;

  /* A quote too many swallows rows up to the next quote. They are read again as rows, so that one
   * mistake is one error. The limits of a row bound how often a byte is read. */
  if (!read_fields (self))
    {
      self->line = self->first_line;
      for (self->at = start; self->at < self->end && !at_line_break (self);)
        self->at++;
    }
  if (self->at < self->end)
    skip_line_break (self);
}

/* Reads the next row that is not blank. Returns FALSE at the end. */
static gboolean
read_filled_row (SohoCsvReader *self)
{
  while (self->at < self->end)
    {
      read_row (self);
      if (!self->is_blank || self->problem != NULL)
        return TRUE;
    }
  return FALSE;
}

static char *
get_field (SohoCsvReader *self, guint column)
{
  return self->fields->str + g_array_index (self->starts, gsize, column);
}

/* Header */

/* A first line "sep=;", which spreadsheets obey and do not show. */
static gboolean
read_separator_line (SohoCsvReader *self)
{
  if (self->end - self->at < 5 || g_ascii_strncasecmp (self->at, "sep=", 4) != 0
      || strchr (";,\t", self->at[4]) == NULL
      || (self->end - self->at > 5 && self->at[5] != '\r' && self->at[5] != '\n'))
    return FALSE;
  self->separator = self->at[4];
  self->at += 5;
  if (self->at < self->end)
    skip_line_break (self);
  return TRUE;
}

/* What stands most often outside of quotes in the first line with text; NUL if nothing does. */
static char
find_separator (const char *text, const char *end)
{
  static const char separators[] = ";,\t";
  gsize counts[3] = { 0 };
  gboolean in_quotes = FALSE;
  guint best = 0;

  while (text < end && (*text == '\r' || *text == '\n'))
    text++;
  for (; text < end && (in_quotes || (*text != '\r' && *text != '\n')); text++)
    for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
      if (*text == separators[i] && !in_quotes)
        counts[i]++;
      else if (*text == '"' && i == 0)
        in_quotes = !in_quotes;

  for (guint i = 1; i < G_N_ELEMENTS (counts); i++)
    if (counts[i] > counts[best])
      best = i;
  return counts[best] > 0 ? separators[best] : '\0';
}

static gboolean
set_header_error (SohoCsvReader *self, GError **error, const char *problem)
{
  g_set_error (error, SOHO_CSV_ERROR, SOHO_CSV_ERROR_HEADER, _ ("Line %u: %s."), self->first_line,
               _ (problem));
  return FALSE;
}

static gboolean
read_header (SohoCsvReader *self, GError **error)
{
  if (!read_separator_line (self))
    self->separator = find_separator (self->at, self->end);

  if (!read_filled_row (self))
    {
      self->first_line = 1;
      return set_header_error (self, error, N_ ("The file is empty; name the columns here"));
    }
  if (self->problem != NULL)
    return set_header_error (self, error, self->problem);

  self->header = g_new0 (char *, self->starts->len + 1);
  for (guint i = 0; i < self->starts->len; i++)
    {
      self->header[i] = g_strstrip (g_strdup (get_field (self, i)));
      if (self->header[i][0] != '\0')
        self->n_columns = i + 1;
    }
  for (guint i = self->n_columns; i < self->starts->len; i++)
    g_clear_pointer (&self->header[i], g_free);

  if (self->n_columns == 0)
    return set_header_error (self, error, N_ ("The columns have no names; write them here"));
  for (guint i = 0; i < self->n_columns; i++)
    {
      if (self->header[i][0] == '\0')
        return set_header_error (self, error, N_ ("A column has no name; name it or remove it"));
      for (guint j = 0; j < i; j++)
        if (strcmp (self->header[i], self->header[j]) == 0)
          return set_header_error (self, error,
                                   N_ ("Two columns have the same name; rename or remove one"));
    }
  return TRUE;
}

SohoCsvReader *
soho_csv_reader_new (GBytes *bytes, GError **error)
{
  g_autoptr (SohoCsvReader) self = NULL;
  g_autoptr (GBytes) text = NULL;
  const char *start;
  gsize length;

  g_return_val_if_fail (bytes != NULL, NULL);

  text = soho_encoding_decode (bytes, error);
  if (text == NULL)
    return NULL;

  self = g_new0 (SohoCsvReader, 1);
  self->text = g_steal_pointer (&text);
  start = g_bytes_get_data (self->text, &length);
  self->at = start != NULL ? start : ""; /* NULL if there are no bytes */
  self->end = self->at + length;
  self->line = 1;
  self->fields = g_string_new (NULL);
  self->starts = g_array_new (FALSE, FALSE, sizeof (gsize));
  return read_header (self, error) ? g_steal_pointer (&self) : NULL;
}

void
soho_csv_reader_free (SohoCsvReader *self)
{
  g_bytes_unref (self->text);
  g_strfreev (self->header);
  g_string_free (self->fields, TRUE);
  g_array_unref (self->starts);
  g_free (self);
}

const char *const *
soho_csv_reader_get_header (SohoCsvReader *self)
{
  return (const char *const *) self->header;
}

static gboolean
check_row (SohoCsvReader *self, GError **error)
{
  guint n_filled = self->starts->len;

  if (self->problem != NULL)
    {
      g_set_error (error, SOHO_CSV_ERROR, SOHO_CSV_ERROR_ROW, _ ("Line %u: %s."), self->first_line,
                   _ (self->problem));
      return FALSE;
    }

  while (n_filled > self->n_columns
         && is_blank (get_field (self, n_filled - 1), strlen (get_field (self, n_filled - 1))))
    n_filled--;
  if (n_filled > self->n_columns)
    {
      g_set_error (error, SOHO_CSV_ERROR, SOHO_CSV_ERROR_ROW,
                   _ ("Line %u: The row has more fields (%u) than the header has columns (%u); put "
                      "quotes around a field that holds the separator."),
                   self->first_line, n_filled, self->n_columns);
      return FALSE;
    }
  return TRUE;
}

gboolean
soho_csv_reader_next (SohoCsvReader *self, GPtrArray *fields, guint *line, GError **error)
{
  static char empty[] = "";

  g_ptr_array_set_size (fields, 0);
  if (!read_filled_row (self))
    return FALSE;
  if (line != NULL)
    *line = self->first_line;
  if (!check_row (self, error))
    return FALSE;

  for (guint i = 0; i < self->n_columns; i++)
    g_ptr_array_add (fields, i < self->starts->len ? get_field (self, i) : empty);
  return TRUE;
}

/* Writing */

static gboolean
is_negative_number (const char *text)
{
  gsize n_digits;

  if (*text++ != '-')
    return FALSE;
  n_digits = strspn (text, "0123456789");
  text += n_digits;
  if (n_digits > 0 && (*text == '.' || *text == ','))
    {
      n_digits = strspn (++text, "0123456789");
      text += n_digits;
    }
  return n_digits > 0 && *text == '\0';
}

void
soho_csv_append_field (GString *out, const char *text)
{
  const char *after_apostrophes;
  gboolean is_marked, is_quoted;

  if (text == NULL || text[0] == '\0')
    return;

  after_apostrophes = text + strspn (text, "'");
  is_marked = is_formula_start (*after_apostrophes) && !is_negative_number (text);
  is_quoted
      = strpbrk (text, "\";,\t\r\n") != NULL || text[0] == ' ' || text[strlen (text) - 1] == ' ';

  if (is_quoted)
    g_string_append_c (out, '"');
  if (is_marked)
    g_string_append_c (out, '\'');
  for (const char *p = text; *p != '\0'; p++)
    {
      if (*p == '"')
        g_string_append_c (out, '"');
      g_string_append_c (out, *p);
    }
  if (is_quoted)
    g_string_append_c (out, '"');
}

void
soho_csv_append_row (GString *out, const char *const *fields, gsize n_fields, char separator)
{
  gsize start = out->len;

  g_return_if_fail (n_fields > 0);
  g_return_if_fail (separator == ';' || separator == ',' || separator == '\t');

  for (gsize i = 0; i < n_fields; i++)
    {
      if (i > 0)
        g_string_append_c (out, separator);
      soho_csv_append_field (out, fields[i]);
    }
  if (out->len == start + n_fields - 1)
    g_string_insert (out, start, "\"\"");
  g_string_append (out, "\r\n");
}
