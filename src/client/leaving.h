/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "account.h"

/* Other ways to leave than soho_account_sign_out (). They ask the server in the calling thread,
 * which they block. */

/* Signs out although something has not been sent yet: it stays here, sealed under the password with
 * which one signed in (store/seal.h), and is opened by the next sign-in with it. Errors: those of
 * soho_account_sign_out (); SOHO_ACCOUNT_ERROR_UNSENT if the sign-in is one of an older version. */
gboolean soho_account_seal_and_sign_out (SohoReplica *replica,
                                         GCancellable *cancellable,
                                         gboolean *told,
                                         GError **error);

/* Erases who has signed in from the network, at once and for good, and signs out here; what they
 * have not sent is gone, too. Errors: SOHO_ACCOUNT_ERROR_PASSWORD, SOHO_ACCOUNT_ERROR_WAIT,
 * SOHO_ACCOUNT_ERROR_NOBODY, and those of the network. */
gboolean soho_account_erase (SohoReplica *replica,
                             const char *password,
                             GCancellable *cancellable,
                             GError **error);
