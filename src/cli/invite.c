/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <unistd.h>

#include "entering.h"
#include "people.h"

gboolean
soho_verb_invite (const char *directory, int argc, char **argv, GError **error)
{
  gint64 member = 0;
  g_autofree char *role = NULL;
  const GOptionEntry options[] = {
    { "member", 0, 0, G_OPTION_ARG_INT64, &member, N_ ("Whose card it is"), N_ ("ID") },
    { "role", 0, 0, G_OPTION_ARG_STRING, &role, N_ ("What the person is besides a member"),
      N_ ("ROLE[:ID]") },
    G_OPTION_ENTRY_NULL,
  };
  g_auto (GStrv) arguments = soho_command_parse (_ ("EMAIL"), options, argc, argv, 1, 1, error);
  g_autoptr (SohoReplica) replica = arguments != NULL ? soho_verb_open (directory, error) : NULL;
  g_autoptr (SohoInvitation) invitation = NULL;
  GError *failure = NULL;

  if (replica == NULL)
    return FALSE;
  invitation = soho_people_invite (replica, arguments[0], member, role, NULL, &failure);
  if (invitation == NULL)
    return soho_entering_fail (failure, error);
  g_print ("%s\n", invitation->code);
  /* A script takes the code alone. */
  if (isatty (STDOUT_FILENO))
    g_print (_ ("Give this code to %s: it serves once, to choose a password.\n"),
             invitation->email);
  return TRUE;
}
