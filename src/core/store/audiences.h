/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/replica.h"

/* Who reads the rows of a replica, and how what a person may read no longer leaves it. The caller
 * holds the lock (soho_replica_lock ()). */

/* Removes the rows of an audience whose grant has ended, as the server says. Inside the caller's
 * transaction (apply.h). */
gboolean soho_replica_drop_audience (SohoReplica *self, const char *audience, GError **error);

/* Leaves what everybody may read and nothing else, as when a person signs out: in the tables, in
 * the search, and in the bytes of the file, as far as no other program reads it now. Whoever may
 * read it later is sent it again. Takes a transaction of its own. */
gboolean soho_replica_forget_hidden (SohoReplica *self, GError **error);

/* For lease.c: removes the rows of all audiences but the public one. Inside the caller's
 * transaction.
 */
gboolean soho_audiences_drop_hidden (SohoReplica *self, GError **error);

/* For apply.c: the audiences to be asked for again, which the end of a fill settles. */
gboolean soho_audiences_add_lost (SohoReplica *self, GStrvBuilder *names, GError **error);
gboolean soho_audiences_forget_lost (SohoReplica *self, GError **error);
