/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/validate.h"

#include <locale.h>
#include <math.h>
#include <string.h>

#include "model/date.h"
#include "model/kinds.h"
#include "kinds.h"

static const SohoField *
field_of (const SohoKind *kind, const char *name)
{
  int field = soho_kind_find_field (kind, name);

  g_assert_cmpint (field, >=, 0);
  return &kind->fields[field];
}

static gboolean
passes (const SohoField *field, SohoValue *value)
{
  g_autoptr (GError) error = NULL;
  gboolean valid = soho_field_validate (field, value, &error);
  g_autofree char *beginning = g_strconcat (field->name, ": ", NULL);

  if (valid)
    g_assert_no_error (error);
  else
    {
      g_assert_error (error, SOHO_VALIDATION_ERROR, SOHO_VALIDATION_ERROR_INVALID);
      g_assert_true (g_str_has_prefix (error->message, beginning));
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
    }
  soho_value_clear (value);
  return valid;
}

static gboolean
integer_passes (const char *name, gint64 integer)
{
  SohoValue value = SOHO_VALUE_INIT;

  soho_value_set_integer (&value, integer);
  return passes (field_of (&soho_test_thing, name), &value);
}

static gboolean
real_passes (const char *name, double real)
{
  SohoValue value = SOHO_VALUE_INIT;

  soho_value_set_real (&value, real);
  return passes (field_of (&soho_test_thing, name), &value);
}

static gboolean
text_passes (const char *name, const char *text)
{
  SohoValue value = SOHO_VALUE_INIT;

  soho_value_take_text (&value, g_strdup (text));
  return passes (field_of (&soho_test_thing, name), &value);
}

static gboolean
set_passes (const char *name, const char *elements)
{
  SohoValue value = SOHO_VALUE_INIT;

  soho_value_take_set (&value, g_strsplit (elements, " ", -1));
  return passes (field_of (&soho_test_thing, name), &value);
}

static void
test_integers_from_below_and_above (void)
{
  static const struct
  {
    const char *name;
    gint64 min, max;
  } cases[] = {
    { "count", -5, 1000 },
    { "open", 0, 1 },
    { "made_on", SOHO_DATE_MIN, SOHO_DATE_MAX },
    { "seen_at", SOHO_INSTANT_MIN, SOHO_INSTANT_MAX },
    { "topic", 1, SOHO_ID_MAX },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].name);
      g_assert_false (integer_passes (cases[i].name, cases[i].min - 1));
      g_assert_true (integer_passes (cases[i].name, cases[i].min));
      g_assert_true (integer_passes (cases[i].name, cases[i].max));
      g_assert_false (integer_passes (cases[i].name, cases[i].max + 1));
      g_assert_false (integer_passes (cases[i].name, G_MININT64));
      g_assert_false (integer_passes (cases[i].name, G_MAXINT64));
    }
  g_assert_true (integer_passes ("wide", G_MININT64));
  g_assert_true (integer_passes ("wide", G_MAXINT64));
}

static void
test_reals_from_below_and_above (void)
{
  g_assert_false (real_passes ("weight", .999));
  g_assert_true (real_passes ("weight", 1));
  g_assert_true (real_passes ("weight", 1000));
  g_assert_false (real_passes ("weight", 1000.001));
  g_assert_false (real_passes ("longitude", -180.000001));
  g_assert_false (real_passes ("longitude", NAN));
  g_assert_false (real_passes ("longitude", INFINITY));
  g_assert_false (real_passes ("longitude", -INFINITY));
}

static void
test_texts_from_below_and_above (void)
{
  g_autofree char *forty = g_strnfill (40, 'x');
  g_autofree char *forty_one = g_strnfill (41, 'x');
  g_autoptr (GString) wide = g_string_new (NULL);

  for (int i = 0; i < 40; i++)
    g_string_append (wide, "\xf4\x8f\xbf\xbf");
  g_assert_true (text_passes ("name", forty));
  g_assert_true (text_passes ("name", wide->str));
  g_assert_false (text_passes ("name", forty_one));
  g_string_append_c (wide, 'x');
  g_assert_false (text_passes ("name", wide->str));
  g_assert_false (text_passes ("code", "a"));
  g_assert_true (text_passes ("code", "ab"));
  g_assert_true (text_passes ("code", "12345678"));
  g_assert_false (text_passes ("code", "123456789"));
  g_assert_false (text_passes ("picture", "0123456789abcde"));
  g_assert_true (text_passes ("picture", "0123456789abcdef"));
}

