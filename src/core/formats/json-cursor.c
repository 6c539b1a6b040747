/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/json-cursor.h"

#include <string.h>

static inline void
skip_space (SohoJsonCursor *self)
{
  while (*self->at == ' ' || *self->at == '\n' || *self->at == '\t' || *self->at == '\r')
    self->at++;
}

void
soho_json_cursor_init (SohoJsonCursor *self, const char *text)
{
  self->at = text;
  skip_space (self);
}

/* The characters that a number may have, and only a number. */
static inline gboolean
is_of_number (char c)
{
  return g_ascii_isdigit (c) || c == '-' || c == '+' || c == '.' || c == 'e' || c == 'E';
}

static SohoJsonType
number_type (const char *p)
{
  while (g_ascii_isdigit (*p) || *p == '-')
    p++;
  return is_of_number (*p) ? SOHO_JSON_OTHER : SOHO_JSON_INTEGER;
}

SohoJsonType
soho_json_cursor_peek (SohoJsonCursor *self)
{
  skip_space (self);
  switch (*self->at)
    {
    case '{':
      return SOHO_JSON_OBJECT;
    case '[':
      return SOHO_JSON_ARRAY;
    case '"':
      return SOHO_JSON_STRING;
    case 'n':
      return SOHO_JSON_NULL;
    case 't':
    case 'f':
      return SOHO_JSON_OTHER;
    default:
      return number_type (self->at);
    }
}

void
soho_json_cursor_enter (SohoJsonCursor *self)
{
  skip_space (self);
  self->at++;
}

/* Past a comma, if one comes; FALSE past the end of the container. */
static gboolean
next (SohoJsonCursor *self)
{
  skip_space (self);
  if (*self->at == ']' || *self->at == '}')
    {
      self->at++;
      return FALSE;
    }
  if (*self->at == ',')
    {
      self->at++;
      skip_space (self);
    }
  return TRUE;
}

/* The closing quote of the string whose first character p is; it may not be the last of the text, a
 * root string apart. */
static const char *
find_quote (const char *p)
{
  for (;;)
    {
      p += strcspn (p, "\"\\");
      if (*p == '"')
        return p;
      p += 2;
    }
}

gboolean
soho_json_cursor_next_member (SohoJsonCursor *self, SohoJsonSlice *name)
{
  const char *end;

  if (!next (self))
    return FALSE;
  end = find_quote (self->at + 1);
  *name = (SohoJsonSlice){ self->at + 1, (gsize) (end - self->at - 1) };
  self->at = end + 1;
  skip_space (self);
  self->at++; /* the colon */
  skip_space (self);
  return TRUE;
}

gboolean
soho_json_cursor_next_element (SohoJsonCursor *self)
{
  return next (self);
}

static void
skip_container (SohoJsonCursor *self)
{
  guint depth = 0;

  do
    {
      self->at += strcspn (self->at, "[]{}\"");
      if (*self->at == '"')
        self->at = find_quote (self->at + 1);
      else
        depth += *self->at == '[' || *self->at == '{' ? 1 : -1;
      self->at++;
    }
  while (depth > 0);
}

void
soho_json_cursor_skip (SohoJsonCursor *self)
{
  switch (soho_json_cursor_peek (self))
    {
    case SOHO_JSON_OBJECT:
    case SOHO_JSON_ARRAY:
      skip_container (self);
      break;
    case SOHO_JSON_STRING:
      self->at = find_quote (self->at + 1) + 1;
      break;
    case SOHO_JSON_INTEGER:
    case SOHO_JSON_OTHER:
    case SOHO_JSON_NULL:
      while (g_ascii_isalnum (*self->at) || is_of_number (*self->at))
        self->at++;
      break;
    }
}

gint64
soho_json_cursor_read_integer (SohoJsonCursor *self)
{
  gboolean negative;
  guint64 magnitude = 0;

  skip_space (self);
  negative = *self->at == '-';
  self->at += negative;
  for (; g_ascii_isdigit (*self->at); self->at++)
    magnitude = magnitude * 10 + (guint64) (*self->at - '0');
  return (gint64) (negative ? -magnitude : magnitude);
}

static gunichar
read_hex4 (const char *p)
{
  gunichar value = 0;

  for (int i = 0; i < 4; i++)
    value = value * 16 + (gunichar) g_ascii_xdigit_value (p[i]);
  return value;
}

/* Undoes the escape at p, which stands at the backslash. Returns what follows it. */
static const char *
append_unescaped (GString *out, const char *p)
{
  static const char escapes[] = "\"\\/bfnrt";
  static const char meanings[] = "\"\\/\b\f\n\r\t";
  const char *simple = strchr (escapes, p[1]);
  gunichar character;

  if (simple != NULL)
    {
      g_string_append_c (out, meanings[simple - escapes]);
      return p + 2;
    }
  character = read_hex4 (p + 2);
  if (character >= 0xd800 && character <= 0xdbff)
    {
      character = 0x10000 + ((character - 0xd800) << 10) + (read_hex4 (p + 8) - 0xdc00);
      p += 6;
    }
  g_string_append_unichar (out, character);
  return p + 6;
}

char *
soho_json_cursor_read_string (SohoJsonCursor *self)
{
  const char *start, *end;
  GString *out;

  skip_space (self);
  start = self->at + 1;
  end = find_quote (start);
  self->at = end + 1;
  if (memchr (start, '\\', (gsize) (end - start)) == NULL)
    return g_strndup (start, (gsize) (end - start));

  out = g_string_sized_new ((gsize) (end - start));
  for (const char *p = start; p < end;)
    {
      gsize plain = strcspn (p, "\\\"");

      g_string_append_len (out, p, (gssize) plain);
      p += plain;
      if (p < end)
        p = append_unescaped (out, p);
    }
  return g_string_free (out, FALSE);
}

gboolean
soho_json_slice_is (const SohoJsonSlice *slice, const char *word)
{
  return strlen (word) == slice->length && memcmp (slice->text, word, slice->length) == 0;
}
