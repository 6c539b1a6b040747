/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "own-data.h"
#include "verbs.h"

static gboolean
export_kind (SohoReplica *replica, const SohoKind *kind, const char *directory, GError **error)
{
  g_autofree char *name = g_strconcat (kind->name, ".ndjson", NULL);
  g_autofree char *path = g_build_filename (directory, name, NULL);
  g_autoptr (GPtrArray) records = soho_replica_list (replica, kind, NULL, 0, error);
  g_autoptr (GString) out = g_string_new (NULL);

  if (records == NULL)
    return FALSE;
  for (guint i = 0; i < records->len; i++)
    {
      g_autofree char *line = soho_verb_dup_json (g_ptr_array_index (records, i));

      g_string_append (out, line);
      g_string_append_c (out, '\n');
    }
  return g_file_set_contents_full (path, out->str, (gssize) out->len,
                                   G_FILE_SET_CONTENTS_CONSISTENT, 0600, error);
}

static gboolean
export_mine (SohoReplica *replica, const char *directory, GError **error)
{
  if (!soho_own_data_export (replica, directory, error))
    return FALSE;
  g_print (_ ("All that is yours is in %s.\n"), directory);
  return TRUE;
}

gboolean
soho_verb_export (const char *directory, int argc, char **argv, GError **error)
{
  gboolean mine = FALSE;
  const GOptionEntry options[] = {
    { "mine", 0, 0, G_OPTION_ARG_NONE, &mine, N_ ("What is mine alone, also as vCard and CSV"),
      NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_auto (GStrv) arguments = soho_command_parse (_ ("DIRECTORY"), options, argc, argv, 1, 1, error);
  g_autoptr (SohoReplica) replica = arguments != NULL ? soho_verb_open (directory, error) : NULL;
  const SohoModel *model = soho_model_get ();

  if (replica == NULL)
    return FALSE;
  if (mine)
    return export_mine (replica, arguments[0], error);
  if (g_mkdir_with_parents (arguments[0], 0700) != 0)
    {
      g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (errno),
                   _ ("The directory %s cannot be made: %s."), arguments[0], g_strerror (errno));
      return FALSE;
    }
  for (const SohoKind *const *kind = model->kinds; *kind != NULL; kind++)
    if (!export_kind (replica, *kind, arguments[0], error))
      return FALSE;
  g_print (_ ("Everything that is here is in %s, one file for each kind of record.\n"),
           arguments[0]);
  return TRUE;
}
