/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kinds.h"

#include <string.h>

#include "model/date.h"
#include "model/gazetteer.h"
#include "model/kinds.h"
#include "model/validate.h"

/* One random value in this many is none, or one of the limits. */
#define ONE_IN 6

static const char *const states[] = { "new", "used", "broken", NULL };
static const char *const moods[] = { "calm", "gay", "grim", "sly", NULL };

static const SohoField topic_fields[] = {
  SOHO_TEXT_FIELD (
      "label", 80, .title = TRUE, .required = TRUE, .key = TRUE, .search = SOHO_SEARCH_KEYWORDS),
  SOHO_REFERENCE_FIELD ("parent", "topic"),
  {},
};

const SohoKind soho_test_topic = {
  .name = "topic",
  .type_name = "SohoTestTopic",
  .read = SOHO_READ_PUBLIC,
  .write = SOHO_WRITE_STAFF,
  .fields = topic_fields,
};

static const SohoField piece_fields[] = {
  SOHO_REFERENCE_FIELD ("thing", "thing", .required = TRUE, .key = TRUE, .owner = TRUE),
  SOHO_REFERENCE_FIELD ("topic", "topic", .key = TRUE, .search = SOHO_SEARCH_KEYWORDS),
  SOHO_TEXT_FIELD ("detail", 60, .search = SOHO_SEARCH_KEYWORDS),
  {},
};

const SohoKind soho_test_piece = {
  .name = "piece",
  .type_name = "SohoTestPiece",
  .read = SOHO_READ_AS_OWNER,
  .write = SOHO_WRITE_SELF,
  .fields = piece_fields,
};

static const SohoField thing_fields[] = {
  SOHO_TEXT_FIELD (
      "name", 40, .title = TRUE, .required = TRUE, .key = TRUE, .search = SOHO_SEARCH_TITLE),
  SOHO_TEXT_FIELD ("code", 8, .min = 2),
  SOHO_LONG_TEXT_FIELD ("story", 400, .search = SOHO_SEARCH_TEXT),
  SOHO_INTEGER_FIELD ("count", -5, 1000),
  SOHO_INTEGER_FIELD ("wide", G_MININT64, G_MAXINT64),
  SOHO_BOOLEAN_FIELD ("open"),
  SOHO_REAL_FIELD ("weight", 1, 1000, 3),
  SOHO_REAL_FIELD ("longitude", -180, 180, 6, .unit = "place"),
  SOHO_DATE_FIELD ("made_on"),
  SOHO_INSTANT_FIELD ("seen_at"),
  SOHO_ENUMERATION_FIELD ("state", states, .fallback = "new"),
  SOHO_ENUMERATION_FIELD ("visibility", soho_visibilities, .fallback = "members"),
  SOHO_REFERENCE_FIELD ("topic", "topic", .search = SOHO_SEARCH_KEYWORDS),
  SOHO_SET_FIELD ("tags", 5, .search = SOHO_SEARCH_KEYWORDS),
  SOHO_SET_FIELD ("moods", 3, .values = moods),
  SOHO_BLOB_FIELD ("picture"),
  SOHO_TEXT_FIELD (
      "place", 5, .format = SOHO_FORMAT_COMMUNE, .unit = "place", .search = SOHO_SEARCH_TEXT),
  SOHO_TEXT_FIELD ("phone", 20, .format = SOHO_FORMAT_PHONE),
  SOHO_TEXT_FIELD ("website", 80, .format = SOHO_FORMAT_URL),
  {},
};

const SohoKind soho_test_thing = {
  .name = "thing",
  .type_name = "SohoTestThing",
  .read = SOHO_READ_BY_CHOICE,
  .write = SOHO_WRITE_SELF | SOHO_WRITE_STAFF,
  .fields = thing_fields,
};

const SohoModel *
soho_test_model_get (void)
{
  static const SohoKind *const kinds[]
      = { &soho_test_topic, &soho_test_piece, &soho_test_thing, NULL };
  static const SohoModel model = { kinds };

  return &model;
}

void
soho_test_rows_set (SohoRows *rows, guint row, gint64 id, gint64 revision, ...)
{
  va_list pairs;
  const char *name;

  rows->ids[row] = id;
  rows->revisions[row] = revision;
  va_start (pairs, revision);
  while ((name = va_arg (pairs, const char *)) != NULL)
    {
      g_autoptr (GError) error = NULL;
      int field = soho_kind_find_field (rows->kind, name);

      g_assert_cmpint (field, >=, 0);
      soho_field_parse (&rows->kind->fields[field], va_arg (pairs, const char *),
                        &soho_rows_get_column (rows, (guint) field)[row], &error);
      g_assert_no_error (error);
    }
  va_end (pairs);
}

