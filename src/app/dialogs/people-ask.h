/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "membership.h"
#include "people.h"

/* What staff asks of the server (client/people.h), beside the main loop. Each is finished with
 * soho_account_work_finish (), which hands on what is said here, or NULL with an error whose
 * message is a sentence for the person. */

/* A SohoPeople. */
void soho_people_ask_list (SohoMembership *membership,
                           const char *find,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);

/* A SohoInvitation. */
void soho_people_ask_invite (SohoMembership *membership,
                             const char *email,
                             gint64 member,
                             const char *role,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);

/* Not NULL, and not to be freed; so is the next. */
void soho_people_ask_role (SohoMembership *membership,
                           gint64 person,
                           const char *role,
                           gboolean granted,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
void soho_people_ask_withdraw (SohoMembership *membership,
                               gint64 person,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
