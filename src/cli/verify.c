/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gio.h>
#include <glib/gi18n-lib.h>

#include "verbs.h"

gboolean
soho_verb_verify (const char *directory, int argc, char **argv, GError **error)
{
  g_auto (GStrv) arguments = soho_command_parse (NULL, NULL, argc, argv, 0, 0, error);
  g_autoptr (SohoReplica) replica = arguments != NULL ? soho_verb_open (directory, error) : NULL;
  g_autoptr (GPtrArray) complaints = replica != NULL ? soho_replica_verify (replica, error) : NULL;

  if (complaints == NULL)
    return FALSE;
  for (guint i = 0; i < complaints->len; i++)
    g_printerr ("%s\n", (char *) g_ptr_array_index (complaints, i));
  if (complaints->len == 0)
    {
      g_print (_ ("All is well.\n"));
      return TRUE;
    }
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
               _ ("This copy has %u faults: delete the folder %s and sync again."), complaints->len,
               soho_replica_get_directory (replica));
  return FALSE;
}
