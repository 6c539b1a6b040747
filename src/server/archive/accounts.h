/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "archive/archive.h"

/* Accounts, roles and invitations as the archive keeps them. What is written is written inside the
 * caller's transaction. */

/* What a person is. A member is everybody with an account; the others are granted. */
typedef enum
{
  SOHO_ROLE_MEMBER = 1 << 0,
  SOHO_ROLE_ADVISER = 1 << 1,
  SOHO_ROLE_VILLAGE_CONTACT = 1 << 2, /* of the villages whose channel they read */
  SOHO_ROLE_RECEPTION = 1 << 3,       /* of the telecentres whose desk's channel they read */
  SOHO_ROLE_STAFF = 1 << 4,
} SohoRoles;

/* One role as it is granted. */
typedef struct
{
  SohoRoles role;
  gint64 subject; /* the village or telecentre; 0 where the role is of none */
} SohoGrant;

/* What a granted role is called in texts: "staff", "adviser", … */
const char *soho_role_get_name (SohoRoles role);

/* The kind of record that a role is of, NULL if it is of none. */
const char *soho_role_get_subject_kind (SohoRoles role);

/* The word of the channel that a role reads, before the subject's id; NULL if it has none. */
const char *soho_role_get_channel (SohoRoles role);

/* Reads "staff", "adviser", "village_contact:ID" or "reception:ID". FALSE for anything else. */
gboolean soho_grant_parse (const char *text, SohoGrant *grant);

typedef struct
{
  gint64 person;  /* 0 if there is no such account */
  char *email;    /* folded */
  char *password; /* as libsodium writes it; NULL until one has been chosen */
} SohoAccount;

void soho_account_clear (SohoAccount *account);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SohoAccount, soho_account_clear)

/* The form in which e-mail addresses are kept and compared. To be freed. */
char *soho_email_fold (const char *email);

/* An account that is not there is no error. email: folded. */
gboolean soho_archive_find_account (SohoArchive *archive,
                                    const char *email,
                                    SohoAccount *account,
                                    GError **error);
gboolean soho_archive_read_account (SohoArchive *archive,
                                    gint64 person,
                                    SohoAccount *account,
                                    GError **error);

/* Makes the account, without a password. email: folded, and nobody else's. */
gboolean
soho_archive_add_account (SohoArchive *archive, gint64 person, const char *email, GError **error);

gboolean soho_archive_set_password (SohoArchive *archive,
                                    gint64 person,
                                    const char *password,
                                    GError **error);

/* The members that have the folded address among their contact points: an array of gint64, owned by
 * the caller; NULL on error. */
GArray *soho_archive_list_members_at (SohoArchive *archive, const char *email, GError **error);

/* Grants a role; one that is granted already is no error. */
gboolean
soho_archive_add_role (SohoArchive *archive, gint64 person, const SohoGrant *grant, GError **error);

/* What was granted to a person: an array of SohoGrant, owned by the caller; NULL on error. */
GArray *soho_archive_list_grants (SohoArchive *archive, gint64 person, GError **error);

/* The roles of a person as soho_grant_parse () reads them. Free with g_strfreev (); NULL on error.
 */
char **soho_archive_dup_roles (SohoArchive *archive, gint64 person, GError **error);

/* Keeps the hash of a code in place of the one that the person has. expires: Unix seconds. */
gboolean soho_archive_put_invitation (
    SohoArchive *archive, gint64 person, GBytes *code, gint64 expires, GError **error);

/* *person: 0 if there is no such invitation. */
gboolean soho_archive_find_invitation (
    SohoArchive *archive, GBytes *code, gint64 *person, gint64 *expires, GError **error);

gboolean soho_archive_delete_invitation (SohoArchive *archive, gint64 person, GError **error);
