/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/phone.h"

#include <string.h>

#include "model/fold.h"

/* E.164 allows 15 digits with the country code. Seven is the shortest subscriber's number that any
 * country still has (Niue: +683 and four digits). */
#define MOST_DIGITS 15
#define FEWEST_DIGITS 7

/* No way of writing 15 digits takes more bytes. */
#define MOST_BYTES 100

/* Numbers dialled as French that have a country code of their own: the first digits after the 0
 * (ARCEP, decision 2018-0881). 06 39 98, for fiction, stays French. */
static const struct
{
  const char *start;
  const char *country;
} overseas[] = {
  { "590", "590" }, { "690", "590" }, { "691", "590" },                                     /* GP */
  { "594", "594" }, { "694", "594" },                                                       /* GF */
  { "596", "596" }, { "696", "596" }, { "697", "596" },                                     /* MQ */
  { "262", "262" }, { "263", "262" }, { "692", "262" }, { "693", "262" }, { "269", "262" }, /* RE */
  { "639", "262" },                                                                         /* YT */
};

/* First digits after +33, of nine. */
static const char *const fictional[] = { "19900", "26191", "35301", "46571", "53649", "63998" };

/* Country codes of two digits (ITU-T E.164, list of assigned codes); 1 and 7 have one digit, all
 * others three. */
static const char two_digit_codes[]
    = " 20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63"
      " 64 65 66 81 82 84 86 90 91 92 93 94 95 98 ";

static gboolean
has_fictional_start (const char *nine_digits)
{
  for (gsize i = 0; i < G_N_ELEMENTS (fictional); i++)
    if (g_str_has_prefix (nine_digits, fictional[i]))
      return TRUE;
  return FALSE;
}

/* The country code for nine digits dialled in France after the 0. */
static const char *
country_of (const char *nine_digits)
{
  if (!has_fictional_start (nine_digits))
    for (gsize i = 0; i < G_N_ELEMENTS (overseas); i++)
      if (g_str_has_prefix (nine_digits, overseas[i].start))
        return overseas[i].country;
  return "33";
}

/* Whether people put this between digits; pasted numbers also bring invisible characters. */
static gboolean
is_between (gunichar character)
{
  switch (g_unichar_type (character))
    {
    case G_UNICODE_SPACE_SEPARATOR:
    case G_UNICODE_FORMAT:
    case G_UNICODE_DASH_PUNCTUATION:
      return TRUE;
    default:
      return character == '.' || character == '/' || character == '(' || character == ')'
             || character == '\t' || character == 0xb7; /* middle dot */
    }
}

/* Appends the digits of text to digits, and sets *is_international if a plus stands before them. A
 * "(0)" in an international number, which is not dialled from abroad, is left out. Returns FALSE if
 * anything else than a number stands there. */
static gboolean
collect_digits (const char *text, GString *digits, gboolean *is_international)
{
  *is_international = FALSE;
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      if (*p == '+' && !*is_international && digits->len == 0)
        *is_international = TRUE;
      else if (g_str_has_prefix (p, "(0)")
               && (*is_international || g_str_has_prefix (digits->str, "00")))
        p += 2;
      else if (g_ascii_isdigit (*p))
        g_string_append_c (digits, *p);
      else if (!is_between (g_utf8_get_char (p)))
        return FALSE;
    }
  return TRUE;
}

static gboolean
is_french_length (const char *nine_digits)
{
  return strlen (nine_digits) == 9 && nine_digits[0] != '0';
}

/* digits: what is dialled in France after the 0. */
static char *
from_national (const char *digits)
{
  return is_french_length (digits) ? g_strdup_printf ("+%s%s", country_of (digits), digits) : NULL;
}

/* digits: with the country code. */
static char *
international (const char *digits)
{
  gsize n_digits = strlen (digits);

  if (g_str_has_prefix (digits, "33"))
    {
      const char *national = digits + 2;

      if (*national == '0') /* "+33 05 62…" leaves nothing to doubt */
        national++;
      return from_national (national);
    }
  if (n_digits < FEWEST_DIGITS || n_digits > MOST_DIGITS || digits[0] == '0')
    return NULL;
  return g_strdup_printf ("+%s", digits);
}

/* What people write before a number, folded. */
static const char *const labels[]
    = { "tel", "telephone", "t",       "port", "portable", "mob", "mobile", "fixe",
        "gsm", "domicile",  "travail", "pro",  "m",        "f",   NULL };

/* Past "Tél. : " and its like. */
static const char *
skip_label (const char *text)
{
  const char *start = text, *end;
  g_autofree char *word = NULL;
  g_autofree char *folded = NULL;

  while (g_unichar_isspace (g_utf8_get_char (start)))
    start = g_utf8_next_char (start);
  for (end = start;
       g_unichar_isalpha (g_utf8_get_char (end)) || g_unichar_ismark (g_utf8_get_char (end));)
    end = g_utf8_next_char (end);
  word = g_strndup (start, (gsize) (end - start));
  folded = soho_fold (word);
  if (!g_strv_contains (labels, folded))
    return text;
  while (*end == '.' || *end == ':' || g_unichar_isspace (g_utf8_get_char (end)))
    end = g_utf8_next_char (end);
  return end;
}

/* Without the 0 or the plus that a spreadsheet drops where it takes a number for a quantity. */
static char *
from_quantity (const char *digits)
{
  if (strlen (digits) == 11 && g_str_has_prefix (digits, "33"))
    return from_national (digits + 2);
  return from_national (digits);
}

