/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "entering.h"
#include "formats/json.h"
#include "people.h"

static void
print_text (const SohoPersonEntry *entry)
{
  g_autofree char *roles = g_strjoinv (" ", entry->roles);
  g_autofree char *email = soho_verb_dup_printable (entry->email);
  g_autofree char *name = soho_verb_dup_printable (entry->name != NULL ? entry->name : "");
  const char *state = entry->active ? "" : _ (" (has not chosen a password yet)");

  g_print ("%" G_GINT64_FORMAT "  %s  %s  %s%s\n", entry->person, email, name, roles, state);
}

static void
print_json (const SohoPersonEntry *entry)
{
  g_autoptr (GString) line = g_string_new (NULL);

  g_string_append_printf (line, "{\"person\":%" G_GINT64_FORMAT ",\"email\":", entry->person);
  soho_json_append_string (line, entry->email);
  if (entry->name != NULL)
    {
      g_string_append (line, ",\"name\":");
      soho_json_append_string (line, entry->name);
    }
  g_string_append_printf (line, ",\"active\":%s,\"expires\":%" G_GINT64_FORMAT ",\"roles\":[",
                          entry->active ? "true" : "false", entry->expires);
  for (guint i = 0; entry->roles[i] != NULL; i++)
    {
      if (i > 0)
        g_string_append_c (line, ',');
      soho_json_append_string (line, entry->roles[i]);
    }
  g_print ("%s]}\n", line->str);
}

gboolean
soho_verb_people (const char *directory, int argc, char **argv, GError **error)
{
  gboolean json = FALSE;
  const GOptionEntry options[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_ ("Print each as a line of JSON"), NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_auto (GStrv) words
      = soho_command_parse (_ ("[WORD…]"), options, argc, argv, 0, G_MAXUINT, error);
  g_autoptr (SohoReplica) replica = words != NULL ? soho_verb_open (directory, error) : NULL;
  g_autofree char *find = words != NULL ? g_strjoinv (" ", words) : NULL;
  g_autoptr (SohoPeople) people = NULL;
  GError *failure = NULL;

  if (replica == NULL)
    return FALSE;
  people = soho_people_list (replica, find, NULL, &failure);
  if (people == NULL)
    return soho_entering_fail (failure, error);
  for (guint i = 0; i < people->entries->len; i++)
    (json ? print_json : print_text) (g_ptr_array_index (people->entries, i));
  if (people->more)
    g_printerr (_ ("There are more: say a part of a name or an address.\n"));
  return TRUE;
}
