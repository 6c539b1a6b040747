/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <sqlite3.h>

/* The FTS5 auxiliary function closeness (search, weight of column 0, …): how well a document
 * answers, less than zero and the better the smaller. Each phrase of the query counts once, in the
 * column of its best weight.
 *
 * bm25 () asks of every document it ranks how long it is, a look into another table, and of every
 * phrase how many documents have it; that is what it costs. What people type is one to three words,
 * and of documents that all hold them the field tells more than the length. */

/* Makes the function known to this connection. Errors: SOHO_DATABASE_ERROR. */
gboolean soho_closeness_register (sqlite3 *db, GError **error);
