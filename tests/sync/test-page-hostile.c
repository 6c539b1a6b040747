/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "kinds.h"
#include "page.h"
#include "replicas.h"
#include "store/apply.h"
#include "store/replica-private.h"

#define SEED 20261202
#define N_MUTATIONS 20000
#define VERIFY_EVERY 2000

#define HEAD "{\"kind\":\"thing\",\"audience\":\"public\","
#define ROW HEAD "\"id\":[1],\"revision\":[1],\"fields\":{"
#define ROWS HEAD "\"id\":[1,1,1],\"revision\":[1,0,0],\"fields\":{"

/* Lines that must be refused. */
static const char *const refused[] = {
  /* no line of ours */
  "",
  " ",
  "null",
  "1",
  "\"text\"",
  "[]",
  "{}",
  "{\"from\":\"\"}",
  "{\"from\":1}",
  "{\"from\":null}",
  "{\"from\":[\"T\"]}",
  "{\"cursor\":\"\"}",
  "{\"cursor\":{}}",
  "{\"cursor\":\"C\",\"dropped\":\"members\"}",
  "{\"cursor\":\"C\",\"dropped\":[7]}",
  "{\"cursor\":\"C\",\"dropped\":[\"members\",\"\"]}",
  "{\"cursor\":\"C\",\"dropped\":[\"a,b\"]}",
  "{\"kind\":\"thing\",\"audience\":\"person:0\"}",
  "{\"kind\":\"thing\",\"audience\":\"a~b\"}",
  "{\"cursor\":\"C\"",
  "{\"cursor\":\"C\"}{}",
  "{\"cursor\":\"C\"} x",
  "{\"cursor\":\"C\\u0000D\"}",
  "{\"cursor\":\"\\ud800\"}",
  "{\"cursor\":\"\xff\"}",
  "{cursor:\"C\"}",
  "{\"kind\":\"thing\"}",
  "{\"kind\":1,\"audience\":\"public\"}",
  "{\"kind\":\"\",\"audience\":\"public\"}",
  "{\"audience\":\"public\",\"id\":[1]}",
  "{\"kind\":\"thing\",\"audience\":\"\"}",
  "{\"kind\":\"thing\",\"audience\":null}",
  HEAD "\"to\":\"\"}",
  HEAD "\"to\":1}",
  HEAD "\"to\":null}",
  /* ids */
  HEAD "\"id\":[0],\"revision\":[1],\"fields\":{}}",
  HEAD "\"id\":[-1],\"revision\":[1],\"fields\":{}}",
  HEAD "\"id\":[2,0],\"revision\":[1,0],\"fields\":{}}",
  HEAD "\"id\":[2,-1],\"revision\":[1,0],\"fields\":{}}",
  HEAD "\"id\":[4503599627370496],\"revision\":[1],\"fields\":{}}",
  HEAD "\"id\":[4503599627370495,1],\"revision\":[1,0],\"fields\":{}}",
  HEAD "\"id\":[9223372036854775807,9223372036854775807,3],\"revision\":[1,0,0],\"fields\":{}}",
  HEAD "\"id\":[1,9223372036854775807,-9223372036854775807],\"revision\":[1,0,0],\"fields\":{}}",
  HEAD "\"id\":[9223372036854775808],\"revision\":[1],\"fields\":{}}",
  HEAD "\"id\":[1.0],\"revision\":[1],\"fields\":{}}",
  HEAD "\"id\":[1e0],\"revision\":[1],\"fields\":{}}",
  HEAD "\"id\":[\"1\"],\"revision\":[1],\"fields\":{}}",
  HEAD "\"id\":[null],\"revision\":[1],\"fields\":{}}",
  HEAD "\"id\":[true],\"revision\":[1],\"fields\":{}}",
  HEAD "\"id\":[[1]],\"revision\":[1],\"fields\":{}}",
  HEAD "\"id\":1,\"revision\":[1],\"fields\":{}}",
  HEAD "\"id\":{\"at\":[0],\"is\":[1]},\"revision\":[1],\"fields\":{}}",
  HEAD "\"id\":null}",
  HEAD "\"id\":\"1\",\"to\":\"p\"}",
  HEAD "\"deleted\":[0]}",
  HEAD "\"deleted\":[5,0]}",
  HEAD "\"deleted\":[-9223372036854775808]}",
  HEAD "\"deleted\":[\"1\"]}",
  HEAD "\"deleted\":1}",
  HEAD "\"deleted\":null}",
  HEAD "\"deleted\":{}}",
  "{\"kind\":\"ghost\",\"audience\":\"public\",\"deleted\":[0]}",
  /* revisions and fields */
  HEAD "\"id\":[1],\"fields\":{}}",
  HEAD "\"id\":[1],\"revision\":[1]}",
  HEAD "\"id\":[1],\"revision\":[1],\"fields\":null}",
  HEAD "\"id\":[1],\"revision\":[1],\"fields\":[]}",
  HEAD "\"id\":[1],\"revision\":[],\"fields\":{}}",
  HEAD "\"id\":[1],\"revision\":[1,1],\"fields\":{}}",
  HEAD "\"id\":[1],\"revision\":[0],\"fields\":{}}",
  HEAD "\"id\":[1],\"revision\":[-1],\"fields\":{}}",
  HEAD "\"id\":[1],\"revision\":[4503599627370496],\"fields\":{}}",
  HEAD "\"id\":[1],\"revision\":[null],\"fields\":{}}",
  HEAD "\"id\":[1],\"revision\":1,\"fields\":{}}",
  /* columns */
  ROW "\"name\":[]}}",
  ROW "\"name\":[\"a\",\"b\"]}}",
  ROW "\"name\":\"a\"}}",
  ROW "\"name\":null}}",
  ROW "\"name\":[1]}}",
  ROW "\"name\":[true]}}",
  ROW "\"name\":[[\"a\"]]}}",
  ROW "\"name\":[{}]}}",
  ROW "\"name\":[\"\\u001b[2J\"]}}",
  ROW "\"name\":[\"a\\u009bb\"]}}",
  ROW "\"story\":[\"a\\u0007\"]}}",
  ROW "\"tags\":[[\"a\\u007f\"]]}}",
  ROW "\"count\":[\"1\"]}}",
  ROW "\"count\":[1.5]}}",
  ROW "\"count\":[true]}}",
  ROW "\"count\":[[1]]}}",
  ROW "\"wide\":[1e999]}}",
  ROW "\"wide\":[99999999999999999999]}}",
  ROW "\"open\":[2]}}",
  ROW "\"open\":[-1]}}",
  ROW "\"open\":[true]}}",
  ROW "\"weight\":[999]}}",
  ROW "\"weight\":[1000001]}}",
  ROW "\"weight\":[1.5]}}",
  ROW "\"weight\":[9223372036854775807]}}",
  ROW "\"weight\":[-9223372036854775808]}}",
  ROW "\"longitude\":[180000001]}}",
  ROW "\"made_on\":[2932897]}}",
  ROW "\"made_on\":[-719163]}}",
  ROW "\"made_on\":[\"2026-11-23\"]}}",
  ROW "\"seen_at\":[253402300800]}}",
  ROW "\"topic\":[0]}}",
  ROW "\"topic\":[4503599627370496]}}",
  ROW "\"tags\":[\"a\"]}}",
  ROW "\"tags\":[[1]]}}",
  ROW "\"tags\":[[null]]}}",
  ROW "\"tags\":[[[\"a\"]]]}}",
  ROW "\"tags\":[{\"a\":1}]}}",
  ROWS "\"open\":[1,0,1]}}",
  /* sparse columns */
  ROWS "\"name\":{}}}",
  ROWS "\"name\":{\"at\":[0]}}}",
  ROWS "\"name\":{\"is\":[\"a\"]}}}",
  ROWS "\"name\":{\"at\":[0],\"is\":\"a\"}}}",
  ROWS "\"name\":{\"at\":0,\"is\":[\"a\"]}}}",
  ROWS "\"name\":{\"at\":[0],\"is\":[]}}}",
  ROWS "\"name\":{\"at\":[0],\"is\":[\"a\",\"b\"]}}}",
  ROWS "\"name\":{\"at\":[-1],\"is\":[\"a\"]}}}",
  ROWS "\"name\":{\"at\":[3],\"is\":[\"a\"]}}}",
  ROWS "\"name\":{\"at\":[0,3],\"is\":[\"a\",\"b\"]}}}",
  ROWS "\"name\":{\"at\":[1,0],\"is\":[\"a\",\"b\"]}}}",
  ROWS "\"name\":{\"at\":[2,-1],\"is\":[\"a\",\"b\"]}}}",
  ROWS "\"name\":{\"at\":[9223372036854775807,9223372036854775807,2],\"is\":[\"a\",\"b\",\"c\"]}}}",
  ROWS "\"name\":{\"at\":[0.5],\"is\":[\"a\"]}}}",
  ROWS "\"name\":{\"at\":[\"0\"],\"is\":[\"a\"]}}}",
  HEAD "\"id\":[],\"revision\":[],\"fields\":{\"name\":{\"at\":[0],\"is\":[\"a\"]}}}",
  /* deeper than any line of ours */
  ROW "\"unknown\":[[[[[[1]]]]]]}}",
};

