/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "account.h"

/* What staff asks of the server about accounts: in the calling thread, which it blocks. Errors of
 * all: SOHO_ACCOUNT_ERROR, SOHO_PROTOCOL_ERROR, and those of the network. */

/* An account. */
typedef struct
{
  gint64 person; /* the id of their member record, which there need not be */
  char *email;
  char *name;      /* NULL if no card tells it */
  gboolean active; /* a password has been chosen */
  gint64 expires;  /* until when a code can be used, Unix seconds; 0 if there is none */
  char **roles;    /* as in SohoSignIn */
} SohoPersonEntry;

SohoPersonEntry *soho_person_entry_copy (const SohoPersonEntry *entry);
void soho_person_entry_free (SohoPersonEntry *entry);

typedef struct
{
  GPtrArray *entries; /* of SohoPersonEntry, those with a role first, then by address */
  gboolean more;      /* there are more than one answer holds */
} SohoPeople;

void soho_people_free (SohoPeople *people);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SohoPeople, soho_people_free)

/* The accounts that have all these words in address or name; owned by the caller, NULL on error. */
SohoPeople *soho_people_list (SohoReplica *replica,
                              const char *find,
                              GCancellable *cancellable,
                              GError **error);

/* Grants a role ("staff", "village_contact:12", …) or ends it. */
gboolean soho_people_set_role (SohoReplica *replica,
                               gint64 person,
                               const char *role,
                               gboolean granted,
                               GCancellable *cancellable,
                               GError **error);

typedef struct
{
  gint64 person;
  char *email;
  char *code;     /* for a person to read and type; told this once */
  gint64 expires; /* Unix seconds */
} SohoInvitation;

void soho_invitation_free (SohoInvitation *invitation);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SohoInvitation, soho_invitation_free)

/* Makes a code, for a new account or for a forgotten password. member: whose card it is; 0 for that
 * of whoever has the address, or nobody's. role: granted with it; NULL for none. */
SohoInvitation *soho_people_invite (SohoReplica *replica,
                                    const char *email,
                                    gint64 member,
                                    const char *role,
                                    GCancellable *cancellable,
                                    GError **error);

/* Makes the code void; an account that was never used goes with it. */
gboolean soho_people_withdraw (SohoReplica *replica,
                               gint64 person,
                               GCancellable *cancellable,
                               GError **error);
