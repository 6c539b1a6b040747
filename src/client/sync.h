/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "store/replica.h"

/* What one sync did. */
typedef struct
{
  guint requests;
  guint64 bytes_down; /* bodies as they came over the line, and the answers' headers */
  guint64 bytes_up;   /* requests with their headers */
  guint rows;         /* written or deleted */
  guint sent;         /* edits that were answered */
  guint refused;      /* of these, how many came back */
  gboolean replaced;  /* the server's log was another one: everything was fetched again */
  gboolean nothing;   /* nothing was new */
} SohoSyncReport;

/* Called after each transaction, on the thread that syncs. */
typedef void (*SohoSyncProgress) (const SohoSyncReport *report, gpointer user_data);

/* Sends what was written here, then brings the replica in step with the server, in the calling
 * thread, which it blocks. Whatever arrives is kept, also when the line breaks. Blobs that no
 * record shows any more leave the cache. What the server does not take does not keep it from being
 * read: the error is told at the end. It is done in the name of whoever
 * has signed in here (account.h). server: as from soho_address_parse (). progress may be NULL.
 * report is filled in also on error. Errors: SOHO_PROTOCOL_ERROR, SOHO_ACCOUNT_ERROR_OTHER_SERVER,
 * SOHO_DATABASE_ERROR, G_IO_ERROR and G_RESOLVER_ERROR (no network), G_TLS_ERROR. */
gboolean soho_sync_run (SohoReplica *replica,
                        const char *server,
                        SohoSyncProgress progress,
                        gpointer user_data,
                        GCancellable *cancellable,
                        SohoSyncReport *report,
                        GError **error);

/* A sentence for the person from such an error: what happened, and what to do. To be freed. */
char *soho_sync_dup_explanation (const GError *error);
