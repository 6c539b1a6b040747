/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "store/replica.h"

/* Signing in and out of a replica. What asks the server does so in the calling thread, which it
 * blocks; soho_sync_dup_explanation () has the sentence for each error. */

#define SOHO_ACCOUNT_ERROR (soho_account_error_quark ())
GQuark soho_account_error_quark (void);

/* Each comes with a sentence for the person. */
typedef enum
{
  SOHO_ACCOUNT_ERROR_PASSWORD,        /* not the right one, or no account has this address */
  SOHO_ACCOUNT_ERROR_PASSWORD_LENGTH, /* none that can be chosen */
  SOHO_ACCOUNT_ERROR_CODE,            /* none that can be used */
  SOHO_ACCOUNT_ERROR_WAIT,            /* too many attempts, by this person or by all */
  SOHO_ACCOUNT_ERROR_NOBODY,          /* nobody has signed in here */
  SOHO_ACCOUNT_ERROR_OTHER_SERVER,    /* signed in elsewhere */
  SOHO_ACCOUNT_ERROR_UNSENT,          /* what was written here would be lost */
  SOHO_ACCOUNT_ERROR_NOT_STAFF,       /* for staff only */
  SOHO_ACCOUNT_ERROR_LAST_STAFF,      /* nobody else could let anybody in */
  SOHO_ACCOUNT_ERROR_EMAIL,           /* no e-mail address */
  SOHO_ACCOUNT_ERROR_MEMBER,          /* whose account it would be is not clear */
  SOHO_ACCOUNT_ERROR_ROLE,            /* none that can be granted */
} SohoAccountError;

/* Who has signed in here. */
typedef struct
{
  gint64 person; /* the id of their member record, which may not be here; 0 if nobody has */
  guint writer;
  char *server; /* as from soho_address_parse () */
  char *email;
  char **roles; /* "member", "staff", "village_contact:12", … */
} SohoSignIn;

void soho_sign_in_clear (SohoSignIn *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SohoSignIn, soho_sign_in_clear)

gboolean soho_account_read (SohoReplica *replica, SohoSignIn *sign_in, GError **error);

/* For every request to the server: *token is NULL if nobody has signed in here, else to be freed.
 * Never is a visitor made of somebody who has: that would take from the replica what they may
 * read. Errors: SOHO_PROTOCOL_ERROR_SIGNED_OUT if the token cannot be had;
 * SOHO_ACCOUNT_ERROR_OTHER_SERVER; SOHO_DATABASE_ERROR. */
gboolean soho_account_authorize (SohoReplica *replica,
                                 const char *server,
                                 GCancellable *cancellable,
                                 char **token,
                                 GError **error);

/* Notes what the server says that who has signed in is now: "member,staff,…". What is no such text
 * is not noted. */
gboolean soho_account_note_roles (SohoReplica *replica, const char *roles, GError **error);

/* Notes, before a sign-in, whether others use this computer: then its token is kept for this
 * session of the desktop alone, and a program that is closed signs out. */
gboolean soho_account_note_shared (SohoReplica *replica, gboolean shared, GError **error);

/* Whether somebody has signed in, and it is so. */
gboolean soho_account_is_shared (SohoReplica *replica, gboolean *shared, GError **error);

/* Chooses a password by the code of an invitation, and signs in; also when a password was
 * forgotten. device: what to call this computer among the sign-ins, up to 80 characters. What is
 * another person's leaves the replica first. Errors: SOHO_ACCOUNT_ERROR, SOHO_WRITER_ERROR_WAITING
 * if that person's edits wait here, SOHO_DATABASE_ERROR_BUSY if another program syncs, and those of
 * the network. */
gboolean soho_account_activate (SohoReplica *replica,
                                const char *server,
                                const char *code,
                                const char *password,
                                const char *device,
                                GCancellable *cancellable,
                                GError **error);

/* The same by address and password. */
gboolean soho_account_sign_in (SohoReplica *replica,
                               const char *server,
                               const char *email,
                               const char *password,
                               const char *device,
                               GCancellable *cancellable,
                               GError **error);

/* For sync.c, which holds the lock: another copy of this replica writes under the same sign-in, and
 * this one gets a sign-in of its own, without a password, since it has the proof of the other. What
 * waits goes on under it. */
gboolean
soho_account_part_from_copy (SohoReplica *replica, GCancellable *cancellable, GError **error);

/* Signs out: what not everybody may read leaves this computer. *told: whether the server has heard
 * of it; without a network the sign-in stays listed there until it is ended from elsewhere. Errors:
 * SOHO_ACCOUNT_ERROR_NOBODY and UNSENT, SOHO_DATABASE_ERROR. */
gboolean soho_account_sign_out (SohoReplica *replica,
                                GCancellable *cancellable,
                                gboolean *told,
                                GError **error);

/* One of a person's sign-ins. */
typedef struct
{
  guint id;
  char *device;
  gint64 created, seen; /* Unix seconds */
  gboolean here;
} SohoSignInEntry;

void soho_sign_in_entry_free (SohoSignInEntry *entry);

/* All that go on, the one seen last first: SohoSignInEntry, owned by the caller; NULL on error. */
GPtrArray *
soho_account_list_sign_ins (SohoReplica *replica, GCancellable *cancellable, GError **error);

/* Ends another of one's own sign-ins. */
gboolean soho_account_end_sign_in (SohoReplica *replica,
                                   guint id,
                                   GCancellable *cancellable,
                                   GError **error);

/* All other sign-ins end. */
gboolean soho_account_change_password (SohoReplica *replica,
                                       const char *old_password,
                                       const char *new_password,
                                       GCancellable *cancellable,
                                       GError **error);

/* Whether a text has the length of a password. */
gboolean soho_account_is_password (const char *text);

/* What this computer is called, as far as it goes into a sign-in. To be freed. */
char *soho_account_dup_device (void);
