/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/replica.h"

/* How what the server says enters the replica. All of it happens in transactions that the caller
 * opens and closes, so that the cursor and the rows before it are always written together. The
 * caller holds the lock (soho_replica_lock ()). */

gboolean soho_replica_begin (SohoReplica *self, GError **error);
gboolean soho_replica_commit (SohoReplica *self, GError **error);
void soho_replica_rollback (SohoReplica *self);

/* Commits if all is done, and rolls back otherwise, or if that fails. Whether it is committed. */
gboolean soho_replica_end (SohoReplica *self, gboolean done, GError **error);

/* Writes rows, new or changed. Their values must have come through soho_page_parse (),
 * soho_kind_validate () or from the replica itself. */
gboolean soho_replica_apply_rows (SohoReplica *self, const SohoRows *rows, GError **error);

/* Removes n rows of the kind; those it does not have are no error. */
gboolean soho_replica_apply_deletions (
    SohoReplica *self, const SohoKind *kind, const gint64 *ids, guint n, GError **error);

/* Where the server's log has been followed to. "" before the first page. To be freed; NULL on
 * error. */
char *soho_replica_dup_cursor (SohoReplica *self, GError **error);
gboolean soho_replica_set_cursor (SohoReplica *self, const char *cursor, GError **error);

/* What must be asked for again: kinds whose declaration has grown, and audiences that were dropped
 * here (audiences.h) without the server's word. Free with g_strfreev (). */
char **soho_replica_dup_refills (SohoReplica *self, GError **error);

/* Begins a fill whose rows replace all there are, because the server's log is another one: what the
 * fill does not bring is deleted at its end. Everything stays readable meanwhile. */
gboolean soho_replica_begin_replacement (SohoReplica *self, GError **error);

/* Ends a fill: removes what a replacement did not bring, and notes that nothing must be asked for
 * again. */
gboolean soho_replica_end_fill (SohoReplica *self, GError **error);
