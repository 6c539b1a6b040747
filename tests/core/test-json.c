/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/json.h"

#include <string.h>

#define N_MUTATIONS 20000
#define SEED 20261123

/* Checks a copy of exactly length bytes, so that a sanitizer sees a read past the end. */
static gboolean
check_exact (const char *text, gsize length, guint max_depth, GError **error)
{
  g_autofree char *copy = g_memdup2 (text, length);

  return soho_json_check (copy, length, max_depth, error);
}

static void
assert_accepted (const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = NULL;
  gboolean accepted = check_exact (text, strlen (text), SOHO_JSON_MAX_DEPTH, &error);

  if (error != NULL)
    g_test_message ("%s: %s", text, error->message);
  g_assert_no_error (error);
  g_assert_true (accepted);

  node = soho_json_parse (text, strlen (text), SOHO_JSON_MAX_DEPTH, &error);
  g_assert_no_error (error);
  g_assert_nonnull (node);
}

static void
assert_refused (const char *text, gsize length, SohoJsonError code)
{
  g_autoptr (GError) error = NULL;
  gboolean accepted = check_exact (text, length, SOHO_JSON_MAX_DEPTH, &error);

  if (accepted || !g_error_matches (error, SOHO_JSON_ERROR, code))
    g_test_message ("%s: %s", text, error != NULL ? error->message : "accepted");
  g_assert_false (accepted);
  g_assert_error (error, SOHO_JSON_ERROR, (int) code);
  g_assert_true (g_str_has_prefix (error->message, "Line "));
}

static void
test_accepts (void)
{
  static const char *const texts[] = {
    "null",
    "true",
    "false",
    "0",
    "-0",
    "12",
    "-7.25",
    "1e3",
    "1E+3",
    "1.5e-300",
    "0.1",
    "0e0",
    "\"\"",
    "[]",
    "{}",
    " \t\r\n[ ] \n",
    "[[],{},[[]]]",
    "{\"a\":{}}",
    "{\"a\":1,\"a\":2}",
    "{\"\":0}",
    "{ \"a\" : [ 1 , 2 ] , \"b\" : null }",
    "[0,-1,-0,10,1234567890123456789,3]",
    "[9223372036854775807,-9223372036854775808]",
    "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0001\\uFFFF\\u00e9\"",
    "\"\\ud83d\\uDE00\"",
    "\"d’été à L’Isle-Jourdain, œuvre, 𝄞\"",
    "\"\177\"",
    "\"\xed\x9f\xbf\xee\x80\x80\xf4\x8f\xbf\xbf\xf0\x90\x80\x80\xe0\xa0\x80\xc2\x80\"",
    "1e-400",
    "[true,false,null,\"x\"]",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    assert_accepted (texts[i]);
}

static const char *const refuses_syntax_texts[] = {
  "",
  " ",
  "\n",
  "[",
  "]",
  "{",
  "}",
  "[}",
  "{]",
  "[1",
  "[1,",
  "[1,]",
  "[,1]",
  "[1 2]",
  "[1,,2]",
  "[]]",
  "{}{}",
  "1 2",
  "null null",
  "{\"a\"}",
  "{\"a\":}",
  "{\"a\":1,}",
  "{a:1}",
  "{'a':1}",
  "{1:2}",
  "{\"a\" 1}",
  "{\"a\":1 \"b\":2}",
  "{,}",
  "{\"a\"::1}",
  "[1}",
  "{\"a\":1]",
  "'a'",
  "tru",
  "True",
  "nul",
  "nulll",
  "truefalse",
  "NaN",
  "Infinity",
  "-Infinity",
  "undefined",
  "// comment\n1",
  "/* comment */ 1",
  "1 // comment",
  "# comment\n1",
  "var a = 1",
  "-",
  "+1",
  "--1",
  "01",
  "-01",
  "00",
  "[1,02,3]",
  "[1,-,3]",
  "[1,-03,3]",
  ".5",
  "1.",
  "1.e3",
  "1e",
  "1e+",
  "1e5.5",
  "0x10",
  "1_000",
  "1,5",
  "\"",
  "\"abc",
  "\"abc\\",
  "\"abc\\\"",
  "\"\\a\"",
  "\"\\x41\"",
  "\"\\'\"",
  "\"\\v\"",
  "\"\\u\"",
  "\"\\u12\"",
  "\"\\u123",
  "\"\\u12g4\"",
  "\"\\U0041\"",
  "\"\\ud83d\\u12\"",
  "\"line\nbreak\"",
  "\"tab\tinside\"",
  "\"1234567\x1f\"",
  "\xef\xbb\xbf[]",
  "\xc2\xa0[]",
  "[\x0b]",
  "[\x0c]",
};

static void
test_refuses_syntax (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (refuses_syntax_texts); i++)
    assert_refused (refuses_syntax_texts[i], strlen (refuses_syntax_texts[i]),
                    SOHO_JSON_ERROR_SYNTAX);
}

