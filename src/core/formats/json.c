/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/json.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* Far more than 64-bit numbers need, and short enough to copy onto the stack. */
#define MAX_NUMBER_LENGTH 64

G_DEFINE_QUARK (soho_json_error, soho_json_error)

typedef struct
{
  const char *start;
  const char *at; /* next byte to read; after a failure, where it lies */
  const char *end;
  guint64 objects; /* one bit for each open level, lowest innermost: 1 object, 0 array */
  guint depth;
  guint max_depth;
  SohoJsonError code;
  const char *problem; /* untranslated sentence; NULL while all is well */
} Checker;

static gboolean
fail (Checker *self, SohoJsonError code, const char *problem)
{
  self->code = code;
  self->problem = problem;
  return FALSE;
}

static inline void
skip_space (Checker *self)
{
  while (self->at < self->end
         && (*self->at == ' ' || *self->at == '\n' || *self->at == '\t' || *self->at == '\r'))
    self->at++;
}

/* The next byte, or NUL at the end: no rule below accepts a NUL. */
static inline char
peek (Checker *self)
{
  return self->at < self->end ? *self->at : '\0';
}

/* Length in bytes of the character beginning with a byte of 0x80 or more, 0 if it is no UTF-8
 * (Unicode, table 3-7: no overlong forms, no surrogates, nothing past U+10FFFF). */
static inline gsize
character_length (const guchar *p, gsize left)
{
#define IS_TAIL(i) ((p[i] & 0xc0) == 0x80)
  if (p[0] < 0xe0)
    return p[0] >= 0xc2 && left >= 2 && IS_TAIL (1) ? 2 : 0;
  if (p[0] < 0xf0)
    return left >= 3 && IS_TAIL (1) && IS_TAIL (2) && (p[0] != 0xe0 || p[1] >= 0xa0)
                   && (p[0] != 0xed || p[1] < 0xa0)
               ? 3
               : 0;
  return p[0] <= 0xf4 && left >= 4 && IS_TAIL (1) && IS_TAIL (2) && IS_TAIL (3)
                 && (p[0] != 0xf0 || p[1] >= 0x90) && (p[0] != 0xf4 || p[1] < 0x90)
             ? 4
             : 0;
#undef IS_TAIL
}

/* Moves p over printable ASCII but for the quote and the backslash, eight bytes at a time: each
 * term of the mask has the top bit of a byte set where it is, in turn, below space, '"', '\\', or
 * not ASCII. A borrow may mark a byte above a true one, never below, and p stops there anyway. */
static inline const char *
skip_plain (const char *p, const char *end)
{
  const guint64 ones = G_GUINT64_CONSTANT (0x0101010101010101);
  const guint64 tops = ones * 0x80;

  while (end - p >= 8)
    {
      guint64 word, quote, backslash;

      memcpy (&word, p, sizeof word);
      quote = word ^ (ones * '"');
      backslash = word ^ (ones * '\\');
      if ((((word - ones * ' ') | (quote - ones) | (backslash - ones) | word) & tops) != 0)
        break;
      p += 8;
    }
  while (p < end && (guchar) *p >= ' ' && (guchar) *p < 0x80 && *p != '"' && *p != '\\')
    p++;
  return p;
}

/* Reads the four digits of a \u escape. Returns -1, moving nothing, if they are not there. */
static int
read_hex4 (Checker *self)
{
  int value = 0;

  if (self->end - self->at < 4)
    return -1;
  for (int i = 0; i < 4; i++)
    {
      int digit = g_ascii_xdigit_value (self->at[i]);

      if (digit < 0)
        return -1;
      value = value * 16 + digit;
    }
  self->at += 4;
  return value;
}

/* Stands after "\u". */
static gboolean
check_unicode_escape (Checker *self)
{
  const char *problem = N_ ("Four hexadecimal digits must follow \\u");
  int high = read_hex4 (self);
  int low;

  if (high < 0)
    return fail (self, SOHO_JSON_ERROR_SYNTAX, problem);
  if (high == 0)
    return fail (self, SOHO_JSON_ERROR_ENCODING, N_ ("Remove \\u0000: texts hold no NUL"));
  if (high < 0xd800 || high > 0xdfff)
    return TRUE;

  if (high < 0xdc00 && self->end - self->at >= 2 && self->at[0] == '\\' && self->at[1] == 'u')
    {
      self->at += 2;
      low = read_hex4 (self);
      if (low < 0)
        return fail (self, SOHO_JSON_ERROR_SYNTAX, problem);
      if (low >= 0xdc00 && low <= 0xdfff)
        return TRUE;
    }
  return fail (self, SOHO_JSON_ERROR_ENCODING,
               N_ ("A surrogate escape stands alone; write the character itself"));
}

