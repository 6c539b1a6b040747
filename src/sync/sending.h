/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "push.h"
#include "store/replica.h"

/* What is sent of a replica, and what its answer does to it; round.h says when. */

/* *push: a request of what waits, or of as much of it as one may hold, and *path where it goes;
 * NULL if nothing does, or nobody has signed in. Owned by the caller. From now on none of it can be
 * withdrawn without the server's hearing of it, unless soho_replica_unsend () says so with *before.
 * In a transaction of its own. */
gboolean soho_sending_make_push (
    SohoReplica *replica, SohoPush **push, char **path, gint64 *before, GError **error);

/* In a transaction of its own: what was accepted is forgotten, what came back goes to the tray. */
gboolean
soho_sending_take_answer (SohoReplica *replica, const SohoEditsAnswer *answer, GError **error);