static void
test_refuses_encoding (void)
{
  static const char *const insides[] = {
    "\x80",
    "\xbf",
    "\xc0\x80",
    "\xc1\xbf",
    "\xc3",
    "\xc3(",
    "\xe0\x80\x80",
    "\xe0\x9f\xbf",
    "\xe2\x82",
    "\xe2(\xa1",
    "\xe2\x82(",
    "\xed\xa0\x80",
    "\xed\xbf\xbf",
    "\xf0\x80\x80\x80",
    "\xf0\x8f\xbf\xbf",
    "\xf0\x9f\x98",
    "\xf4\x90\x80\x80",
    "\xf5\x80\x80\x80",
    "\xf8\x88\x80\x80\x80",
    "\xff",
    "\xfe",
    "Caf\xe9 cr\xe8me",
    "12345678\xe9",
    "\\u0000",
    "\\ud800",
    "\\ud83d!",
    "\\ud83d\\n",
    "\\ud83d\\u0041",
    "\\ud83d\\ud83d",
    "\\ude00",
    "\\ude00\\ud83d",
    "\\udFFF",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (insides); i++)
    {
      g_autofree char *text = g_strdup_printf ("[\"%s\"]", insides[i]);

      assert_refused (text, strlen (text), SOHO_JSON_ERROR_ENCODING);
    }
}

static void
test_refuses_nul (void)
{
  assert_refused ("[1]\0", 4, SOHO_JSON_ERROR_SYNTAX);
  assert_refused ("\0[1]", 4, SOHO_JSON_ERROR_SYNTAX);
  assert_refused ("[1\0,2]", 6, SOHO_JSON_ERROR_SYNTAX);
  assert_refused ("[\0]", 3, SOHO_JSON_ERROR_SYNTAX);
  assert_refused ("{\0}", 3, SOHO_JSON_ERROR_SYNTAX);
  assert_refused ("\"a\0b\"", 5, SOHO_JSON_ERROR_SYNTAX);
  assert_refused ("\"\\\0\"", 4, SOHO_JSON_ERROR_SYNTAX);
}

static void
test_refuses_range (void)
{
  static const char *const texts[] = {
    "9223372036854775808",
    "-9223372036854775809",
    "[1,2,99999999999999999999,3]",
    "18446744073709551615",
    "1e309",
    "-1e309",
    "1e999999999999999999",
    "0.00000000000000000000000000000000000000000000000000000000000000001",
    "10000000000000000000000000000000000000000000000000000000000000000.0",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    assert_refused (texts[i], strlen (texts[i]), SOHO_JSON_ERROR_RANGE);
}

static char *
nested (guint depth, const char *open, const char *close)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < depth; i++)
    g_string_append (text, open);
  g_string_append (text, "0");
  for (guint i = 0; i < depth; i++)
    g_string_append (text, close);
  return g_string_free (text, FALSE);
}

static void
test_depth (void)
{
  for (guint depth = 1; depth <= SOHO_JSON_MAX_DEPTH; depth++)
    {
      g_autofree char *arrays = nested (depth, "[", "]");
      g_autofree char *objects = nested (depth, "{\"a\":", "}");
      g_autofree char *mixed = nested (depth / 2, "[{\"a\":", "}]");

      assert_accepted (arrays);
      assert_accepted (objects);
      assert_accepted (mixed);
      g_assert_true (check_exact (arrays, strlen (arrays), depth, NULL));
      if (depth > 1)
        {
          g_assert_false (check_exact (arrays, strlen (arrays), depth - 1, NULL));
          g_assert_false (check_exact (objects, strlen (objects), depth - 1, NULL));
        }
    }
}

static void
test_depth_bomb (void)
{
  g_autofree char *brackets = g_strnfill (100 * 1024, '[');
  g_autofree char *objects = nested (20000, "{\"a\":", "}");

  assert_refused (brackets, strlen (brackets), SOHO_JSON_ERROR_DEPTH);
  assert_refused (objects, strlen (objects), SOHO_JSON_ERROR_DEPTH);
}