static void
test_bad_characters (void)
{
  g_assert_false (text_passes ("name", "a\nb"));
  g_assert_false (text_passes ("name", "a\tb"));
  g_assert_false (text_passes ("name", "a\x7f"));
  g_assert_false (text_passes ("name", "a\xc2\x85z"));
  g_assert_false (text_passes ("name", "a\x01z"));
  g_assert_false (text_passes ("name", "a\xff"));
  g_assert_false (text_passes ("name", "\xed\xa0\x80"));
  g_assert_false (text_passes ("name", "\xc0\xaf"));
  g_assert_true (text_passes ("story", "a\n\tb"));
  g_assert_false (text_passes ("story", "a\r\nb"));
  g_assert_false (text_passes ("story", "a\x1b b"));
}

static void
test_choices_and_sets (void)
{
  g_autofree char *longest = g_strnfill (SOHO_SET_ELEMENT_MAX, 'x');
  g_autofree char *too_long = g_strconcat (longest, "x", NULL);

  g_assert_true (text_passes ("state", "used"));
  g_assert_false (text_passes ("state", "Used"));
  g_assert_false (text_passes ("state", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"));
  g_assert_true (set_passes ("moods", "calm gay sly"));
  g_assert_false (set_passes ("moods", "calm mad"));
  g_assert_true (set_passes ("tags", "a b c d e"));
  g_assert_false (set_passes ("tags", "a b c d e f"));
  g_assert_false (set_passes ("tags", "a|b"));
  g_assert_false (set_passes ("tags", "a\nb"));
  g_assert_false (set_passes ("tags", "a\xff"));
  g_assert_true (set_passes ("tags", longest));
  g_assert_false (set_passes ("tags", too_long));
}

/* An error cuts what it quotes, also in the middle of what would be a character. */
static void
test_errors_stay_text (void)
{
  g_autoptr (GString) long_text = g_string_new ("x");

  for (int i = 0; i < 100; i++)
    g_string_append (long_text, "é");
  g_assert_false (set_passes ("moods", long_text->str));
  g_string_truncate (long_text, 1 + 2 * 39);
  g_assert_false (text_passes ("state", long_text->str));
}

static void
test_types_and_none (void)
{
  for (const SohoField *field = soho_test_thing.fields; field->name != NULL; field++)
    {
      SohoValue values[5] = { SOHO_VALUE_INIT };
      guint passed = 0;

      soho_value_set_integer (&values[1], CLAMP (1, field->min, field->max));
      soho_value_set_real (&values[2], 1);
      soho_value_take_text (
          &values[3], field->values != NULL
                          ? g_strdup (*field->values)
                          : g_strndup ("0123456789abcdef", (gsize) CLAMP (16, 1, field->max)));
      soho_value_take_set (&values[4],
                           g_strsplit (field->values != NULL ? *field->values : "a", " ", -1));
      g_assert_cmpint (passes (field, &values[0]), ==, !field->required);
      for (guint i = 1; i < G_N_ELEMENTS (values); i++)
        passed += passes (field, &values[i]);
      g_test_message ("%s", field->name);
      g_assert_cmpuint (passed, ==, 1);
    }
}

/* Validates the sample with one field replaced: "" if it passes, else the name of the field
 * complained of. */
static char *
complaint_of (const SohoKind *kind, const char *const *sample, const char *name, const char *text)
{
  guint n = soho_kind_get_n_fields (kind);
  SohoValue *values = soho_values_new (n);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; sample[i] != NULL; i += 2)
    g_assert_true (soho_field_parse (field_of (kind, sample[i]), sample[i + 1],
                                     &values[soho_kind_find_field (kind, sample[i])], NULL));
  soho_value_take_text (&values[soho_kind_find_field (kind, name)], g_strdup (text));
  soho_kind_validate (kind, values, &error);
  soho_values_free (values, n);
  if (error == NULL)
    return g_strdup ("");
  return g_strndup (error->message, strcspn (error->message, ":"));
}

static void
test_formats (void)
{
  static const char *const sample[] = { "name", "Scie", NULL };
  static const struct
  {
    const char *name, *text;
    gboolean valid;
  } cases[] = {
    { "place", "32013", TRUE },
    { "place", "75056", FALSE },
    { "place", "3201", FALSE },
    { "phone", "+33536490123", TRUE },
    { "phone", "05 36 49 01 23", TRUE },
    { "phone", "12", FALSE },
    { "website", "https://example.org", TRUE },
    { "website", "HTTP://EXAMPLE.ORG/a?b#c", TRUE },
    { "website", "example.org", FALSE },
    { "website", "www.example.org/a", TRUE },
    { "website", "www.", TRUE },
    { "website", "www.example.org a", FALSE },
    { "website", "ftp://example.org", FALSE },
    { "website", "javascript:alert(1)", FALSE },
    { "website", "https://", FALSE },
    { "website", "https:///etc", FALSE },
    { "website", "file:///etc/passwd", FALSE },
    { "website", "https://bank.example@evil.example/", FALSE },
    { "website", "https://example.org/ a", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *complaint
          = complaint_of (&soho_test_thing, sample, cases[i].name, cases[i].text);

      g_test_message ("%s %s", cases[i].name, cases[i].text);
      g_assert_cmpstr (complaint, ==, (cases[i].valid ? "" : cases[i].name));
    }
}

static void
test_contact_points (void)
{
  static const struct
  {
    const char *sample[9];
    const char *value, *complaint;
  } cases[] = {
    { { "member", "1", "type", "phone" }, "05 36 49 01 23", "" },
    { { "member", "1", "type", "mobile" }, "nobody@example.org", "value" },
    { { "member", "1", "type", "email" }, "nobody@example.org", "" },
    { { "member", "1", "type", "email" }, "mailto:nobody@example.org", "" },
    { { "member", "1", "type", "email" }, "Nobody <nobody@example.org>", "" },
    { { "member", "1", "type", "email" }, "nobody@example.org\u00a0", "" },
    { { "member", "1", "type", "email" }, "mailto:", "value" },
    { { "member", "1", "type", "email" }, "<>", "value" },
    { { "member", "1", "type", "email" }, "@example.org", "value" },
    { { "member", "1", "type", "email" }, "a@b@example.org", "value" },
    { { "member", "1", "type", "email" }, "a b@example.org", "value" },
    { { "member", "1", "type", "email" }, "nobody@example", "value" },
    { { "member", "1", "type", "email" }, "nobody@example.", "value" },
    { { "member", "1", "type", "email" }, "nobody@.org", "value" },
    { { "member", "1", "type", "email" }, "nobody", "value" },
    { { "member", "1", "type", "web" }, "https://example.org", "" },
    { { "member", "1", "type", "web" }, "nobody@example.org", "value" },
    { { "member", "1", "type", "address" }, "1 rue de Nulle Part, 32000 Auch", "" },
    { { "member", "1", "type", "telex" }, "1", "type" },
    { { "member", "1" }, "1", "type" },
    { { "type", "address" }, "1", "member" },
    { { "member", "1", "type", "address", "visibility", "self" }, "x", "" },
    { { "member", "1", "type", "address", "visibility", "members" }, "x", "agreed_on" },
    { { "member", "1", "type", "address", "visibility", "public" }, "x", "agreed_on" },
    { { "member", "1", "type", "address", "visibility", "public", "agreed_on", "2026-11-23" },
      "x",
      "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *complaint
          = complaint_of (&soho_kind_contact_point, cases[i].sample, "value", cases[i].value);

      g_test_message ("case %u", i);
      g_assert_cmpstr (complaint, ==, cases[i].complaint);
    }
}

/* The form in which the text is kept in the field of a thing. */
static char *
kept_form (const char *name, const char *text)
{
  SohoValue *values = soho_values_new (soho_kind_get_n_fields (&soho_test_thing));
  SohoValue *value = &values[soho_kind_find_field (&soho_test_thing, name)];
  char *kept;

  if (strcmp (name, "tags") == 0)
    soho_value_take_set (value, g_strsplit (text, "|", -1));
  else
    soho_value_take_text (value, g_strdup (text));
  soho_kind_canonicalize (&soho_test_thing, values);
  kept = value->type == SOHO_VALUE_NONE
             ? NULL
             : soho_field_format (field_of (&soho_test_thing, name), value);
  soho_values_free (values, soho_kind_get_n_fields (&soho_test_thing));
  return kept;
}

/* What a person types needs no door of its own: spaces around it are no text. */
static void
test_one_form_is_kept (void)
{
  static const struct
  {
    const char *name, *text, *kept;
  } cases[] = {
    { "name", "Scie", "Scie" },
    { "name", "  Scie à bois ", "Scie à bois" },
    { "name", "", NULL },
    { "name", " \t ", NULL },
    { "story", "\n a\nb \n", "a\nb" },
    { "story", "a\r\nb", "a\nb" },
    { "tags", " b | a|b|  ", "a|b" },
    { "tags", "  | ", NULL },
    { "phone", "05.36.49.01.23", "+33536490123" },
    { "phone", "none", "none" },
    { "place", "32013", "32013" },
    { "name", "\xff", "\xff" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *kept = kept_form (cases[i].name, cases[i].text);

      g_test_message ("case %u", i);
      g_assert_cmpstr (kept, ==, cases[i].kept);
    }
}

static void
test_reals_are_rounded (void)
{
  SohoValue *values = soho_values_new (soho_kind_get_n_fields (&soho_test_thing));
  SohoValue *longitude = &values[soho_kind_find_field (&soho_test_thing, "longitude")];

  soho_value_set_real (longitude, .58123449999);
  soho_kind_canonicalize (&soho_test_thing, values);
  g_assert_true (longitude->real == .581234);
  longitude->real = -.0000001;
  soho_kind_canonicalize (&soho_test_thing, values);
  g_assert_false (signbit (longitude->real));
  longitude->real = NAN;
  soho_kind_canonicalize (&soho_test_thing, values);
  soho_values_free (values, soho_kind_get_n_fields (&soho_test_thing));
}

/* A person who empties an entry has not filled it in. */
static void
test_required_means_said (void)
{
  static const char *const sample[] = { NULL };
  g_autofree char *empty = complaint_of (&soho_test_thing, sample, "name", "");
  g_autofree char *blank = complaint_of (&soho_test_thing, sample, "name", "   ");

  g_assert_cmpstr (empty, ==, "name");
  g_assert_cmpstr (blank, ==, "name");
  g_assert_false (text_passes ("name", ""));
}

static void
test_fallbacks (void)
{
  guint n = soho_kind_get_n_fields (&soho_test_thing);
  SohoValue *values = soho_values_new (n);
  guint state = (guint) soho_kind_find_field (&soho_test_thing, "state");
  guint visibility = (guint) soho_kind_find_field (&soho_test_thing, "visibility");

  soho_value_take_text (&values[state], g_strdup ("broken"));
  soho_kind_apply_fallbacks (&soho_test_thing, values);
  g_assert_cmpstr (values[state].text, ==, "broken");
  g_assert_cmpstr (values[visibility].text, ==, "members");
  for (guint i = 0; i < n; i++)
    g_assert_cmpint (values[i].type != SOHO_VALUE_NONE, ==, i == state || i == visibility);
  soho_values_free (values, n);
}

/* What the generator of the other tests makes is valid and stays as it is. */
static void
test_random_records_pass_unchanged (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (20261123);
  guint n = soho_kind_get_n_fields (&soho_test_thing);

  for (guint round = 0; round < SOHO_TEST_ROUNDS (3000); round++)
    {
      SohoValue *values = soho_values_new (n);
      SohoValue *before = soho_values_new (n);
      g_autoptr (GError) error = NULL;

      soho_test_fill_randomly (&soho_test_thing, values, rand);
      for (guint i = 0; i < n; i++)
        soho_value_copy (&before[i], &values[i]);
      soho_kind_validate (&soho_test_thing, values, &error);
      g_assert_no_error (error);
      g_assert_true (soho_test_values_equal (&soho_test_thing, values, before));
      soho_values_free (values, n);
      soho_values_free (before, n);
    }
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/validate/integers", test_integers_from_below_and_above);
  g_test_add_func ("/core/validate/reals", test_reals_from_below_and_above);
  g_test_add_func ("/core/validate/texts", test_texts_from_below_and_above);
  g_test_add_func ("/core/validate/bad-characters", test_bad_characters);
  g_test_add_func ("/core/validate/choices-and-sets", test_choices_and_sets);
  g_test_add_func ("/core/validate/errors-stay-text", test_errors_stay_text);
  g_test_add_func ("/core/validate/types-and-none", test_types_and_none);
  g_test_add_func ("/core/validate/formats", test_formats);
  g_test_add_func ("/core/validate/contact-points", test_contact_points);
  g_test_add_func ("/core/validate/one-form-is-kept", test_one_form_is_kept);
  g_test_add_func ("/core/validate/reals-are-rounded", test_reals_are_rounded);
  g_test_add_func ("/core/validate/required-means-said", test_required_means_said);
  g_test_add_func ("/core/validate/fallbacks", test_fallbacks);
  g_test_add_func ("/core/validate/random-records-pass-unchanged",
                   test_random_records_pass_unchanged);
  return g_test_run ();
}
