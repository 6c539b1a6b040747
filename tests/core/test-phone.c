/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/phone.h"

#include <string.h>

#define N_ROUNDS 20000
#define SEED 20261123

static const struct
{
  const char *typed;
  const char *e164;
} parse_cases[] = {
  { "0536490000", "+33536490000" },
  { "05 36 49 00 00", "+33536490000" },
  { "05.36.49.00.00", "+33536490000" },
  { "05-36-49-00-00", "+33536490000" },
  { "05/36/49/00/00", "+33536490000" },
  { " 05 36490000\t", "+33536490000" },
  { "(05) 36 49 00 00", "+33536490000" },
  { "05\u00a036\u202f49\u200900\u201100", "+33536490000" },
  { "\u202a05 36 49 00 00\u202c", "+33536490000" },
  { "+33536490000", "+33536490000" },
  { "+33 5 36 49 00 00", "+33536490000" },
  { "+33 (0)5 36 49 00 00", "+33536490000" },
  { "+33(0)536490000", "+33536490000" },
  { "+33 05 36 49 00 00", "+33536490000" },
  { "+33 (0)05 36 49 00 00", "+33536490000" },
  { "(+33) 5 36 49 00 00", "+33536490000" },
  { "+ 33 5 36 49 00 00", "+33536490000" },
  { "0033 5 36 49 00 00", "+33536490000" },
  { "00 33 (0)5 36 49 00 00", "+33536490000" },
  { "tel:+33-5-36-49-00-00", "+33536490000" },
  { "TEL:0536490000", "+33536490000" },
  { "06 39 98 12 34", "+33639981234" },
  { "0800 000 000", "+33800000000" },
  { "09 00 00 00 00", "+33900000000" },
  /* Overseas departments. */
  { "0590 00 00 00", "+590590000000" },
  { "06 91 00 00 00", "+590691000000" },
  { "0594000000", "+594594000000" },
  { "0596000000", "+596596000000" },
  { "0262000000", "+262262000000" },
  { "0693000000", "+262693000000" },
  { "0639000000", "+262639000000" },
  { "+33 590 00 00 00", "+590590000000" },
  { "+590 590 00 00 00", "+590590000000" },
  /* Other countries. */
  { "+34 612 345 678", "+34612345678" },
  { "0034 612 345 678", "+34612345678" },
  { "+44 (0)20 7946 0000", "+442079460000" },
  { "+1 (212) 555-0100", "+12125550100" },
  { "+683 4000", "+6834000" },
  { "+376 123 456", "+376123456" },
  { "+123456789012345", "+123456789012345" },
  /* What a spreadsheet leaves of a number that it takes for a quantity. */
  { "5 36 49 00 00", "+33536490000" },
  { "536490000", "+33536490000" },
  { "639981234", "+33639981234" },
  { "690000000", "+590690000000" },
  { "33536490000", "+33536490000" },
  { "33 6 39 98 12 34", "+33639981234" },
  { "34612345678", NULL },
  { "330536490000", NULL },
  { "53649000", NULL },
  { "5364900000", NULL },
  { "5,36E+08", NULL },
  /* What people write before it. */
  { "Tél. : 05 36 49 00 00", "+33536490000" },
  { "tél 05.36.49.00.00", "+33536490000" },
  { "Te\xcc\x81le\xcc\x81phone: 0536490000", "+33536490000" },
  { "Port. : +33 6 39 98 12 34", "+33639981234" },
  { "Fixe : 536490000", "+33536490000" },
  { "Fax : 05 36 49 00 00", NULL },
  { "tél tél 05 36 49 00 00", NULL },
  { "tél", NULL },
  /* No number, or not one. */
  { NULL, NULL },
  { "", NULL },
  { " ", NULL },
  { "+", NULL },
  { "00", NULL },
  { "0", NULL },
  { "()", NULL },
  { "05 36 49 00 0", NULL },
  { "05 36 49 00 00 0", NULL },
  { "00 36 49 00 00 00 00 00 00", NULL },
  { "+33 5 36 49 00 0", NULL },
  { "+33 5 36 49 00 000", NULL },
  { "+33 005 36 49 00 00", NULL },
  { "+33", NULL },
  { "+0536490000", NULL },
  { "000536490000", NULL },
  { "15", NULL },
  { "112", NULL },
  { "3949", NULL },
  { "118 218", NULL },
  { "+12345", NULL },
  { "+1234567890123456", NULL },
  { "++33536490000", NULL },
  { "05+36490000", NULL },
  { "0536490000+", NULL },
  { "05 36 49 00 00 poste 12", NULL },
  { "05 36 49 00 00 / 06 39 98 00 00", NULL },
  { "05 36 49 OO OO", NULL },
  { "tel:", NULL },
  { "tel:tel:0536490000", NULL },
  { "néant", NULL },
  { "05 36 49 00 00\xff", NULL },
  { "05,36,49,00,00", NULL },
  { "０５３６４９００００", NULL },
  { "'; DROP TABLE member", NULL },
};

