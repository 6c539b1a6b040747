/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/match.h"

/* Why each of the documents was found: the words around the hits, or the skills that were meant;
 * what hit stands between U+2068 and U+2069. ids: of documents that match finds, which is asked for
 * at least one. Returns a table from id (gint64 *) to text, both its own; NULL on error. */
GHashTable *
soho_snippets_read (SohoReplica *self, const SohoMatch *match, const GArray *ids, GError **error);
