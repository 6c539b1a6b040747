/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "archive/sessions.h"

#include <glib/gi18n-lib.h>

void
soho_session_clear (SohoSession *session)
{
  g_clear_pointer (&session->device, g_free);
  session->writer = 0;
}

void
soho_session_free (SohoSession *session)
{
  soho_session_clear (session);
  g_free (session);
}

static gboolean
next_writer (SohoArchive *archive, guint *writer, GError **error)
{
  gint64 next;

  if (!soho_database_read_integer (soho_archive_get_database (archive),
                                   "SELECT max (ifnull (max (writer), 0), ifnull ((SELECT value"
                                   " FROM meta WHERE name = 'lost_writer'), 0)) + 1 FROM session",
                                   1, &next, error))
    return FALSE;
  if (next > SOHO_WRITER_MAX)
    {
      g_set_error_literal (
          error, SOHO_ARCHIVE_ERROR, SOHO_ARCHIVE_ERROR_ID,
          _ ("The numbers of sign-ins of this network are used up: tell the developers."));
      return FALSE;
    }
  *writer = (guint) next;
  return TRUE;
}

gboolean
soho_archive_add_session (SohoArchive *archive,
                          gint64 person,
                          GBytes *token,
                          const char *device,
                          gint64 now_s,
                          guint *writer,
                          GError **error)
{
  g_autoptr (sqlite3_stmt) statement = NULL;

  if (!next_writer (archive, writer, error))
    return FALSE;
  statement
      = soho_database_prepare (soho_archive_get_database (archive),
                               "INSERT INTO session (writer, person, token, device, created, seen)"
                               " VALUES (:writer, :person, :token, :device, :now, :now)",
                               error);
  if (statement == NULL)
    return FALSE;
  soho_database_bind_integer (statement, ":writer", *writer);
  soho_database_bind_integer (statement, ":person", person);
  soho_database_bind_bytes (statement, ":token", token);
  soho_database_bind_text (statement, ":device", device);
  soho_database_bind_integer (statement, ":now", now_s);
  return soho_database_finish (statement, error);
}

/* The current row of a statement over writer, person, device, created, seen. */
static void
read_session (sqlite3_stmt *statement, SohoSession *session)
{
  session->writer = (guint) sqlite3_column_int64 (statement, 0);
  session->person = sqlite3_column_int64 (statement, 1);
  session->device = g_strdup (soho_database_column_text (statement, 2));
  session->created = sqlite3_column_int64 (statement, 3);
  session->seen = sqlite3_column_int64 (statement, 4);
}

gboolean
soho_archive_find_session (SohoArchive *archive,
                           GBytes *token,
                           SohoSession *session,
                           GError **error)
{
  g_autoptr (sqlite3_stmt) statement = soho_database_prepare (
      soho_archive_get_database (archive),
      "SELECT writer, person, device, created, seen FROM session WHERE token = :token", error);
  g_autoptr (GError) failure = NULL;

  *session = (SohoSession){ 0 };
  if (statement == NULL)
    return FALSE;
  soho_database_bind_bytes (statement, ":token", token);
  if (soho_database_next (statement, &failure))
    read_session (statement, session);
  return soho_database_settle (&failure, error);
}

gboolean
soho_archive_touch_session (SohoArchive *archive, guint writer, gint64 now_s, GError **error)
{
  g_autoptr (sqlite3_stmt) statement
      = soho_database_prepare (soho_archive_get_database (archive),
                               "UPDATE session SET seen = :now WHERE writer = :writer", error);

  if (statement == NULL)
    return FALSE;
  soho_database_bind_integer (statement, ":now", now_s);
  soho_database_bind_integer (statement, ":writer", writer);
  return soho_database_finish (statement, error);
}

GPtrArray *
soho_archive_list_sessions (SohoArchive *archive, gint64 person, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = soho_database_prepare (
      soho_archive_get_database (archive),
      "SELECT writer, person, device, created, seen FROM session"
      " WHERE person = :person AND token NOT NULL ORDER BY seen DESC, writer DESC",
      error);
  g_autoptr (GPtrArray) sessions
      = g_ptr_array_new_with_free_func ((GDestroyNotify) soho_session_free);
  g_autoptr (GError) failure = NULL;

  if (statement == NULL)
    return NULL;
  soho_database_bind_integer (statement, ":person", person);
  while (soho_database_next (statement, &failure))
    {
      SohoSession *session = g_new0 (SohoSession, 1);

      read_session (statement, session);
      g_ptr_array_add (sessions, session);
    }
  return soho_database_settle (&failure, error) ? g_steal_pointer (&sessions) : NULL;
}

gboolean
soho_archive_end_session (
    SohoArchive *archive, gint64 person, guint writer, gboolean *ended, GError **error)
{
  g_autoptr (sqlite3_stmt) statement
      = soho_database_prepare (soho_archive_get_database (archive),
                               "UPDATE session SET token = NULL, device = ''"
                               " WHERE person = :person AND writer = :writer AND token NOT NULL",
                               error);

  if (statement == NULL)
    return FALSE;
  soho_database_bind_integer (statement, ":person", person);
  soho_database_bind_integer (statement, ":writer", writer);
  if (!soho_database_finish (statement, error))
    return FALSE;
  *ended = sqlite3_changes (soho_archive_get_database (archive)) > 0;
  return TRUE;
}

gboolean
soho_archive_end_sessions (SohoArchive *archive, gint64 person, guint kept, GError **error)
{
  g_autoptr (sqlite3_stmt) statement
      = soho_database_prepare (soho_archive_get_database (archive),
                               "UPDATE session SET token = NULL, device = ''"
                               " WHERE person = :person AND writer != :kept AND token NOT NULL",
                               error);

  if (statement == NULL)
    return FALSE;
  soho_database_bind_integer (statement, ":person", person);
  soho_database_bind_integer (statement, ":kept", kept);
  return soho_database_finish (statement, error);
}

gboolean
soho_archive_owns_writer (
    SohoArchive *archive, gint64 person, guint writer, gboolean *owns, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = soho_database_prepare (
      soho_archive_get_database (archive),
      "SELECT 1 FROM session WHERE writer = :writer AND person = :person", error);
  g_autoptr (GError) failure = NULL;

  if (statement == NULL)
    return FALSE;
  soho_database_bind_integer (statement, ":writer", writer);
  soho_database_bind_integer (statement, ":person", person);
  *owns = soho_database_next (statement, &failure);
  return soho_database_settle (&failure, error);
}