/* Lines that are read, and what of them: the number of rows, -1 where there are none to apply. */
static const struct
{
  const char *line;
  int rows;
} passed[] = {
  { "{\"from\":\"T\",\"epoch\":7,\"later\":[1,{}]}", -1 },
  { "{\"cursor\":\"C\",\"sums\":{\"public\":{\"thing\":1}}}", -1 },
  { " \t{\"cursor\":\"C\"}\r\n", -1 },
  { "{\"cursor\":\"C\",\"dropped\":[]}", -1 },
  { "{\"kind\":\"ghost\",\"audience\":\"public\",\"id\":\"anything\",\"fields\":7,\"to\":\"p\"}",
    -1 },
  { "{\"kind\":\"ghost\",\"audience\":\"public\",\"deleted\":[1]}", -1 },
  { "{\"kind\":\"thing\",\"audience\":\"moon\",\"id\":[1],\"revision\":[1],\"fields\":{}}", 1 },
  { HEAD "\"later\":true}", -1 },
  { HEAD "\"id\":[],\"revision\":[],\"fields\":{}}", 0 },
  { HEAD "\"deleted\":[]}", -1 },
  { HEAD "\"id\":[4503599627370495],\"revision\":[4503599627370495],\"fields\":{}}", 1 },
  { ROW "}}", 1 },
  { ROW "\"unknown\":\"anything\",\"other\":{\"a\":[1]}}}", 1 },
  { ROW "\"name\":[null],\"tags\":[[]],\"count\":[null]}}", 1 },
  { ROW "\"count\":[9223372036854775807]}}", 1 },
  { ROW "\"state\":[\"newer\"]}}", 1 },
  { ROW "\"moods\":[[\"newer\"]]}}", 1 },
  { ROW "\"story\":[\"a\\n\\tb\"]}}", 1 },
  { ROW "\"tags\":[[\"b\",\"a\",\"b\",\"\"]]}}", 1 },
  { ROWS "\"name\":{\"at\":[0,2],\"is\":[\"a\",\"c\"]}}}", 3 },
  { ROWS "\"name\":{\"at\":[],\"is\":[]}}}", 3 },
  { ROWS "\"name\":[\"a\",\"b\",\"c\"],\"name\":[null,null,\"d\"]}}", 3 },
};

