/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/drafts.h"

#include <glib/gi18n-lib.h>

#include "store/replica-private.h"
#include "store/writer.h"

/* *person: 0 if nobody has signed in. */
static gboolean
read_person (SohoReplica *self, gint64 *person, GError **error)
{
  guint writer;

  if (!soho_replica_read_writer (self, person, &writer, error))
    return FALSE;
  if (writer == 0)
    *person = 0;
  return TRUE;
}

gboolean
soho_replica_keep_draft (SohoReplica *self, const char *place, const char *text, GError **error)
{
  gboolean forget = text == NULL || *text == '\0';
  const char *sql = forget ? "DELETE FROM draft WHERE person = :person AND place = :place"
                           : "INSERT INTO draft (person, place, text)"
                             " VALUES (:person, :place, :text)"
                             " ON CONFLICT (person, place) DO UPDATE SET text = excluded.text";
  g_autoptr (sqlite3_stmt) statement = NULL;
  gint64 person;

  if (!read_person (self, &person, error))
    return FALSE;
  if (person == 0)
    {
      g_set_error_literal (error, SOHO_WRITER_ERROR, SOHO_WRITER_ERROR_SIGNED_OUT,
                           _ ("Nobody has signed in here: sign in first, then what you write has "
                              "a name to go under."));
      return FALSE;
    }
  statement = soho_database_prepare (soho_replica_get_database (self), sql, error);
  if (statement == NULL)
    return FALSE;
  soho_database_bind_integer (statement, ":person", person);
  soho_database_bind_text (statement, ":place", place);
  if (!forget)
    soho_database_bind_text (statement, ":text", text);
  return soho_database_finish (statement, error);
}

char *
soho_replica_dup_draft (SohoReplica *self, const char *place, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = soho_database_prepare (
      soho_replica_get_database (self),
      "SELECT text FROM draft WHERE person = :person AND place = :place", error);
  g_autoptr (GError) failure = NULL;
  g_autofree char *text = NULL;
  gint64 person;

  if (statement == NULL || !read_person (self, &person, error))
    return NULL;
  soho_database_bind_integer (statement, ":person", person);
  soho_database_bind_text (statement, ":place", place);
  if (soho_database_next (statement, &failure))
    text = g_strdup (soho_database_column_text (statement, 0));
  return soho_database_settle (&failure, error) ? g_steal_pointer (&text) : NULL;
}
