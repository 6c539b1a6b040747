/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "commands/commands.h"

#include <glib/gi18n-lib.h>

#include "archive/archive.h"
#include "demo/demo.h"

gboolean
soho_command_demo (const char *data, int argc, char **argv, GError **error)
{
  int members = 400;
  gint64 seed = 32;
  const GOptionEntry entries[] = {
    { "members", 0, 0, G_OPTION_ARG_INT, &members, N_ ("How many people"), N_ ("N") },
    { "seed", 0, 0, G_OPTION_ARG_INT64, &seed, N_ ("Which network of all possible ones"),
      N_ ("S") },
    G_OPTION_ENTRY_NULL,
  };
  g_auto (GStrv) arguments = soho_command_parse (NULL, entries, argc, argv, 0, 0, error);
  g_autoptr (SohoArchive) archive
      = arguments != NULL ? soho_archive_open (data, soho_model_get (), error) : NULL;

  if (archive == NULL || !soho_demo_fill (archive, (guint) MAX (members, 0), (guint64) seed, error))
    return FALSE;
  g_print (_ ("A demonstration network of %d people who do not exist is in %s.\n"), members, data);
  return TRUE;
}
