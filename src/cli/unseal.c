/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "entering.h"
#include "prompt.h"
#include "store/seal.h"

/* For what was sealed under a password that is another by now: the present one opened all else when
 * one signed in. */
gboolean
soho_verb_unseal (const char *directory, int argc, char **argv, GError **error)
{
  g_auto (GStrv) arguments = soho_command_parse (NULL, NULL, argc, argv, 0, 0, error);
  g_autoptr (SohoReplica) replica = arguments != NULL ? soho_verb_open (directory, error) : NULL;
  guint before, left = 0;
  char *password;
  gboolean opened;

  if (replica == NULL || !soho_replica_count_seals (replica, &before, error))
    return FALSE;
  if (before == 0)
    {
      g_print (_ ("Nothing of yours is sealed here.\n"));
      return TRUE;
    }
  password = soho_prompt_password (_ ("Password that you had then:"), error);
  if (password == NULL)
    return FALSE;
  opened = soho_replica_open_seals (replica, password, &left, error);
  soho_prompt_free (password);
  if (!opened)
    return FALSE;
  if (left < before)
    g_print (_ ("What you had written is back: “soho outbox” shows it.\n"));
  if (left == 0)
    return TRUE;
  g_set_error_literal (error, SOHO_SEAL_ERROR, SOHO_SEAL_ERROR_PASSWORD,
                       _ ("It is sealed under another password, the one that you had then."));
  return FALSE;
}
