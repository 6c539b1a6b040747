/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/content-line.h"

#include <string.h>

/* Bytes in a line, without its end. */
#define LONGEST_LINE 75

/* Unicode has two line breaks of its own, and CRLF is one. */
static void
append_escaped (GString *line, const char *text)
{
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar character = g_utf8_get_char (at);

      if (character == '\n' || character == 0x2028 || character == 0x2029
          || (character == '\r' && at[1] != '\n'))
        g_string_append (line, "\\n");
      else if (character == '\\' || character == ',' || character == ';')
        g_string_append_printf (line, "\\%c", (char) character);
      else if (character == '\t' || !g_unichar_iscntrl (character))
        g_string_append_unichar (line, character);
    }
}

/* Each piece after the first begins with a space that is not of the text. */
static void
append_folded (GString *into, const char *line)
{
  gsize used = 0;

  for (const char *at = line; *at != '\0'; at = g_utf8_next_char (at))
    {
      gsize size = (gsize) (g_utf8_next_char (at) - at);

      if (used + size > LONGEST_LINE)
        {
          g_string_append (into, "\r\n ");
          used = 1;
        }
      g_string_append_len (into, at, (gssize) size);
      used += size;
    }
  g_string_append (into, "\r\n");
}

void
soho_content_line_append_text (GString *into, const char *name, const char *text)
{
  g_autoptr (GString) line = NULL;
  g_autofree char *valid = NULL;

  if (text == NULL || *text == '\0')
    return;
  valid = g_utf8_make_valid (text, -1);
  line = g_string_new (name);
  g_string_append_c (line, ':');
  append_escaped (line, valid);
  append_folded (into, line->str);
}

void
soho_content_line_append_value (GString *into, const char *name, const char *value)
{
  g_autofree char *line = NULL;

  if (value == NULL || *value == '\0' || !g_utf8_validate (value, -1, NULL))
    return;
  for (const char *at = value; *at != '\0'; at++)
    if (g_ascii_iscntrl (*at))
      return;
  line = g_strconcat (name, ":", value, NULL);
  append_folded (into, line);
}
