/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

#include "sync.h"

/* Sends what waits in the outbox, if anybody has signed in here, and does what the answers say:
 * each in one transaction, so that whatever breaks, an edit is either waiting still or answered.
 * Part of soho_sync_run (), whose lock it needs. token: as in sync-private.h. Errors: as there.
 */
gboolean soho_sending_run (SohoReplica *replica,
                           SoupSession *session,
                           const char *server,
                           const char *token,
                           GCancellable *cancellable,
                           SohoSyncReport *report,
                           GError **error);
