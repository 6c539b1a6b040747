/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/* Where the token of a sign-in is kept: in the desktop's keyring, or where there is none, or it is
 * locked, in a file of the replica's directory that nobody else may read. There is one for each
 * replica, and it is given out for the server alone that made it. These functions may wait for the
 * desktop, which is never made to ask the person for anything. directory: of the replica. */

/* In place of the one there is. Errors: G_FILE_ERROR if neither takes it. */
gboolean soho_keyring_store (const char *directory,
                             const char *server,
                             const char *token,
                             GCancellable *cancellable,
                             GError **error);

/* The same on a computer that others use: in a file that is gone when the session of the desktop
 * is, and in no keyring. */
gboolean soho_keyring_store_for_session (const char *directory,
                                         const char *server,
                                         const char *token,
                                         GCancellable *cancellable,
                                         GError **error);

/* NULL if there is none, or none that can be had now. To be freed. */
char *soho_keyring_dup_token (const char *directory, const char *server, GCancellable *cancellable);

/* Where it cannot be taken away, it is of no more use: the server has ended the sign-in. */
void soho_keyring_forget (const char *directory, GCancellable *cancellable);
