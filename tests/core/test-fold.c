/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/fold.h"

#include <string.h>

#define N_ROUNDS 20000
#define SEED 20261123

static void
test_folds (void)
{
  static const struct
  {
    const char *text;
    const char *folded;
  } cases[] = {
    { NULL, "" },
    { "", "" },
    { " \t\n-'’.,;", "" },
    { "L’Œuvre d'été", "l oeuvre d ete" },
    { "L'ISLE-JOURDAIN", "l isle jourdain" },
    { "  Saint-Clar  ", "saint clar" },
    { "Éauze éauze E\u0301auze", "eauze eauze eauze" },
    { "àâäéèêëîïôöùûüÿçñ", "aaaeeeeiioouuuycn" },
    { "ÀÂÄÉÈÊËÎÏÔÖÙÛÜŸÇÑ", "aaaeeeeiioouuuycn" },
    { "œŒæÆßẞ", "oeoeaeaessss" },
    { "Øystein Łukasz Đurđa Þór Ísafjörður", "oystein lukasz durda thor isafjordur" },
    { "İı", "ii" },
    { "ﬁbre, ﬃ", "fibre ffi" },
    { "ｌａｒｇｅ", "large" },
    { "m² nº 1ᵉʳ ㎡", "m2 no 1er m2" },
    { "Москва ΑΘΉΝΑ", "москва αθηνα" },
    { "32000 Auch", "32000 auch" },
    { "a1b2", "a1b2" },
    { "R&D C++ 10 €", "r d c 10" },
    { "100 000", "100 000" },
    { "\u0301a", "a" },
    { "a \u0301 b", "a b" },
    { "东京", "东京" },
    { "a\u00a0b\u202fc\u200bd…e", "a b c d e" },
    { "x\xff"
      "y",
      "x" },
    { "x\xc3", "x" },
    { "\xed\xa0\x80", "" },
    { "a\x01"
      "b\x7f"
      "c",
      "a b c" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *folded = soho_fold (cases[i].text);

      g_assert_cmpstr (folded, ==, cases[i].folded);
    }
}

/* Word processors put these inside of words, where nobody sees them. */
static void
test_invisible_characters (void)
{
  static const char *const invisible[] = { "\u00ad", "\u200c", "\u200d", "\u2060", "\ufeff" };

  for (gsize i = 0; i < G_N_ELEMENTS (invisible); i++)
    {
      g_autofree char *text = g_strdup_printf ("coopé%sratif", invisible[i]);
      g_autofree char *folded = soho_fold (text);

      g_assert_cmpstr (folded, ==, "cooperatif");
    }
}

static void
test_every_apostrophe_separates (void)
{
  static const char *const apostrophes[] = { "'", "’", "‘", "`", "´", "′", "\u02bc", "\u02bb" };

  for (gsize i = 0; i < G_N_ELEMENTS (apostrophes); i++)
    {
      g_autofree char *text = g_strdup_printf ("L%satelier", apostrophes[i]);
      g_autofree char *folded = soho_fold (text);

      g_assert_cmpstr (folded, ==, "l atelier");
    }
}

/* A fraction must not run into the number before it. */
static void
test_fractions (void)
{
  static const struct
  {
    const char *text;
    const char *folded;
  } cases[] = { { "1½ h", "1 h" }, { "¾", "" }, { "2⅓", "2" }, { "1/2", "1 2" } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *folded = soho_fold (cases[i].text);

      g_assert_cmpstr (folded, ==, cases[i].folded);
    }
}

static void
test_equal (void)
{
  g_assert_true (soho_fold_equal ("Œuvre", "oeuvre"));
  g_assert_true (soho_fold_equal ("L'Isle-Jourdain", "l’isle jourdain"));
  g_assert_true (soho_fold_equal ("ΟΔΟΣ", "οδος"));
  g_assert_true (soho_fold_equal (NULL, ""));
  g_assert_true (soho_fold_equal (NULL, NULL));
  g_assert_true (soho_fold_equal ("--", NULL));
  g_assert_false (soho_fold_equal ("Lisle", "L'Isle"));
  g_assert_false (soho_fold_equal ("a", NULL));
}

static void
assert_same_fold (gunichar character, const char *a, const char *b)
{
  if (!soho_fold_equal (a, b))
    g_test_message ("U+%04X: “%s” and “%s” fold apart", character, a, b);
  g_assert_true (soho_fold_equal (a, b));
}

/* Folding twice changes nothing; composed and decomposed are one, and so are upper and lower case
 * of the letters that Latin, Greek and Cyrillic texts use today. */
static void
test_every_character (void)
{
  for (gunichar character = 1; character < 0x30000; character++)
    {
      char text[8] = "", upper[8] = "";
      g_autofree char *folded = NULL;
      g_autofree char *decomposed = NULL;

      if (!g_unichar_validate (character))
        continue;
      g_unichar_to_utf8 (character, text);
      g_unichar_to_utf8 (g_unichar_toupper (character), upper);
      folded = soho_fold (text);
      decomposed = g_utf8_normalize (text, -1, G_NORMALIZE_DEFAULT);

      assert_same_fold (character, folded, text);
      assert_same_fold (character, decomposed, text);
      if (character < 0x1c80 && character != 0x3f2) /* lunate sigma */
        assert_same_fold (character, upper, text);
      g_assert_true (folded[0] != ' ');
      g_assert_true (folded[0] == '\0' || folded[strlen (folded) - 1] != ' ');
    }
}

static void
test_append (void)
{
  g_autoptr (GString) word = g_string_new ("x");

  g_assert_true (soho_fold_append (word, 0x153));
  g_assert_true (soho_fold_append (word, 0x301));
  g_assert_false (soho_fold_append (word, '-'));
  g_assert_false (soho_fold_append (word, 0));
  g_assert_true (soho_fold_append (word, 'Z'));
  g_assert_cmpstr (word->str, ==, "xoez");
}

static void
test_damaged_texts (void)
{
  static const char sample[] = "L’Œuvre d'été à l'Isle-Jourdain; 東京 𝄞 ½ e\u0301";
  g_autoptr (GRand) rand = g_rand_new_with_seed (SEED);

  for (guint i = 0; i < N_ROUNDS + sizeof sample; i++)
    {
      gsize length = i < sizeof sample ? i : sizeof sample - 1;
      g_autofree char *text = g_strndup (sample, length);
      g_autofree char *folded = NULL;
      g_autofree char *again = NULL;

      if (i >= sizeof sample)
        for (int j = g_rand_int_range (rand, 1, 6); j > 0; j--)
          text[g_rand_int_range (rand, 0, length)] = g_rand_int_range (rand, 0, 256);
      folded = soho_fold (text);
      again = soho_fold (folded);
      g_assert_true (g_utf8_validate (folded, -1, NULL));
      g_assert_cmpstr (again, ==, folded);
      g_assert_null (strstr (folded, "  "));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/fold/folds", test_folds);
  g_test_add_func ("/core/fold/invisible-characters", test_invisible_characters);
  g_test_add_func ("/core/fold/every-apostrophe-separates", test_every_apostrophe_separates);
  g_test_add_func ("/core/fold/fractions", test_fractions);
  g_test_add_func ("/core/fold/equal", test_equal);
  g_test_add_func ("/core/fold/every-character", test_every_character);
  g_test_add_func ("/core/fold/append", test_append);
  g_test_add_func ("/core/fold/damaged-texts", test_damaged_texts);
  return g_test_run ();
}
