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
  gboolean replaced;  /* the server's log was another one: everything was fetched again */
  gboolean nothing;   /* nothing was new */
} SohoSyncReport;

/* Called after each transaction, on the thread that syncs. */
typedef void (*SohoSyncProgress) (const SohoSyncReport *report, gpointer user_data);

/* Brings the replica in step with the server, in the calling thread, which it blocks. Whatever
 * arrives is kept, also when the line breaks. Blobs that no record shows any more leave the cache.
 * server: as from soho_address_parse (). progress may be NULL. report is filled in also on error.
 * Errors: SOHO_PROTOCOL_ERROR, SOHO_DATABASE_ERROR, G_IO_ERROR and G_RESOLVER_ERROR (no network),
 * G_TLS_ERROR. */
gboolean soho_sync_run (SohoReplica *replica,
                        const char *server,
                        SohoSyncProgress progress,
                        gpointer user_data,
                        GCancellable *cancellable,
                        SohoSyncReport *report,
                        GError **error);

/* A sentence for the person from such an error: what happened, and what to do. To be freed. */
char *soho_sync_dup_explanation (const GError *error);
