/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/kind.h"
#include "store/database.h"

/* The replica's tables as they follow from the declarations: one table per kind, named as the kind,
 * with the columns id, revision, one per field, and audience, which is NULL in rows that everybody
 * may read. Booleans, dates, instants and references are INTEGER, sets are the TEXT of a JSON
 * array. */

/* Makes the missing tables and columns and notes in the table `kind` which kinds have grown since
 * the file was last used: their refill flag is set until they have been filled again. Runs inside
 * the caller's transaction. */
gboolean soho_schema_ensure (sqlite3 *db, const SohoModel *model, GError **error);

/* Whether soho_schema_ensure () would change nothing, so that opening a replica takes no write
 * lock. */
gboolean soho_schema_fits (sqlite3 *db, const SohoModel *model, gboolean *fits, GError **error);

/* CREATE TABLE of one kind with its indexes, ';'-separated. To be freed. */
char *soho_schema_dup_create (const SohoKind *kind);

/* INSERT OR REPLACE of one row with positional parameters: id, revision, then the fields, then the
 * audience. To be freed. */
char *soho_schema_dup_upsert (const SohoKind *kind);

/* "id, revision, field, …" for a SELECT, each name quoted. To be freed. */
char *soho_schema_dup_columns (const SohoKind *kind);

/* Binds a value to a positional parameter. */
void soho_schema_bind (sqlite3_stmt *statement, int position, const SohoValue *value);

/* Reads a column as the field's value. What a damaged file may hold besides (another type, a day or
 * an id out of range) reads as SOHO_VALUE_NONE; bytes that are no UTF-8 as U+FFFD. */
void
soho_schema_read (sqlite3_stmt *statement, int column, const SohoField *field, SohoValue *value);
