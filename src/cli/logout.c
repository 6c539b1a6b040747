/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "entering.h"
#include "leaving.h"

gboolean
soho_verb_logout (const char *directory, int argc, char **argv, GError **error)
{
  gboolean seal = FALSE;
  const GOptionEntry options[] = {
    { "seal", 0, 0, G_OPTION_ARG_NONE, &seal,
      N_ ("Leave here what was not sent, sealed under your password"), NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_auto (GStrv) arguments = soho_command_parse (NULL, options, argc, argv, 0, 0, error);
  g_autoptr (SohoReplica) replica = arguments != NULL ? soho_verb_open (directory, error) : NULL;
  GError *failure = NULL;
  gboolean told;

  if (replica == NULL)
    return FALSE;
  if (!(seal ? soho_account_seal_and_sign_out (replica, NULL, &told, &failure)
             : soho_account_sign_out (replica, NULL, &told, &failure)))
    {
      if (g_error_matches (failure, SOHO_ACCOUNT_ERROR, SOHO_ACCOUNT_ERROR_UNSENT))
        g_printerr (
            _ ("“soho logout --seal” leaves it here, where only your password opens it.\n"));
      return soho_entering_fail (failure, error);
    }
  g_print (_ ("Signed out. What everybody may read is still here.\n"));
  if (!told)
    g_print (_ ("The server could not be told: end this sign-in from another computer, with "
                "“soho session --end”.\n"));
  return TRUE;
}
