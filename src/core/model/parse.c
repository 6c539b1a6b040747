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
  static const char *const yes[] = { "1", "yes", "oui", "true", "vrai", "x", NULL };
  static const char *const no[] = { "0", "no", "non", "false", "faux", NULL };
  g_autofree char *folded = soho_fold (text);

  if (!g_strv_contains (yes, folded) && !g_strv_contains (no, folded))
    return fail (error, field, _ ("“%s” is neither yes nor no"), text);
  soho_value_set_integer (value, g_strv_contains (yes, folded));
  return TRUE;
}

static gboolean
parse_real (const SohoField *field, const char *text, SohoValue *value, GError **error)
{
  g_autofree char *pointed = g_strdelimit (g_strdup (text), ",", '.');
  char *end = NULL;
  double real = g_ascii_strtod (pointed, &end);

  /* Neither hexadecimal, which the library would take, nor "nan". */
  if (end == pointed || *end != '\0' || pointed[strspn (pointed, "0123456789+-.eE")] != '\0'
      || !isfinite (real))
    return fail (error, field, _ ("“%s” is no number"), text);
  soho_value_set_real (value, real);
  return TRUE;
}

static gboolean
parse_integer (const SohoField *field, const char *text, SohoValue *value, GError **error)
{
  gint64 integer;

  if (!g_ascii_string_to_signed (text, 10, G_MININT64, G_MAXINT64, &integer, NULL))
    return fail (error, field, _ ("“%s” is no whole number"), text);
  soho_value_set_integer (value, integer);
  return TRUE;
}

static void
parse_set (const char *text, SohoValue *value)
{
  g_auto (GStrv) parts = g_strsplit_set (text, strchr (text, '|') != NULL ? "|" : ",", 10000);

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

/* Spreadsheets end lines with CR LF; the model knows LF alone. */
char *
soho_text_dup_trimmed (const char *text)
{
  g_autoptr (GString) trimmed = g_string_new (text);

  g_string_replace (trimmed, "\r\n", "\n", 0);
  return g_strdup (g_strstrip (trimmed->str));
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
        return fail (error, field, _ ("“%s” is no moment: write it like 2026-11-23T18:30:00+01:00"),
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

/* A bar after a lone element tells that its commas separate nothing. */
static char *
format_set (char **elements)
{
  g_autofree char *joined = g_strjoinv ("|", elements);

  if (elements[1] == NULL && strchr (joined, ',') != NULL)
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
