/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "account.h"

/* Signing in and out beside a main loop, in a thread with a connection of its own to the replica. A
 * sync under way is waited for, some seconds: whoever started it had better stop it. The errors'
 * messages are sentences for the person. directory: of the replica. */

/* name: an e-mail address or, by_code, the code of an invitation. shared: whether others use this
 * computer (soho_account_note_shared ()). */
void soho_account_enter_async (const char *directory,
                               const SohoModel *model,
                               const char *server,
                               const char *name,
                               gboolean by_code,
                               const char *password,
                               gboolean shared,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
gboolean soho_account_enter_finish (GAsyncResult *result, GError **error);

/* seal: what has not been sent is sealed (leaving.h); otherwise it keeps one from leaving. */
void soho_account_leave_async (const char *directory,
                               const SohoModel *model,
                               gboolean seal,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
gboolean soho_account_leave_finish (GAsyncResult *result, gboolean *told, GError **error);

/* The token for requests that are made elsewhere than in soho_sync_run (). */
void soho_account_token_async (const char *directory,
                               const SohoModel *model,
                               const char *server,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);

/* NULL without error for a visitor; to be freed. */
char *soho_account_token_finish (GAsyncResult *result, GError **error);

/* Whatever else is asked of the server, by name. work: returns what finish () hands on, NULL with
 * error set. data: freed with free_data, in any thread. */
typedef gpointer (*SohoAccountWork) (SohoReplica *replica,
                                     gpointer data,
                                     GCancellable *cancellable,
                                     GError **error);
void soho_account_work_async (const char *directory,
                              const SohoModel *model,
                              SohoAccountWork work,
                              gpointer data,
                              GDestroyNotify free_data,
                              GDestroyNotify free_result,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);

/* Owned by the caller; NULL on error. */
gpointer soho_account_work_finish (GAsyncResult *result, GError **error);
