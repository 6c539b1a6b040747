/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "address.h"

#include <gio/gio.h>
#include <string.h>

static void
test_good (void)
{
  static const struct
  {
    const char *given, *meant;
  } cases[] = {
    { "https://soho.example.org", "https://soho.example.org" },
    { "soho.example.org", "https://soho.example.org" },
    { "  soho.example.org/ \n", "https://soho.example.org" },
    { "soho.example.org:8443", "https://soho.example.org:8443" },
    { "HTTPS://Soho.Example.org/", "https://soho.example.org" },
    { "https://192.0.2.7", "https://192.0.2.7" },
    { "https://[2001:db8::7]:8443/", "https://[2001:db8::7]:8443" },
    { "xn--rseau-bsa.example", "https://xn--rseau-bsa.example" },
    { "http://127.0.0.1:8032", "http://127.0.0.1:8032" },
    { "http://127.9.9.9", "http://127.9.9.9" },
    { "http://localhost:8032/", "http://localhost:8032" },
    { "http://LOCALHOST", "http://localhost" },
    { "https://réseau.example", "https://xn--rseau-bsa.example" },
    { "https://soho%2eexample.org", "https://soho.example.org" },
    { "http://[::1]:8032", "http://[::1]:8032" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *address = soho_address_parse (cases[i].given, &error);
      g_autofree char *again = NULL;

      g_test_message ("%s", cases[i].given);
      g_assert_no_error (error);
      g_assert_cmpstr (address, ==, cases[i].meant);
      again = soho_address_parse (address, &error);
      g_assert_cmpstr (again, ==, address);
    }
}

static void
assert_refused (const char *text, const char *essence)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *address = soho_address_parse (text, &error);
  g_autofree char *shown = g_strescape (text, NULL);

  g_test_message ("%.80s", shown);
  g_assert_null (address);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
  g_assert_nonnull (strstr (error->message, essence));
}

static void
test_no_address (void)
{
  static const char *const texts[] = {
    "",
    " ",
    "/",
    "https://",
    "https:///",
    "://",
    "https://:8032",
    "ftp://soho.example.org",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "mailto:anna@example.org",
    "https://soho.example.org/replica",
    "https://soho.example.org/?from=x",
    "https://soho.example.org?from=x",
    "https://soho.example.org#top",
    "https://anna:secret@soho.example.org",
    "https://anna@soho.example.org",
    "anna@example.org",
    "https://soho.example.org:0",
    "https://soho.example.org:65536",
    "https://soho.example.org:-1",
    "https://soho.example.org:port",
    "https://soho example.org",
    "https://soho\nexample.org",
    "https://soho.example.org\\evil",
    "https://soho.example.org%2Fevil",
    "https://a%00b",
    "https://a%20b",
    "https://a%3A80",
    "https://<b>",
    "https://\"",
    "https://[::1",
    "https://::1",
    "https://[nonsense]",
    "https://[::1]x",
    "https://so\xffho",
    "https://.",
    "https://..",
    "https://-",
    "Anna Fictive",
    "https://a,b",
    "https://a;b",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    assert_refused (texts[i], "https://soho.example.org");
}

static void
test_long (void)
{
  g_autofree char *name = g_strnfill (1000 * 1000, 'a');
  g_autofree char *address = g_strconcat ("https://", name, NULL);

  assert_refused (name, "https://soho.example.org");
  assert_refused (address, "https://soho.example.org");
}

/* Plain HTTP leaves this machine only over somebody's wire. */
static void
test_plain_http (void)
{
  static const char *const texts[] = {
    "http://soho.example.org",
    "http://192.168.1.7:8032",
    "http://localhost.example.org",
    "http://127.0.0.1.example.org",
    "http://0.0.0.0",
    "http://[2001:db8::1]",
    "http://10.0.0.1",
    "HTTP://soho.example.org",
    "http://127.1",
    "http://2130706433",
    "http://[::]",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    assert_refused (texts[i], "use https://");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/address/good", test_good);
  g_test_add_func ("/address/no-address", test_no_address);
  g_test_add_func ("/address/long", test_long);
  g_test_add_func ("/address/plain-http", test_plain_http);
  return g_test_run ();
}
