/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/database.h"
#include "store/replica.h"

/* The connection, for the query families of this folder. Borrowed. */
sqlite3 *soho_replica_get_database (SohoReplica *self);

/* The statement that reads the record :id of a kind. NULL on error. */
sqlite3_stmt *soho_replica_prepare_record (SohoReplica *self, const SohoKind *kind, GError **error);

/* The record in the statement's current row, whose columns are soho_schema_dup_columns (). Owned by
 * the caller. */
SohoRecord *soho_replica_read_record (const SohoKind *kind, sqlite3_stmt *statement);

/* For apply.c and replay.c: rows into a table and out of it, and into the full-text index, without
 * a thought of the outbox. Inside a transaction of soho_replica_begin (). */
gboolean soho_apply_write (SohoReplica *self, const SohoRows *rows, GError **error);
gboolean soho_apply_remove (
    SohoReplica *self, const SohoKind *kind, const gint64 *ids, guint n, GError **error);