/* Stands after the backslash. */
static gboolean
check_escape (Checker *self)
{
  char escape = peek (self);

  if (escape == '\0' || strchr ("\"\\/bfnrtu", escape) == NULL)
    return fail (self, SOHO_JSON_ERROR_SYNTAX,
                 N_ ("No such escape; double the backslash to write one"));
  self->at++;
  return escape != 'u' || check_unicode_escape (self);
}

/* Stands after the opening quote. */
static gboolean
check_string (Checker *self)
{
  while (TRUE)
    {
      guchar byte;
      gsize n_bytes;

      self->at = skip_plain (self->at, self->end);
      if (self->at == self->end)
        return fail (self, SOHO_JSON_ERROR_SYNTAX, N_ ("The text ends inside a string"));

      byte = (guchar) *self->at;
      if (byte == '"')
        {
          self->at++;
          return TRUE;
        }
      if (byte < ' ')
        return fail (self, SOHO_JSON_ERROR_SYNTAX,
                     N_ ("A string holds a control character; write it as an escape"));
      if (byte == '\\')
        {
          self->at++;
          if (!check_escape (self))
            return FALSE;
          continue;
        }
      n_bytes = character_length ((const guchar *) self->at, self->end - self->at);
      if (n_bytes == 0)
        return fail (self, SOHO_JSON_ERROR_ENCODING,
                     N_ ("This is not UTF-8; save the text as UTF-8"));
      self->at += n_bytes;
    }
}

/* Whether the number from start on, known to be well formed, has a value that we can hold. */
static gboolean
check_number_range (Checker *self, const char *start, gboolean is_integer)
{
  char copy[MAX_NUMBER_LENGTH + 1];
  gsize length = self->at - start;
  double real;

  if (length > MAX_NUMBER_LENGTH)
    return fail (self, SOHO_JSON_ERROR_RANGE, N_ ("A number has more than 64 characters"));
  memcpy (copy, start, length);
  copy[length] = '\0';

  errno = 0;
  if (is_integer)
    {
      (void) g_ascii_strtoll (copy, NULL, 10);
      return errno != ERANGE
             || fail (self, SOHO_JSON_ERROR_RANGE,
                      N_ ("An integer does not fit into 64 bits; write it as a string"));
    }
  real = g_ascii_strtod (copy, NULL);
  return isfinite (real) || fail (self, SOHO_JSON_ERROR_RANGE, N_ ("A number is too large"));
}

static inline gboolean
skip_digits (Checker *self)
{
  const char *start = self->at;

  while (self->at < self->end && g_ascii_isdigit (*self->at))
    self->at++;
  return self->at > start;
}

static gboolean
check_number (Checker *self)
{
  const char *problem = N_ ("A digit is missing from a number");
  const char *start = self->at;
  gboolean is_integer = TRUE, has_exponent = FALSE;

  if (*self->at == '-')
    self->at++;
  if (peek (self) == '0')
    {
      self->at++;
      if (g_ascii_isdigit (peek (self)))
        return fail (self, SOHO_JSON_ERROR_SYNTAX, N_ ("A number begins with a needless 0"));
    }
  else if (!skip_digits (self))
    return fail (self, SOHO_JSON_ERROR_SYNTAX, problem);

  if (peek (self) == '.')
    {
      is_integer = FALSE;
      self->at++;
      if (!skip_digits (self))
        return fail (self, SOHO_JSON_ERROR_SYNTAX, problem);
    }
  if (peek (self) == 'e' || peek (self) == 'E')
    {
      is_integer = FALSE;
      has_exponent = TRUE;
      self->at++;
      if (peek (self) == '-' || peek (self) == '+')
        self->at++;
      if (!skip_digits (self))
        return fail (self, SOHO_JSON_ERROR_SYNTAX, problem);
    }

  /* Up to 18 digits fit, and so does every plain decimal of the length allowed. */
  if (self->at - start <= 18 && !has_exponent)
    return TRUE;
  return check_number_range (self, start, is_integer);
}

