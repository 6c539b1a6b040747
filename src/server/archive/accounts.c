/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "archive/accounts.h"

#include <string.h>

#include "model/validate.h"

static const struct
{
  SohoRoles role;
  const char *name;
  const char *subject_kind;
  const char *channel;
} roles[] = {
  { SOHO_ROLE_STAFF, "staff", NULL, NULL },
  { SOHO_ROLE_ADVISER, "adviser", NULL, NULL },
  { SOHO_ROLE_VILLAGE_CONTACT, "village_contact", "village", "village" },
  { SOHO_ROLE_RECEPTION, "reception", "telecentre", "desk" },
};

const char *
soho_role_get_name (SohoRoles role)
{
  for (guint i = 0; i < G_N_ELEMENTS (roles); i++)
    if (roles[i].role == role)
      return roles[i].name;
  g_assert_not_reached ();
}

/* 0 for a role of a newer version, which grants nothing here. */
static SohoRoles
find_role (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (roles); i++)
    if (strcmp (roles[i].name, name) == 0)
      return roles[i].role;
  return 0;
}

const char *
soho_role_get_subject_kind (SohoRoles role)
{
  for (guint i = 0; i < G_N_ELEMENTS (roles); i++)
    if (roles[i].role == role)
      return roles[i].subject_kind;
  return NULL;
}

const char *
soho_role_get_channel (SohoRoles role)
{
  for (guint i = 0; i < G_N_ELEMENTS (roles); i++)
    if (roles[i].role == role)
      return roles[i].channel;
  return NULL;
}

gboolean
soho_grant_parse (const char *text, SohoGrant *grant)
{
  g_auto (GStrv) parts = g_strsplit (text, ":", 2);

  *grant = (SohoGrant){ 0 };
  if (parts[0] == NULL)
    return FALSE;
  grant->role = find_role (parts[0]);
  if (soho_role_get_subject_kind (grant->role) == NULL)
    return grant->role != 0 && parts[1] == NULL;
  return parts[1] != NULL
         && g_ascii_string_to_signed (parts[1], 10, 1, SOHO_ID_MAX, &grant->subject, NULL);
}

void
soho_account_clear (SohoAccount *account)
{
  g_clear_pointer (&account->email, g_free);
  g_clear_pointer (&account->password, g_free);
  account->person = 0;
}

char *
soho_email_fold (const char *email)
{
  g_autofree char *trimmed = soho_text_dup_trimmed (email);
  g_autofree char *lower = g_utf8_strdown (trimmed, -1);

  return g_utf8_normalize (lower, -1, G_NORMALIZE_NFC);
}

static gboolean
read_account (sqlite3_stmt *statement, SohoAccount *account, GError **error)
{
  g_autoptr (GError) failure = NULL;

  *account = (SohoAccount){ 0 };
  if (soho_database_next (statement, &failure))
    {
      account->person = sqlite3_column_int64 (statement, 0);
      account->email = g_strdup (soho_database_column_text (statement, 1));
      account->password = g_strdup (soho_database_column_text (statement, 2));
    }
  return soho_database_settle (&failure, error);
}

gboolean
soho_archive_find_account (SohoArchive *archive,
                           const char *email,
                           SohoAccount *account,
                           GError **error)
{
  g_autoptr (sqlite3_stmt) statement = soho_database_prepare (
      soho_archive_get_database (archive),
      "SELECT person, email, password FROM account WHERE email = :email", error);

  if (statement == NULL)
    return FALSE;
  soho_database_bind_text (statement, ":email", email);
  return read_account (statement, account, error);
}

gboolean
soho_archive_read_account (SohoArchive *archive,
                           gint64 person,
                           SohoAccount *account,
                           GError **error)
{
  g_autoptr (sqlite3_stmt) statement = soho_database_prepare (
      soho_archive_get_database (archive),
      "SELECT person, email, password FROM account WHERE person = :person", error);

  if (statement == NULL)
    return FALSE;
  soho_database_bind_integer (statement, ":person", person);
  return read_account (statement, account, error);
}

gboolean
soho_archive_add_account (SohoArchive *archive, gint64 person, const char *email, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = soho_database_prepare (
      soho_archive_get_database (archive),
      "INSERT INTO account (person, email) VALUES (:person, :email)", error);

  if (statement == NULL)
    return FALSE;
  soho_database_bind_integer (statement, ":person", person);
  soho_database_bind_text (statement, ":email", email);
  return soho_database_finish (statement, error);
}

gboolean
soho_archive_set_password (SohoArchive *archive,
                           gint64 person,
                           const char *password,
                           GError **error)
{
  g_autoptr (sqlite3_stmt) statement = soho_database_prepare (
      soho_archive_get_database (archive),
      "UPDATE account SET password = :password WHERE person = :person", error);

  if (statement == NULL)
    return FALSE;
  soho_database_bind_text (statement, ":password", password);
  soho_database_bind_integer (statement, ":person", person);
  return soho_database_finish (statement, error);
}

