/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/replica.h"

/* The server was put back from a backup: it is asked how far it knows what was written here, and
 * what it has forgotten goes into the outbox again (store/kept.h); round.h says when. */

/* The path of the question, to be freed; NULL without error if nobody has signed in, who would have
 * nothing to offer. */
char *soho_reconcile_dup_path (SohoReplica *replica, GError **error);

/* Does what the answer says, in one transaction with the beginning of a fill that replaces
 * everything if replace. text: NULL for nobody, who was not asked. Errors: SOHO_PROTOCOL_ERROR,
 * SOHO_DATABASE_ERROR. */
gboolean soho_reconcile_take_answer (
    SohoReplica *replica, const char *text, gsize length, gboolean replace, GError **error);

/* Whether it is known, from a sign-in, that the server was put back. */
gboolean soho_reconcile_is_due (SohoReplica *replica, gboolean *due, GError **error);
