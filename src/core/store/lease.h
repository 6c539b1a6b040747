/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/replica.h"

/* A copy that has not synced for 90 days may show what its reader may read no longer. It locks:
 * what not everybody may read is in no table, list or search any more, and comes back with the next
 * sync that the server lets in; what was written here and waits stays. Two measures say how long it
 * has been: how much later than the server's time at the last sync this machine's clock has ever
 * been, and for how long programs have run here since. So a clock that is set back gains nothing,
 * and one that jumps ahead locks, and no more than that: nothing is ever deleted for it. */

#define SOHO_LEASE_DAYS 90

/* The last sync was at this time, by the server, if it said so, else by this machine's clock; Unix
 * seconds. Unlocks. In a transaction of its own. */
gboolean soho_replica_renew_lease (SohoReplica *self, gint64 server_now, GError **error);

/* Looks at the clock, and adds for how long a program has run here since it last looked. *locked:
 * whether the copy is locked from now on; it is not without a sync to count from. In a transaction
 * of its own. */
gboolean soho_replica_check_lease (
    SohoReplica *self, gint64 now, gint64 ran_s, gboolean *locked, GError **error);

/* Whether it is. */
gboolean soho_replica_is_locked (SohoReplica *self, gboolean *locked, GError **error);

/* The server has let in who has signed in here: what was locked is back, for the sync that brings
 * it up to date. In a transaction of its own. */
gboolean soho_replica_unlock_lease (SohoReplica *self, GError **error);
