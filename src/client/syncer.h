/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "model/kind.h"

G_BEGIN_DECLS

/* Syncs a replica in a thread of its own and tells about it in the thread that made it, whose main
 * loop must run. Dropping it ends the sync under way; what has arrived is kept.
 *
 * Signal "applied": rows have been written; what is shown should be read again. */
#define SOHO_TYPE_SYNCER (soho_syncer_get_type ())
G_DECLARE_FINAL_TYPE (SohoSyncer, soho_syncer, SOHO, SYNCER, GObject)

typedef enum
{
  SOHO_SYNC_IDLE, /* has not synced since it was made */
  SOHO_SYNC_RUNNING,
  SOHO_SYNC_DONE,
  SOHO_SYNC_FAILED,
} SohoSyncState;

/* directory: of the replica. server: as from soho_address_parse (). */
SohoSyncer *soho_syncer_new (const char *directory, const SohoModel *model, const char *server);

/* Begins a sync unless one runs. */
void soho_syncer_start (SohoSyncer *self);

/* Ends the one that runs, if any; what has arrived is kept. */
void soho_syncer_stop (SohoSyncer *self);

/* Property "state", an int of SohoSyncState; notifies in the maker's thread. */
SohoSyncState soho_syncer_get_state (SohoSyncer *self);

/* Property "bytes": how much the sync under way, or the last, has brought. */
guint64 soho_syncer_get_bytes (SohoSyncer *self);

/* The sentence for the person when the state is SOHO_SYNC_FAILED, else NULL. Borrowed until the
 * state changes. */
const char *soho_syncer_get_explanation (SohoSyncer *self);

/* Whether it failed because the sign-in has ended: one has to sign in again. */
gboolean soho_syncer_is_signed_out (SohoSyncer *self);

G_END_DECLS
