/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/fold.h"

#include <string.h>

/* Letters that Unicode does not decompose into a plain letter and a mark, in lower case. */
static const char *
plain_letters (gunichar lower)
{
  switch (lower)
    {
    case 0x153: /* œ */
      return "oe";
    case 0xe6: /* æ */
      return "ae";
    case 0xdf: /* ß */
      return "ss";
    case 0xf8: /* ø */
      return "o";
    case 0x142: /* ł */
      return "l";
    case 0x111: /* đ */
    case 0xf0:  /* ð */
      return "d";
    case 0xfe: /* þ */
      return "th";
    case 0x131: /* ı */
      return "i";
    case 0x3c2: /* ς, σ at the end of a word */
      return "σ";
    default:
      return NULL;
    }
}

/* ½ decomposes into 1, this and 2. */
#define FRACTION_SLASH 0x2044

/* Soft hyphens, joiners and marks of direction, which nobody sees inside of a word; the zero-width
 * space is there to separate. */
static gboolean
is_invisible (gunichar character)
{
  return g_unichar_type (character) == G_UNICODE_FORMAT && character != 0x200b;
}

/* To Unicode ʼ and its like are letters; people mean an apostrophe. */
static gboolean
is_apostrophe_letter (gunichar character)
{
  return character >= 0x2b9 && character <= 0x2bf;
}

gboolean
soho_fold_append (GString *word, gunichar character)
{
  gunichar parts[G_UNICHAR_MAX_DECOMPOSITION_LENGTH];
  gsize n_parts;

  if (character < 0x80)
    {
      if (!g_ascii_isalnum (character))
        return FALSE;
      g_string_append_c (word, g_ascii_tolower (character));
      return TRUE;
    }

  if (is_invisible (character))
    return TRUE;
  n_parts = g_unichar_fully_decompose (character, TRUE, parts, G_N_ELEMENTS (parts));
  if (n_parts > 1 && parts[1] == FRACTION_SLASH)
    return FALSE;
  for (gsize i = 0; i < n_parts; i++)
    {
      gunichar lower = g_unichar_tolower (parts[i]);
      const char *plain = plain_letters (lower);

      if (plain != NULL)
        g_string_append (word, plain);
      else if (g_unichar_isalnum (lower) && !is_apostrophe_letter (lower))
        g_string_append_unichar (word, lower);
      else if (!g_unichar_ismark (lower))
        return i > 0;
    }
  return TRUE;
}

/* Most characters are plain ones, and programs fold thousands of texts when they start. */
static inline void
append_plain (GString *folded, char character, gboolean *between)
{
  if (!g_ascii_isalnum (character))
    {
      *between = folded->len > 0;
      return;
    }
  if (*between)
    g_string_append_c (folded, ' ');
  *between = FALSE;
  /* Lower case: a digit has this bit already. */
  g_string_append_c (folded, (char) (character | 0x20));
}

char *
soho_fold (const char *text)
{
  GString *folded = g_string_sized_new (text != NULL ? strlen (text) : 0);
  gboolean between = FALSE;

  if (text == NULL)
    return g_string_free (folded, FALSE);

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gsize end = folded->len;
      gunichar character;

      if ((guchar) *p < 0x80)
        {
          append_plain (folded, *p, &between);
          continue;
        }
      character = g_utf8_get_char_validated (p, -1);
      if (character == (gunichar) -1 || character == (gunichar) -2)
        break;
      if (!soho_fold_append (folded, character))
        between = end > 0;
      else if (folded->len > end && between)
        {
          g_string_insert_c (folded, end, ' ');
          between = FALSE;
        }
    }
  return g_string_free (folded, FALSE);
}

gboolean
soho_fold_equal (const char *a, const char *b)
{
  g_autofree char *folded_a = soho_fold (a);
  g_autofree char *folded_b = soho_fold (b);

  return strcmp (folded_a, folded_b) == 0;
}