/* Neither control characters nor '|', and no space, which would be trimmed at the ends. */
static gunichar
random_character (GRand *rand)
{
  static const gunichar odd[]
      = { '"',    '\\',   '/',     '\'',    ',',     ';',      '=',     '+',    '-',
          '@',    '<',    '{',     '[',     '*',     '^',      ':',     '%',    '&',
          0xa0,   0xad,   0xe9,    0x153,   0xdf,    0x301,    0x64b,   0x200b, 0x2028,
          0x202e, 0x2060, 0x2068,  0x20ac,  0xac00,  0xd7ff,   0xe000,  0xfb01, 0xfeff,
          0xfffd, 0xfffe, 0x10000, 0x1f600, 0x1fffe, 0x10fffd, 0x10ffff };

  switch (g_rand_int_range (rand, 0, 4))
    {
    case 0:
      return odd[g_rand_int_range (rand, 0, G_N_ELEMENTS (odd))];
    case 1:
      return (gunichar) g_rand_int_range (rand, 0xc0, 0x250);
    default:
      return (gunichar) g_rand_int_range (rand, 'a', 'z' + 1);
    }
}

/* No space of any sort, which would be trimmed at the ends. */
static void
append_solid (GString *text, GRand *rand)
{
  gunichar character = random_character (rand);

  while (g_unichar_isspace (character))
    character = random_character (rand);
  g_string_append_unichar (text, character);
}

static char *
random_text (GRand *rand, gint64 least, gint64 most, const char *inside)
{
  gint64 length = most;
  g_autoptr (GString) text = g_string_new (NULL);

  if (g_rand_int_range (rand, 0, ONE_IN) > 0)
    {
      length = MAX (least, 1) + g_rand_int_range (rand, 0, 24);
      length = MIN (length, most);
    }
  for (gint64 i = 0; i < length; i++)
    if (i > 0 && i + 1 < length && g_rand_int_range (rand, 0, 6) == 0)
      g_string_append_c (text, inside[g_rand_int_range (rand, 0, (gint32) strlen (inside))]);
    else
      append_solid (text, rand);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
random_formatted_text (const SohoField *field, GRand *rand)
{
  static const char *const phones[] = { "+33536490123", "+33639980042", "+33199001234" };
  guint i = g_rand_int (rand);

  switch (field->format)
    {
    case SOHO_FORMAT_COMMUNE:
      return g_strdup (soho_gazetteer_get_nth (i % soho_gazetteer_get_n_communes ())->insee);
    case SOHO_FORMAT_PHONE:
      return g_strdup (phones[i % G_N_ELEMENTS (phones)]);
    case SOHO_FORMAT_EMAIL:
      return g_strdup_printf ("nobody%u@example.org", i % 1000);
    case SOHO_FORMAT_URL:
      return g_strdup_printf ("https://example.org/%u?a=b&c=%%20#d", i % 1000);
    case SOHO_FORMAT_PLAIN:
    case SOHO_FORMAT_LANGUAGE:
      break;
    }
  return random_text (rand, field->min, field->max,
                      field->type == SOHO_FIELD_LONG_TEXT ? " \n\t|" : " |");
}

static gint64
random_integer (gint64 min, gint64 max, GRand *rand)
{
  guint64 width = (guint64) max - (guint64) min;
  guint64 bits = (guint64) g_rand_int (rand) << 32 | g_rand_int (rand);
  gint64 small = g_rand_int_range (rand, -2, 3);

  switch (g_rand_int_range (rand, 0, ONE_IN))
    {
    case 0:
      return min;
    case 1:
      return max;
    case 2:
      return CLAMP (small, min, max);
    default:
      return (gint64) ((guint64) min + (width == G_MAXUINT64 ? bits : bits % (width + 1)));
    }
}

static double
random_real (const SohoField *field, GRand *rand)
{
  switch (g_rand_int_range (rand, 0, ONE_IN))
    {
    case 0:
      return field->min;
    case 1:
      return field->max;
    default:
      return g_rand_double_range (rand, field->min, field->max);
    }
}

static char **
random_set (const SohoField *field, GRand *rand)
{
  g_autoptr (GStrvBuilder) elements = g_strv_builder_new ();
  guint n = (guint) g_rand_int_range (rand, 1, (gint32) field->max + 1);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *text = random_text (rand, 1, SOHO_SET_ELEMENT_MAX, " ,");

      if (field->values == NULL)
        g_strv_builder_add (elements, text);
      else
        g_strv_builder_add (
            elements, field->values[g_rand_int (rand) % g_strv_length ((char **) field->values)]);
    }
  return g_strv_builder_end (elements);
}

