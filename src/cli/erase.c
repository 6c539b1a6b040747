/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "entering.h"
#include "leaving.h"
#include "prompt.h"

/* The warning stands in the question, so that nobody types the password before it. */
gboolean
soho_verb_erase (const char *directory, int argc, char **argv, GError **error)
{
  g_auto (GStrv) arguments = soho_command_parse (NULL, NULL, argc, argv, 0, 0, error);
  g_autoptr (SohoReplica) replica = arguments != NULL ? soho_verb_open (directory, error) : NULL;
  GError *failure = NULL;
  char *password
      = replica != NULL ? soho_prompt_password (
            _ ("You, your card and all that is yours are erased from the network at once, and "
               "nobody can bring it back; “soho export --mine” keeps a copy first.\n"
               "Password, to erase:"),
            error)
                        : NULL;
  gboolean asked = password != NULL;

  if (!asked)
    return FALSE;
  soho_account_erase (replica, password, NULL, &failure);
  soho_prompt_free (password);
  if (failure != NULL)
    return soho_entering_fail (failure, error);
  g_print (_ ("You are erased from the network, and signed out here.\n"));
  return TRUE;
}
