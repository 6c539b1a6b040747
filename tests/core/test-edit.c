/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "change/edit-line.h"
#include "change/merge.h"
#include "change/refusal.h"

#include "kinds.h"
#include "model/validate.h"

#define THING (&soho_test_thing)

/* The values of a thing, from text forms: field, text, …, NULL. */
static SohoRows *
make_thing (const char *name, ...)
{
  SohoRows *rows = soho_rows_new (THING, 1);
  va_list pairs;

  for (guint i = 0; THING->fields[i].name != NULL; i++)
    soho_rows_get_column (rows, i);
  va_start (pairs, name);
  for (; name != NULL; name = va_arg (pairs, const char *))
    soho_test_rows_set (rows, 0, 1, 1, name, va_arg (pairs, const char *), NULL);
  va_end (pairs);
  return rows;
}

/* A plain array of the one row's values; their contents stay the rows'. */
static SohoValue *
borrow (SohoRows *rows)
{
  guint n = soho_kind_get_n_fields (THING);
  SohoValue *values = g_new0 (SohoValue, n);

  for (guint i = 0; i < n; i++)
    values[i] = rows->columns[i][0];
  return values;
}

static SohoEdit *
edit_between (SohoRows *before, SohoRows *after)
{
  g_autofree SohoValue *from = borrow (before);
  g_autofree SohoValue *to = borrow (after);

  return soho_edit_new_between (THING, 7, 3, from, to);
}

static void
assert_line (const SohoEdit *edit, const char *expected)
{
  g_autofree char *line = soho_edit_dup_line (edit);

  g_assert_cmpstr (line, ==, expected);
}

static void
test_says_only_what_changes (void)
{
  g_autoptr (SohoRows) before
      = make_thing ("name", "Lampe", "story", "Vieille", "tags", "a|b", "count", "3", NULL);
  g_autoptr (SohoRows) after
      = make_thing ("name", "Lampe", "tags", "b|c", "count", "4", "open", "1", NULL);
  g_autoptr (SohoEdit) edit = edit_between (before, after);
  g_autoptr (SohoEdit) nothing = edit_between (before, before);

  assert_line (edit, "{\"act\":\"change\",\"kind\":\"thing\",\"id\":7,\"base\":3,"
                     "\"set\":{\"count\":4,\"open\":true},\"clear\":[\"story\"],"
                     "\"add\":{\"tags\":[\"c\"]},\"remove\":{\"tags\":[\"a\"]}}");
  g_assert_null (nothing);
}

static void
test_a_unit_goes_together (void)
{
  g_autoptr (SohoRows) before
      = make_thing ("name", "Lampe", "place", "32013", "longitude", "0.5", NULL);
  g_autoptr (SohoRows) after
      = make_thing ("name", "Lampe", "place", "32107", "longitude", "0.5", NULL);
  g_autoptr (SohoEdit) edit = edit_between (before, after);

  assert_line (edit, "{\"act\":\"change\",\"kind\":\"thing\",\"id\":7,\"base\":3,"
                     "\"set\":{\"longitude\":0.500000,\"place\":\"32107\"}}");
}

static void
test_deletion_is_a_line (void)
{
  g_autoptr (SohoEdit) edit = soho_edit_new (THING, SOHO_EDIT_DELETE, 9, 2);

  assert_line (edit, "{\"act\":\"delete\",\"kind\":\"thing\",\"id\":9,\"base\":2}");
}

/* Whatever two records hold, the edit between them leads from one to the other, and so does what
 * its line is read as. */
static void
test_leads_from_any_to_any (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (20261124);
  guint n = soho_kind_get_n_fields (THING);

  for (guint round = 0; round < SOHO_TEST_ROUNDS (3000); round++)
    {
      SohoValue *before = soho_values_new (n), *after = soho_values_new (n);
      g_autoptr (SohoEdit) edit = NULL;
      g_autoptr (SohoEdit) again = NULL;
      g_autofree char *line = NULL, *digest = NULL, *digest_again = NULL;
      g_autoptr (GError) error = NULL;

      soho_test_fill_randomly (THING, before, rand);
      soho_test_fill_randomly (THING, after, rand);
      edit = soho_edit_new_between (THING, 7, 3, before, after);
      g_assert_nonnull (edit);
      line = soho_edit_dup_line (edit);
      again = soho_edit_parse_line (soho_test_model_get (), line, &error);
      g_assert_no_error (error);
      digest = soho_edit_dup_digest (edit);
      digest_again = soho_edit_dup_digest (again);
      g_assert_cmpstr (digest, ==, digest_again);
      soho_edit_apply (again, before);
      g_assert_true (soho_test_values_equal (THING, before, after));
      soho_values_free (before, n);
      soho_values_free (after, n);
    }
}

