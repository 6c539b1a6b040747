/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "commands/commands.h"

#include <glib/gi18n-lib.h>

#include "archive/backup.h"
#include "archive/erase.h"

gboolean
soho_command_backup (const char *data, int argc, char **argv, GError **error)
{
  g_auto (GStrv) arguments = soho_command_parse (_ ("FILE"), NULL, argc, argv, 1, 1, error);
  g_autoptr (SohoArchive) archive
      = arguments != NULL ? soho_archive_open (data, soho_model_get (), error) : NULL;

  if (archive == NULL || !soho_archive_rewrite_if_noted (archive, error)
      || !soho_archive_backup (archive, arguments[0], error))
    return FALSE;
  g_print (_ ("The whole network is in %s. It holds what is for members alone: keep it where "
              "nobody else reads it.\n"),
           arguments[0]);
  return TRUE;
}
