/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/replica.h"

/* The full-text index as it follows from the declarations: a record with a title is a document; the
 * searchable fields of its parts (member_skill of a member) and of what those refer to (the skill's
 * label) are words of the same document. */

/* Makes the temporary table `touched`, where the ids of documents to be written anew collect. */
gboolean soho_index_begin (SohoReplica *self, GError **error);

/* Adds to `touched` the documents whose words depend on the n rows of the kind with these ids. Call
 * before and after the rows change, since a part may move from one owner to another. */
gboolean soho_index_touch (
    SohoReplica *self, const SohoKind *kind, const gint64 *ids, guint n, GError **error);

/* Writes the touched documents anew and forgets them. Inside the caller's transaction. */
gboolean soho_index_flush (SohoReplica *self, GError **error);

/* Adds to complaints (of char *) where the index and the records differ. Errors:
 * SOHO_DATABASE_ERROR, of which DAMAGED is a finding too. */
void soho_index_verify (SohoReplica *self, GPtrArray *complaints, GError **error);

#define SOHO_INDEX_COLUMNS "title, keywords, body, refers, kind"

/* Before an id in the column `refers`, which holds a word for each record whose words are words of
 * the document by reference: a letter that nobody here types. */
#define SOHO_INDEX_REFERS "ჰ"

/* The SELECT that makes the documents of a kind: rowid and SOHO_INDEX_COLUMNS; condition is the
 * text of its WHERE clause over "r.id". To be freed. */
char *soho_index_dup_select (const SohoModel *model, const SohoKind *kind, const char *condition);
