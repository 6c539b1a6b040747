/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "archive/answers.h"

#include <string.h>

#include "change/edit-line.h"

G_DEFINE_QUARK (soho_edits_error, soho_edits_error)

gboolean
soho_answers_read_writer (
    SohoArchive *archive, guint writer, gint64 *last, gint64 *acknowledged, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = soho_database_prepare (
      soho_archive_get_database (archive),
      "SELECT last, acknowledged FROM edit_writer WHERE writer = :writer", error);
  g_autoptr (GError) failure = NULL;

  *last = *acknowledged = 0;
  if (statement == NULL)
    return FALSE;
  soho_database_bind_integer (statement, ":writer", writer);
  if (soho_database_next (statement, &failure))
    {
      *last = sqlite3_column_int64 (statement, 0);
      *acknowledged = sqlite3_column_int64 (statement, 1);
    }
  return soho_database_settle (&failure, error);
}

static gboolean
forget (SohoArchive *archive, const char *sql, guint writer, gint64 upto, GError **error)
{
  g_autoptr (sqlite3_stmt) statement
      = soho_database_prepare (soho_archive_get_database (archive), sql, error);

  if (statement == NULL)
    return FALSE;
  soho_database_bind_integer (statement, ":writer", writer);
  soho_database_bind_integer (statement, ":upto", upto);
  return soho_database_finish (statement, error);
}

gboolean
soho_answers_write_writer (SohoArchive *archive,
                           guint writer,
                           gint64 last,
                           gint64 acknowledged,
                           gint64 seen,
                           GError **error)
{
  g_autoptr (sqlite3_stmt) statement
      = soho_database_prepare (soho_archive_get_database (archive),
                               "INSERT OR REPLACE INTO edit_writer (writer, last, acknowledged)"
                               " VALUES (:writer, :last, :acknowledged)",
                               error);

  if (statement == NULL)
    return FALSE;
  soho_database_bind_integer (statement, ":writer", writer);
  soho_database_bind_integer (statement, ":last", last);
  soho_database_bind_integer (statement, ":acknowledged", acknowledged);
  return soho_database_finish (statement, error)
         && forget (archive, "DELETE FROM answer WHERE writer = :writer AND number <= :upto",
                    writer, acknowledged, error)
         && forget (archive, "DELETE FROM overwritten WHERE writer = :writer AND entry <= :upto",
                    writer, seen, error);
}

gboolean
soho_answers_keep (SohoArchive *archive,
                   guint writer,
                   gint64 number,
                   const char *digest,
                   const SohoRefusal *refusal,
                   GError **error)
{
  g_autoptr (sqlite3_stmt) statement
      = soho_database_prepare (soho_archive_get_database (archive),
                               "INSERT INTO answer (writer, number, digest, code, field, detail)"
                               " VALUES (:writer, :number, :digest, :code, :field, :detail)",
                               error);

  if (statement == NULL)
    return FALSE;
  soho_database_bind_integer (statement, ":writer", writer);
  soho_database_bind_integer (statement, ":number", number);
  soho_database_bind_text (statement, ":digest", digest);
  soho_database_bind_text (statement, ":code", refusal != NULL ? refusal->code : NULL);
  soho_database_bind_text (statement, ":field", refusal != NULL ? refusal->field : NULL);
  soho_database_bind_text (statement, ":detail", refusal != NULL ? refusal->detail : NULL);
  return soho_database_finish (statement, error);
}

gboolean
soho_answers_repeat (SohoArchive *archive,
                     guint writer,
                     const SohoSentEdit *sent,
                     GPtrArray *refusals,
                     GError **error)
{
  g_autoptr (sqlite3_stmt) statement
      = soho_database_prepare (soho_archive_get_database (archive),
                               "SELECT digest, code, field, detail FROM answer"
                               " WHERE writer = :writer AND number = :number",
                               error);
  g_autoptr (GError) failure = NULL;
  gboolean known;

  if (statement == NULL)
    return FALSE;
  soho_database_bind_integer (statement, ":writer", writer);
  soho_database_bind_integer (statement, ":number", sent->number);
  known = soho_database_next (statement, &failure)
          && strcmp (soho_database_column_text (statement, 0), sent->digest) == 0;
  if (!soho_database_settle (&failure, error))
    return FALSE;
  if (!known)
    {
      g_set_error (error, SOHO_EDITS_ERROR, SOHO_EDITS_ERROR_COPIED_REPLICA,
                   "Another edit had the number %" G_GINT64_FORMAT ".", sent->number);
      return FALSE;
    }
  if (soho_database_column_text (statement, 1) != NULL)
    g_ptr_array_add (refusals,
                     soho_refusal_new (sent->number, soho_database_column_text (statement, 1),
                                       soho_database_column_text (statement, 2),
                                       soho_database_column_text (statement, 3)));
  return TRUE;
}

