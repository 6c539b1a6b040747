/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "archive/accounts.h"

/* Accounts as staff sees them, and what staff does to them. What is written is written inside the
 * caller's transaction. */

typedef struct
{
  gint64 person;
  char *email;
  char *name;      /* as on the card; NULL if there is none, or none that staff may read */
  gboolean active; /* a password has been chosen */
  gint64 expires;  /* of the code that can be used, Unix seconds; 0 if there is none */
  char **roles;    /* as soho_grant_parse () reads them */
} SohoPerson;

void soho_person_free (SohoPerson *person);

/* The accounts whose address or name has all words of find (each may be a part of one): those with
 * a role first, then by address; SohoPerson, owned by the caller, NULL on error. *more: whether
 * there are more than most. */
GPtrArray *soho_archive_list_people (
    SohoArchive *archive, const char *find, guint most, gboolean *more, GError **error);

/* Ends a role. *ended: FALSE if it was not granted. */
gboolean soho_archive_end_role (
    SohoArchive *archive, gint64 person, const SohoGrant *grant, gboolean *ended, GError **error);

/* Whether somebody else is staff and has a password: else nobody could let anybody in. */
gboolean
soho_archive_has_other_staff (SohoArchive *archive, gint64 person, gboolean *has, GError **error);

/* Takes an account back that was never used, with its roles; of one that was used, only the code.
 */
gboolean soho_archive_withdraw_invitation (SohoArchive *archive, gint64 person, GError **error);
