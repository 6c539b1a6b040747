/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "archive/people.h"

#include <string.h>

#include "model/fold.h"

void
soho_person_free (SohoPerson *person)
{
  g_free (person->email);
  g_free (person->name);
  g_strfreev (person->roles);
  g_free (person);
}

/* The current row of list_people's statement. */
static SohoPerson *
read_person (sqlite3_stmt *statement)
{
  SohoPerson *person = g_new0 (SohoPerson, 1);
  const char *given = soho_database_column_text (statement, 4);
  const char *family = soho_database_column_text (statement, 5);

  person->person = sqlite3_column_int64 (statement, 0);
  person->email = g_strdup (soho_database_column_text (statement, 1));
  person->active = sqlite3_column_int (statement, 2) != 0;
  person->expires = sqlite3_column_int64 (statement, 3);
  if (given != NULL && family != NULL)
    person->name = g_strconcat (given, " ", family, NULL);
  return person;
}

/* Folding takes the signs from an address: they count as a person sees them, too. */
static gboolean
is_found (const SohoPerson *person, const char *const *words)
{
  g_autofree char *text
      = g_strconcat (person->email, " ", person->name != NULL ? person->name : "", NULL);
  g_autofree char *folded = soho_fold (text);

  for (; *words != NULL; words++)
    if (strstr (folded, *words) == NULL)
      return FALSE;
  return TRUE;
}

static gboolean
read_roles (SohoArchive *archive, GPtrArray *people, GError **error)
{
  for (guint i = 0; i < people->len; i++)
    {
      SohoPerson *person = g_ptr_array_index (people, i);

      person->roles = soho_archive_dup_roles (archive, person->person, error);
      if (person->roles == NULL)
        return FALSE;
    }
  return TRUE;
}

GPtrArray *
soho_archive_list_people (
    SohoArchive *archive, const char *find, guint most, gboolean *more, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = soho_database_prepare (
      soho_archive_get_database (archive),
      "SELECT a.person, a.email, a.password NOT NULL, ifnull (i.expires, 0),"
      " m.body ->> 'given_name', m.body ->> 'family_name'"
      " FROM account a LEFT JOIN invitation i USING (person)"
      " LEFT JOIN record m ON m.id = a.person AND m.kind = 'member'"
      " AND m.audience IN ('public', 'members', 'staff')"
      " ORDER BY EXISTS (SELECT 1 FROM role r WHERE r.person = a.person) DESC, a.email",
      error);
  g_autofree char *folded = soho_fold (find);
  g_auto (GStrv) words = g_strsplit (folded, " ", -1);
  g_autoptr (GPtrArray) people = g_ptr_array_new_with_free_func ((GDestroyNotify) soho_person_free);
  g_autoptr (GError) failure = NULL;

  *more = FALSE;
  if (statement == NULL)
    return NULL;
  while (!*more && soho_database_next (statement, &failure))
    {
      SohoPerson *person = read_person (statement);

      if (!is_found (person, (const char *const *) words))
        soho_person_free (person);
      else if ((*more = people->len == most))
        soho_person_free (person);
      else
        g_ptr_array_add (people, person);
    }
  return soho_database_settle (&failure, error) && read_roles (archive, people, error)
             ? g_steal_pointer (&people)
             : NULL;
}

gboolean
soho_archive_end_role (
    SohoArchive *archive, gint64 person, const SohoGrant *grant, gboolean *ended, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = soho_database_prepare (
      soho_archive_get_database (archive),
      "DELETE FROM role WHERE person = :person AND role = :role AND subject = :subject", error);

  if (statement == NULL)
    return FALSE;
  soho_database_bind_integer (statement, ":person", person);
  soho_database_bind_text (statement, ":role", soho_role_get_name (grant->role));
  soho_database_bind_integer (statement, ":subject", grant->subject);
  if (!soho_database_finish (statement, error))
    return FALSE;
  *ended = sqlite3_changes (soho_archive_get_database (archive)) > 0;
  return TRUE;
}

gboolean
soho_archive_has_other_staff (SohoArchive *archive, gint64 person, gboolean *has, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = soho_database_prepare (
      soho_archive_get_database (archive),
      "SELECT 1 FROM role JOIN account USING (person)"
      " WHERE role = 'staff' AND person != :person AND password NOT NULL LIMIT 1",
      error);
  g_autoptr (GError) failure = NULL;

  if (statement == NULL)
    return FALSE;
  soho_database_bind_integer (statement, ":person", person);
  *has = soho_database_next (statement, &failure);
  return soho_database_settle (&failure, error);
}

gboolean
soho_archive_withdraw_invitation (SohoArchive *archive, gint64 person, GError **error)
{
  static const char *const sql[] = {
    "DELETE FROM invitation WHERE person = :person",
    "DELETE FROM role WHERE person IN"
    " (SELECT person FROM account WHERE person = :person AND password IS NULL)",
    "DELETE FROM account WHERE person = :person AND password IS NULL",
  };

  for (guint i = 0; i < G_N_ELEMENTS (sql); i++)
    {
      g_autoptr (sqlite3_stmt) statement
          = soho_database_prepare (soho_archive_get_database (archive), sql[i], error);

      if (statement == NULL)
        return FALSE;
      soho_database_bind_integer (statement, ":person", person);
      if (!soho_database_finish (statement, error))
        return FALSE;
    }
  return TRUE;
}
