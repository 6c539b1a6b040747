/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/ndjson.h"

#include <string.h>

#include "formats/json.h"
#include "model/validate.h"
#include "kinds.h"

#define N_ROUNDS SOHO_TEST_ROUNDS (1000)
#define SEED 20261125

static char *
dup_json (const SohoValue *values)
{
  GString *line = g_string_new ("{");

  soho_json_append_fields (line, &soho_test_thing, values, FALSE);
  g_string_append_c (line, '}');
  return g_string_free (line, FALSE);
}

/* Reads a line into new values; NULL with an error if it is refused. */
static SohoValue *
read_line (const char *line, GError **error)
{
  guint n = soho_kind_get_n_fields (&soho_test_thing);
  SohoValue *values = soho_values_new (n);
  g_autoptr (JsonNode) root = soho_json_parse (line, strlen (line), 3, error);

  if (root != NULL
      && soho_json_read_fields (&soho_test_thing, json_node_get_object (root), values, error))
    return values;
  soho_values_free (values, n);
  return NULL;
}

static void
test_form (void)
{
  static const char line[]
      = "{\"name\":\"Scie \\\"à\\\" bois\",\"count\":-5,\"wide\":9223372036854775807,\"open\":true,"
        "\"weight\":2.500,\"made_on\":\"2026-11-23\",\"seen_at\":\"2026-11-23T17:30:00Z\","
        "\"state\":\"used\",\"topic\":3,\"tags\":[\"a,b\",\"c\"],\"place\":\"32013\"}";
  g_autoptr (GError) error = NULL;
  SohoValue *values = read_line (line, &error);
  g_autofree char *written = NULL;
  g_autoptr (GString) after = g_string_new ("{\"id\":1");

  g_assert_no_error (error);
  written = dup_json (values);
  g_assert_cmpstr (written, ==, line);
  soho_json_append_fields (after, &soho_test_thing, values, TRUE);
  g_assert_true (g_str_has_prefix (after->str, "{\"id\":1,\"name\""));
  soho_values_free (values, soho_kind_get_n_fields (&soho_test_thing));
}

static void
test_what_files_say (void)
{
  static const struct
  {
    const char *member;
    const char *read; /* NULL: refused */
  } cases[] = {
    { "\"name\":null", "{}" },
    { "\"name\":\"\"", "{}" },
    { "\"name\":\" Scie \"", "{\"name\":\"Scie\"}" },
    { "\"unknown\":[1,{\"a\":2}]", "{}" },
    { "\"name\":1", NULL },
    { "\"name\":[\"Scie\"]", NULL },
    { "\"name\":{}", NULL },
    { "\"count\":\"12\"", "{\"count\":12}" },
    { "\"count\":12.0", NULL },
    { "\"count\":true", NULL },
    { "\"count\":[1]", NULL },
    { "\"open\":\"oui\"", "{\"open\":true}" },
    { "\"open\":false", "{\"open\":false}" },
    { "\"open\":1", NULL },
    { "\"weight\":2", "{\"weight\":2.000}" },
    { "\"weight\":2.25", "{\"weight\":2.250}" },
    { "\"weight\":\"2,25\"", "{\"weight\":2.250}" },
    { "\"weight\":1e999", NULL },
    { "\"weight\":null", "{}" },
    { "\"made_on\":20780", NULL },
    { "\"made_on\":\"2026-02-30\"", NULL },
    { "\"topic\":\"3\"", NULL },
    { "\"topic\":3", "{\"topic\":3}" },
    { "\"tags\":[]", "{}" },
    { "\"tags\":[\"b\",\"a\",\"b\",\"\"]", "{\"tags\":[\"a\",\"b\"]}" },
    { "\"tags\":\"a,b\"", NULL },
    { "\"tags\":[1]", NULL },
    { "\"tags\":[null]", NULL },
    { "\"tags\":[[\"a\"]]", NULL },
    { "\"tags\":{\"a\":1}", NULL },
    { "\"wide\":9223372036854775808", NULL },
    { "\"name\":\"a\\u0000b\"", NULL },
    { "\"name\":\"\\ud800\"", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *line = g_strconcat ("{", cases[i].member, "}", NULL);
      g_autoptr (GError) error = NULL;
      SohoValue *values = read_line (line, &error);
      g_autofree char *read = values != NULL ? dup_json (values) : NULL;

      g_test_message ("%s", line);
      g_assert_cmpstr (read, ==, cases[i].read);
      g_assert_cmpint (values == NULL, ==, error != NULL);
      soho_values_free (values, soho_kind_get_n_fields (&soho_test_thing));
    }
}

/* Reading into values that held something else leaves nothing of it. */
static void
test_absent_members_are_cleared (void)
{
  SohoValue *values = read_line ("{\"name\":\"Scie\",\"tags\":[\"a\"],\"count\":1}", NULL);
  g_autoptr (JsonNode) root = soho_json_parse ("{\"count\":2}", 11, 2, NULL);
  g_autofree char *read = NULL;

  g_assert_true (
      soho_json_read_fields (&soho_test_thing, json_node_get_object (root), values, NULL));
  read = dup_json (values);
  g_assert_cmpstr (read, ==, "{\"count\":2}");
  soho_values_free (values, soho_kind_get_n_fields (&soho_test_thing));
}

static void
test_random_records_come_back (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (SEED);
  guint n = soho_kind_get_n_fields (&soho_test_thing);

  for (guint round = 0; round < N_ROUNDS; round++)
    {
      SohoValue *values = soho_values_new (n);
      SohoValue *read;
      g_autofree char *line = NULL;
      g_autoptr (GError) error = NULL;

      soho_test_fill_randomly (&soho_test_thing, values, rand);
      line = dup_json (values);
      g_assert_null (strchr (line, '\n'));
      read = read_line (line, &error);
      g_assert_no_error (error);
      g_assert_true (soho_test_values_equal (&soho_test_thing, values, read));
      soho_values_free (values, n);
      soho_values_free (read, n);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/ndjson/form", test_form);
  g_test_add_func ("/core/ndjson/what-files-say", test_what_files_say);
  g_test_add_func ("/core/ndjson/absent-members-are-cleared", test_absent_members_are_cleared);
  g_test_add_func ("/core/ndjson/random-records-come-back", test_random_records_come_back);
  return g_test_run ();
}
