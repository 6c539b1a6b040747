/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "commands/commands.h"

#include <glib/gi18n-lib.h>

#include "archive/erase.h"

static void
print_mentions (GPtrArray *mentions)
{
  if (mentions->len == 0)
    return;
  g_print (_ ("Others may have written about them here; look whether it may stay:\n"));
  for (guint i = 0; i < mentions->len; i++)
    {
      const SohoMention *mention = g_ptr_array_index (mentions, i);

      g_print ("  %s %lld, %s: %s\n", mention->kind->name, (long long) mention->id,
               mention->field->name, mention->excerpt);
    }
}

gboolean
soho_command_erase (const char *data, int argc, char **argv, GError **error)
{
  g_auto (GStrv) arguments = soho_command_parse (_ ("MEMBER"), NULL, argc, argv, 1, 1, error);
  g_autoptr (SohoArchive) archive
      = arguments != NULL ? soho_archive_open (data, soho_model_get (), error) : NULL;
  g_autoptr (GPtrArray) mentions = NULL;
  gint64 person = archive != NULL ? soho_archive_find_person (archive, arguments[0], error) : 0;

  if (person == 0 || !soho_archive_erase (archive, person, &mentions, error))
    return FALSE;
  g_print (_ ("Member %lld is erased here, and in every replica at its next sync.\n"),
           (long long) person);
  print_mentions (mentions);
  return TRUE;
}