static SohoPage *
parse (const char *line, gsize length, GError **error)
{
  /* Exactly so many bytes, so that a sanitizer sees a read past the end. */
  g_autofree char *copy = g_memdup2 (line, length);

  return soho_page_parse (soho_test_model_get (), copy, length, error);
}

static void
test_refused_lines (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (SohoPage) page = parse (refused[i], strlen (refused[i]), &error);

      g_test_message ("case %u", i);
      g_assert_null (page);
      g_assert_error (error, SOHO_PROTOCOL_ERROR, SOHO_PROTOCOL_ERROR_INVALID);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
    }
}

static void
test_passed_lines (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (passed); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (SohoPage) page = parse (passed[i].line, strlen (passed[i].line), &error);

      g_test_message ("case %u", i);
      g_assert_no_error (error);
      g_assert_cmpint (page->rows != NULL ? (int) page->rows->n : -1, ==, passed[i].rows);
    }
}

static void
test_overlong_words (void)
{
  g_autofree char *longest = g_strnfill (SOHO_CURSOR_MAX, 'x');
  g_autofree char *fits = g_strdup_printf ("{\"cursor\":\"%s\"}", longest);
  g_autofree char *too_long = g_strdup_printf ("{\"cursor\":\"%sx\"}", longest);
  g_autoptr (SohoPage) page = parse (fits, strlen (fits), NULL);

  g_assert_nonnull (page);
  g_assert_null (parse (too_long, strlen (too_long), NULL));
}

