/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "archive/accounts.h"

/* How long a code can be used. */
#define SOHO_INVITATION_DAYS 14

typedef enum
{
  SOHO_INVITE_ERROR_EMAIL,  /* no e-mail address */
  SOHO_INVITE_ERROR_MEMBER, /* which member it is is not clear, or they have another account */
  SOHO_INVITE_ERROR_ROLE,   /* no role, or of a record that is not there */
} SohoInviteError;

#define SOHO_INVITE_ERROR (soho_invite_error_quark ())
GQuark soho_invite_error_quark (void);

/* Makes a code with which the owner of this e-mail address chooses a password: the first, or a new
 * one if they have an account. Any code they have is void from now on. The account is of the member
 * that is given; else (0) of the one that has this address among their contact points; else of
 * nobody yet, under an id kept for them. roles: as soho_grant_parse () reads them, granted besides
 * those there are; may be NULL. Takes a transaction of its own. *person: whose account it is.
 * Returns the code, to be freed. Errors: SOHO_INVITE_ERROR, SOHO_ARCHIVE_ERROR,
 * SOHO_DATABASE_ERROR. */
char *soho_invite (SohoArchive *archive,
                   const char *email,
                   const char *const *roles,
                   gint64 member,
                   gint64 now_s,
                   gint64 *person,
                   GError **error);

/* Reads a role as soho_grant_parse () does, and looks whether what it is of is there. Errors:
 * SOHO_INVITE_ERROR_ROLE, SOHO_DATABASE_ERROR. */
gboolean
soho_invite_read_role (SohoArchive *archive, const char *text, SohoGrant *grant, GError **error);
