/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "archive/erase.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "archive/accounts.h"
#include "archive/backup.h"
#include "archive/erasures.h"
#include "model/validate.h"

/* Runs statements that each have the parameter :person and no other. */
static gboolean
run_for_person (SohoArchive *archive, const char *const *statements, gint64 person, GError **error)
{
  for (guint i = 0; statements[i] != NULL; i++)
    {
      g_autoptr (sqlite3_stmt) statement
          = soho_database_prepare (soho_archive_get_database (archive), statements[i], error);

      if (statement == NULL)
        return FALSE;
      soho_database_bind_integer (statement, ":person", person);
      if (!soho_database_finish (statement, error))
        return FALSE;
    }
  return TRUE;
}

static GArray *
list_ids (SohoArchive *archive, const char *sql, gint64 person, GError **error)
{
  g_autoptr (sqlite3_stmt) statement
      = soho_database_prepare (soho_archive_get_database (archive), sql, error);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GError) failure = NULL;

  if (statement == NULL)
    return NULL;
  soho_database_bind_integer (statement, ":person", person);
  while (soho_database_next (statement, &failure))
    {
      gint64 id = sqlite3_column_int64 (statement, 0);

      g_array_append_val (ids, id);
    }
  return soho_database_settle (&failure, error) ? g_steal_pointer (&ids) : NULL;
}

/* The record without what it says of the person; one that makes no sense without goes. */
static gboolean
clear_reference (SohoArchive *archive, const SohoKind *kind, guint field, gint64 id, GError **error)
{
  g_autoptr (SohoRecord) record = soho_archive_get (archive, kind, id, error);
  gboolean changed;

  if (record == NULL)
    return FALSE;
  soho_value_clear (&soho_record_get_values (record)[field]);
  return soho_kind_validate (kind, soho_record_get_values (record), NULL)
             ? soho_archive_put (archive, kind, id, soho_record_get_values (record), &changed,
                                 error)
                   != 0
             : soho_archive_delete (archive, id, error);
}

static gboolean
clear_references_in (
    SohoArchive *archive, const SohoKind *kind, guint field, gint64 person, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT id FROM record WHERE kind = '%s'"
                                          " AND body ->> '%s' = :person",
                                          kind->name, kind->fields[field].name);
  g_autoptr (GArray) ids = list_ids (archive, sql, person, error);

  for (guint i = 0; ids != NULL && i < ids->len; i++)
    if (!clear_reference (archive, kind, field, g_array_index (ids, gint64, i), error))
      return FALSE;
  return ids != NULL;
}

static gboolean
clear_references (SohoArchive *archive, gint64 person, GError **error)
{
  for (const SohoKind *const *kind = soho_archive_get_model (archive)->kinds; *kind != NULL; kind++)
    for (guint i = 0; (*kind)->fields[i].name != NULL; i++)
      {
        const SohoField *field = &(*kind)->fields[i];

        if (field->type == SOHO_FIELD_REFERENCE && !field->owner
            && g_strcmp0 (field->target, "member") == 0
            && !clear_references_in (archive, *kind, i, person, error))
          return FALSE;
      }
  return TRUE;
}

static void
erased_record_free (SohoErasedRecord *record)
{
  g_free (record->kind);
  g_free (record->audience);
  g_free (record);
}

/* The card, its parts and what nobody else reads. */
GPtrArray *
soho_archive_list_erasable (SohoArchive *archive, gint64 person, GError **error)
{
  g_autoptr (sqlite3_stmt) statement
      = soho_database_prepare (soho_archive_get_database (archive),
                               "SELECT id, kind, audience FROM record WHERE id = :person"
                               " OR owner = :person OR audience = 'person:' || :person ORDER BY id",
                               error);
  g_autoptr (GPtrArray) records
      = g_ptr_array_new_with_free_func ((GDestroyNotify) erased_record_free);
  g_autoptr (GError) failure = NULL;

  if (statement == NULL)
    return NULL;
  soho_database_bind_integer (statement, ":person", person);
  while (soho_database_next (statement, &failure))
    {
      SohoErasedRecord *record = g_new (SohoErasedRecord, 1);

      *record = (SohoErasedRecord){ sqlite3_column_int64 (statement, 0),
                                    g_strdup (soho_database_column_text (statement, 1)),
                                    g_strdup (soho_database_column_text (statement, 2)) };
      g_ptr_array_add (records, record);
    }
  return soho_database_settle (&failure, error) ? g_steal_pointer (&records) : NULL;
}

static gboolean
delete_records (SohoArchive *archive, gint64 person, GError **error)
{
  static const char *const mark[]
      = { "UPDATE departure SET erased = 1 WHERE id = :person",
          "DELETE FROM overwritten WHERE edit ->> 'id' = :person", NULL };
  g_autoptr (GPtrArray) records = soho_archive_list_erasable (archive, person, error);

  if (records == NULL)
    return FALSE;
  for (guint i = 0; i < records->len; i++)
    if (!soho_archive_delete (archive, ((SohoErasedRecord *) records->pdata[i])->id, error))
      return FALSE;
  for (guint i = 0; i < records->len; i++)
    if (!run_for_person (archive, mark, ((SohoErasedRecord *) records->pdata[i])->id, error))
      return FALSE;
  return TRUE;
}