gboolean
soho_answers_add_overwritten (SohoArchive *archive,
                              guint writer,
                              const SohoEdit *edit,
                              GError **error)
{
  g_autoptr (sqlite3_stmt) statement = soho_database_prepare (
      soho_archive_get_database (archive),
      "INSERT INTO overwritten (writer, edit) VALUES (:writer, :edit)", error);
  g_autofree char *line = soho_edit_dup_line (edit);

  if (statement == NULL)
    return FALSE;
  soho_database_bind_integer (statement, ":writer", writer);
  soho_database_bind_text (statement, ":edit", line);
  return soho_database_finish (statement, error);
}

gboolean
soho_answers_list_overwritten (SohoArchive *archive,
                               guint writer,
                               SohoEditsAnswer *answer,
                               GError **error)
{
  g_autoptr (sqlite3_stmt) statement = soho_database_prepare (
      soho_archive_get_database (archive),
      "SELECT entry, edit FROM overwritten WHERE writer = :writer ORDER BY entry LIMIT :most",
      error);
  g_autoptr (GError) failure = NULL;

  if (statement == NULL)
    return FALSE;
  soho_database_bind_integer (statement, ":writer", writer);
  soho_database_bind_integer (statement, ":most", SOHO_OVERWRITTEN_MAX);
  while (soho_database_next (statement, &failure))
    {
      SohoEdit *edit = soho_edit_parse_line (soho_archive_get_model (archive),
                                             soho_database_column_text (statement, 1), error);

      if (edit == NULL)
        return FALSE;
      soho_edits_answer_add_overwritten (answer, sqlite3_column_int64 (statement, 0), edit);
    }
  return soho_database_settle (&failure, error);
}

gboolean
soho_answers_add_gap (SohoArchive *archive, guint writer, gint64 first, gint64 last, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = soho_database_prepare (
      soho_archive_get_database (archive),
      "INSERT OR REPLACE INTO edit_gap (writer, first, last) VALUES (:writer, :first, :last)",
      error);

  if (statement == NULL)
    return FALSE;
  soho_database_bind_integer (statement, ":writer", writer);
  soho_database_bind_integer (statement, ":first", first);
  soho_database_bind_integer (statement, ":last", last);
  return soho_database_finish (statement, error);
}

GArray *
soho_answers_list_gaps (SohoArchive *archive, guint writer, guint most, GError **error)
{
  g_autoptr (sqlite3_stmt) statement
      = soho_database_prepare (soho_archive_get_database (archive),
                               "SELECT first, last FROM edit_gap WHERE writer = :writer"
                               " ORDER BY first DESC LIMIT :most",
                               error);
  g_autoptr (GArray) gaps = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GError) failure = NULL;

  if (statement == NULL)
    return NULL;
  soho_database_bind_integer (statement, ":writer", writer);
  soho_database_bind_integer (statement, ":most", most);
  while (soho_database_next (statement, &failure))
    for (int i = 0; i < 2; i++)
      {
        gint64 number = sqlite3_column_int64 (statement, i);

        g_array_append_val (gaps, number);
      }
  return soho_database_settle (&failure, error) ? g_steal_pointer (&gaps) : NULL;
}

char **
soho_answers_dup_overwritten (SohoArchive *archive, guint writer, gint64 seen, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = soho_database_prepare (
      soho_archive_get_database (archive),
      "SELECT entry || ' ' || edit FROM overwritten WHERE writer = :writer AND entry > :seen"
      " ORDER BY entry LIMIT :most",
      error);
  g_autoptr (GStrvBuilder) edits = g_strv_builder_new ();
  g_autoptr (GError) failure = NULL;

  if (statement == NULL)
    return NULL;
  soho_database_bind_integer (statement, ":writer", writer);
  soho_database_bind_integer (statement, ":seen", seen);
  soho_database_bind_integer (statement, ":most", SOHO_OVERWRITTEN_MAX);
  while (soho_database_next (statement, &failure))
    g_strv_builder_add (edits, soho_database_column_text (statement, 0));
  return soho_database_settle (&failure, error) ? g_strv_builder_end (edits) : NULL;
}