static void
test_nul_and_depth (void)
{
  static const char nul[] = "{\"cursor\":\"C\0D\"}";
  g_autofree char *deep = g_strnfill (1000000, '[');

  g_assert_null (parse (nul, sizeof nul - 1, NULL));
  g_assert_null (parse ("{\"cursor\":\"C\"}\0", 15, NULL));
  g_assert_null (parse (deep, 1000000, NULL));
}

/* A real page of each kind, with everything that may stand in one. */
static GPtrArray *
make_pages (void)
{
  static const gint64 deleted[] = { 5, 17, 3000 };
  GPtrArray *lines = g_ptr_array_new_with_free_func (g_free);
  const SohoModel *model = soho_test_model_get ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (SEED);

  for (guint i = 0; model->kinds[i] != NULL; i++)
    for (guint n = 1; n <= 7; n += 3)
      {
        g_autoptr (SohoRows) rows
            = soho_test_rows_new_random (model->kinds[i], n, i * 1000, 20, rand);

        g_ptr_array_add (lines, soho_page_dup_rows_line (model->kinds[i], "public", rows, deleted,
                                                         n % 2 * 3, n > 1 ? "p" : NULL));
      }
  g_ptr_array_add (lines, soho_page_dup_begin_line ("token"));
  g_ptr_array_add (lines, soho_page_dup_end_line ("cursor", NULL));
  g_ptr_array_add (lines, soho_page_dup_end_line ("cursor", (const char *const[]){ "moon", NULL }));
  return lines;
}

static void
test_truncated_everywhere (void)
{
  g_autoptr (GPtrArray) lines = make_pages ();

  for (guint i = 0; i < lines->len; i++)
    {
      const char *line = g_ptr_array_index (lines, i);

      for (gsize length = 0; length < strlen (line); length++)
        g_assert_null (parse (line, length, NULL));
    }
}

