/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/encoding.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "formats/csv.h"

/* Windows-1252 from 0x80 to 0x9f; 0 where it has no character. From 0xa0 on it is Latin-1. */
static const gunichar windows_1252[32] = {
  0x20ac, 0,      0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
  0x2039, 0x0152, 0,      0x017d, 0,      0,      0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
  0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0,      0x017e, 0x0178,
};

/* The line on which the byte at offset stands, from 1. */
static guint
line_of (const char *text, gsize offset)
{
  guint line = 1;

  for (gsize i = 0; i < offset; i++)
    if (text[i] == '\r' || (text[i] == '\n' && (i == 0 || text[i - 1] != '\r')))
      line++;
  return line;
}

static void
set_encoding_error (GError **error, const char *text, gsize offset, const char *problem)
{
  g_set_error (error, SOHO_CSV_ERROR, SOHO_CSV_ERROR_ENCODING,
               /* TRANSLATORS: the last part is a sentence without its full stop. */
               _ ("Line %u: %s."), line_of (text, offset), _ (problem));
}

/* Whether text, which is not valid UTF-8, was meant to be: at least as many well-formed sequences
 * as stray bytes. In Windows-1252 an accented letter is nearly always followed by ASCII, hence
 * stray; in a damaged UTF-8 file nearly all sequences are whole. */
static gboolean
looks_like_utf8 (const char *text, gsize length)
{
  const char *end = text + length;
  gsize n_sequences = 0, n_stray = 0;

  for (const char *p = text; p < end;)
    {
      gunichar character
          = (guchar) *p < 0x80 ? (guchar) *p : g_utf8_get_char_validated (p, end - p);

      if (character >= (gunichar) -2)
        {
          n_stray++;
          p++;
          continue;
        }
      if (character >= 0x80)
        n_sequences++;
      p = g_utf8_next_char (p);
    }
  return n_sequences >= n_stray;
}

static GBytes *
decode_windows_1252 (const char *text, gsize length, GError **error)
{
  g_autoptr (GString) decoded = g_string_sized_new (length + length / 8);

  for (gsize i = 0; i < length; i++)
    {
      guchar byte = text[i];
      gunichar character = byte >= 0x80 && byte < 0xa0 ? windows_1252[byte - 0x80] : byte;

      if (character == 0)
        {
          set_encoding_error (
              error, text, i,
              N_ ("A character is neither UTF-8 nor Windows-1252; save the file as CSV in UTF-8"));
          return NULL;
        }
      if (character < 0x80)
        g_string_append_c (decoded, character);
      else
        g_string_append_unichar (decoded, character);
    }
  return g_string_free_to_bytes (g_steal_pointer (&decoded));
}

/* Whether text was written by an old Mac: the five bytes by which it writes é è ê à ç, within
 * words. To Windows-1252 three of them are nothing and two are letters and marks that no French
 * word has; where it writes its own accented letters, they are more. */
static gboolean
looks_like_mac (const char *text, gsize length)
{
  gsize n_mac = 0, n_windows = 0;

  for (gsize i = 0; i < length; i++)
    if ((guchar) text[i] >= 0xe0)
      n_windows++;
    else if (text[i] != '\0' && strchr ("\x8e\x8f\x90\x88\x8d", text[i]) != NULL
             && ((i > 0 && g_ascii_isalpha (text[i - 1]))
                 || (i + 1 < length && g_ascii_isalpha (text[i + 1]))))
      n_mac++;
  return n_mac > n_windows;
}

/* NULL without an error if the machine cannot. */
static GBytes *
decode_mac (const char *text, gsize length)
{
  gsize n_written = 0;
  char *utf8 = g_convert (text, (gssize) length, "UTF-8", "MACINTOSH", NULL, &n_written, NULL);

  return utf8 != NULL ? g_bytes_new_take (utf8, n_written) : NULL;
}

