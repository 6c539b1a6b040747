/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/validate.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "formats/phone.h"
#include "model/date.h"
#include "model/gazetteer.h"

/* Bytes of a text that an error quotes. */
#define MOST_SHOWN 40

G_DEFINE_QUARK (soho_validation_error, soho_validation_error)

gboolean
soho_validation_fail (GError **error, const char *field, const char *reason)
{
  g_set_error (error, SOHO_VALIDATION_ERROR, SOHO_VALIDATION_ERROR_INVALID, "%s: %s", field,
               reason);
  return FALSE;
}

G_GNUC_PRINTF (3, 4)
static gboolean
fail (GError **error, const char *field, const char *format, ...)
{
  g_autofree char *reason = NULL;
  va_list arguments;

  va_start (arguments, format);
  reason = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  return soho_validation_fail (error, field, reason);
}

static SohoValueType
value_type_of (SohoFieldType type)
{
  switch (type)
    {
    case SOHO_FIELD_TEXT:
    case SOHO_FIELD_LONG_TEXT:
    case SOHO_FIELD_ENUMERATION:
    case SOHO_FIELD_BLOB:
      return SOHO_VALUE_TEXT;
    case SOHO_FIELD_INTEGER:
    case SOHO_FIELD_BOOLEAN:
    case SOHO_FIELD_DATE:
    case SOHO_FIELD_INSTANT:
    case SOHO_FIELD_REFERENCE:
      return SOHO_VALUE_INTEGER;
    case SOHO_FIELD_REAL:
      return SOHO_VALUE_REAL;
    case SOHO_FIELD_SET:
      return SOHO_VALUE_SET;
    }
  g_assert_not_reached ();
}

/* One line has no control character at all; a long text has line breaks and tabs. */
static gboolean
has_bad_characters (const char *text, gboolean long_text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (g_unichar_iscntrl (c) && !(long_text && (c == '\n' || c == '\t')))
        return TRUE;
    }
  return FALSE;
}

static gboolean
validate_text (const SohoField *field, const SohoValue *value, GError **error)
{
  glong length;

  if (!g_utf8_validate (value->text, -1, NULL))
    return fail (error, field->name, _ ("is not UTF-8 text: save the file as UTF-8 and try again"));
  if (has_bad_characters (value->text, field->type == SOHO_FIELD_LONG_TEXT))
    return fail (error, field->name, _ ("contains control characters: remove them"));
  length = g_utf8_strlen (value->text, -1);
  if (length > field->max)
    return fail (error, field->name, _ ("has %ld characters: shorten it to %d"), length,
                 (int) field->max);
  if (length < field->min)
    return fail (error, field->name, _ ("has %ld characters: it needs at least %d"), length,
                 (int) field->min);
  return TRUE;
}

static gboolean
is_one_of (const char *text, const char *const *values)
{
  return values == NULL || g_strv_contains (values, text);
}

/* As much of a text as an error shows, whole characters alone. */
static char *
dup_beginning (const char *text)
{
  const char *end;

  g_utf8_validate (text, (gssize) strnlen (text, MOST_SHOWN), &end);
  return g_strndup (text, (gsize) (end - text));
}

static gboolean
validate_choice (const SohoField *field, const char *text, GError **error)
{
  g_autofree char *choices = NULL;
  g_autofree char *shown = NULL;

  if (is_one_of (text, field->values))
    return TRUE;
  choices = g_strjoinv (", ", (char **) field->values);
  shown = dup_beginning (text);
  return fail (error, field->name, _ ("“%.40s” is not known here: use one of %s"), shown, choices);
}

