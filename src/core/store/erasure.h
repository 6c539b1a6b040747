/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/replica.h"

/* What must be left in no byte of a replica: records of persons who were erased, and what is not
 * for those who use this computer next. */

/* The server says that the records were erased: they go, as soho_replica_apply_deletions () says,
 * and with them whatever is kept about them here: edits that wait become deletions, edits that came
 * back or are kept are forgotten. Inside the caller's transaction (apply.h). */
gboolean soho_replica_apply_erasures (
    SohoReplica *self, const SohoKind *kind, const gint64 *ids, guint n, GError **error);

/* Notes that words have to leave the file itself, inside the caller's transaction. */
gboolean soho_erasure_note (SohoReplica *self, GError **error);

/* If that has been noted: writes the file anew, so that neither free space nor the full-text index
 * nor the log holds what is gone, and deletes damaged files that were set aside. Where another
 * program that reads prevents it, it stays to be done. Outside a transaction; the caller holds the
 * lock. */
gboolean soho_replica_rewrite_if_noted (SohoReplica *self, GError **error);
