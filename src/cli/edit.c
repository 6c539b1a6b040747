/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gio.h>
#include <glib/gi18n-lib.h>

#include "assignments.h"
#include "store/outbox.h"
#include "verbs.h"

/* More fields than any kind has. */
#define MOST_ARGUMENTS 100

static SohoRecord *
get_record (SohoReplica *replica, const SohoKind *kind, gint64 id, GError **error)
{
  g_autoptr (GError) failure = NULL;
  SohoRecord *record = soho_replica_get_record (replica, kind, id, &failure);

  if (failure != NULL)
    g_propagate_error (error, g_steal_pointer (&failure));
  else if (record == NULL)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                 _ ("There is no %s %lld here: sync, or look with “soho search”."), kind->name,
                 (long long) id);
  return record;
}

gboolean
soho_verb_edit (const char *directory, int argc, char **argv, GError **error)
{
  g_auto (GStrv) arguments
      = soho_command_parse (_ ("KIND ID FIELD=VALUE…"), NULL, argc, argv, 3, MOST_ARGUMENTS, error);
  const SohoKind *kind = arguments != NULL ? soho_verb_find_kind (arguments[0], error) : NULL;
  g_autoptr (SohoReplica) replica = NULL;
  g_autoptr (SohoRecord) record = NULL;
  gint64 id;

  if (kind == NULL || !soho_assignments_read_id (kind, arguments[1], &id, error))
    return FALSE;
  replica = soho_verb_open (directory, error);
  record = replica != NULL ? get_record (replica, kind, id, error) : NULL;
  return record != NULL
         && soho_assignments_read (kind, arguments + 2, soho_record_get_values (record), error)
         && soho_replica_edit (replica, kind, id, soho_record_get_values (record), error);
}
