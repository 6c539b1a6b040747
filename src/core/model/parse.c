/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/validate.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "model/date.h"
#include "model/fold.h"
#include "model/gazetteer.h"

static gboolean
fail (GError **error, const SohoField *field, const char *format, const char *text)
{
  g_autofree char *shown = g_utf8_make_valid (text, strnlen (text, 60));
  g_autofree char *reason = NULL;

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  reason = g_strdup_printf (format, shown);
#pragma GCC diagnostic pop
  return soho_validation_fail (error, field->name, reason);
}

static gboolean
parse_boolean (const SohoField *field, const char *text, SohoValue *value, GError **error)
{
  static const char *const yes[]
      = { "1", "yes", "y", "oui", "o", "true", "vrai", "x", "\342\234\223", "\342\234\224", NULL };
  static const char *const no[] = { "0", "no", "n", "non", "false", "faux", NULL };
  g_autofree char *folded = soho_fold (text);

  /* A tick folds to nothing. */
  if (*folded == '\0')
    {
      g_free (folded);
      folded = g_strdup (text);
    }
  if (!g_strv_contains (yes, folded) && !g_strv_contains (no, folded))
    return fail (error, field, _ ("“%s” is neither yes nor no"), text);
  soho_value_set_integer (value, g_strv_contains (yes, folded));
  return TRUE;
}

static gboolean
is_space (const char *p)
{
  return g_unichar_type (g_utf8_get_char (p)) == G_UNICODE_SPACE_SEPARATOR;
}

/* A number without the spaces, of whatever width, that set its digits in groups of three ("1 250").
 * Other spaces stay, for the number to be refused. */
static char *
dup_ungrouped (const char *text)
{
  GString *plain = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      const char *next = g_utf8_next_char (p);

      if (is_space (p) && plain->len > 0 && g_ascii_isdigit (plain->str[plain->len - 1])
          && strspn (next, "0123456789") == 3)
        continue;
      g_string_append_len (plain, p, next - p);
    }
  return g_string_free (plain, FALSE);
}

static gboolean
parse_real (const SohoField *field, const char *text, SohoValue *value, GError **error)
{
  g_autofree char *pointed = g_strdelimit (dup_ungrouped (text), ",", '.');
  char *end = NULL;
  double real = g_ascii_strtod (pointed, &end);

  /* Neither hexadecimal, which the library would take, nor "nan". */
  if (end == pointed || *end != '\0' || pointed[strspn (pointed, "0123456789+-.eE")] != '\0'
      || !isfinite (real))
    return fail (error, field, _ ("“%s” is no number"), text);
  soho_value_set_real (value, real);
  return TRUE;
}

/* Cuts off the ",0" or ".00" that spreadsheets add to whole numbers. */
static void
cut_zeros (char *number)
{
  char *point = strpbrk (number, ",.");

  if (point != NULL && point > number && point[1] != '\0'
      && point[1 + strspn (point + 1, "0")] == '\0')
    *point = '\0';
}

static gboolean
parse_integer (const SohoField *field, const char *text, SohoValue *value, GError **error)
{
  g_autofree char *plain = dup_ungrouped (text);
  gint64 integer;

  cut_zeros (plain);
  if (!g_ascii_string_to_signed (plain, 10, G_MININT64, G_MAXINT64, &integer, NULL))
    return fail (error, field, _ ("“%s” is no whole number"), text);
  soho_value_set_integer (value, integer);
  return TRUE;
}

/* What people put between the elements of a set, the surest first: what stands there once
 * separates, and the others are text. */
static const char *const set_separators[] = { "|", ";", "\n", ",", NULL };

static void
parse_set (const char *text, SohoValue *value)
{
  const char *const *separator = set_separators;
  g_auto (GStrv) parts = NULL;

  while (separator[1] != NULL && strstr (text, *separator) == NULL)
    separator++;
  parts = g_strsplit (text, *separator, 10000);
  for (char **part = parts; *part != NULL; part++)
    g_strstrip (*part);
  soho_value_take_set (value, g_steal_pointer (&parts));
}

