/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "commands/commands.h"

#include <glib/gi18n-lib.h>
#include <unistd.h>

#include "accounts/invite.h"

gboolean
soho_command_invite (const char *data, int argc, char **argv, GError **error)
{
  g_auto (GStrv) roles = NULL;
  gint64 member = 0, person = 0;
  const GOptionEntry entries[] = {
    { "role", 0, 0, G_OPTION_ARG_STRING_ARRAY, &roles,
      N_ ("What the person is besides a member; may be repeated"), N_ ("ROLE[:ID]") },
    { "member", 0, 0, G_OPTION_ARG_INT64, &member, N_ ("Whose account it is"), N_ ("ID") },
    G_OPTION_ENTRY_NULL,
  };
  g_auto (GStrv) arguments = soho_command_parse (_ ("EMAIL"), entries, argc, argv, 1, 1, error);
  g_autoptr (SohoArchive) archive
      = arguments != NULL ? soho_archive_open (data, soho_model_get (), error) : NULL;
  g_autofree char *code = NULL;

  if (archive == NULL)
    return FALSE;
  code = soho_invite (archive, arguments[0], (const char *const *) roles, member,
                      g_get_real_time () / G_USEC_PER_SEC, &person, error);
  if (code == NULL)
    return FALSE;
  g_print ("%s\n", code);
  /* A script takes the code alone. */
  if (isatty (STDOUT_FILENO))
    g_print (_ ("Give this code to %s (member %lld): it serves once, within %d days, to choose a "
                "password.\n"),
             arguments[0], (long long) person, SOHO_INVITATION_DAYS);
  return TRUE;
}