static void
test_error_names_place (void)
{
  static const struct
  {
    const char *text;
    const char *place;
  } cases[] = {
    { "", "Line 1, column 1: " },           { "[1,x]", "Line 1, column 4: " },
    { "[1,\n  x]", "Line 2, column 3: " },  { "[\"éé\",x]", "Line 1, column 7: " },
    { "{\n\n\"a\"", "Line 3, column 4: " }, { "[\"\xe9\"]", "Line 1, column 3: " },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (soho_json_parse (cases[i].text, strlen (cases[i].text), 8, &error));
      g_test_message ("%s", error->message);
      g_assert_true (g_str_has_prefix (error->message, cases[i].place));
      g_assert_true (g_str_has_suffix (error->message, "."));
    }
}

static const char sample[]
    = "{\"kind\": \"member\", \"rows\": [[1, -2, 3000000000, 0.5e-3],\n"
      " [\"Zoé d’Œuvre\", \"\\u00e9\\ud83d\\ude00\\\\\", \"\", null, true, false]], \"to\": {\"a\":"
      "[{}, []], \"é\": -9223372036854775808}}";

static void
test_truncated_everywhere (void)
{
  gsize length = strlen (sample);

  g_assert_true (check_exact (sample, length, 4, NULL));
  for (gsize cut = 0; cut < length; cut++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (check_exact (sample, cut, 4, &error));
      g_assert_nonnull (error);
    }
}

/* What the check lets pass, json-glib must read, and the check must let json-glib's own writing of
 * it pass again, but for one known fault. */
static void
test_mutations (void)
{
  static const char bytes[] = "[]{},:\"\\/bfnrtu0123456789eE+-. \t\n\x01\x80\xc3\xa9\xed\xf4\xff";
  g_autoptr (GRand) rand = g_rand_new_with_seed (SEED);
  guint n_accepted = 0;

  for (guint i = 0; i < N_MUTATIONS; i++)
    {
      g_autofree char *text = g_strdup (sample);
      gsize length = strlen (sample);
      g_autoptr (GError) error = NULL;
      g_autoptr (JsonNode) node = NULL;

      for (int j = g_rand_int_range (rand, 1, 4); j > 0; j--)
        text[g_rand_int_range (rand, 0, length)]
            = bytes[g_rand_int_range (rand, 0, sizeof bytes)]; /* its final NUL included */

      node = soho_json_parse (text, length, 4, &error);
      g_assert_true ((node != NULL) == check_exact (text, length, 4, NULL));
      g_assert_true ((node == NULL) == (error != NULL));
      if (node != NULL)
        {
          g_autofree char *written = json_to_string (node, FALSE);

          n_accepted++;
          g_assert_true (g_utf8_validate (text, length, NULL));
          /* json-glib 1.6 itself writes 5e52 as the invalid 5e+52.0. */
          g_assert_true (strstr (written, "e+") != NULL
                         || check_exact (written, strlen (written), 4, NULL));
        }
      else
        g_assert_true (g_utf8_validate (error->message, -1, NULL));
    }
  g_test_message ("%u of %u accepted", n_accepted, N_MUTATIONS);
  g_assert_cmpuint (n_accepted, >, N_MUTATIONS / 50);
  g_assert_cmpuint (n_accepted, <, N_MUTATIONS / 2);
}

/* The check's idea of UTF-8 is GLib's, at every alignment. */
static void
test_utf8_like_glib (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (SEED);

  for (guint i = 0; i < N_MUTATIONS * 5; i++)
    {
      char text[32] = "\"                              ";
      gsize length = g_rand_int_range (rand, 6, sizeof text);
      gsize at = g_rand_int_range (rand, 1, length - 4);

      text[at] = g_rand_int_range (rand, 0xc0, 0x100);
      text[at + 1] = g_rand_int_range (rand, 0x78, 0xc8);
      text[at + 2] = g_rand_int_range (rand, 0x78, 0xc8);
      text[at + 3] = g_rand_boolean (rand) ? ' ' : g_rand_int_range (rand, 0x80, 0xc0);
      text[length - 1] = '"';
      g_assert_true (check_exact (text, length, 1, NULL) == g_utf8_validate (text, length, NULL));
    }
}

static JsonNode *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  JsonNode *node = soho_json_parse (text, strlen (text), SOHO_JSON_MAX_DEPTH, &error);

  g_assert_no_error (error);
  return node;
}

