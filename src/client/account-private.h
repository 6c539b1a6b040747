/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "account.h"

/* Facts of the replica, beside those of store/writer.h. */
#define SOHO_FACT_SERVER "account_server"
#define SOHO_FACT_EMAIL "account_email"
#define SOHO_FACT_ROLES "account_roles"

/* "yes" if the sign-in is on a computer that others use. */
#define SOHO_FACT_SHARED "account_shared"

/* The server's log at the last sign-in, and whether it has been found to be another one since
 * (sync.c). */
#define SOHO_FACT_LOG "log"
#define SOHO_FACT_RESTORED "restored"

/* The sign-in, which there must be. Errors: SOHO_ACCOUNT_ERROR_NOBODY, SOHO_DATABASE_ERROR. */
gboolean soho_account_read_somebody (SohoReplica *replica, SohoSignIn *self, GError **error);