static gboolean
validate_set (const SohoField *field, const SohoValue *value, GError **error)
{
  if (g_strv_length (value->set) > (gsize) field->max)
    return fail (error, field->name, _ ("has too many entries: keep at most %d"), (int) field->max);
  for (char **element = value->set; *element != NULL; element++)
    {
      if (!g_utf8_validate (*element, -1, NULL) || has_bad_characters (*element, FALSE)
          || strchr (*element, '|') != NULL)
        return fail (error, field->name,
                     _ ("has an entry with “|” or control characters: remove them"));
      if (g_utf8_strlen (*element, -1) > SOHO_SET_ELEMENT_MAX)
        return fail (error, field->name,
                     _ ("has an entry that is too long: shorten it to %d characters"),
                     SOHO_SET_ELEMENT_MAX);
      if (!validate_choice (field, *element, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
validate_integer (const SohoField *field, const SohoValue *value, GError **error)
{
  if (value->integer >= field->min && value->integer <= field->max)
    return TRUE;
  if (field->type == SOHO_FIELD_DATE || field->type == SOHO_FIELD_INSTANT)
    return fail (error, field->name, _ ("is out of range: choose a day from the year 1 to 9999"));
  return fail (error, field->name, _ ("%lld is out of range: it goes from %lld to %lld"),
               (long long) value->integer, (long long) field->min, (long long) field->max);
}

static gboolean
validate_real (const SohoField *field, const SohoValue *value, GError **error)
{
  if (isfinite (value->real) && value->real >= field->min && value->real <= field->max)
    return TRUE;
  return fail (error, field->name, _ ("is out of range: it goes from %d to %d"), (int) field->min,
               (int) field->max);
}

gboolean
soho_field_validate (const SohoField *field, const SohoValue *value, GError **error)
{
  if (value->type == SOHO_VALUE_NONE)
    return !field->required || fail (error, field->name, _ ("is missing: fill it in"));
  if (value->type != value_type_of (field->type))
    return fail (error, field->name, _ ("is of another type than it should be"));
  if (field->required && value->type == SOHO_VALUE_TEXT && *value->text == '\0')
    return fail (error, field->name, _ ("is missing: fill it in"));

  switch (field->type)
    {
    case SOHO_FIELD_TEXT:
    case SOHO_FIELD_LONG_TEXT:
    case SOHO_FIELD_BLOB:
      return validate_text (field, value, error);
    case SOHO_FIELD_ENUMERATION:
      return validate_text (field, value, error) && validate_choice (field, value->text, error);
    case SOHO_FIELD_SET:
      return validate_set (field, value, error);
    case SOHO_FIELD_REAL:
      return validate_real (field, value, error);
    case SOHO_FIELD_INTEGER:
    case SOHO_FIELD_BOOLEAN:
    case SOHO_FIELD_DATE:
    case SOHO_FIELD_INSTANT:
    case SOHO_FIELD_REFERENCE:
      return validate_integer (field, value, error);
    }
  g_assert_not_reached ();
}

static gboolean
looks_like_email (const char *text)
{
  const char *at = strchr (text, '@');

  return at != NULL && at != text && strchr (at + 1, '@') == NULL && strchr (at + 1, '.') != NULL
         && at[1] != '.' && text[strlen (text) - 1] != '.' && strpbrk (text, " ,;<>\"") == NULL;
}

static gboolean
looks_like_url (const char *text)
{
  g_autoptr (GUri) uri = g_uri_parse (text, G_URI_FLAGS_NONE, NULL);

  return uri != NULL && strpbrk (text, " <>\"") == NULL && g_uri_get_host (uri) != NULL
         && *g_uri_get_host (uri) != '\0' && g_uri_get_userinfo (uri) == NULL
         && (g_str_equal (g_uri_get_scheme (uri), "https")
             || g_str_equal (g_uri_get_scheme (uri), "http"));
}

static gboolean
check_phone (const char *field, const char *text, const char *shown, GError **error)
{
  g_autofree char *phone = soho_phone_parse (text);

  if (phone != NULL)
    return TRUE;
  if (soho_phone_is_several (text))
    return fail (error, field,
                 _ ("“%.40s” is more than one phone number: keep one here and write the others on "
                    "lines or in columns of their own"),
                 shown);
  if (soho_phone_is_rounded (text))
    return fail (error, field,
                 _ ("“%.40s” was a phone number before a spreadsheet rounded it: make the column a "
                    "text column there and type the number again"),
                 shown);
  return fail (error, field,
               _ ("“%.40s” is no phone number: write it like 05 36 49 00 00 or +34 600 000 000"),
               shown);
}

static gboolean
check_format (SohoTextFormat format, const char *field, const char *text, GError **error)
{
  g_autofree char *shown = dup_beginning (text);

  switch (format)
    {
    case SOHO_FORMAT_PLAIN:
    case SOHO_FORMAT_LANGUAGE:
      return TRUE;
    case SOHO_FORMAT_COMMUNE:
      return soho_gazetteer_find (text) != NULL
             || fail (error, field,
                      _ ("“%.60s” is no commune of the Gers: give its name or its INSEE code"),
                      shown);
    case SOHO_FORMAT_EMAIL:
      return looks_like_email (text)
             || fail (error, field,
                      _ ("“%.60s” is no e-mail address: it should look like name@example.org"),
                      shown);
    case SOHO_FORMAT_URL:
      return looks_like_url (text)
             || fail (error, field, _ ("“%.60s” is no web address: it should begin with https://"),
                      shown);
    case SOHO_FORMAT_PHONE:
      return check_phone (field, text, shown, error);
    }
  g_assert_not_reached ();
}

/* "mailto:anna@example.org", "Anna <anna@example.org>": the address alone. To be freed. */
static char *
dup_email (const char *text)
{
  const char *open = strrchr (text, '<');
  g_autofree char *inner = NULL;

  if (g_ascii_strncasecmp (text, "mailto:", 7) == 0)
    return soho_text_dup_trimmed (text + 7);
  if (open == NULL || !g_str_has_suffix (open, ">"))
    return g_strdup (text);
  inner = g_strndup (open + 1, strlen (open) - 2);
  return soho_text_dup_trimmed (inner);
}

/* The one form of a text that can be read; NULL if it cannot, or has no other form. To be freed. */
static char *
dup_canonical (SohoTextFormat format, const char *text)
{
  const SohoCommune *commune;

  switch (format)
    {
    case SOHO_FORMAT_PLAIN:
    case SOHO_FORMAT_LANGUAGE:
      return NULL;
    case SOHO_FORMAT_COMMUNE:
      commune = soho_gazetteer_find (text);
      return commune != NULL ? g_strdup (commune->insee) : NULL;
    case SOHO_FORMAT_EMAIL:
      return dup_email (text);
    case SOHO_FORMAT_URL:
      return g_ascii_strncasecmp (text, "www.", 4) == 0 ? g_strconcat ("https://", text, NULL)
                                                        : NULL;
    case SOHO_FORMAT_PHONE:
      return soho_phone_parse (text);
    }
  g_assert_not_reached ();
}

static void
canonicalize_text (SohoTextFormat format, SohoValue *value)
{
  char *canonical;

  soho_value_take_text (value, soho_text_dup_trimmed (value->text));
  if (*value->text == '\0')
    {
      soho_value_clear (value);
      return;
    }
  canonical = dup_canonical (format, value->text);
  if (canonical != NULL)
    soho_value_take_text (value, canonical);
}

static void
canonicalize_set (SohoValue *value)
{
  char **elements = value->set;

  for (char **element = elements; *element != NULL; element++)
    g_strstrip (*element);
  value->type = SOHO_VALUE_NONE;
  soho_value_take_set (value, elements);
}

void
soho_kind_canonicalize (const SohoKind *kind, SohoValue *values)
{
  for (guint i = 0; kind->fields[i].name != NULL; i++)
    {
      double scale = pow (10, kind->fields[i].decimals);

      if (values[i].type == SOHO_VALUE_TEXT && g_utf8_validate (values[i].text, -1, NULL))
        canonicalize_text (soho_kind_get_format (kind, values, i), &values[i]);
      else if (values[i].type == SOHO_VALUE_SET)
        canonicalize_set (&values[i]);
      else if (values[i].type == SOHO_VALUE_REAL)
        values[i].real = round (values[i].real * scale) / scale + 0.; /* -0 becomes 0 */
    }
}

/* Asked before the length: "Pariss" is no commune, rather than a code of six characters. */
static gboolean
has_format (const SohoKind *kind, const SohoValue *values, guint field, GError **error)
{
  const SohoValue *value = &values[field];

  return value->type != SOHO_VALUE_TEXT || !g_utf8_validate (value->text, -1, NULL)
         || check_format (soho_kind_get_format (kind, values, field), kind->fields[field].name,
                          value->text, error);
}

gboolean
soho_kind_validate (const SohoKind *kind, SohoValue *values, GError **error)
{
  soho_kind_canonicalize (kind, values);
  for (guint i = 0; kind->fields[i].name != NULL; i++)
    if (!has_format (kind, values, i, error)
        || !soho_field_validate (&kind->fields[i], &values[i], error))
      return FALSE;
  return kind->check == NULL || kind->check (kind, values, error);
}

void
soho_kind_apply_fallbacks (const SohoKind *kind, SohoValue *values)
{
  for (guint i = 0; kind->fields[i].name != NULL; i++)
    {
      const SohoField *field = &kind->fields[i];
      g_autoptr (GError) error = NULL;

      if (values[i].type == SOHO_VALUE_NONE && field->fallback != NULL
          && !soho_field_parse (field, field->fallback, &values[i], &error))
        g_error ("fallback of %s.%s: %s", kind->name, field->name, error->message);
    }
}
