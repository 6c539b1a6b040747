/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/csv.h"

#include <string.h>

#define N_ROUNDS 20000
#define SEED 20261123

static GBytes *
exact_bytes (const char *text, gsize length)
{
  return g_bytes_new_take (g_memdup2 (text, length), length);
}

/* Reads everything and writes it down: each row as its line, a colon, and the fields between bars;
 * errors as the line and an exclamation mark. Spaces and line breaks stay as they are. */
static char *
read_all (const char *text, gsize length)
{
  g_autoptr (GBytes) bytes = exact_bytes (text, length);
  g_autoptr (GError) header_error = NULL;
  g_autoptr (SohoCsvReader) reader = soho_csv_reader_new (bytes, &header_error);
  g_autoptr (GPtrArray) fields = g_ptr_array_new ();
  GString *found = g_string_new (NULL);

  if (reader == NULL)
    {
      g_assert_nonnull (header_error);
      g_assert_true (g_utf8_validate (header_error->message, -1, NULL));
      g_assert_true (header_error->domain == SOHO_CSV_ERROR);
      g_assert_cmpint (header_error->code, !=, SOHO_CSV_ERROR_ROW);
      g_assert_true (g_str_has_prefix (header_error->message, "Line "));
      g_string_append (found, header_error->message);
      return g_string_free (found, FALSE);
    }

  for (const char *const *name = soho_csv_reader_get_header (reader); *name != NULL; name++)
    g_string_append_printf (found, "%s|", *name);
  while (TRUE)
    {
      g_autoptr (GError) error = NULL;
      guint line = 0;

      if (soho_csv_reader_next (reader, fields, &line, &error))
        {
          g_assert_cmpuint (fields->len, ==,
                            g_strv_length ((char **) soho_csv_reader_get_header (reader)));
          g_string_append_printf (found, " %u:", line);
          for (guint i = 0; i < fields->len; i++)
            {
              g_assert_true (g_utf8_validate (fields->pdata[i], -1, NULL));
              g_string_append_printf (found, "%s|", (char *) fields->pdata[i]);
            }
        }
      else if (error != NULL)
        {
          g_assert_error (error, SOHO_CSV_ERROR, SOHO_CSV_ERROR_ROW);
          g_string_append_printf (found, " %u!", line);
        }
      else
        return g_string_free (found, FALSE);
    }
}

static void
assert_reads (const char *text, const char *expected)
{
  g_autofree char *found = read_all (text, strlen (text));

  g_assert_cmpstr (found, ==, expected);
}