/* What is named like a text and is none, by its first bytes. */
static const struct
{
  const char *start;
  gsize length;
  const char *problem;
} strangers[] = {
  { "PK\x03\x04", 4,
    N_ ("This is a spreadsheet document (.xlsx, .ods), no CSV file; open it and save it as CSV in "
        "UTF-8") },
  { "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8,
    N_ ("This is a spreadsheet document (.xls), no CSV file; open it and save it as CSV in "
        "UTF-8") },
  { "%PDF-", 5, N_ ("This is a PDF file, no CSV file; save the spreadsheet as CSV in UTF-8") },
  { "{\\rtf", 5,
    N_ ("This is a text document, no CSV file; save the spreadsheet as CSV in UTF-8") },
  { "<", 1,
    N_ ("This is a web page or XML, no CSV file; open it as a spreadsheet and save it as CSV in "
        "UTF-8") },
};

static gboolean
check_stranger (const char *text, gsize length, GError **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (strangers); i++)
    if (length >= strangers[i].length
        && memcmp (text, strangers[i].start, strangers[i].length) == 0)
      {
        set_encoding_error (error, text, 0, strangers[i].problem);
        return FALSE;
      }
  return TRUE;
}

/* "Unicode text" of spreadsheets. */
static GBytes *
decode_utf16 (const char *text, gsize length, GError **error)
{
  const char *from = text[0] == '\xff' ? "UTF-16LE" : "UTF-16BE";
  gsize n_read = 0, n_written = 0;
  g_autofree char *utf8
      = g_convert (text + 2, (gssize) length - 2, "UTF-8", from, &n_read, &n_written, NULL);
  const char *nul = utf8 != NULL ? memchr (utf8, '\0', n_written) : NULL;

  if (utf8 != NULL && n_read == length - 2 && nul == NULL)
    return g_bytes_new_take (g_steal_pointer (&utf8), n_written);
  if (nul != NULL)
    set_encoding_error (error, utf8, (gsize) (nul - utf8),
                        N_ ("A NUL character stands here; save the file as CSV in UTF-8"));
  else
    set_encoding_error (error, text, 0,
                        N_ ("This UTF-16 file is damaged; save it again as CSV in UTF-8"));
  return NULL;
}

static gboolean
check_nul (const char *text, gsize length, GError **error)
{
  const char *nul = length > 0 ? memchr (text, '\0', length) : NULL;

  if (nul == NULL)
    return TRUE;
  set_encoding_error (error, text, (gsize) (nul - text),
                      N_ ("A NUL byte stands here, as in UTF-16; save the file as CSV in UTF-8"));
  return FALSE;
}

GBytes *
soho_encoding_decode (GBytes *bytes, GError **error)
{
  gsize length, mark = strlen (SOHO_CSV_BYTE_ORDER_MARK);
  const char *text = g_bytes_get_data (bytes, &length);
  GBytes *mac = NULL;
  const char *stray;

  if (length < mark || memcmp (text, SOHO_CSV_BYTE_ORDER_MARK, mark) != 0)
    mark = 0;
  if (length >= 2 && (memcmp (text, "\xff\xfe", 2) == 0 || memcmp (text, "\xfe\xff", 2) == 0))
    return decode_utf16 (text, length, error);
  if (!check_stranger (text, length, error) || !check_nul (text, length, error))
    return NULL;
  if (length == 0 || g_utf8_validate (text, (gssize) length, &stray))
    return g_bytes_new_from_bytes (bytes, mark, length - mark);
  if (mark == 0 && !looks_like_utf8 (text, length))
    {
      if (looks_like_mac (text, length))
        mac = decode_mac (text, length);
      return mac != NULL ? mac : decode_windows_1252 (text, length, error);
    }

  set_encoding_error (
      error, text, (gsize) (stray - text),
      N_ ("A character of this UTF-8 file is damaged; save it again as CSV in UTF-8"));
  return NULL;
}
