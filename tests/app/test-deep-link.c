/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "deep-link.h"

#include <gio/gio.h>

#include "fixture.h"

static void
test_addresses_lead_somewhere (void)
{
  static const struct
  {
    const char *address, *commune, *kind, *page;
    gint64 id;
  } cases[] = {
    { "soho-solo:commune/32233", "32233", NULL, NULL, 0 },
    { "SOHO-SOLO://commune/32233", "32233", NULL, NULL, 0 },
    { "soho-solo:telecentre/12884901889", "", "telecentre", NULL, G_GINT64_CONSTANT (12884901889) },
    { "soho-solo:member/7", "", "member", NULL, 7 },
    { "soho-solo:page/agenda", "", NULL, "agenda", 0 },
    { "geo:43.5250,0.1617", "32233", NULL, NULL, 0 },
    { "geo:43.525,0.1617,180;u=35", "32233", NULL, NULL, 0 },
    { "geo:43.525,0.1617?z=12&q=Marciac", "32233", NULL, NULL, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      SohoDeepLink link;

      soho_deep_link_parse (cases[i].address, &link, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (link.commune, ==, cases[i].commune);
      g_assert_cmpstr (link.kind, ==, cases[i].kind);
      g_assert_cmpstr (link.page, ==, cases[i].page);
      g_assert_cmpint (link.id, ==, cases[i].id);
    }
}

static void
test_others_are_refused (void)
{
  static const char *const refused[] = {
    "",
    "soho-solo:",
    "soho-solo:commune",
    "soho-solo:commune/",
    "soho-solo:commune/75056",
    "soho-solo:commune/32233/x",
    "soho-solo:commune/Marciac",
    "soho-solo:page/cellar",
    "soho-solo:dragon/1",
    "soho-solo:skill/1",
    "soho-solo:member/0",
    "soho-solo:member/-4",
    "soho-solo:member/99999999999999999999999",
    "soho-solo:member/1 OR 1=1",
    "soho-solo:member/1\xff",
    "geo:",
    "geo:43.5",
    "geo:43.5,",
    "geo:,0.1",
    "geo:nan,nan",
    "geo:inf,0",
    "geo:1e999,0",
    "geo:0x1p3,0",
    "geo:43.5 ,0.1",
    "geo:43.5,0.1x",
    "geo:93.5,0.1",
    "geo:48.85,2.35", /* Paris */
    "https://a.example/soho-solo:commune/32233",
  };
  g_autofree char *digits = g_strnfill (5000, '1');
  g_autofree char *long_place = g_strconcat ("geo:43.", digits, ",0.1", NULL);
  g_autoptr (GError) error = NULL;
  SohoDeepLink link;

  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr (GError) refusal = NULL;

      g_assert_false (soho_deep_link_parse (refused[i], &link, &refusal));
      g_assert_error (refusal, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
    }
  g_assert_false (soho_deep_link_parse (long_place, &link, &error));
}

int
main (int argc, char **argv)
{
  g_setenv ("LC_ALL", "C.UTF-8", TRUE);
  fixture_init (&argc, &argv);
  g_test_add_func ("/app/deep-link/somewhere", test_addresses_lead_somewhere);
  g_test_add_func ("/app/deep-link/refused", test_others_are_refused);
  return g_test_run ();
}