static void
test_new_record_is_all_it_says (void)
{
  g_autoptr (SohoRows) rows = make_thing ("name", "Lampe", "tags", "a|b", NULL);
  g_autofree SohoValue *values = borrow (rows);
  g_autoptr (SohoEdit) edit = soho_edit_new_record (THING, 12, values);
  guint n = soho_kind_get_n_fields (THING);
  SohoValue *made = soho_values_new (n);

  g_assert_cmpint (edit->base, ==, 0);
  soho_edit_apply (edit, made);
  g_assert_true (soho_test_values_equal (THING, made, values));
  soho_values_free (made, n);
}

static void
test_bad_lines (void)
{
  static const char *const lines[] = {
    "",
    "[]",
    "{\"act\":\"change\",\"kind\":\"nothing\",\"id\":7,\"base\":3}",
    "{\"act\":\"burn\",\"kind\":\"thing\",\"id\":7,\"base\":3}",
    "{\"act\":\"change\",\"kind\":\"thing\",\"id\":0,\"base\":3}",
    "{\"act\":\"change\",\"kind\":\"thing\",\"id\":7,\"base\":-1}",
    "{\"act\":\"change\",\"kind\":\"thing\",\"id\":7,\"base\":3,\"set\":{\"count\":\"x\"}}",
    "{\"act\":\"change\",\"kind\":\"thing\",\"id\":7,\"base\":3,\"add\":{\"tags\":[[[1]]]}}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (soho_edit_parse_line (soho_test_model_get (), lines[i], &error));
      g_assert_nonnull (error);
    }
}

typedef struct
{
  SohoValue *values; /* merged */
  SohoValue *overwritten;
  gboolean any;
} Merged;

/* before: what the edit's writer saw; after: what they made of it; now: what others made of it
 * meanwhile. */
static Merged
merge (SohoRows *before, SohoRows *after, SohoRows *now)
{
  guint n = soho_kind_get_n_fields (THING);
  g_autoptr (SohoEdit) edit = edit_between (before, after);
  g_autofree gboolean *changed = g_new0 (gboolean, n);
  Merged merged = { soho_values_new (n), soho_values_new (n), FALSE };

  for (guint i = 0; i < n; i++)
    {
      changed[i] = !soho_value_equal (&before->columns[i][0], &now->columns[i][0]);
      soho_value_copy (&merged.values[i], &now->columns[i][0]);
    }
  merged.any = soho_edit_merge (edit, changed, merged.values, merged.overwritten);
  return merged;
}

static void
assert_merged (Merged merged, SohoRows *expected, SohoRows *overwritten)
{
  guint n = soho_kind_get_n_fields (THING);
  g_autofree SohoValue *values = borrow (expected);
  g_autofree SohoValue *lost = borrow (overwritten);

  g_assert_true (soho_test_values_equal (THING, merged.values, values));
  g_assert_true (soho_test_values_equal (THING, merged.overwritten, lost));
  soho_values_free (merged.values, n);
  soho_values_free (merged.overwritten, n);
}

static void
test_other_fields_both_stand (void)
{
  g_autoptr (SohoRows) before = make_thing ("name", "Lampe", "count", "1", NULL);
  g_autoptr (SohoRows) mine = make_thing ("name", "Lampe", "count", "2", NULL);
  g_autoptr (SohoRows) theirs = make_thing ("name", "Lampion", "count", "1", NULL);
  g_autoptr (SohoRows) both = make_thing ("name", "Lampion", "count", "2", NULL);
  g_autoptr (SohoRows) nothing = make_thing (NULL, NULL);

  assert_merged (merge (before, mine, theirs), both, nothing);
}

static void
test_same_field_later_stands (void)
{
  g_autoptr (SohoRows) before = make_thing ("name", "Lampe", "count", "1", NULL);
  g_autoptr (SohoRows) mine = make_thing ("name", "Lanterne", "count", "1", NULL);
  g_autoptr (SohoRows) theirs = make_thing ("name", "Lampion", "count", "5", NULL);
  g_autoptr (SohoRows) result = make_thing ("name", "Lanterne", "count", "5", NULL);
  g_autoptr (SohoRows) lost = make_thing ("name", "Lampion", NULL);
  Merged merged = merge (before, mine, theirs);

  g_assert_true (merged.any);
  assert_merged (merged, result, lost);
}