static const struct
{
  const char *text;
  const char *expected;
} reads_cases[] = {
  { "a;b\n1;2\n", "a|b| 2:1|2|" },
  { "a,b\n1,2", "a|b| 2:1|2|" },
  { "a\tb\r\n1\t2\r\n", "a|b| 2:1|2|" },
  { "a;b\r1;2\r3;4\r", "a|b| 2:1|2| 3:3|4|" },
  { "a;b\n1;2\r3;4\r\n5;6", "a|b| 2:1|2| 3:3|4| 4:5|6|" },
  { "\xef\xbb\xbf"
    "a;b\n1;2",
    "a|b| 2:1|2|" },
  { "\xef\xbb\xbf\"a\";b\n1;2", "a|b| 2:1|2|" },
  { "a", "a|" },
  { "a;b", "a|b|" },
  { "  a ; b\t\n1;2", "a|b| 2:1|2|" },
  /* One column: what could be a separator is text. */
  { "name\nDupont, Anne\nx;y\n", "name| 2:Dupont, Anne| 3:x;y|" },
  /* The separator is what the header has most of, outside of quotes. */
  { "\"a,b,c\";d\n1;2", "a,b,c|d| 2:1|2|" },
  { "a,b;c,d\n1,2,3", "a|b;c|d| 2:1|2|3|" },
  { "a;b,c\n1;2", "a|b,c| 2:1|2|" },
  { "\"a\n;;;\",b\n1,2", "a\n;;;|b| 3:1|2|" },
  { "sep=,\na;b,c\n1,2\n", "a;b|c| 3:1|2|" },
  { "SEP=\t\r\na\tb\r\n1\t2", "a|b| 3:1|2|" },
  { "sep=;", "Line 1: The file is empty; name the columns here." },
  { "sep=,x\n1,2", "sep=|x| 2:1|2|" },
  /* Quotes. */
  { "a;b\n\"1\";\"2;3\"", "a|b| 2:1|2;3|" },
  { "a;b\n\"say \"\"hi\"\"\";\"\"\"\"", "a|b| 2:say \"hi\"|\"|" },
  { "a;b\n\"two\nlines\";x\ny;z", "a|b| 2:two\nlines|x| 4:y|z|" },
  { "a;b\r\n\"two\r\n\r\nlines\";x\r\ny;z", "a|b| 2:two\r\n\r\nlines|x| 5:y|z|" },
  { "a;b\r\"two\rlines\";x\ry;z", "a|b| 2:two\rlines|x| 4:y|z|" },
  { "a;b\n\"1\"  ;2", "a|b| 2:1|2|" },
  { "a;b\n5\" screen;2\"\"", "a|b| 2:5\" screen|2\"\"|" },
  { "a;b\n \"1\";2", "a|b| 2: \"1\"|2|" },
  { "a;b\n\"\";\"\"", "a|b| 2:||" },
  /* Short rows, blank rows, blank surplus. */
  { "a;b;c\n1\n;2\n", "a|b|c| 2:1||| 3:|2||" },
  { "\n\r\na;b\n\n\r\n1;2\n\n", "a|b| 6:1|2|" },
  { "a;b\n;\n ; \n;;;;;\n1;2", "a|b| 5:1|2|" },
  { ";;\na;b\n1;2", "a|b| 3:1|2|" },
  { "a;b;;\n1;2;;\n1;2; ; ;;;\n", "a|b| 2:1|2| 3:1|2|" },
  { "a;b;;\n1;2;;x\n3;4", "a|b| 2! 3:3|4|" },
  /* Windows-1252. */
  { "pr\xe9nom;b\nZo\xeb;\x9cuvre \x80 \x92", "prénom|b| 2:Zoë|œuvre € ’|" },
  { "a\n\xff\xa0\xad", "a| 2:ÿ\u00a0\u00ad|" },
  /* An old Mac. */
  { "pr\x8enom;b\rFran\x8doise;gu\x8fre \x88 pr\x90t",
    "pr\303\251nom|b| 2:Fran\303\247oise|gu\303\250re \303\240 pr\303\252t|" },
  /* UTF-8 stays UTF-8. */
  { "prénom;b\nZoë;œuvre € ’ 𝄞", "prénom|b| 2:Zoë|œuvre € ’ 𝄞|" },
  /* Formula marks. */
  { "a;b\n'+33562000000;'=1+1", "a|b| 2:+33562000000|=1+1|" },
  { "a;b\n''-1;'\"", "a|b| 2:'-1|'\"|" },
  { "a;b\n+33562000000;=1+1", "a|b| 2:+33562000000|=1+1|" },
  { "a;b\n'tis;'", "a|b| 2:'tis|'|" },
  { "a\tb\n'\t=1", "a|b| 2:'|=1|" },
  { "a;b\n\"'\t\";\"'\n\"", "a|b| 2:\t|\n|" },
};

static void
test_reads (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (reads_cases); i++)
    assert_reads (reads_cases[i].text, reads_cases[i].expected);
}