/* One small accident: a byte, a number, a piece lost, a piece said twice. */
static void
mutate (GString *line, const GPtrArray *lines, GRand *rand)
{
  static const char bytes[] = "0123456789-.,:[]{}\"\\eEntu \x7f\x80\xff";
  static const char *const pieces[]
      = { "null", "-1",      "9223372036854775807", "-9223372036854775808",    "1e308", "[]", "{}",
          "\"\"", "\\u0000", "4503599627370495",    "{\"at\":[0],\"is\":[1]}", "true" };
  const char *other = g_ptr_array_index (lines, g_rand_int_range (rand, 0, (gint32) lines->len));
  gsize at = (gsize) g_rand_int_range (rand, 0, (gint32) line->len);
  gsize n = (gsize) g_rand_int_range (rand, 1, 12);

  switch (g_rand_int_range (rand, 0, 5))
    {
    case 0:
      line->str[at] = bytes[g_rand_int_range (rand, 0, sizeof bytes)];
      break;
    case 1:
      g_string_erase (line, (gssize) at, (gssize) MIN (n, line->len - at));
      break;
    case 2:
      g_string_insert (line, (gssize) at,
                       pieces[g_rand_int_range (rand, 0, G_N_ELEMENTS (pieces))]);
      break;
    case 3:
      g_string_insert_len (line, (gssize) at, other, (gssize) MIN (n * 8, strlen (other)));
      break;
    default:
      while (at < line->len && !g_ascii_isdigit (line->str[at]))
        at++;
      if (at < line->len)
        line->str[at] = (char) g_rand_int_range (rand, '0', '9' + 1);
    }
}

/* Applies what can be read, as a client does. */
static void
apply (SohoReplica *replica, const SohoPage *page)
{
  const SohoKind *kind
      = page->kind != NULL ? soho_model_find_kind (soho_test_model_get (), page->kind) : NULL;
  g_autoptr (GError) error = NULL;

  if (kind == NULL)
    return;
  if (page->rows != NULL)
    soho_replica_apply_rows (replica, page->rows, &error);
  if (error == NULL)
    soho_replica_apply_deletions (replica, kind, page->deleted, page->n_deleted, &error);
  g_assert_no_error (error);
}

static void
end_transaction (SohoReplica *replica)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *complaints = NULL;

  soho_replica_commit (replica, &error);
  g_assert_no_error (error);
  complaints = soho_test_verify (replica);
  g_assert_cmpstr (complaints, ==, "");
}

static void
test_mutations (void)
{
  char *directory = soho_test_directory_new ();
  SohoReplica *replica = soho_test_replica_open (directory, soho_test_model_get ());
  g_autoptr (GPtrArray) lines = make_pages ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (SEED);
  guint n_read = 0;

  g_assert_true (soho_replica_begin (replica, NULL));
  for (guint round = 1; round <= N_MUTATIONS; round++)
    {
      g_autoptr (GString) line = g_string_new (g_ptr_array_index (lines, round % lines->len));
      g_autoptr (GError) error = NULL;
      g_autoptr (SohoPage) page = NULL;

      for (int n = g_rand_int_range (rand, 1, 4); n > 0 && line->len > 0; n--)
        mutate (line, lines, rand);
      page = parse (line->str, line->len, &error);
      g_assert_cmpint (page == NULL, ==, error != NULL);
      if (page != NULL)
        {
          n_read++;
          apply (replica, page);
        }
      if (round % VERIFY_EVERY == 0)
        {
          end_transaction (replica);
          g_assert_true (soho_replica_begin (replica, NULL));
        }
    }
  soho_replica_rollback (replica);
  g_test_message ("%u of %u pages read", n_read, N_MUTATIONS);
  g_assert_cmpuint (n_read, >, N_MUTATIONS / 10);
  g_object_unref (replica);
  soho_test_directory_free (directory);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sync/page-hostile/refused-lines", test_refused_lines);
  g_test_add_func ("/sync/page-hostile/passed-lines", test_passed_lines);
  g_test_add_func ("/sync/page-hostile/overlong-words", test_overlong_words);
  g_test_add_func ("/sync/page-hostile/nul-and-depth", test_nul_and_depth);
  g_test_add_func ("/sync/page-hostile/truncated-everywhere", test_truncated_everywhere);
  g_test_add_func ("/sync/page-hostile/mutations", test_mutations);
  return g_test_run ();
}
