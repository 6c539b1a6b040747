/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "entering.h"
#include "prompt.h"

gboolean
soho_verb_password (const char *directory, int argc, char **argv, GError **error)
{
  g_auto (GStrv) arguments = soho_command_parse (NULL, NULL, argc, argv, 0, 0, error);
  g_autoptr (SohoReplica) replica = arguments != NULL ? soho_verb_open (directory, error) : NULL;
  GError *failure = NULL;
  char *before = replica != NULL ? soho_prompt_password (_ ("Password until now:"), error) : NULL;
  char *after = before != NULL ? soho_prompt_new_password (_ ("New password:"), error) : NULL;
  gboolean asked = after != NULL;

  if (asked)
    soho_account_change_password (replica, before, after, NULL, &failure);
  soho_prompt_free (before);
  soho_prompt_free (after);
  if (failure != NULL)
    return soho_entering_fail (failure, error);
  if (asked)
    g_print (_ ("The password is changed, and all other sign-ins have ended.\n"));
  return asked;
}
