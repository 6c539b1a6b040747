/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "entering.h"
#include "prompt.h"

gboolean
soho_verb_login (const char *directory, int argc, char **argv, GError **error)
{
  g_auto (SohoEntering) self = { 0 };
  GError *failure = NULL;
  char *password;

  if (!soho_entering_parse (&self, _ ("EMAIL"), directory, argc, argv, error))
    return FALSE;
  password = soho_prompt_password (_ ("Password:"), error);
  if (password == NULL)
    return FALSE;
  soho_account_sign_in (self.replica, self.server, self.argument, password, self.device, NULL,
                        &failure);
  soho_prompt_free (password);
  return failure == NULL ? soho_entering_finish (&self, error)
                         : soho_entering_fail (failure, error);
}
