/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/value.h"

#include <math.h>

#include "model/rows.h"
#include "kinds.h"

static void
take_set (SohoValue *value, const char *elements)
{
  soho_value_take_set (value, g_strsplit (elements, "|", -1));
}

static char *
dup_set (const SohoValue *value)
{
  return value->type == SOHO_VALUE_SET ? g_strjoinv ("|", value->set) : g_strdup ("none");
}

static void
test_sets_are_sorted_and_single (void)
{
  static const struct
  {
    const char *given, *kept;
  } cases[] = {
    { "", "none" },        { "||", "none" },         { "b|a", "a|b" },   { "a|a|a", "a" },
    { "|b||a|b|", "a|b" }, { "é|z|Z|e", "Z|e|z|é" }, { " a|a", " a|a" },
  };
  SohoValue value = SOHO_VALUE_INIT;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *kept = NULL;

      take_set (&value, cases[i].given);
      kept = dup_set (&value);
      g_assert_cmpstr (kept, ==, cases[i].kept);
    }
  soho_value_take_set (&value, g_new0 (char *, 1));
  g_assert_cmpint (value.type, ==, SOHO_VALUE_NONE);
}

static void
test_setting_frees_what_was_there (void)
{
  SohoValue value = SOHO_VALUE_INIT;

  soho_value_take_text (&value, g_strdup ("text"));
  take_set (&value, "a|b");
  soho_value_set_integer (&value, 1);
  g_assert_cmpint (value.integer, ==, 1);
  soho_value_take_text (&value, g_strdup ("again"));
  soho_value_set_real (&value, .5);
  take_set (&value, "c");
  soho_value_take_text (&value, NULL);
  g_assert_cmpint (value.type, ==, SOHO_VALUE_NONE);
  soho_value_clear (&value);
  soho_value_clear (&value);
}

static void
make_samples (SohoValue *values)
{
  soho_value_set_integer (&values[1], 0);
  soho_value_set_integer (&values[2], G_MININT64);
  soho_value_set_real (&values[3], 0);
  soho_value_set_real (&values[4], .1);
  soho_value_take_text (&values[5], g_strdup (""));
  soho_value_take_text (&values[6], g_strdup ("e\xcc\x81"));
  soho_value_take_text (&values[7], g_strdup ("é"));
  take_set (&values[8], "a");
  take_set (&values[9], "a|b");
}

static void
test_copies_equal_nothing_else (void)
{
  SohoValue *values = soho_values_new (10);

  make_samples (values);
  for (guint i = 0; i < 10; i++)
    for (guint j = 0; j < 10; j++)
      {
        SohoValue copy = SOHO_VALUE_INIT;

        take_set (&copy, "to be|freed");
        soho_value_copy (&copy, &values[i]);
        g_assert_cmpint (soho_value_equal (&copy, &values[j]), ==, i == j);
        soho_value_clear (&copy);
      }
  soho_value_copy (&values[9], &values[9]);
  g_assert_cmpstr (values[9].set[1], ==, "b");
  soho_values_free (values, 10);
}

static void
test_rows_say_nothing_at_first (void)
{
  g_autoptr (SohoRows) rows = soho_rows_new (&soho_test_thing, 3);
  g_autoptr (SohoRows) empty = soho_rows_new (&soho_test_thing, 0);
  int name = soho_kind_find_field (&soho_test_thing, "name");

  g_assert_cmpint (soho_rows_get_value (rows, 2, (guint) name)->type, ==, SOHO_VALUE_NONE);
  g_assert_null (rows->columns[name]);
  soho_test_rows_set (rows, 1, 7, 2, "name", "Scie", NULL);
  g_assert_cmpstr (soho_rows_get_value (rows, 1, (guint) name)->text, ==, "Scie");
  g_assert_cmpint (soho_rows_get_value (rows, 0, (guint) name)->type, ==, SOHO_VALUE_NONE);
  g_assert_cmpuint (empty->n, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/value/sets-are-sorted-and-single", test_sets_are_sorted_and_single);
  g_test_add_func ("/core/value/setting-frees-what-was-there", test_setting_frees_what_was_there);
  g_test_add_func ("/core/value/copies-equal-nothing-else", test_copies_equal_nothing_else);
  g_test_add_func ("/core/value/rows-say-nothing-at-first", test_rows_say_nothing_at_first);
  return g_test_run ();
}
