/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "page.h"

#include <string.h>

#include "formats/json.h"
#include "kinds.h"
#include "model/kinds.h"

#define SEED 20261201
#define N_ROUNDS SOHO_TEST_ROUNDS (120)

static SohoPage *
parse (const char *line)
{
  g_autoptr (GError) error = NULL;
  SohoPage *page = soho_page_parse (soho_test_model_get (), line, strlen (line), &error);

  g_assert_no_error (error);
  return page;
}

/* What goes over the wire, to the byte: other programs, and older ones of ours, read it. */
static void
test_form (void)
{
  g_autoptr (SohoRows) rows = soho_rows_new (&soho_test_thing, 3);
  gint64 deleted[] = { 4, 10 };
  g_autofree char *line = NULL;
  g_autoptr (SohoPage) page = NULL;

  soho_test_rows_set (rows, 0, 7, 3, "name", "Scie", "longitude", "0.5", "tags", "b|a", "open",
                      "yes", "state", "used", NULL);
  soho_test_rows_set (rows, 1, 8, 1, "name", "\"É\"", "count", "-5", "longitude", "0.25", NULL);
  soho_test_rows_set (rows, 2, 100, 1, "name", "Clé", "longitude", "-0.25", NULL);
  line = soho_page_dup_rows_line (&soho_test_thing, "public", rows, deleted, 2, "p");
  g_assert_cmpstr (
      line, ==,
      "{\"kind\":\"thing\",\"audience\":\"public\",\"id\":[7,1,92],"
      "\"revision\":[3,-2,0],\"fields\":{\"name\":[\"Scie\",\"\\\"É\\\"\",\"Clé\"],"
      "\"count\":{\"at\":[1],\"is\":[-5]},\"open\":{\"at\":[0],\"is\":[1]},"
      "\"longitude\":[500000,-250000,-500000],\"state\":{\"at\":[0],\"is\":[\"used\"]},"
      "\"tags\":{\"at\":[0],\"is\":[[\"a\",\"b\"]]}},\"deleted\":[4,6],\"to\":\"p\"}");
  page = parse (line);
  g_assert_cmpint (page->type, ==, SOHO_PAGE_ROWS);
  g_assert_cmpstr (page->kind, ==, "thing");
  g_assert_cmpstr (page->audience, ==, "public");
  g_assert_cmpstr (page->to, ==, "p");
  g_assert_true (soho_test_rows_equal (page->rows, rows));
  g_assert_cmpuint (page->n_deleted, ==, 2);
  g_assert_cmpint (page->deleted[0], ==, 4);
  g_assert_cmpint (page->deleted[1], ==, 10);
}

static void
test_begin_and_end (void)
{
  g_autofree char *begin = soho_page_dup_begin_line ("T\"é");
  g_autofree char *end = soho_page_dup_end_line ("C", NULL);
  g_autoptr (SohoPage) begin_page = parse (begin);
  g_autoptr (SohoPage) end_page = parse (end);

  g_assert_cmpint (begin_page->type, ==, SOHO_PAGE_BEGIN);
  g_assert_cmpstr (begin_page->token, ==, "T\"é");
  g_assert_cmpint (end_page->type, ==, SOHO_PAGE_END);
  g_assert_cmpstr (end_page->cursor, ==, "C");
  g_assert_null (end_page->dropped);
}

static void
test_dropped (void)
{
  const char *const audiences[] = { "members", "person:7", NULL };
  g_autofree char *line = soho_page_dup_end_line ("C", audiences);
  g_autoptr (SohoPage) page = parse (line);

  g_assert_cmpstr (line, ==, "{\"cursor\":\"C\",\"dropped\":[\"members\",\"person:7\"]}");
  g_assert_cmpint (page->type, ==, SOHO_PAGE_END);
  g_assert_cmpuint (g_strv_length (page->dropped), ==, 2);
  g_assert_cmpstr (page->dropped[1], ==, "person:7");
}

static void
test_overwritten (void)
{
  const char *const edits[] = { "7 {\"act\":\"change\"}", "9 {}", NULL };
  g_autofree char *line = soho_page_dup_end_line_with ("C", NULL, edits);
  g_autoptr (SohoPage) page = parse (line);
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (
      line, ==, "{\"cursor\":\"C\",\"overwritten\":[\"7 {\\\"act\\\":\\\"change\\\"}\",\"9 {}\"]}");
  g_assert_cmpuint (g_strv_length (page->overwritten), ==, 2);
  g_assert_cmpstr (page->overwritten[0], ==, edits[0]);
  g_assert_null (soho_page_parse (soho_test_model_get (), "{\"cursor\":\"C\",\"overwritten\":[7]}",
                                  strlen ("{\"cursor\":\"C\",\"overwritten\":[7]}"), &error));
  g_assert_error (error, SOHO_PROTOCOL_ERROR, SOHO_PROTOCOL_ERROR_INVALID);
}