static void
test_parse (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (parse_cases); i++)
    {
      g_autofree char *e164 = soho_phone_parse (parse_cases[i].typed);

      if (g_strcmp0 (e164, parse_cases[i].e164) != 0)
        g_test_message ("typed: %s", parse_cases[i].typed);
      g_assert_cmpstr (e164, ==, parse_cases[i].e164);
    }
}

static void
test_why_not (void)
{
  static const struct
  {
    const char *typed;
    gboolean several, rounded;
  } cases[] = {
    { "05 36 49 00 00 / 06 39 98 00 00", TRUE, FALSE },
    { "05 36 49 00 00 ou 06 39 98 00 00", TRUE, FALSE },
    { "05.36.49.00.00, 06.39.98.00.00", TRUE, FALSE },
    { "05 36 49 00 00;06 39 98 00 00;+34 612 345 678", TRUE, FALSE },
    { "05 36 49 00 00\n06 39 98 00 00", TRUE, FALSE },
    { "0536490000 0639980000", TRUE, FALSE },
    { "0536490000-0639980000", TRUE, FALSE },
    { "Tél. 05 36 49 00 00 - Port. 06 39 98 00 00", TRUE, FALSE },
    { "05 36 49 00 00", FALSE, FALSE },
    { "05 36 49 00 00 / poste 12", FALSE, FALSE },
    { "néant", FALSE, FALSE },
    { "", FALSE, FALSE },
    { NULL, FALSE, FALSE },
    { "05 36 49 00 00 / \xff", FALSE, FALSE },
    { "5,36E+08", FALSE, TRUE },
    { "5.3649E+08", FALSE, TRUE },
    { "3,35E+10", FALSE, TRUE },
    { "5,36", FALSE, FALSE },
    { "5E+", FALSE, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("case %zu", i);
      g_assert_cmpint (soho_phone_is_several (cases[i].typed), ==, cases[i].several);
      g_assert_cmpint (soho_phone_is_rounded (cases[i].typed), ==, cases[i].rounded);
    }
}

static void
test_format (void)
{
  static const struct
  {
    const char *e164;
    const char *shown;
  } cases[] = {
    { "+33536490000", "05 36 49 00 00" },
    { "+33639981234", "06 39 98 12 34" },
    { "+590590123456", "05 90 12 34 56" },
    { "+262639123456", "06 39 12 34 56" },
    { "+34612345678", "+34 612 345 678" },
    { "+12125550100", "+1 212 555 0100" },
    { "+442079460000", "+44 207 946 0000" },
    { "+376123456", "+376 123 456" },
    { "+6834000", "+683 4000" },
    { "+79123456789", "+7 912 345 6789" },
    { "+35212345678", "+352 123 456 78" },
    { "+123456789012345", "+1 234 567 890 123 45" },
    /* A French overseas code with a number that no one dials that way. */
    { "+262536490000", "+262 536 490 000" },
    { "+262639980000", "+262 639 980 000" },
    /* Not E.164: as it is. */
    { "", "" },
    { "+", "+" },
    { "3949", "3949" },
    { "05 36 49 00 00", "05 36 49 00 00" },
    { "+3353649000", "+33 536 490 00" },
    { "+33036490000", "+33 036 490 000" },
    { "+0123456789", "+0123456789" },
    { "+33x", "+33x" },
    { "+1234567890123456", "+1234567890123456" },
    { "+123456", "+123456" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *shown = soho_phone_format (cases[i].e164);

      g_assert_cmpstr (shown, ==, cases[i].shown);
    }
}

static void
test_fictional (void)
{
  static const char *const starts[]
      = { "+3319900", "+3326191", "+3335301", "+3346571", "+3353649", "+3363998" };
  static const char *const real[] = {
    "+33199010000",
    "+33562000000",
    "+3353649000",
    "+335364900000",
    "0536490000",
    "+590536490000",
    "",
    "+3353649000x",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (starts); i++)
    for (int last = 0; last <= 9999; last += 1111)
      {
        g_autofree char *e164 = g_strdup_printf ("%s%04d", starts[i], last);
        g_autofree char *shown = soho_phone_format (e164);
        g_autofree char *again = soho_phone_parse (shown);

        g_assert_true (soho_phone_is_fictional (e164));
        g_assert_cmpstr (again, ==, e164);
      }
  for (gsize i = 0; i < G_N_ELEMENTS (real); i++)
    g_assert_false (soho_phone_is_fictional (real[i]));
}

/* What is shown can be typed in again, whatever the digits are. */
static void
test_round_trip (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (SEED);
  guint n_numbers = 0;

  for (guint i = 0; i < N_ROUNDS; i++)
    {
      int n_digits = g_rand_int_range (rand, 1, 18);
      g_autoptr (GString) typed = g_string_new (g_rand_boolean (rand) ? "+" : "0");
      g_autofree char *e164 = NULL;
      g_autofree char *shown = NULL;
      g_autofree char *again = NULL;

      for (int j = 0; j < n_digits; j++)
        g_string_append_c (typed, '0' + g_rand_int_range (rand, 0, 10));
      e164 = soho_phone_parse (typed->str);
      if (e164 == NULL)
        continue;
      n_numbers++;
      g_assert_cmpuint (strlen (e164), <=, 16);
      shown = soho_phone_format (e164);
      again = soho_phone_parse (shown);
      g_assert_cmpstr (again, ==, e164);
    }
  g_test_message ("%u of %u are numbers", n_numbers, N_ROUNDS);
  g_assert_cmpuint (n_numbers, >, N_ROUNDS / 10);
}

static void
test_mutations (void)
{
  static const char sample[] = "+33 (0)5 36\u00a049.00-00";
  static const char bytes[] = "0123456789+() .-/x\xc2\xa0\xff";
  g_autoptr (GRand) rand = g_rand_new_with_seed (SEED);

  for (guint i = 0; i < N_ROUNDS; i++)
    {
      g_autofree char *text = g_strndup (sample, g_rand_int_range (rand, 1, sizeof sample));
      g_autofree char *e164 = NULL;

      for (int j = g_rand_int_range (rand, 0, 4); j > 0; j--)
        text[g_rand_int_range (rand, 0, strlen (text))]
            = bytes[g_rand_int_range (rand, 0, sizeof bytes - 1)];
      e164 = soho_phone_parse (text);
      if (e164 != NULL)
        {
          g_autofree char *again = soho_phone_parse (e164);

          g_assert_cmpstr (again, ==, e164);
        }
    }
}

static void
test_endless (void)
{
  g_autofree char *digits = g_strnfill (1000000, '0');
  g_autofree char *spaces = g_strnfill (1000000, ' ');

  g_assert_null (soho_phone_parse (digits));
  g_assert_null (soho_phone_parse (spaces));
  g_assert_false (soho_phone_is_several (digits));
  g_assert_false (soho_phone_is_several (spaces));
  g_assert_false (soho_phone_is_rounded (digits));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/phone/parse", test_parse);
  g_test_add_func ("/core/phone/why-not", test_why_not);
  g_test_add_func ("/core/phone/format", test_format);
  g_test_add_func ("/core/phone/fictional", test_fictional);
  g_test_add_func ("/core/phone/round-trip", test_round_trip);
  g_test_add_func ("/core/phone/mutations", test_mutations);
  g_test_add_func ("/core/phone/endless", test_endless);
  return g_test_run ();
}