static gboolean
check_literal (Checker *self, const char *literal)
{
  gsize length = strlen (literal);

  if ((gsize) (self->end - self->at) < length || memcmp (self->at, literal, length) != 0)
    return fail (self, SOHO_JSON_ERROR_SYNTAX,
                 N_ ("Only true, false and null are words; put quotes around others"));
  self->at += length;
  return TRUE;
}

static gboolean
check_scalar (Checker *self)
{
  char first = peek (self);

  switch (first)
    {
    case '"':
      self->at++;
      return check_string (self);
    case 't':
      return check_literal (self, "true");
    case 'f':
      return check_literal (self, "false");
    case 'n':
      return check_literal (self, "null");
    default:
      if (first == '-' || g_ascii_isdigit (first))
        return check_number (self);
      return fail (self, SOHO_JSON_ERROR_SYNTAX,
                   self->at < self->end ? N_ ("A value must stand here")
                                        : N_ ("The text ends where a value must follow"));
    }
}

/* Reads a member's name and its colon. */
static gboolean
check_name (Checker *self)
{
  skip_space (self);
  if (peek (self) != '"')
    return fail (self, SOHO_JSON_ERROR_SYNTAX, N_ ("A member's name in quotes must stand here"));
  self->at++;
  if (!check_string (self))
    return FALSE;
  skip_space (self);
  if (peek (self) != ':')
    return fail (self, SOHO_JSON_ERROR_SYNTAX, N_ ("A colon must follow the member's name"));
  self->at++;
  return TRUE;
}

/* Reads up to the end of the next scalar or empty container, opening what stands before it. */
static gboolean
check_down (Checker *self)
{
  while (TRUE)
    {
      gboolean is_object;

      skip_space (self);
      is_object = peek (self) == '{';
      if (!is_object && peek (self) != '[')
        return check_scalar (self);

      if (self->depth == self->max_depth)
        return fail (self, SOHO_JSON_ERROR_DEPTH, N_ ("Arrays and objects are nested too deep"));
      self->objects = self->objects << 1 | (is_object ? 1 : 0);
      self->depth++;
      self->at++;

      skip_space (self);
      if (peek (self) == (is_object ? '}' : ']'))
        return TRUE; /* check_up closes it */
      if (is_object && !check_name (self))
        return FALSE;
    }
}

/* A tight loop for what pages consist of most: stands at a value of an array, and passes over
 * integers of at most 18 digits that are followed by a comma at once. Whatever is not that plain
 * is left to the rules below. */
static void
skip_plain_integers (Checker *self)
{
  const char *p = self->at;

  while (TRUE)
    {
      const char *digits;

      if (p < self->end && *p == '-')
        p++;
      for (digits = p; p < self->end && g_ascii_isdigit (*p);)
        p++;
      if (p == digits || p - digits > 18 || (*digits == '0' && p - digits > 1) || p == self->end
          || *p != ',')
        return;
      self->at = ++p;
    }
}

/* Stands after a value: closes what ends here. Leaves depth 0 once the root is complete, else
 * stands where the next value must begin. */
static gboolean
check_up (Checker *self)
{
  while (self->depth > 0)
    {
      gboolean is_object = (self->objects & 1) != 0;

      skip_space (self);
      if (peek (self) == ',')
        {
          self->at++;
          if (is_object)
            return check_name (self);
          skip_plain_integers (self);
          return TRUE;
        }
      if (peek (self) != (is_object ? '}' : ']'))
        return fail (self, SOHO_JSON_ERROR_SYNTAX,
                     is_object ? N_ ("A comma or } must follow") : N_ ("A comma or ] must follow"));
      self->at++;
      self->objects >>= 1;
      self->depth--;
    }
  return TRUE;
}

static gboolean
check (Checker *self)
{
  do
    {
      if (!check_down (self) || !check_up (self))
        return FALSE;
    }
  while (self->depth > 0);

  skip_space (self);
  return self->at == self->end
         || fail (self, SOHO_JSON_ERROR_SYNTAX, N_ ("More text follows the value; remove it"));
}