static void
test_header_errors (void)
{
  static const struct
  {
    const char *text;
    const char *expected;
  } cases[] = {
    { "", "Line 1: The file is empty; name the columns here." },
    { "\xef\xbb\xbf", "Line 1: The file is empty; name the columns here." },
    { "\r\n\n;;;\n", "Line 1: The file is empty; name the columns here." },
    { "\n\"\";\"\"", "Line 2: The columns have no names; write them here." },
    { "a;;b\n", "Line 1: A column has no name; name it or remove it." },
    { "\na;b; a\n", "Line 2: Two columns have the same name; rename or remove one." },
    { "a;\"b\n1;2\n",
      "Line 1: A quoted field is not closed; double each quote inside of a field." },
    { "a;\"b\" c\n1;2\n",
      "Line 1: Text follows a closing quote; double each quote inside of a field." },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_reads (cases[i].text, cases[i].expected);
}

static void
test_encoding_errors (void)
{
  static const struct
  {
    const char *text;
    gsize length;
    const char *start;
  } cases[] = {
    { "a;b\r\n1;\0", 8, "Line 2: A NUL byte" },
    { "\0", 1, "Line 1: A NUL byte" },
    { "a\0;\0b\0", 6, "Line 1: A NUL byte" },
    { "\xff\xfe"
      "a\0\n\0b\0\0\0",
      10, "Line 2: A NUL character" },
    { "\xff\xfe"
      "a\0;\0b",
      7, "Line 1: This UTF-16 file is damaged" },
    { "\xff\xfe"
      "a\0;\0\0\xd8"
      "b\0",
      10, "Line 1: This UTF-16 file is damaged" },
    { "PK\x03\x04\0\0", 6, "Line 1: This is a spreadsheet document (.xlsx" },
    { "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0", 9, "Line 1: This is a spreadsheet document (.xls)" },
    { "%PDF-1.4\n", 9, "Line 1: This is a PDF" },
    { "{\\rtf1\\ansi", 11, "Line 1: This is a text document" },
    { "<html><table>", 13, "Line 1: This is a web page" },
    { "a\rb\r\n\x81\n", 7, "Line 3: A character is neither" },
    { "a\nZo\xeb \x90\n", 8, "Line 2: A character is neither" },
    { "\xef\xbb\xbf"
      "a\n\n\xe9",
      7, "Line 3: A character of this UTF-8 file" },
    { "\xc3\xa9;\xc3\xa8\n\n\xc3\xa9\xc3", 10, "Line 3: A character of this UTF-8 file" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *found = read_all (cases[i].text, cases[i].length);

      g_test_message ("%s", found);
      g_assert_true (g_str_has_prefix (found, cases[i].start));
    }
}

/* "Unicode text" of spreadsheets, in either order of bytes. */
static void
test_utf_16 (void)
{
  static const char text[] = "pr\303\251nom\tb\r\n\360\235\204\236\t2\r\n";

  for (int big = 0; big < 2; big++)
    {
      g_autoptr (GString) bytes = g_string_new (NULL);
      g_autofree gunichar2 *units = g_utf8_to_utf16 (text, -1, NULL, NULL, NULL);
      g_autofree char *found = NULL;

      g_string_append (bytes, big ? "\xfe\xff" : "\xff\xfe");
      for (gsize i = 0; units[i] != 0; i++)
        {
          g_string_append_c (bytes, (char) (big ? units[i] >> 8 : units[i] & 0xff));
          g_string_append_c (bytes, (char) (big ? units[i] & 0xff : units[i] >> 8));
        }
      found = read_all (bytes->str, bytes->len);
      g_assert_cmpstr (found, ==, "pr\303\251nom|b| 2:\360\235\204\236|2|");
    }
  {
    g_autofree char *empty = read_all ("\xff\xfe", 2);

    g_assert_cmpstr (empty, ==, "Line 1: The file is empty; name the columns here.");
  }
}

/* After a bad row the reader goes on, so that an import can name all bad rows at once. */
static void
test_row_errors (void)
{
  assert_reads ("a;b\n1;2;3\n4;5\n6;7;;8\n9;10", "a|b| 2! 3:4|5| 4! 5:9|10|");
  assert_reads ("a;b\n\"1\" x;2\n3;4", "a|b| 2! 3:3|4|");
  assert_reads ("a;b\n\"1;2\n3;4\n5;6\n", "a|b| 2! 3:3|4| 4:5|6|");
  assert_reads ("a;b\n\"1;2\n3;4\n\"5\";\"6\"\n7;8\n", "a|b| 2! 3:3|4| 4:5|6| 5:7|8|");
  assert_reads ("a;b\n1;\"", "a|b| 2!");
}

static void
test_row_error_says_what_to_do (void)
{
  g_autoptr (GBytes) bytes = exact_bytes ("a;b\n\n1;2;3;4;", 13);
  g_autoptr (SohoCsvReader) reader = soho_csv_reader_new (bytes, NULL);
  g_autoptr (GPtrArray) fields = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (reader);
  g_assert_false (soho_csv_reader_next (reader, fields, NULL, &error));
  g_assert_cmpstr (error->message, ==,
                   "Line 3: The row has more fields (4) than the header has columns (2); put "
                   "quotes around a field that holds the separator.");
}

static void
append_repeated (GString *text, const char *piece, guint times)
{
  for (guint i = 0; i < times; i++)
    g_string_append (text, piece);
}

static void
test_limit_columns (void)
{
  for (guint n_columns = SOHO_CSV_MAX_COLUMNS; n_columns <= SOHO_CSV_MAX_COLUMNS + 1; n_columns++)
    {
      g_autoptr (GString) text = g_string_new ("c0");
      g_autofree char *found = NULL;

      for (guint i = 1; i < n_columns; i++)
        g_string_append_printf (text, ";c%u", i);
      found = read_all (text->str, text->len);
      if (n_columns == SOHO_CSV_MAX_COLUMNS)
        g_assert_true (g_str_has_suffix (found, "c255|"));
      else
        g_assert_cmpstr (found, ==, "Line 1: There are more than 256 fields; remove some.");
    }
}

static void
test_limit_fields_in_row (void)
{
  g_autoptr (GString) text = g_string_new ("a;b\n1;2");

  append_repeated (text, ";", SOHO_CSV_MAX_COLUMNS - 2);
  g_string_append (text, "\n3;4");
  append_repeated (text, ";", SOHO_CSV_MAX_COLUMNS - 1);
  g_string_append (text, "\n5;6\n");
  g_string_append (text, "7;8");
  append_repeated (text, ";", 20000);
  g_string_append (text, "x\n9;10\n");
  assert_reads (text->str, "a|b| 2:1|2| 3:3|4| 4:5|6| 5! 6:9|10|");
}

static void
test_limit_field_length (void)
{
  g_autofree char *longest = g_strnfill (SOHO_CSV_MAX_FIELD, 'x');
  g_autofree char *expected
      = g_strdup_printf ("a|b| 2:%s|1| 3:%s|2| 4! 5! 6:5|6|", longest, longest);
  g_autofree char *text = g_strdup_printf ("a;b\n%s;1\n\"%s\";2\n%sx;3\n\"%sx\";4\n5;6\n", longest,
                                           longest, longest, longest);

  assert_reads (text, expected);
}

/* Each line opens a quote that the next one closes only to open another. */
static void
test_hostile_quotes_end_soon (void)
{
  static const char *const lines[] = { "x\";\"\n", "\"a\";\"\n", "\"\"x;\"\n", "\"\n", "\"x\n" };

  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_autoptr (GString) text = g_string_new ("a;b\n");
      g_autofree char *found = NULL;
      gint64 start = g_get_monotonic_time ();

      append_repeated (text, lines[i], 50000);
      found = read_all (text->str, text->len);
      g_assert_cmpint (g_get_monotonic_time () - start, <, 30 * G_USEC_PER_SEC);
    }
}

static void
test_fields_written (void)
{
  static const struct
  {
    const char *text;
    const char *written;
  } cases[] = {
    { NULL, "" },
    { "", "" },
    { "plain", "plain" },
    { "é’œ", "é’œ" },
    { "a;b", "\"a;b\"" },
    { "a,b", "\"a,b\"" },
    { "a\tb", "\"a\tb\"" },
    { "a\nb", "\"a\nb\"" },
    { "a\rb", "\"a\rb\"" },
    { "a\"b", "\"a\"\"b\"" },
    { " a", "\" a\"" },
    { "a ", "\"a \"" },
    { "a b", "a b" },
    { "+33562000000", "'+33562000000" },
    { "+33 5;6", "\"'+33 5;6\"" },
    { "=HYPERLINK(\"x\")", "\"'=HYPERLINK(\"\"x\"\")\"" },
    { "@x", "'@x" },
    { "-x", "'-x" },
    { "-", "'-" },
    { "-1+2", "'-1+2" },
    { "-1.", "'-1." },
    { "-.5", "'-.5" },
    { "-12", "-12" },
    { "-0.58", "-0.58" },
    { "-0,58", "\"-0,58\"" },
    { "\tx", "\"'\tx\"" },
    { "\rx", "\"'\rx\"" },
    { "\nx", "\"'\nx\"" },
    { "'=x", "''=x" },
    { "''+", "'''+" },
    { "'-12", "''-12" },
    { "'tis", "'tis" },
    { "'", "'" },
    { "1+1", "1+1" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GString) out = g_string_new (NULL);

      soho_csv_append_field (out, cases[i].text);
      g_assert_cmpstr (out->str, ==, cases[i].written);
    }
}

static void
test_rows_written (void)
{
  static const char *const header[] = { "nom", "téléphone" };
  static const char *const row[] = { "Zoé; Inventée", "+33562000000" };
  static const char *const empty[] = { NULL, "" };
  g_autoptr (GString) out = g_string_new (SOHO_CSV_BYTE_ORDER_MARK);

  soho_csv_append_row (out, header, 2, ';');
  soho_csv_append_row (out, row, 2, ';');
  soho_csv_append_row (out, empty, 2, ';');
  soho_csv_append_row (out, empty, 1, ',');
  g_assert_cmpstr (out->str, ==,
                   "\xef\xbb\xbfnom;téléphone\r\n\"Zoé; Inventée\";'+33562000000\r\n\"\";\r\n"
                   "\"\"\r\n");
  assert_reads (out->str, "nom|téléphone| 2:Zoé; Inventée|+33562000000| 3:|| 4:||");
}

static char *
random_field (GRand *rand)
{
  static const char *const pieces[]
      = { "\"", "'", ";", ",", "\t", "\r", "\n", " ", "=", "+", "-", "@", "1", "é", "x", "" };
  GString *field = g_string_new (NULL);

  for (int i = g_rand_int_range (rand, 0, 5); i > 0; i--)
    g_string_append (field, pieces[g_rand_int_range (rand, 0, G_N_ELEMENTS (pieces))]);
  return g_string_free (field, FALSE);
}

/* Whatever is written is read again as it was, the line numbers included. */
static void
test_round_trip (void)
{
  static const char separators[] = ";,\t";
  static const char *const header[] = { "a", "b", "c", NULL };
  g_autoptr (GRand) rand = g_rand_new_with_seed (SEED);
  g_autoptr (GPtrArray) fields = g_ptr_array_new ();

  for (guint i = 0; i < N_ROUNDS; i++)
    {
      guint n_columns = 1 + i % 3;
      char separator = separators[g_rand_int_range (rand, 0, 3)];
      g_auto (GStrv) row = g_new0 (char *, n_columns + 1);
      g_autoptr (GString) out = g_string_new (NULL);
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (SohoCsvReader) reader = NULL;
      g_autoptr (GError) error = NULL;
      guint line;

      for (guint j = 0; j < n_columns; j++)
        row[j] = random_field (rand);
      soho_csv_append_row (out, header, n_columns, separator);
      soho_csv_append_row (out, (const char *const *) row, n_columns, separator);
      bytes = exact_bytes (out->str, out->len);
      reader = soho_csv_reader_new (bytes, &error);
      g_assert_no_error (error);
      g_assert_true (soho_csv_reader_next (reader, fields, &line, &error));
      g_assert_no_error (error);
      g_assert_cmpuint (line, ==, 2);
      for (guint j = 0; j < n_columns; j++)
        g_assert_cmpstr (fields->pdata[j], ==, row[j]);
      g_assert_false (soho_csv_reader_next (reader, fields, &line, &error));
      g_assert_no_error (error);
    }
}

static const char sample[] = "\xef\xbb\xbfnom;\"téléphone\";note\r\n"
                             "Zoé;'+33562000000;\"deux\r\nlignes; \"\"dites\"\"\"\r\n\r\n"
                             ";;\r\nAnne;;5\" écran\r\n\"\";-0.58;'=1\r\n";

static void
test_truncated_everywhere (void)
{
  for (gsize cut = 0; cut < sizeof sample; cut++)
    {
      g_autofree char *found = read_all (sample, cut);

      g_assert_nonnull (found);
    }
}

static void
test_mutations (void)
{
  static const char bytes[] = "\";,\t\r\n '=+a\xc3\xa9\x81\xff\x01";
  g_autoptr (GRand) rand = g_rand_new_with_seed (SEED);
  guint n_read = 0;

  for (guint i = 0; i < N_ROUNDS; i++)
    {
      g_autofree char *text = g_strdup (sample);
      gsize length = strlen (sample);
      g_autofree char *found = NULL;

      for (int j = g_rand_int_range (rand, 1, 6); j > 0; j--)
        text[g_rand_int_range (rand, 0, length)] = bytes[g_rand_int_range (rand, 0, sizeof bytes)];
      found = read_all (text, length);
      n_read += !g_str_has_prefix (found, "Line ");
    }
  g_test_message ("%u of %u headers read", n_read, N_ROUNDS);
  g_assert_cmpuint (n_read, >, N_ROUNDS / 20);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/csv/reads", test_reads);
  g_test_add_func ("/core/csv/header-errors", test_header_errors);
  g_test_add_func ("/core/csv/utf-16", test_utf_16);
  g_test_add_func ("/core/csv/encoding-errors", test_encoding_errors);
  g_test_add_func ("/core/csv/row-errors", test_row_errors);
  g_test_add_func ("/core/csv/row-error-says-what-to-do", test_row_error_says_what_to_do);
  g_test_add_func ("/core/csv/limit-columns", test_limit_columns);
  g_test_add_func ("/core/csv/limit-fields-in-row", test_limit_fields_in_row);
  g_test_add_func ("/core/csv/limit-field-length", test_limit_field_length);
  g_test_add_func ("/core/csv/hostile-quotes-end-soon", test_hostile_quotes_end_soon);
  g_test_add_func ("/core/csv/fields-written", test_fields_written);
  g_test_add_func ("/core/csv/rows-written", test_rows_written);
  g_test_add_func ("/core/csv/round-trip", test_round_trip);
  g_test_add_func ("/core/csv/truncated-everywhere", test_truncated_everywhere);
  g_test_add_func ("/core/csv/mutations", test_mutations);
  return g_test_run ();
}
