/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "accounts/invite.h"

#include <glib/gi18n-lib.h>

#include "accounts/secrets.h"
#include "archive/ids.h"
#include "model/validate.h"

G_DEFINE_QUARK (soho_invite_error, soho_invite_error)

static char *
read_email (const char *text, GError **error)
{
  static const SohoField fields[] = {
    SOHO_TEXT_FIELD ("email", 200, .required = TRUE, .format = SOHO_FORMAT_EMAIL),
    {},
  };
  static const SohoKind kind = { .name = "account", .fields = fields };
  SohoValue value = { .type = SOHO_VALUE_TEXT, .text = soho_email_fold (text) };
  char *email = soho_kind_validate (&kind, &value, NULL) ? g_strdup (value.text) : NULL;

  soho_value_clear (&value);
  if (email == NULL)
    g_set_error (error, SOHO_INVITE_ERROR, SOHO_INVITE_ERROR_EMAIL,
                 _ ("“%s” is no e-mail address: write it as name@example.org."), text);
  return email;
}

gboolean
soho_invite_read_role (SohoArchive *archive, const char *text, SohoGrant *grant, GError **error)
{
  const char *kind;
  gboolean has = TRUE;

  if (!soho_grant_parse (text, grant))
    {
      g_set_error (error, SOHO_INVITE_ERROR, SOHO_INVITE_ERROR_ROLE,
                   _ ("There is no role “%s”: say staff, adviser, village_contact:ID or "
                      "reception:ID, with the id of the village or telecentre."),
                   text);
      return FALSE;
    }
  kind = soho_role_get_subject_kind (grant->role);
  if (kind != NULL && !soho_archive_has (archive, kind, grant->subject, &has, error))
    return FALSE;
  if (!has)
    g_set_error (error, SOHO_INVITE_ERROR, SOHO_INVITE_ERROR_ROLE,
                 _ ("The role “%s” is of no %s that there is: “export” tells their ids."), text,
                 kind);
  return has;
}

static gboolean
check_member (SohoArchive *archive, gint64 member, GError **error)
{
  g_auto (SohoAccount) other = { 0 };
  gboolean has;

  if (!soho_archive_has (archive, "member", member, &has, error)
      || !soho_archive_read_account (archive, member, &other, error))
    return FALSE;
  if (has && other.person == 0)
    return TRUE;
  if (!has)
    g_set_error (error, SOHO_INVITE_ERROR, SOHO_INVITE_ERROR_MEMBER,
                 _ ("There is no member %lld: “export” tells their ids."), (long long) member);
  else
    g_set_error (error, SOHO_INVITE_ERROR, SOHO_INVITE_ERROR_MEMBER,
                 _ ("The member %lld has an account already, as %s: invite that address."),
                 (long long) member, other.email);
  return FALSE;
}

/* Whose the new account is; 0 on error. */
static gint64
choose_person (SohoArchive *archive, const char *email, gint64 member, GError **error)
{
  g_autoptr (GArray) members = NULL;

  if (member != 0)
    return check_member (archive, member, error) ? member : 0;
  members = soho_archive_list_members_at (archive, email, error);
  if (members == NULL)
    return 0;
  if (members->len == 0)
    return soho_archive_next_id (archive, NULL, error);
  member = g_array_index (members, gint64, 0);
  if (members->len == 1)
    return check_member (archive, member, error) ? member : 0;
  g_set_error (error, SOHO_INVITE_ERROR, SOHO_INVITE_ERROR_MEMBER,
               _ ("Several members have the address %s, among them %lld and %lld: say with "
                  "--member whose account it is."),
               email, (long long) member, (long long) g_array_index (members, gint64, 1));
  return 0;
}

/* The account of this address, made if there is none yet; 0 on error. */
static gint64
ensure_account (SohoArchive *archive, const char *email, gint64 member, GError **error)
{
  g_auto (SohoAccount) account = { 0 };
  gint64 person;

  if (!soho_archive_find_account (archive, email, &account, error))
    return 0;
  if (account.person != 0 && (member == 0 || member == account.person))
    return account.person;
  if (account.person != 0)
    {
      g_set_error (error, SOHO_INVITE_ERROR, SOHO_INVITE_ERROR_MEMBER,
                   _ ("%s is the account of member %lld already: leave --member out."), email,
                   (long long) account.person);
      return 0;
    }
  person = choose_person (archive, email, member, error);
  return person != 0 && soho_archive_add_account (archive, person, email, error) ? person : 0;
}

static gboolean
grant_roles (SohoArchive *archive, gint64 person, const char *const *roles, GError **error)
{
  for (; roles != NULL && *roles != NULL; roles++)
    {
      SohoGrant grant;

      if (!soho_invite_read_role (archive, *roles, &grant, error)
          || !soho_archive_add_role (archive, person, &grant, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
put_code (SohoArchive *archive, gint64 person, const char *code, gint64 now_s, GError **error)
{
  g_autoptr (GBytes) hash = soho_secret_hash_code (code);

  return soho_archive_put_invitation (
      archive, person, hash, now_s + SOHO_INVITATION_DAYS * G_GINT64_CONSTANT (86400), error);
}

char *
soho_invite (SohoArchive *archive,
             const char *email,
             const char *const *roles,
             gint64 member,
             gint64 now_s,
             gint64 *person,
             GError **error)
{
  g_autofree char *folded = read_email (email, error);
  g_autofree char *code = soho_secret_dup_code ();

  if (folded == NULL || !soho_archive_begin (archive, error))
    return NULL;
  *person = ensure_account (archive, folded, member, error);
  if (*person != 0 && grant_roles (archive, *person, roles, error)
      && put_code (archive, *person, code, now_s, error) && soho_archive_commit (archive, error))
    return g_steal_pointer (&code);
  soho_archive_rollback (archive);
  return NULL;
}
