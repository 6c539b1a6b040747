/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/replica.h"

/* The server was put back from a backup: what it has forgotten of what was written here is asked
 * for and offered again (store/kept.h); round.h says when. */

/* The question how far the server knows what was written here, or nothing for a visitor, who has
 * nothing to offer: *path is NULL then. To be freed. */
gboolean soho_reconcile_dup_path (SohoReplica *replica, char **path, GError **error);

/* In a transaction of its own: puts into the outbox again what the server has forgotten by its
 * answer, and begins the fill that replaces everything if replace. answer: NULL for a visitor. */
gboolean soho_reconcile_take_answer (
    SohoReplica *replica, const char *answer, gsize length, gboolean replace, GError **error);

/* Whether it is known already that the server was put back, as after a new sign-in. */
gboolean soho_reconcile_is_due (SohoReplica *replica, gboolean *due, GError **error);