static void
set_error (const Checker *self, GError **error)
{
  guint line = 1, column = 1;

  for (const char *p = self->start; p < self->at; p++)
    {
      if (*p == '\n')
        {
          line++;
          column = 1;
        }
      else if ((*p & 0xc0) != 0x80)
        column++;
    }
  g_set_error (error, SOHO_JSON_ERROR, self->code,
               /* TRANSLATORS: the last part is a sentence without its full stop. */
               _ ("Line %u, column %u: %s."), line, column, _ (self->problem));
}

gboolean
soho_json_check (const char *text, gsize length, guint max_depth, GError **error)
{
  /* An empty GBytes has NULL for its data. */
  const char *start = text != NULL ? text : "";
  Checker checker = { .start = start, .at = start, .end = start + length, .max_depth = max_depth };

  g_return_val_if_fail (text != NULL || length == 0, FALSE);
  g_return_val_if_fail (max_depth >= 1 && max_depth <= SOHO_JSON_MAX_DEPTH, FALSE);

  /* json-glib and the columns above count in 32 bits. */
  if (length > G_MAXINT32)
    {
      g_set_error_literal (error, SOHO_JSON_ERROR, SOHO_JSON_ERROR_RANGE,
                           _ ("The JSON text is larger than 2 GiB; cut it into several."));
      return FALSE;
    }
  if (check (&checker))
    return TRUE;
  set_error (&checker, error);
  return FALSE;
}

JsonNode *
soho_json_parse (const char *text, gsize length, guint max_depth, GError **error)
{
  g_autoptr (JsonParser) parser = NULL;
  g_autoptr (GError) local_error = NULL;

  if (!soho_json_check (text, length, max_depth, error))
    return NULL;

  parser = json_parser_new ();
  if (json_parser_load_from_data (parser, text, length, &local_error))
    return json_parser_steal_root (parser);
  g_set_error (error, SOHO_JSON_ERROR, SOHO_JSON_ERROR_SYNTAX,
               _ ("The JSON text cannot be read: %s"), local_error->message);
  return NULL;
}

static JsonNode *
get_member (JsonObject *object, const char *member)
{
  return object != NULL ? json_object_get_member (object, member) : NULL;
}

gboolean
soho_json_get_int64 (JsonObject *object, const char *member, gint64 min, gint64 max, gint64 *value)
{
  JsonNode *node = get_member (object, member);
  gint64 found;

  if (node == NULL || json_node_get_value_type (node) != G_TYPE_INT64)
    return FALSE;
  found = json_node_get_int (node);
  if (found < min || found > max)
    return FALSE;
  *value = found;
  return TRUE;
}

const char *
soho_json_get_string (JsonObject *object, const char *member)
{
  JsonNode *node = get_member (object, member);

  if (node == NULL || json_node_get_value_type (node) != G_TYPE_STRING)
    return NULL;
  return json_node_get_string (node);
}

JsonArray *
soho_json_get_array (JsonObject *object, const char *member)
{
  JsonNode *node = get_member (object, member);

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

JsonObject *
soho_json_get_object (JsonObject *object, const char *member)
{
  JsonNode *node = get_member (object, member);

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

static void
append_escape (GString *out, guchar byte)
{
  static const char letters[] = "btnvfr"; /* for 8 to 13; JSON has no \v */

  g_string_append_c (out, '\\');
  if (byte == '"' || byte == '\\')
    g_string_append_c (out, byte);
  else if (byte >= '\b' && byte <= '\r' && byte != '\v')
    g_string_append_c (out, letters[byte - '\b']);
  else
    g_string_append_printf (out, "u%04x", byte);
}

void
soho_json_append_string (GString *out, const char *text)
{
  const char *run = text;

  g_return_if_fail (text != NULL);

  g_string_append_c (out, '"');
  for (const char *p = text; *p != '\0'; p++)
    {
      guchar byte = (guchar) *p;

      if (byte >= ' ' && byte != '"' && byte != '\\')
        continue;
      g_string_append_len (out, run, p - run);
      append_escape (out, byte);
      run = p + 1;
    }
  g_string_append (out, run);
  g_string_append_c (out, '"');
}