/* Addresses are compared folded, which is more than SQLite's lower () does; there are a few
 * thousand contact points, and this is asked by hand. */
GArray *
soho_archive_list_members_at (SohoArchive *archive, const char *email, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = soho_database_prepare (
      soho_archive_get_database (archive),
      "SELECT DISTINCT c.owner, c.body ->> 'value' FROM record c"
      " JOIN record m ON m.id = c.owner AND m.kind = 'member'"
      " WHERE c.kind = 'contact_point' AND c.body ->> 'type' = 'email' ORDER BY c.owner",
      error);
  g_autoptr (GArray) members = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GError) failure = NULL;

  if (statement == NULL)
    return NULL;
  while (soho_database_next (statement, &failure))
    {
      gint64 member = sqlite3_column_int64 (statement, 0);
      const char *value = soho_database_column_text (statement, 1);
      g_autofree char *folded = soho_email_fold (value != NULL ? value : "");

      if (strcmp (folded, email) == 0
          && (members->len == 0 || g_array_index (members, gint64, members->len - 1) != member))
        g_array_append_val (members, member);
    }
  return soho_database_settle (&failure, error) ? g_steal_pointer (&members) : NULL;
}

gboolean
soho_archive_add_role (SohoArchive *archive, gint64 person, const SohoGrant *grant, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = soho_database_prepare (
      soho_archive_get_database (archive),
      "INSERT OR IGNORE INTO role (person, role, subject) VALUES (:person, :role, :subject)",
      error);

  if (statement == NULL)
    return FALSE;
  soho_database_bind_integer (statement, ":person", person);
  soho_database_bind_text (statement, ":role", soho_role_get_name (grant->role));
  soho_database_bind_integer (statement, ":subject", grant->subject);
  return soho_database_finish (statement, error);
}

GArray *
soho_archive_list_grants (SohoArchive *archive, gint64 person, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = soho_database_prepare (
      soho_archive_get_database (archive),
      "SELECT role, subject FROM role WHERE person = :person ORDER BY role, subject", error);
  g_autoptr (GArray) grants = g_array_new (FALSE, FALSE, sizeof (SohoGrant));
  g_autoptr (GError) failure = NULL;

  if (statement == NULL)
    return NULL;
  soho_database_bind_integer (statement, ":person", person);
  while (soho_database_next (statement, &failure))
    {
      SohoGrant grant = { find_role (soho_database_column_text (statement, 0)),
                          sqlite3_column_int64 (statement, 1) };

      if (grant.role != 0)
        g_array_append_val (grants, grant);
    }
  return soho_database_settle (&failure, error) ? g_steal_pointer (&grants) : NULL;
}

char **
soho_archive_dup_roles (SohoArchive *archive, gint64 person, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = soho_database_prepare (
      soho_archive_get_database (archive),
      "SELECT role || iif (subject = 0, '', ':' || subject) FROM role WHERE person = :person"
      " ORDER BY role, subject",
      error);
  g_autoptr (GStrvBuilder) texts = g_strv_builder_new ();
  g_autoptr (GError) failure = NULL;

  if (statement == NULL)
    return NULL;
  soho_database_bind_integer (statement, ":person", person);
  while (soho_database_next (statement, &failure))
    g_strv_builder_add (texts, soho_database_column_text (statement, 0));
  return soho_database_settle (&failure, error) ? g_strv_builder_end (texts) : NULL;
}

gboolean
soho_archive_put_invitation (
    SohoArchive *archive, gint64 person, GBytes *code, gint64 expires, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = soho_database_prepare (
      soho_archive_get_database (archive),
      "INSERT OR REPLACE INTO invitation (person, code, expires) VALUES (:person, :code, :expires)",
      error);

  if (statement == NULL)
    return FALSE;
  soho_database_bind_integer (statement, ":person", person);
  soho_database_bind_bytes (statement, ":code", code);
  soho_database_bind_integer (statement, ":expires", expires);
  return soho_database_finish (statement, error);
}

gboolean
soho_archive_find_invitation (
    SohoArchive *archive, GBytes *code, gint64 *person, gint64 *expires, GError **error)
{
  g_autoptr (sqlite3_stmt) statement
      = soho_database_prepare (soho_archive_get_database (archive),
                               "SELECT person, expires FROM invitation WHERE code = :code", error);
  g_autoptr (GError) failure = NULL;

  *person = 0;
  if (statement == NULL)
    return FALSE;
  soho_database_bind_bytes (statement, ":code", code);
  if (soho_database_next (statement, &failure))
    {
      *person = sqlite3_column_int64 (statement, 0);
      *expires = sqlite3_column_int64 (statement, 1);
    }
  return soho_database_settle (&failure, error);
}

gboolean
soho_archive_delete_invitation (SohoArchive *archive, gint64 person, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = soho_database_prepare (
      soho_archive_get_database (archive), "DELETE FROM invitation WHERE person = :person", error);

  if (statement == NULL)
    return FALSE;
  soho_database_bind_integer (statement, ":person", person);
  return soho_database_finish (statement, error);
}