static void
test_accessors (void)
{
  static const char *const members[] = { "int", "real", "text", "list", "map", "null", "yes", "-" };
  g_autoptr (JsonNode) root = parse ("{\"int\": -5, \"real\": 3.0, \"text\": \"é\", \"list\": [1],"
                                     "\"map\": {}, \"null\": null, \"yes\": true}");
  JsonObject *object = json_node_get_object (root);

  for (gsize i = 0; i < G_N_ELEMENTS (members); i++)
    {
      gint64 value = 77;
      gboolean is_int = soho_json_get_int64 (object, members[i], -5, -5, &value);

      g_assert_true (is_int == (i == 0));
      g_assert_cmpint (value, ==, is_int ? -5 : 77);
      g_assert_cmpstr (soho_json_get_string (object, members[i]), ==, i == 2 ? "é" : NULL);
      g_assert_true ((soho_json_get_array (object, members[i]) != NULL) == (i == 3));
      g_assert_true ((soho_json_get_object (object, members[i]) != NULL) == (i == 4));
      g_assert_null (soho_json_get_string (NULL, members[i]));
    }
}

static void
test_int64_range (void)
{
  g_autoptr (JsonNode) root = parse ("{\"low\": -9223372036854775808, "
                                     "\"high\": 9223372036854775807}");
  JsonObject *object = json_node_get_object (root);
  gint64 value = 0;

  g_assert_true (soho_json_get_int64 (object, "low", G_MININT64, G_MAXINT64, &value));
  g_assert_cmpint (value, ==, G_MININT64);
  g_assert_true (soho_json_get_int64 (object, "high", G_MININT64, G_MAXINT64, &value));
  g_assert_cmpint (value, ==, G_MAXINT64);
  g_assert_false (soho_json_get_int64 (object, "high", 0, G_MAXINT64 - 1, &value));
  g_assert_false (soho_json_get_int64 (object, "low", G_MININT64 + 1, 0, &value));
  g_assert_cmpint (value, ==, G_MAXINT64);
}

static void
test_append_string (void)
{
  static const struct
  {
    const char *text;
    const char *json;
  } cases[] = {
    { "", "\"\"" },
    { "Été à Lupiac 𝄞", "\"Été à Lupiac 𝄞\"" },
    { "\"\\/", "\"\\\"\\\\/\"" },
    { "\b\t\n\v\f\r", "\"\\b\\t\\n\\u000b\\f\\r\"" },
    { "\x01\x1f\x7f", "\"\\u0001\\u001f\x7f\"" },
    { "a\"", "\"a\\\"\"" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GString) out = g_string_new ("x");
      g_autoptr (JsonNode) node = NULL;

      soho_json_append_string (out, cases[i].text);
      g_assert_cmpstr (out->str + 1, ==, cases[i].json);
      node = parse (out->str + 1);
      g_assert_cmpstr (json_node_get_string (node), ==, cases[i].text);
    }
}

static void
test_append_every_byte (void)
{
  char text[129] = "";
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (JsonNode) node = NULL;

  for (int i = 0; i < 127; i++)
    text[i] = i + 1;
  soho_json_append_string (out, text);
  node = parse (out->str);
  g_assert_cmpstr (json_node_get_string (node), ==, text);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/json/accepts", test_accepts);
  g_test_add_func ("/core/json/refuses-syntax", test_refuses_syntax);
  g_test_add_func ("/core/json/refuses-encoding", test_refuses_encoding);
  g_test_add_func ("/core/json/refuses-nul", test_refuses_nul);
  g_test_add_func ("/core/json/refuses-range", test_refuses_range);
  g_test_add_func ("/core/json/depth", test_depth);
  g_test_add_func ("/core/json/depth-bomb", test_depth_bomb);
  g_test_add_func ("/core/json/error-names-place", test_error_names_place);
  g_test_add_func ("/core/json/truncated-everywhere", test_truncated_everywhere);
  g_test_add_func ("/core/json/mutations", test_mutations);
  g_test_add_func ("/core/json/utf8-like-glib", test_utf8_like_glib);
  g_test_add_func ("/core/json/accessors", test_accessors);
  g_test_add_func ("/core/json/int64-range", test_int64_range);
  g_test_add_func ("/core/json/append-string", test_append_string);
  g_test_add_func ("/core/json/append-every-byte", test_append_every_byte);
  return g_test_run ();
}
