/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/search.h"

#include <glib/gi18n-lib.h>
#include <unistd.h>

#include "formats/json.h"
#include "model/gazetteer.h"
#include "verbs.h"

#define DEFAULT_LIMIT 20
#define MOST_HITS 1000

static void
print_json (const SohoHit *hit)
{
  g_autofree char *title = soho_record_dup_title (hit->record);
  g_autoptr (GString) line = g_string_new (NULL);

  g_string_append_printf (line, "{\"kind\":\"%s\",\"id\":%" G_GINT64_FORMAT ",\"title\":",
                          soho_record_get_kind (hit->record)->name,
                          soho_record_get_id (hit->record));
  soho_json_append_string (line, title);
  g_string_append (line, ",\"snippet\":");
  soho_json_append_string (line, hit->snippet);
  g_string_append_c (line, '}');
  g_print ("%s\n", line->str);
}

/* The marks become bold on a terminal and vanish elsewhere. */
static char *
dup_shown (const char *snippet)
{
  gboolean terminal = isatty (STDOUT_FILENO);
  g_autofree char *printable = soho_verb_dup_printable (snippet);
  g_autoptr (GString) shown = g_string_new (printable);

  g_string_replace (shown, "\u2068", terminal ? "\033[1m" : "", 0);
  g_string_replace (shown, "\u2069", terminal ? "\033[0m" : "", 0);
  g_string_replace (shown, "\n", " ", 0);
  return g_strdup (shown->str);
}

static void
print_text (const SohoHit *hit)
{
  g_autofree char *raw_title = soho_record_dup_title (hit->record);
  g_autofree char *title = soho_verb_dup_printable (raw_title);
  g_autofree char *snippet = dup_shown (hit->snippet);
  const char *insee = soho_kind_find_field (soho_record_get_kind (hit->record), "commune") >= 0
                          ? soho_record_get_text (hit->record, "commune")
                          : NULL;
  const SohoCommune *commune = insee != NULL ? soho_gazetteer_find (insee) : NULL;

  g_print ("%s %" G_GINT64_FORMAT "  %s%s%s%s\n    %s\n", soho_record_get_kind (hit->record)->name,
           soho_record_get_id (hit->record), title, commune != NULL ? " (" : "",
           commune != NULL ? commune->name : "", commune != NULL ? ")" : "", snippet);
}

gboolean
soho_verb_search (const char *directory, int argc, char **argv, GError **error)
{
  gboolean json = FALSE;
  g_autofree char *kind_name = NULL;
  int limit = DEFAULT_LIMIT;
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_ ("Print each hit as a line of JSON"), NULL },
    { "kind", 0, 0, G_OPTION_ARG_STRING, &kind_name, N_ ("Only records of this kind"),
      N_ ("KIND") },
    { "limit", 0, 0, G_OPTION_ARG_INT, &limit, N_ ("At most so many (1 to 1000)"), N_ ("N") },
    G_OPTION_ENTRY_NULL,
  };
  g_auto (GStrv) arguments
      = soho_command_parse (_ ("WORD…"), entries, argc, argv, 1, G_MAXUINT, error);
  g_autofree char *words = arguments != NULL ? g_strjoinv (" ", arguments) : NULL;
  g_autoptr (SohoReplica) replica = NULL;
  g_autoptr (GPtrArray) hits = NULL;
  const SohoKind *kind = NULL;

  if (words == NULL)
    return FALSE;
  if (kind_name != NULL && (kind = soho_verb_find_kind (kind_name, error)) == NULL)
    return FALSE;
  replica = soho_verb_open (directory, error);
  if (replica == NULL)
    return FALSE;
  hits = soho_replica_search (replica, words, kind, (guint) CLAMP (limit, 1, MOST_HITS), error);
  if (hits == NULL)
    return FALSE;
  for (guint i = 0; i < hits->len; i++)
    {
      if (json)
        print_json (g_ptr_array_index (hits, i));
      else
        print_text (g_ptr_array_index (hits, i));
    }
  if (hits->len == 0 && !json)
    g_print (_ ("Nothing was found for “%s”: try fewer or other words.\n"), words);
  return TRUE;
}
