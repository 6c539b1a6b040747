/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/validate.h"

#include <string.h>

#include "formats/csv.h"
#include "model/date.h"
#include "kinds.h"

#define N_ROUNDS SOHO_TEST_ROUNDS (1000)
#define SEED 20261124

static const SohoField *
field_of (const char *name)
{
  int field = soho_kind_find_field (&soho_test_thing, name);

  g_assert_cmpint (field, >=, 0);
  return &soho_test_thing.fields[field];
}

static const struct
{
  const char *field, *text, *read; /* NULL: refused */
} readings_cases[] = {
  { "name", "", "" },
  { "name", " \r\n\t ", "" },
  { "name", "  Scie à bois ", "Scie à bois" },
  { "name", "\u00a0Scie\u00a0à bois\u202f ", "Scie\u00a0à bois" },
  { "story", "a\r\nb\n", "a\nb" },
  { "name", "\xff", NULL },
  { "count", "12", "12" },
  { "count", " -5 ", "-5" },
  { "count", "1.0", "1" },
  { "count", "12,00", "12" },
  { "count", "1,5", NULL },
  { "count", ",0", NULL },
  { "count", "1.", NULL },
  { "count", "1 000", "1000" },
  { "count", "1\u202f000", "1000" },
  { "count", "1\u00a0000,0", "1000" },
  { "count", "10 00", NULL },
  { "count", "1e3", NULL },
  { "count", "0x10", NULL },
  { "count", "twelve", NULL },
  { "count", "1 2", NULL },
  { "count", "99999999999999999999", NULL },
  { "wide", "-9223372036854775808", "-9223372036854775808" },
  { "wide", "9223372036854775807", "9223372036854775807" },
  { "wide", "9223372036854775808", NULL },
  { "open", "yes", "1" },
  { "open", "OUI", "1" },
  { "open", "x", "1" },
  { "open", "Vrai", "1" },
  { "open", "✓", "1" },
  { "open", "O", "1" },
  { "open", "N", "0" },
  { "open", "—", NULL },
  { "open", "0", "0" },
  { "open", "non", "0" },
  { "open", "2", NULL },
  { "open", "peut-être", NULL },
  { "weight", "1,5", "1.500" },
  { "weight", "1.5", "1.500" },
  { "weight", "1e2", "100.000" },
  { "weight", "1.234,5", NULL },
  { "weight", "1 234", "1234.000" },
  { "weight", "1 250,50", "1250.500" },
  { "weight", "1\u202f250,5", "1250.500" },
  { "weight", "1\u00a0250.5", "1250.500" },
  { "weight", "12 34", NULL },
  { "weight", "1  234", NULL },
  { "weight", "1e999", NULL },
  { "weight", "nan", NULL },
  { "weight", "inf", NULL },
  { "weight", "0x10", NULL },
  { "weight", "12 kg", NULL },
  { "made_on", "2026-11-23", "2026-11-23" },
  { "made_on", "23/11/2026", "2026-11-23" },
  { "made_on", "29/02/2027", NULL },
  { "made_on", "yesterday", NULL },
  { "seen_at", "2026-11-23T18:30:00+01:00", "2026-11-23T17:30:00Z" },
  { "seen_at", "2026-11-23", NULL },
  { "seen_at", "23/11/2026 à 18h30", "2026-11-23T17:30:00Z" },
  { "seen_at", "23/11/2026\u00a018:30", "2026-11-23T17:30:00Z" },
  { "state", "used", "used" },
  { "topic", "12", "12" },
  { "tags", "b|a", "a|b" },
  { "tags", "b, a", "a|b" },
  { "tags", "a, b|c", "a, b|c" },
  { "tags", "a, b|", "a, b|" },
  { "tags", " | ,a| ", ",a|" },
  { "tags", "b;a", "a|b" },
  { "tags", "b ; a, c", "a, c|b" },
  { "tags", "b\r\na", "a|b" },
  { "tags", "a; b|", "a; b|" },
  { "tags", ",, ,", "" },
  { "place", "Auch", "32013" },
  { "place", "auch", "32013" },
  { "place", "32013", "32013" },
  { "place", "Paris", "Paris" },
};