/* The sign-ins stay as numbers that are not given again. */
static const char *const leave_nothing[] = {
  "DELETE FROM answer WHERE writer IN (SELECT writer FROM session WHERE person = :person)",
  "DELETE FROM overwritten WHERE writer IN (SELECT writer FROM session WHERE person = :person)",
  "DELETE FROM edit_writer WHERE writer IN (SELECT writer FROM session WHERE person = :person)",
  "UPDATE session SET token = NULL, device = '', created = 0, seen = 0 WHERE person = :person",
  "DELETE FROM invitation WHERE person = :person",
  "DELETE FROM role WHERE person = :person",
  "DELETE FROM account WHERE person = :person",
  "INSERT OR IGNORE INTO erased (id) VALUES (:person)",
  NULL,
};

static gboolean
erase_in_transaction (SohoArchive *archive, gint64 person, GError **error)
{
  return clear_references (archive, person, error) && delete_records (archive, person, error)
         && run_for_person (archive, leave_nothing, person, error)
         && soho_database_run (soho_archive_get_database (archive),
                               "INSERT OR REPLACE INTO meta (name, value) VALUES ('rewrite', 1)",
                               error);
}

gboolean
soho_archive_erase_again (SohoArchive *archive, gint64 person, GError **error)
{
  if (!soho_archive_begin (archive, error))
    return FALSE;
  if (erase_in_transaction (archive, person, error) && soho_archive_commit (archive, error))
    return TRUE;
  soho_archive_rollback (archive);
  return FALSE;
}

gboolean
soho_archive_rewrite_if_noted (SohoArchive *archive, GError **error)
{
  sqlite3 *db = soho_archive_get_database (archive);
  g_autofree char *replaced
      = g_build_filename (soho_archive_get_directory (archive), SOHO_ARCHIVE_REPLACED, NULL);
  gint64 noted;

  if (!soho_database_read_integer (db, "SELECT count(*) FROM meta WHERE name = 'rewrite'", 0,
                                   &noted, error))
    return FALSE;
  if (noted == 0)
    return TRUE;
  /* What a restore had put aside has it all still. */
  g_unlink (replaced);
  return soho_database_rewrite (db, error)
         && soho_database_run (db, "DELETE FROM meta WHERE name = 'rewrite'", error);
}

static gboolean
check_person (SohoArchive *archive, gint64 person, GError **error)
{
  g_auto (SohoAccount) account = { 0 };
  gboolean is_member, was_erased;

  if (!soho_archive_has (archive, "member", person, &is_member, error)
      || !soho_archive_read_account (archive, person, &account, error)
      || !soho_archive_was_erased (archive, person, &was_erased, error))
    return FALSE;
  if (is_member || account.person != 0 || was_erased)
    return TRUE;
  g_set_error (error, SOHO_ARCHIVE_ERROR, SOHO_ARCHIVE_ERROR_ID,
               _ ("There is no member %lld: “export” tells their numbers."), (long long) person);
  return FALSE;
}

gboolean
soho_archive_erase (SohoArchive *archive, gint64 person, GPtrArray **mentions, GError **error)
{
  g_autoptr (GPtrArray) words = NULL;

  if (!check_person (archive, person, error)
      || (words = soho_mentions_list_words (archive, person, error)) == NULL
      || !soho_erasures_note (archive, person, error)
      || !soho_archive_erase_again (archive, person, error)
      || !soho_archive_rewrite_if_noted (archive, error))
    return FALSE;
  if (mentions == NULL)
    return TRUE;
  *mentions = soho_mentions_find (archive, words, error);
  return *mentions != NULL;
}

gboolean
soho_archive_was_erased (SohoArchive *archive, gint64 id, gboolean *was, GError **error)
{
  g_autoptr (GArray) ids
      = list_ids (archive, "SELECT id FROM erased WHERE id = :person", id, error);

  if (ids == NULL)
    return FALSE;
  *was = ids->len > 0;
  return TRUE;
}

gint64
soho_archive_find_person (SohoArchive *archive, const char *text, GError **error)
{
  g_autofree char *email = soho_email_fold (text);
  g_auto (SohoAccount) account = { 0 };
  g_autoptr (GArray) members = NULL;
  gint64 person;

  if (g_ascii_string_to_signed (text, 10, 1, SOHO_ID_MAX, &person, NULL))
    return check_person (archive, person, error) ? person : 0;
  if (!soho_archive_find_account (archive, email, &account, error)
      || (members = soho_archive_list_members_at (archive, email, error)) == NULL)
    return 0;
  if (account.person != 0)
    return account.person;
  if (members->len == 1)
    return g_array_index (members, gint64, 0);
  g_set_error (error, SOHO_ARCHIVE_ERROR, SOHO_ARCHIVE_ERROR_ID,
               members->len == 0 ? _ ("Nobody has the address “%s”: say the member's number, which "
                                      "“export” tells.")
                                 : _ ("Several members have the address “%s”: say the number of "
                                      "one, which “export” tells."),
               text);
  return 0;
}
