/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "assignments.h"
#include "store/outbox.h"
#include "verbs.h"

/* More fields than any kind has. */
#define MOST_ARGUMENTS 100

gboolean
soho_verb_new (const char *directory, int argc, char **argv, GError **error)
{
  g_auto (GStrv) arguments
      = soho_command_parse (_ ("KIND FIELD=VALUE…"), NULL, argc, argv, 2, MOST_ARGUMENTS, error);
  const SohoKind *kind = arguments != NULL ? soho_verb_find_kind (arguments[0], error) : NULL;
  g_autoptr (SohoReplica) replica = NULL;
  SohoValue *values;
  gint64 id = 0;

  if (kind == NULL)
    return FALSE;
  values = soho_values_new (soho_kind_get_n_fields (kind));
  if (soho_assignments_read (kind, arguments + 1, values, error))
    replica = soho_verb_open (directory, error);
  if (replica != NULL)
    id = soho_replica_create (replica, kind, values, error);
  soho_values_free (values, soho_kind_get_n_fields (kind));
  if (id == 0)
    return FALSE;
  g_print ("%" G_GINT64_FORMAT "\n", id);
  return TRUE;
}