static void
parse_text (const SohoField *field, const char *text, SohoValue *value)
{
  const SohoCommune *commune = NULL;

  if (field->format == SOHO_FORMAT_COMMUNE)
    commune = soho_gazetteer_match (text);
  soho_value_take_text (value, g_strdup (commune != NULL ? commune->insee : text));
}

static gboolean
is_around (const char *p)
{
  return g_ascii_isspace (*p) || is_space (p);
}

/* Spreadsheets end lines with CR LF; the model knows LF alone. Pasted texts bring spaces that do
 * not break. */
char *
soho_text_dup_trimmed (const char *text)
{
  g_autoptr (GString) trimmed = g_string_new (text);
  const char *start, *end;

  g_string_replace (trimmed, "\r\n", "\n", 0);
  start = trimmed->str;
  end = start + trimmed->len;
  while (*start != '\0' && is_around (start))
    start = g_utf8_next_char (start);
  while (end > start && is_around (g_utf8_prev_char (end)))
    end = g_utf8_prev_char (end);
  return g_strndup (start, (gsize) (end - start));
}

gboolean
soho_field_parse (const SohoField *field, const char *text, SohoValue *value, GError **error)
{
  g_autofree char *trimmed = NULL;
  gint64 number;

  soho_value_clear (value);
  if (!g_utf8_validate (text, -1, NULL))
    return fail (error, field, _ ("“%s” is not UTF-8 text: save the file as UTF-8"), text);
  trimmed = soho_text_dup_trimmed (text);
  if (*trimmed == '\0')
    return TRUE;

  switch (field->type)
    {
    case SOHO_FIELD_TEXT:
    case SOHO_FIELD_LONG_TEXT:
    case SOHO_FIELD_ENUMERATION:
    case SOHO_FIELD_BLOB:
      parse_text (field, trimmed, value);
      return TRUE;
    case SOHO_FIELD_SET:
      parse_set (trimmed, value);
      return TRUE;
    case SOHO_FIELD_BOOLEAN:
      return parse_boolean (field, trimmed, value, error);
    case SOHO_FIELD_REAL:
      return parse_real (field, trimmed, value, error);
    case SOHO_FIELD_INTEGER:
    case SOHO_FIELD_REFERENCE:
      return parse_integer (field, trimmed, value, error);
    case SOHO_FIELD_DATE:
      if (!soho_date_parse (trimmed, &number))
        return fail (error, field, _ ("“%s” is no day: write it like 2026-11-23"), trimmed);
      soho_value_set_integer (value, number);
      return TRUE;
    case SOHO_FIELD_INSTANT:
      if (!soho_instant_parse (trimmed, &number))
        return fail (error, field, _ ("“%s” is no moment: write it like 23/11/2026 18:30"),
                     trimmed);
      soho_value_set_integer (value, number);
      return TRUE;
    }
  g_assert_not_reached ();
}

static char *
format_real (const SohoField *field, double real)
{
  char pattern[16], buffer[G_ASCII_DTOSTR_BUF_SIZE];

  g_snprintf (pattern, sizeof pattern, "%%.%uf", field->decimals);
  return g_strdup (g_ascii_formatd (buffer, sizeof buffer, pattern, real));
}

/* A bar after a lone element tells that its commas and semicolons separate nothing. */
static char *
format_set (char **elements)
{
  g_autofree char *joined = g_strjoinv ("|", elements);

  if (elements[1] == NULL && strpbrk (joined, ",;\n") != NULL)
    return g_strconcat (joined, "|", NULL);
  return g_steal_pointer (&joined);
}

char *
soho_field_format (const SohoField *field, const SohoValue *value)
{
  switch (value->type)
    {
    case SOHO_VALUE_NONE:
      return g_strdup ("");
    case SOHO_VALUE_TEXT:
      return g_strdup (value->text);
    case SOHO_VALUE_SET:
      return format_set (value->set);
    case SOHO_VALUE_REAL:
      return format_real (field, value->real);
    case SOHO_VALUE_INTEGER:
      if (field->type == SOHO_FIELD_DATE)
        return soho_date_format (value->integer);
      if (field->type == SOHO_FIELD_INSTANT)
        return soho_instant_format (value->integer);
      return g_strdup_printf ("%" G_GINT64_FORMAT, value->integer);
    }
  g_assert_not_reached ();
}
