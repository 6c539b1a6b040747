/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "entering.h"

gboolean
soho_verb_logout (const char *directory, int argc, char **argv, GError **error)
{
  g_auto (GStrv) arguments = soho_command_parse (NULL, NULL, argc, argv, 0, 0, error);
  g_autoptr (SohoReplica) replica = arguments != NULL ? soho_verb_open (directory, error) : NULL;
  GError *failure = NULL;
  gboolean told;

  if (replica == NULL)
    return FALSE;
  if (!soho_account_sign_out (replica, NULL, &told, &failure))
    return soho_entering_fail (failure, error);
  g_print (_ ("Signed out. What everybody may read is still here.\n"));
  if (!told)
    g_print (_ ("The server could not be told: end this sign-in from another computer, with "
                "“soho session --end”.\n"));
  return TRUE;
}
