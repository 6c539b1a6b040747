/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "entering.h"
#include "people.h"

gboolean
soho_verb_role (const char *directory, int argc, char **argv, GError **error)
{
  gboolean end = FALSE;
  gint64 person;
  const GOptionEntry options[] = {
    { "end", 0, 0, G_OPTION_ARG_NONE, &end, N_ ("End the role"), NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_auto (GStrv) arguments
      = soho_command_parse (_ ("PERSON ROLE[:ID]"), options, argc, argv, 2, 2, error);
  g_autoptr (SohoReplica) replica = NULL;
  g_autofree char *role = NULL;
  GError *failure = NULL;

  if (arguments == NULL)
    return FALSE;
  if (!g_ascii_string_to_signed (arguments[0], 10, 1, SOHO_ID_MAX, &person, NULL))
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   _ ("“%s” is no number of a person: “soho people” tells them"), arguments[0]);
      return FALSE;
    }
  replica = soho_verb_open (directory, error);
  if (replica == NULL)
    return FALSE;
  role = g_uri_escape_string (arguments[1], ":", FALSE);
  if (!soho_people_set_role (replica, person, role, !end, NULL, &failure))
    return soho_entering_fail (failure, error);
  g_print ("%s", end ? _ ("The role has ended.\n") : _ ("The role is given.\n"));
  return TRUE;
}