static gboolean
is_readable (const char *text)
{
  return text != NULL && strlen (text) <= MOST_BYTES && g_utf8_validate (text, -1, NULL);
}

char *
soho_phone_parse (const char *text)
{
  g_autoptr (GString) digits = NULL;
  gboolean is_international;

  if (!is_readable (text))
    return NULL;

  digits = g_string_new (NULL);
  if (!collect_digits (skip_label (text), digits, &is_international))
    return NULL;
  if (is_international)
    return international (digits->str);
  if (g_str_has_prefix (digits->str, "00"))
    return international (digits->str + 2);
  return digits->str[0] == '0' ? from_national (digits->str + 1) : from_quantity (digits->str);
}

/* Whether each of the two parts of a text is a number. */
static gboolean
is_pair (const char *text, gsize first, const char *second)
{
  g_autofree char *before = g_strndup (text, first);
  g_autofree char *one = soho_phone_parse (before);
  g_autofree char *other = one != NULL ? soho_phone_parse (second) : NULL;

  return other != NULL;
}

/* Past what people put between two numbers; at itself if nothing of the sort stands there. */
static const char *
skip_between_numbers (const char *at)
{
  static const char *const words[] = { "ou ", "et ", "puis ", NULL };

  while (*at != '\0' && strchr (" /,;|&-\n\r\t", *at) != NULL)
    at++;
  for (const char *const *word = words; *word != NULL; word++)
    if (g_ascii_strncasecmp (at, *word, strlen (*word)) == 0)
      return at + strlen (*word);
  return at;
}

gboolean
soho_phone_is_several (const char *text)
{
  /* Each half has at most as many bytes as a number. */
  if (text == NULL || strlen (text) > 10 * MOST_BYTES || !g_utf8_validate (text, -1, NULL))
    return FALSE;
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      const char *second = skip_between_numbers (at);

      if (second > at && at - text <= MOST_BYTES)
        {
          g_autofree char *rest = g_strndup (second, MOST_BYTES);
          gsize n = strcspn (rest, ",;|&\n");

          rest[n] = '\0';
          if (is_pair (text, (gsize) (at - text), second)
              || is_pair (text, (gsize) (at - text), rest))
            return TRUE;
        }
    }
  return FALSE;
}

gboolean
soho_phone_is_rounded (const char *text)
{
  gsize n;

  if (text == NULL)
    return FALSE;
  text += strspn (text, " +");
  n = strspn (text, "0123456789");
  if (n == 0 || (text[n] != ',' && text[n] != '.'))
    return FALSE;
  text += n + 1;
  text += strspn (text, "0123456789");
  return (text[0] == 'E' || text[0] == 'e') && text[1] == '+' && g_ascii_isdigit (text[2]);
}

static gboolean
is_e164 (const char *text)
{
  gsize n_digits;

  if (text[0] != '+' || text[1] == '0')
    return FALSE;
  n_digits = strspn (text + 1, "0123456789");
  return n_digits >= FEWEST_DIGITS && n_digits <= MOST_DIGITS && text[1 + n_digits] == '\0';
}

/* The nine digits that are dialled in France after the 0; NULL if the number is not French. */
static const char *
national_digits (const char *e164)
{
  const char *digits;

  if (g_str_has_prefix (e164, "+33"))
    return is_french_length (e164 + 3) ? e164 + 3 : NULL;
  if (strlen (e164) != 1 + 3 + 9)
    return NULL;
  digits = e164 + 1 + 3;
  return strncmp (country_of (digits), e164 + 1, 3) == 0 ? digits : NULL;
}

static gsize
country_code_length (const char *digits)
{
  char code[] = { ' ', digits[0], digits[1], ' ', '\0' };

  if (digits[0] == '1' || digits[0] == '7')
    return 1;
  return strstr (two_digit_codes, code) != NULL ? 2 : 3;
}

/* Groups of three; the last one has two to four digits. */
static void
append_groups (GString *shown, const char *digits)
{
  for (gsize left = strlen (digits); left > 0;)
    {
      gsize group = left <= 4 ? left : 3;

      g_string_append_c (shown, ' ');
      g_string_append_len (shown, digits, group);
      digits += group;
      left -= group;
    }
}

char *
soho_phone_format (const char *e164)
{
  GString *shown;
  const char *national;
  gsize n_code;

  g_return_val_if_fail (e164 != NULL, NULL);

  if (!is_e164 (e164))
    return g_strdup (e164);

  shown = g_string_new (NULL);
  national = national_digits (e164);
  if (national != NULL)
    {
      g_string_append_printf (shown, "0%c", national[0]);
      for (gsize i = 1; i < 9; i += 2)
        g_string_append_printf (shown, " %.2s", national + i);
      return g_string_free (shown, FALSE);
    }

  n_code = country_code_length (e164 + 1);
  g_string_append_len (shown, e164, 1 + n_code);
  append_groups (shown, e164 + 1 + n_code);
  return g_string_free (shown, FALSE);
}

gboolean
soho_phone_is_fictional (const char *e164)
{
  g_return_val_if_fail (e164 != NULL, FALSE);

  return is_e164 (e164) && strlen (e164) == 12 && g_str_has_prefix (e164, "+33")
         && has_fictional_start (e164 + 3);
}
