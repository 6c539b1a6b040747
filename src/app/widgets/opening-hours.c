/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/opening-hours.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Translators: short names of days, and “PH” for public holidays, as in “Mon–Fri 09:00–18:00”. */
static const struct
{
  const char *token, *text;
} words[] = {
  { "Mo", NC_ ("opening hours", "Mon") },
  { "Tu", NC_ ("opening hours", "Tue") },
  { "We", NC_ ("opening hours", "Wed") },
  { "Th", NC_ ("opening hours", "Thu") },
  { "Fr", NC_ ("opening hours", "Fri") },
  { "Sa", NC_ ("opening hours", "Sat") },
  { "Su", NC_ ("opening hours", "Sun") },
  { "PH", NC_ ("opening hours", "public holidays") },
  { "off", NC_ ("opening hours", "closed") },
  { "closed", NC_ ("opening hours", "closed") },
  { "SH", NC_ ("opening hours", "school holidays") },
};

static void
append_word (GString *text, const char *word, gsize length)
{
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (strlen (words[i].token) == length && strncmp (words[i].token, word, length) == 0)
      {
        g_string_append (text, g_dpgettext2 (GETTEXT_PACKAGE, "opening hours", words[i].text));
        return;
      }
  g_string_append_len (text, word, (gssize) length);
}

char *
soho_opening_hours_dup_text (const char *opening_hours)
{
  GString *text = g_string_new (NULL);
  const char *p = opening_hours;

  while (*p != '\0')
    {
      gsize length = 0;

      while (g_ascii_isalpha (p[length]))
        length++;
      if (length > 0)
        {
          append_word (text, p, length);
          p += length;
        }
      else if (*p == ';')
        {
          g_string_append_c (text, '\n');
          p++;
          while (*p == ' ')
            p++;
        }
      else if (*p == '-')
        {
          g_string_append (text, "–");
          p++;
        }
      else if (*p == ',')
        {
          g_string_append (text, ", ");
          p++;
          while (*p == ' ')
            p++;
        }
      else
        g_string_append_c (text, *p++);
    }
  return g_string_free (text, FALSE);
}