static void
test_audience_of_rows (void)
{
  static const char *const audiences[] = { "public", "members", "person:7" };

  for (guint i = 0; i < G_N_ELEMENTS (audiences); i++)
    {
      g_autoptr (SohoRows) rows = soho_rows_new (&soho_test_piece, 1);
      g_autofree char *line = NULL;
      g_autoptr (SohoPage) page = NULL;

      soho_test_rows_set (rows, 0, 1, 1, "detail", "lame", NULL);
      line = soho_page_dup_rows_line (&soho_test_piece, audiences[i], rows, NULL, 0, NULL);
      page = parse (line);
      g_assert_cmpstr (page->audience, ==, audiences[i]);
      g_assert_cmpstr (page->rows->audience, ==, i == 0 ? NULL : audiences[i]);
    }
}

static void
test_deletions_alone (void)
{
  gint64 deleted[] = { 1, SOHO_ID_MAX };
  g_autofree char *line
      = soho_page_dup_rows_line (&soho_test_piece, "members", NULL, deleted, 2, NULL);
  g_autoptr (SohoPage) page = parse (line);

  g_assert_null (page->rows);
  g_assert_null (page->to);
  g_assert_cmpuint (page->n_deleted, ==, 2);
  g_assert_cmpint (page->deleted[1], ==, SOHO_ID_MAX);
}

static void
test_empty_rows (void)
{
  g_autoptr (SohoRows) none = soho_rows_new (&soho_test_thing, 0);
  g_autofree char *line = soho_page_dup_rows_line (&soho_test_thing, "public", none, NULL, 0, "p");
  g_autoptr (SohoPage) page = parse (line);

  g_assert_cmpuint (page->rows != NULL ? page->rows->n : 0, ==, 0);
  g_assert_cmpstr (page->to, ==, "p");
}

/* Integers from end to end of their range, one after the other: differences that need 65 bits. */
static void
test_widest_differences (void)
{
  static const gint64 values[]
      = { G_MININT64, G_MAXINT64, 0, G_MAXINT64, G_MININT64, -1, G_MAXINT64, 1, G_MININT64 };
  g_autoptr (SohoRows) rows = soho_rows_new (&soho_test_thing, G_N_ELEMENTS (values));
  guint wide = (guint) soho_kind_find_field (&soho_test_thing, "wide");
  g_autofree char *line = NULL;
  g_autoptr (SohoPage) page = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    {
      rows->ids[i] = i + 1;
      rows->revisions[i] = i % 2 == 0 ? 1 : SOHO_ID_MAX;
      soho_value_set_integer (&soho_rows_get_column (rows, wide)[i], values[i]);
    }
  line = soho_page_dup_rows_line (&soho_test_thing, "public", rows, NULL, 0, NULL);
  page = parse (line);
  g_assert_true (soho_test_rows_equal (page->rows, rows));
}

/* Every number of decimals, at the ends of the range and at halves. */
static void
test_reals_are_exact (void)
{
  for (guint decimals = 0; decimals <= 6; decimals++)
    {
      SohoField fields[] = { SOHO_REAL_FIELD ("real", -180, 180, decimals), {} };
      SohoKind kind = { .name = "kind", .fields = fields };
      const SohoKind *const kinds[] = { &kind, NULL };
      SohoModel model = { kinds };
      g_autoptr (GRand) rand = g_rand_new_with_seed (SEED);
      g_autoptr (SohoRows) rows = soho_test_rows_new_random (&kind, 500, 0, 10, rand);
      g_autofree char *line = soho_page_dup_rows_line (&kind, "public", rows, NULL, 0, NULL);
      g_autoptr (SohoPage) page = soho_page_parse (&model, line, strlen (line), NULL);

      g_assert_nonnull (page);
      g_assert_true (soho_test_rows_equal (page->rows, rows));
    }
}

/* At most so many rows that a page of the widest would still be allowed. */
static guint
choose_n_rows (const SohoKind *kind, GRand *rand)
{
  gint64 longest = 1;

  for (const SohoField *field = kind->fields; field->name != NULL; field++)
    if (field->type == SOHO_FIELD_TEXT || field->type == SOHO_FIELD_LONG_TEXT)
      longest += 6 * field->max; /* \uXXXX */
  g_assert_cmpint (longest, <, SOHO_PAGE_LINE_MAX / 2);
  return (guint) MIN (g_rand_int_range (rand, 1, 60), SOHO_PAGE_LINE_MAX / longest);
}

