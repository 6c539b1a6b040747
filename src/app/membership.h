/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "account-task.h"
#include "library.h"

G_BEGIN_DECLS

/* Who has signed in: the library's, for the windows. It also tells the photos who asks for them. To
 * be used in the main thread.
 *
 * Signal "changed": somebody has signed in or out, here or through another program, or has a role
 * that they had not, or the other way round. */
#define SOHO_TYPE_MEMBERSHIP (soho_membership_get_type ())
G_DECLARE_FINAL_TYPE (SohoMembership, soho_membership, SOHO, MEMBERSHIP, GObject)

/* library: owns this, and outlives it. */
SohoMembership *soho_membership_new (SohoLibrary *library);

/* The address of who has signed in, NULL if nobody has. Borrowed until "changed". */
const char *soho_membership_get_email (SohoMembership *self);

/* The id of their member record, which may not be here; 0 if nobody has signed in. */
gint64 soho_membership_get_person (SohoMembership *self);

/* What they are: "member", "staff", "village_contact:12", …; nothing if nobody has signed in.
 * Borrowed until "changed". */
const char *const *soho_membership_get_roles (SohoMembership *self);

/* Whether they have this role, of whatever village or telecentre. */
gboolean soho_membership_has_role (SohoMembership *self, const char *role);

/* Asks something of the server beside the main loop; see soho_account_work_async (). The error's
 * message is a sentence for the person. */
void soho_membership_ask_async (SohoMembership *self,
                                SohoAccountWork work,
                                gpointer data,
                                GDestroyNotify free_data,
                                GDestroyNotify free_result,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);

/* Reads again who it is. */
void soho_membership_refresh (SohoMembership *self);

/* Signs in at the library's server, which there must be, and syncs. name: an e-mail address or,
 * by_code, the code of an invitation. shared: others use this computer, so that closing the program
 * signs out. The error's message is a sentence for the person. */
void soho_membership_enter_async (SohoMembership *self,
                                  const char *name,
                                  gboolean by_code,
                                  const char *password,
                                  gboolean shared,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
gboolean soho_membership_enter_finish (SohoMembership *self, GAsyncResult *result, GError **error);

/* Signs out; what members read leaves this computer. seal: what has not been sent yet stays, sealed
 * under the password; otherwise it is SOHO_ACCOUNT_ERROR_UNSENT. *told: whether the server has
 * heard of it. */
void soho_membership_leave_async (SohoMembership *self,
                                  gboolean seal,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
gboolean soho_membership_leave_finish (SohoMembership *self,
                                       GAsyncResult *result,
                                       gboolean *told,
                                       GError **error);

G_END_DECLS
