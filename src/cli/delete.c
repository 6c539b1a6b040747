/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "assignments.h"
#include "store/outbox.h"
#include "verbs.h"

gboolean
soho_verb_delete (const char *directory, int argc, char **argv, GError **error)
{
  g_auto (GStrv) arguments = soho_command_parse (_ ("KIND ID"), NULL, argc, argv, 2, 2, error);
  const SohoKind *kind = arguments != NULL ? soho_verb_find_kind (arguments[0], error) : NULL;
  g_autoptr (SohoReplica) replica = NULL;
  gint64 id;

  if (kind == NULL || !soho_assignments_read_id (kind, arguments[1], &id, error))
    return FALSE;
  replica = soho_verb_open (directory, error);
  return replica != NULL && soho_replica_delete (replica, kind, id, error);
}
