/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "commands/commands.h"

#include <glib/gi18n-lib.h>

char **
soho_command_parse (const char *usage,
                    const GOptionEntry *entries,
                    int argc,
                    char **argv,
                    guint least,
                    guint most,
                    GError **error)
{
  g_autoptr (GOptionContext) context = g_option_context_new (usage);
  g_auto (GStrv) arguments = g_new0 (char *, (gsize) argc + 1);
  g_autofree char *program = g_strconcat ("soho-solo-server ", argv[0], NULL);
  guint n;

  g_set_prgname (program);
  for (int i = 0; i < argc; i++)
    arguments[i] = g_strdup (argv[i]);
  if (entries != NULL)
    g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  if (!g_option_context_parse_strv (context, &arguments, error))
    return NULL;

  n = g_strv_length (arguments) - 1;
  if (n >= least && n <= most)
    {
      char **rest = g_strdupv (arguments + 1);

      return rest;
    }
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               _ ("usage: soho-solo-server --data DIR %s %s"), argv[0], usage != NULL ? usage : "");
  return NULL;
}
