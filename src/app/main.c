/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <locale.h>

#include "application.h"
#include "platform/heap.h"

/* Where the translations are: $SOHO_LOCALE_DIR for a program run from its build directory. */
static void
set_language (void)
{
  const char *directory = g_getenv ("SOHO_LOCALE_DIR");

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, directory != NULL ? directory : SOHO_LOCALE_DIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}

int
main (int argc, char **argv)
{
  g_autoptr (SohoApplication) application = NULL;

  soho_heap_share ();
  set_language ();
  application = soho_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