static void
test_same_value_loses_nothing (void)
{
  g_autoptr (SohoRows) before = make_thing ("name", "Lampe", NULL);
  g_autoptr (SohoRows) both = make_thing ("name", "Lampion", NULL);
  g_autoptr (SohoRows) nothing = make_thing (NULL, NULL);
  Merged merged = merge (before, both, both);

  g_assert_false (merged.any);
  assert_merged (merged, both, nothing);
}

static void
test_sets_by_element (void)
{
  g_autoptr (SohoRows) before = make_thing ("name", "Lampe", "tags", "a|b|c", NULL);
  g_autoptr (SohoRows) mine = make_thing ("name", "Lampe", "tags", "b|c|d", NULL);
  g_autoptr (SohoRows) theirs = make_thing ("name", "Lampe", "tags", "a|b|e", NULL);
  g_autoptr (SohoRows) both = make_thing ("name", "Lampe", "tags", "b|d|e", NULL);
  g_autoptr (SohoRows) nothing = make_thing (NULL, NULL);

  assert_merged (merge (before, mine, theirs), both, nothing);
}

/* The other one moved the pin, I moved to another commune: my commune must not get their pin. */
static void
test_units_as_one (void)
{
  g_autoptr (SohoRows) before
      = make_thing ("name", "Lampe", "place", "32013", "longitude", "0.5", NULL);
  g_autoptr (SohoRows) mine
      = make_thing ("name", "Lampe", "place", "32107", "longitude", "0.5", NULL);
  g_autoptr (SohoRows) theirs
      = make_thing ("name", "Lampe", "place", "32013", "longitude", "0.7", NULL);
  g_autoptr (SohoRows) lost = make_thing ("place", "32013", "longitude", "0.7", NULL);

  assert_merged (merge (before, mine, theirs), mine, lost);
}

static void
test_state_never_merges (void)
{
  g_autoptr (SohoRows) before = make_thing ("name", "Lampe", "state", "new", NULL);
  g_autoptr (SohoRows) after = make_thing ("name", "Lampion", "state", "used", NULL);
  g_autoptr (SohoRows) renamed = make_thing ("name", "Lampion", "state", "new", NULL);
  g_autoptr (SohoEdit) decision = edit_between (before, after);
  g_autoptr (SohoEdit) name = edit_between (before, renamed);
  g_autofree gboolean *changed = g_new0 (gboolean, soho_kind_get_n_fields (THING));

  g_assert_false (soho_edit_has_moved_on (decision, changed));
  changed[soho_kind_find_field (THING, "state")] = TRUE;
  g_assert_true (soho_edit_has_moved_on (decision, changed));
  g_assert_false (soho_edit_has_moved_on (name, changed));
}

static void
test_refusals_are_sentences (void)
{
  g_autofree char *plain = soho_refusal_dup_sentence (SOHO_REFUSAL_NOT_YOURS, NULL, NULL);
  g_autofree char *detailed
      = soho_refusal_dup_sentence (SOHO_REFUSAL_INVALID, "website", "is no address");
  g_autofree char *newer = soho_refusal_dup_sentence ("from_the_future", NULL, NULL);

  g_assert_cmpstr (plain, ==, "This is not yours to change.");
  g_assert_cmpstr (detailed, ==, "What was written cannot stand like this. website: is no address");
  g_assert_cmpstr (newer, ==, "The server refused this.");
  g_assert_false (soho_refusal_is_known ("from_the_future"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add_func ("/edit/" name, function)
  ADD ("says-only-what-changes", test_says_only_what_changes);
  ADD ("a-unit-goes-together", test_a_unit_goes_together);
  ADD ("deletion-is-a-line", test_deletion_is_a_line);
  ADD ("leads-from-any-to-any", test_leads_from_any_to_any);
  ADD ("new-record-is-all-it-says", test_new_record_is_all_it_says);
  ADD ("bad-lines", test_bad_lines);
  ADD ("other-fields-both-stand", test_other_fields_both_stand);
  ADD ("same-field-later-stands", test_same_field_later_stands);
  ADD ("same-value-loses-nothing", test_same_value_loses_nothing);
  ADD ("sets-by-element", test_sets_by_element);
  ADD ("units-as-one", test_units_as_one);
  ADD ("state-never-merges", test_state_never_merges);
  ADD ("refusals-are-sentences", test_refusals_are_sentences);
  return g_test_run ();
}