static void
test_readings (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (readings_cases); i++)
    {
      SohoValue value = SOHO_VALUE_INIT;
      g_autoptr (GError) error = NULL;
      g_autofree char *read = NULL;

      g_test_message ("case %u", i);
      soho_value_take_text (&value, g_strdup ("what was there"));
      if (soho_field_parse (field_of (readings_cases[i].field), readings_cases[i].text, &value,
                            &error))
        read = soho_field_format (field_of (readings_cases[i].field), &value);
      else
        g_assert_error (error, SOHO_VALIDATION_ERROR, SOHO_VALIDATION_ERROR_INVALID);
      g_assert_cmpstr (read, ==, readings_cases[i].read);
      soho_value_clear (&value);
    }
}

static void
test_errors_name_the_field_and_cut_the_text (void)
{
  g_autofree char *long_text = g_strnfill (100000, 'y');
  SohoValue value = SOHO_VALUE_INIT;
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) raw = NULL;

  g_assert_false (soho_field_parse (field_of ("count"), long_text, &value, &error));
  g_assert_true (g_str_has_prefix (error->message, "count: "));
  g_assert_cmpuint (strlen (error->message), <, 200);
  g_assert_false (soho_field_parse (field_of ("count"), "%s%n\xe9", &value, &raw));
  g_assert_true (g_utf8_validate (raw->message, -1, NULL));
}

static void
test_limits_have_a_text_form (void)
{
  static const char *const names[] = { "wide", "made_on", "seen_at", "topic", "count" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    for (int end = 0; end < 2; end++)
      {
        const SohoField *field = field_of (names[i]);
        SohoValue value = SOHO_VALUE_INIT, again = SOHO_VALUE_INIT;
        g_autofree char *text = NULL;

        soho_value_set_integer (&value, end == 0 ? field->min : field->max);
        text = soho_field_format (field, &value);
        g_assert_true (soho_field_parse (field, text, &again, NULL));
        g_assert_cmpint (again.integer, ==, value.integer);
      }
}

static void
check_round_trip (SohoCsvReader *reader, GPtrArray *cells, const SohoValue *values)
{
  guint n = soho_kind_get_n_fields (&soho_test_thing);
  SohoValue *read = soho_values_new (n);
  g_autoptr (GError) error = NULL;

  soho_csv_reader_next (reader, cells, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < n; i++)
    {
      soho_field_parse (&soho_test_thing.fields[i], g_ptr_array_index (cells, i), &read[i], &error);
      g_assert_no_error (error);
    }
  soho_kind_validate (&soho_test_thing, read, &error);
  g_assert_no_error (error);
  g_assert_true (soho_test_values_equal (&soho_test_thing, values, read));
  soho_values_free (read, n);
}

static void
append_cells (GString *file, const SohoValue *values)
{
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; soho_test_thing.fields[i].name != NULL; i++)
    g_ptr_array_add (cells, values != NULL
                                ? soho_field_format (&soho_test_thing.fields[i], &values[i])
                                : g_strdup (soho_test_thing.fields[i].name));
  soho_csv_append_row (file, (const char *const *) cells->pdata, cells->len, ';');
}

/* Random records into one CSV file and out of it again. */
static void
test_cells_come_back (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (SEED);
  guint n = soho_kind_get_n_fields (&soho_test_thing);
  g_autoptr (GString) file = g_string_new (NULL);
  g_autoptr (GPtrArray) cells = g_ptr_array_new ();
  g_autoptr (SohoCsvReader) reader = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  SohoValue *records[N_ROUNDS];

  append_cells (file, NULL);
  for (guint i = 0; i < N_ROUNDS; i++)
    {
      records[i] = soho_values_new (n);
      soho_test_fill_randomly (&soho_test_thing, records[i], rand);
      append_cells (file, records[i]);
    }
  bytes = g_bytes_new (file->str, file->len);
  reader = soho_csv_reader_new (bytes, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < N_ROUNDS; i++)
    {
      check_round_trip (reader, cells, records[i]);
      soho_values_free (records[i], n);
    }
  g_assert_false (soho_csv_reader_next (reader, cells, NULL, &error));
  g_assert_no_error (error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/parse/readings", test_readings);
  g_test_add_func ("/core/parse/errors-name-the-field",
                   test_errors_name_the_field_and_cut_the_text);
  g_test_add_func ("/core/parse/limits-have-a-text-form", test_limits_have_a_text_form);
  g_test_add_func ("/core/parse/cells-come-back", test_cells_come_back);
  return g_test_run ();
}