static void
check_round_trip (const SohoModel *model, const SohoKind *kind, GRand *rand)
{
  g_autoptr (SohoRows) rows = soho_test_rows_new_random (kind, choose_n_rows (kind, rand), 0,
                                                         G_GINT64_CONSTANT (1) << 40, rand);
  g_autofree char *line = soho_page_dup_rows_line (kind, "public", rows, NULL, 0, NULL);
  gsize length = strlen (line);
  g_autoptr (GBytes) frame = soho_page_compress (line, length, 3);
  g_autoptr (GBytes) lines = soho_page_decompress_all (frame);
  g_autoptr (GError) error = NULL;
  g_autoptr (SohoPage) page = NULL;

  g_assert_null (strpbrk (line, "\r\n"));
  g_assert_cmpuint (g_bytes_get_size (lines), ==, length + 1);
  g_assert_cmpmem (g_bytes_get_data (lines, NULL), length, line, length);
  page = soho_page_parse (model, g_bytes_get_data (lines, NULL), length, &error);
  g_assert_no_error (error);
  g_assert_true (soho_test_rows_equal (page->rows, rows));
}

/* Thousands of random rows of every kind there is. */
static void
test_random_rows_come_back (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (SEED);
  const SohoModel *models[] = { soho_test_model_get (), soho_model_get () };

  for (guint round = 0; round < N_ROUNDS; round++)
    for (guint i = 0; i < G_N_ELEMENTS (models); i++)
      for (guint k = 0; models[i]->kinds[k] != NULL; k++)
        if (round % 4 == 0 || models[i]->kinds[k] == &soho_test_thing)
          check_round_trip (models[i], models[i]->kinds[k], rand);
}

/* A column that few rows fill costs what they do, one that most fill what all do. */
static void
test_columns_are_sparse_or_dense (void)
{
  for (guint said = 0; said <= 10; said++)
    {
      g_autoptr (SohoRows) rows = soho_rows_new (&soho_test_piece, 10);
      g_autofree char *line = NULL;
      g_autoptr (SohoPage) page = NULL;

      for (guint row = 0; row < 10; row++)
        {
          soho_test_rows_set (rows, row, row + 1, 1, "thing", "1", NULL);
          if (row < said)
            soho_test_rows_set (rows, row, row + 1, 1, "detail", "é", NULL);
        }
      line = soho_page_dup_rows_line (&soho_test_piece, "public", rows, NULL, 0, NULL);
      g_assert_cmpint (strstr (line, "\"detail\":{") != NULL, ==, said > 0 && said < 5);
      g_assert_cmpint (strstr (line, "\"detail\":[") != NULL, ==, said >= 5);
      page = parse (line);
      g_assert_true (soho_test_rows_equal (page->rows, rows));
    }
}

static void
test_damaged_frames (void)
{
  g_autoptr (GBytes) frame = soho_page_compress ("{\"cursor\":\"C\"}", 14, 19);
  gsize length = g_bytes_get_size (frame);
  g_autoptr (GBytes) none = g_bytes_new_static ("", 0);
  g_autoptr (GBytes) nothing = soho_page_decompress_all (none);

  g_assert_cmpuint (g_bytes_get_size (nothing), ==, 0);
  for (gsize cut = 1; cut < length; cut++)
    {
      g_autoptr (GBytes) part = g_bytes_new_from_bytes (frame, 0, cut);
      g_autoptr (GBytes) rest = g_bytes_new_from_bytes (frame, cut, length - cut);

      g_assert_null (soho_page_decompress_all (part));
      g_assert_null (soho_page_decompress_all (rest));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sync/page/form", test_form);
  g_test_add_func ("/sync/page/begin-and-end", test_begin_and_end);
  g_test_add_func ("/sync/page/dropped", test_dropped);
  g_test_add_func ("/sync/page/overwritten", test_overwritten);
  g_test_add_func ("/sync/page/audience-of-rows", test_audience_of_rows);
  g_test_add_func ("/sync/page/deletions-alone", test_deletions_alone);
  g_test_add_func ("/sync/page/empty-rows", test_empty_rows);
  g_test_add_func ("/sync/page/widest-differences", test_widest_differences);
  g_test_add_func ("/sync/page/reals-are-exact", test_reals_are_exact);
  g_test_add_func ("/sync/page/random-rows-come-back", test_random_rows_come_back);
  g_test_add_func ("/sync/page/sparse-or-dense", test_columns_are_sparse_or_dense);
  g_test_add_func ("/sync/page/damaged-frames", test_damaged_frames);
  return g_test_run ();
}
