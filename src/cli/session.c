/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "entering.h"
#include "formats/json.h"

static char *
dup_day (gint64 unix_s)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (unix_s);
  g_autoptr (GDateTime) here = g_date_time_to_local (utc);

  return g_date_time_format (here, "%Y-%m-%d %H:%M");
}

static void
print_text (GPtrArray *entries)
{
  for (guint i = 0; i < entries->len; i++)
    {
      const SohoSignInEntry *entry = g_ptr_array_index (entries, i);
      g_autofree char *device = soho_verb_dup_printable (entry->device);
      g_autofree char *created = dup_day (entry->created);
      g_autofree char *seen = dup_day (entry->seen);

      g_print (_ ("%6u  since %s, last seen %s  %s%s\n"), entry->id, created, seen, device,
               entry->here ? _ (" (here)") : "");
    }
}

static void
print_json (GPtrArray *entries)
{
  for (guint i = 0; i < entries->len; i++)
    {
      const SohoSignInEntry *entry = g_ptr_array_index (entries, i);
      g_autoptr (GString) line = g_string_new (NULL);

      g_string_append_printf (line, "{\"id\":%u,\"device\":", entry->id);
      soho_json_append_string (line, entry->device);
      g_print ("%s,\"created\":%" G_GINT64_FORMAT ",\"seen\":%" G_GINT64_FORMAT ",\"here\":%s}\n",
               line->str, entry->created, entry->seen, entry->here ? "true" : "false");
    }
}

gboolean
soho_verb_session (const char *directory, int argc, char **argv, GError **error)
{
  gboolean json = FALSE;
  int end = 0;
  const GOptionEntry options[] = {
    { "end", 0, 0, G_OPTION_ARG_INT, &end, N_ ("End this sign-in"), N_ ("ID") },
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_ ("Print each as a line of JSON"), NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_auto (GStrv) arguments = soho_command_parse (NULL, options, argc, argv, 0, 0, error);
  g_autoptr (SohoReplica) replica = arguments != NULL ? soho_verb_open (directory, error) : NULL;
  g_autoptr (GPtrArray) entries = NULL;
  GError *failure = NULL;

  if (replica == NULL)
    return FALSE;
  if (end != 0)
    soho_account_end_sign_in (replica, (guint) end, NULL, &failure);
  else
    entries = soho_account_list_sign_ins (replica, NULL, &failure);
  if (failure != NULL)
    return soho_entering_fail (failure, error);
  if (end != 0)
    g_print (_ ("That sign-in has ended.\n"));
  else if (json)
    print_json (entries);
  else
    print_text (entries);
  return TRUE;
}