static void
fill_value (const SohoField *field, SohoValue *value, GRand *rand)
{
  switch (field->type)
    {
    case SOHO_FIELD_TEXT:
    case SOHO_FIELD_LONG_TEXT:
    case SOHO_FIELD_BLOB:
      soho_value_take_text (value, random_formatted_text (field, rand));
      break;
    case SOHO_FIELD_ENUMERATION:
      soho_value_take_text (
          value,
          g_strdup (field->values[g_rand_int (rand) % g_strv_length ((char **) field->values)]));
      break;
    case SOHO_FIELD_SET:
      soho_value_take_set (value, random_set (field, rand));
      break;
    case SOHO_FIELD_REAL:
      soho_value_set_real (value, random_real (field, rand));
      break;
    case SOHO_FIELD_INTEGER:
    case SOHO_FIELD_BOOLEAN:
    case SOHO_FIELD_DATE:
    case SOHO_FIELD_INSTANT:
    case SOHO_FIELD_REFERENCE:
      soho_value_set_integer (value, random_integer (field->min, field->max, rand));
      break;
    }
}

void
soho_test_fill_randomly (const SohoKind *kind, SohoValue *values, GRand *rand)
{
  /* Records that say nearly nothing make the sparse columns. */
  int one_in = g_rand_int_range (rand, 0, 3) == 0 ? 1 : ONE_IN;

  for (guint i = 0; kind->fields[i].name != NULL; i++)
    if (kind->fields[i].required || g_rand_int_range (rand, 0, one_in + 1) > 0)
      fill_value (&kind->fields[i], &values[i], rand);
  soho_kind_canonicalize (kind, values);
}

SohoRows *
soho_test_rows_new_random (
    const SohoKind *kind, guint n, gint64 after, gint64 most_step, GRand *rand)
{
  SohoRows *rows = soho_rows_new (kind, n);
  guint n_fields = soho_kind_get_n_fields (kind);

  for (guint row = 0; row < n; row++)
    {
      SohoValue *values = soho_values_new (n_fields);

      after += random_integer (1, most_step, rand);
      rows->ids[row] = after;
      rows->revisions[row] = random_integer (1, SOHO_ID_MAX, rand);
      soho_test_fill_randomly (kind, values, rand);
      for (guint field = 0; field < n_fields; field++)
        if (values[field].type != SOHO_VALUE_NONE)
          soho_value_copy (&soho_rows_get_column (rows, field)[row], &values[field]);
      soho_values_free (values, n_fields);
    }
  return rows;
}

gboolean
soho_test_values_equal (const SohoKind *kind, const SohoValue *a, const SohoValue *b)
{
  for (guint i = 0; kind->fields[i].name != NULL; i++)
    if (!soho_value_equal (&a[i], &b[i]))
      {
        g_autofree char *text_a = soho_field_format (&kind->fields[i], &a[i]);
        g_autofree char *text_b = soho_field_format (&kind->fields[i], &b[i]);

        g_test_message ("%s.%s: “%s” is not “%s”", kind->name, kind->fields[i].name, text_a,
                        text_b);
        return FALSE;
      }
  return TRUE;
}

static gboolean
row_is_equal (const SohoRows *a, const SohoRows *b, guint row)
{
  for (guint i = 0; a->kind->fields[i].name != NULL; i++)
    if (!soho_value_equal (soho_rows_get_value (a, row, i), soho_rows_get_value (b, row, i)))
      {
        g_test_message ("row %u differs in %s", row, a->kind->fields[i].name);
        return FALSE;
      }
  return TRUE;
}

gboolean
soho_test_rows_equal (const SohoRows *a, const SohoRows *b)
{
  guint n_a = a != NULL ? a->n : 0;
  guint n_b = b != NULL ? b->n : 0;

  if (n_a != n_b)
    {
      g_test_message ("%u rows are not %u", n_a, n_b);
      return FALSE;
    }
  for (guint row = 0; row < n_a; row++)
    if (a->ids[row] != b->ids[row] || a->revisions[row] != b->revisions[row]
        || !row_is_equal (a, b, row))
      return FALSE;
  return TRUE;
}
