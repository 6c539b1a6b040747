/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync.h"

#include <glib/gi18n-lib.h>
#include <sys/resource.h>

#include "formats/json.h"
#include "store/apply.h"
#include "verbs.h"

static double
cpu_seconds (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  return (double) (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
         + (double) (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / G_USEC_PER_SEC;
}

static void
print_json (SohoReplica *replica, const SohoSyncReport *report)
{
  g_autofree char *cursor = soho_replica_dup_cursor (replica, NULL);
  g_autoptr (GString) line = g_string_new (NULL);
  char cpu[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append_printf (line,
                          "{\"requests\":%u,\"bytes_down\":%" G_GUINT64_FORMAT
                          ",\"bytes_up\":%" G_GUINT64_FORMAT
                          ",\"rows\":%u,\"sent\":%u,\"refused\":%u,\"seq\":",
                          report->requests, report->bytes_down, report->bytes_up, report->rows,
                          report->sent, report->refused);
  soho_json_append_string (line, cursor != NULL ? cursor : "");
  g_string_append_printf (line, ",\"cpu_seconds\":%s}",
                          g_ascii_formatd (cpu, sizeof cpu, "%.4f", cpu_seconds ()));
  g_print ("%s\n", line->str);
}

static void
print_text (const SohoSyncReport *report)
{
  g_autofree char *size = g_format_size (report->bytes_down);

  if (report->replaced)
    g_print (_ ("The server was restored or replaced: everything was fetched again.\n"));
  if (report->sent > 0)
    g_print (ngettext ("%u change sent.\n", "%u changes sent.\n", report->sent), report->sent);
  if (report->refused > 0)
    g_print (ngettext ("%u of them came back: “soho outbox” says why.\n",
                       "%u of them came back: “soho outbox” says why.\n", report->refused),
             report->refused);
  if (report->nothing)
    g_print (_ ("Nothing new.\n"));
  else
    g_print (_ ("In step: %u records, %s received.\n"), report->rows, size);
}

gboolean
soho_verb_sync (const char *directory, int argc, char **argv, GError **error)
{
  g_autofree char *given = NULL;
  gboolean json = FALSE;
  const GOptionEntry entries[] = {
    { "server", 0, 0, G_OPTION_ARG_STRING, &given, N_ ("Server to follow"), N_ ("URL") },
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_ ("Print figures as JSON"), NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_auto (GStrv) arguments = soho_command_parse (NULL, entries, argc, argv, 0, 0, error);
  g_autoptr (SohoReplica) replica = arguments != NULL ? soho_verb_open (directory, error) : NULL;
  g_autofree char *server = replica != NULL ? soho_verb_dup_server (replica, given, error) : NULL;
  g_autoptr (GError) failure = NULL;
  SohoSyncReport report;
  gboolean was_aside, synced;

  if (server == NULL)
    return FALSE;
  was_aside = soho_replica_get_set_aside (replica) != NULL;
  synced = soho_sync_run (replica, server, NULL, NULL, NULL, &report, &failure);
  if (!was_aside && soho_replica_get_set_aside (replica) != NULL)
    g_printerr (_ ("The copy was damaged. It is kept as %s; everything is fetched again.\n"),
                soho_replica_get_set_aside (replica));
  if (!synced)
    {
      g_autofree char *explanation = soho_sync_dup_explanation (failure);

      g_set_error_literal (error, failure->domain, failure->code, explanation);
      return FALSE;
    }
  if (!soho_replica_set_fact (replica, "server", server, error))
    return FALSE;
  if (json)
    print_json (replica, &report);
  else
    print_text (&report);
  return TRUE;
}
