/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/replica.h"

/* What somebody typed that cannot be kept as it is, as half a telephone number: it waits where it
 * was typed until its person comes back to it. It is theirs alone, shown to nobody else who uses
 * this replica and never sent. */

/* Keeps the text at a place, a name that the windows give; NULL or "" forgets it. In a transaction
 * of its own. Errors: SOHO_WRITER_ERROR_SIGNED_OUT, SOHO_DATABASE_ERROR. */
gboolean
soho_replica_keep_draft (SohoReplica *self, const char *place, const char *text, GError **error);

/* What waits there for who has signed in; NULL without error if nothing does. To be freed. */
char *soho_replica_dup_draft (SohoReplica *self, const char *place, GError **error);
