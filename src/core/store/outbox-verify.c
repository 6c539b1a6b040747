/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/outbox.h"

#include <glib/gi18n-lib.h>

#include "store/replay.h"
#include "store/replica-private.h"

/* Complains once for each row that the question finds. */
static gboolean
complain_of (
    SohoReplica *self, const char *sql, const char *sentence, GPtrArray *complaints, GError **error)
{
  g_autoptr (sqlite3_stmt) statement
      = soho_database_prepare (soho_replica_get_database (self), sql, error);
  g_autoptr (GError) failure = NULL;

  if (statement == NULL)
    return FALSE;
  while (soho_database_next (statement, &failure))
    {
      g_autofree char *number
          = g_strdup_printf ("%lld", (long long) sqlite3_column_int64 (statement, 0));

      g_ptr_array_add (complaints, g_strdup_printf ("%s %s", sentence, number));
    }
  return soho_database_settle (&failure, error);
}

static gboolean
same (const SohoKind *kind, const SohoVersion *a, const SohoVersion *b)
{
  if (a->exists != b->exists)
    return FALSE;
  for (guint i = 0; a->exists && kind->fields[i].name != NULL; i++)
    if (!soho_value_equal (&a->values[i], &b->values[i]))
      return FALSE;
  return TRUE;
}

/* The row must be what the shadow is with its edits. */
static gboolean
verify_row (
    SohoReplica *self, const SohoKind *kind, gint64 id, GPtrArray *complaints, GError **error)
{
  SohoVersion expected = { 0 }, seen = { 0 };
  gboolean found;
  gboolean done = soho_replay_read_shadow (self, kind, id, TRUE, &expected, &found, error)
                  && soho_replay_read_seen (self, kind, id, &seen, error);

  if (done && !same (kind, &expected, &seen))
    g_ptr_array_add (complaints,
                     g_strdup_printf (_ ("What is seen of %s %lld is not what was written."),
                                      kind->name, (long long) id));
  soho_version_clear (kind, &expected);
  soho_version_clear (kind, &seen);
  return done;
}

static gboolean
verify_rows (SohoReplica *self, GPtrArray *complaints, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = soho_database_prepare (
      soho_replica_get_database (self), "SELECT kind, id FROM shadow ORDER BY id", error);
  g_autoptr (GError) failure = NULL;

  if (statement == NULL)
    return FALSE;
  while (soho_database_next (statement, &failure))
    {
      const SohoKind *kind = soho_model_find_kind (soho_replica_get_model (self),
                                                   soho_database_column_text (statement, 0));

      if (kind != NULL
          && !verify_row (self, kind, sqlite3_column_int64 (statement, 1), complaints, error))
        return FALSE;
    }
  return soho_database_settle (&failure, error);
}

gboolean
soho_outbox_verify (SohoReplica *self, GPtrArray *complaints, GError **error)
{
  return complain_of (self,
                      "SELECT id FROM shadow WHERE NOT EXISTS"
                      " (SELECT 1 FROM outbox WHERE outbox.id = shadow.id)",
                      _ ("There is a shadow without an edit:"), complaints, error)
         && complain_of (self,
                         "SELECT number FROM outbox WHERE NOT EXISTS"
                         " (SELECT 1 FROM shadow WHERE shadow.id = outbox.id)",
                         _ ("There is an edit without a shadow:"), complaints, error)
         && complain_of (
             self,
             "SELECT number FROM outbox o WHERE number > (SELECT min(number) FROM "
             "outbox) AND NOT EXISTS (SELECT 1 FROM outbox WHERE number = o.number - 1)",
             _ ("An edit is missing before the one of number"), complaints, error)
         && verify_rows (self, complaints, error);
}
