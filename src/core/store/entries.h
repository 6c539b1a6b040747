/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/query.h"
#include "store/replica.h"

/* The tables `entry`, `entry_word` and `entry_group`: a small row for each document, a row for each
 * word of its title, and one for each tree under which its parts put it (the category of a member's
 * skill). They follow from the records, as the full-text index does, and are written with it. */

/* Writes the entries of the documents in the temporary table `touched` anew. Inside the caller's
 * transaction, once the full-text index holds them. */
gboolean soho_entries_flush (SohoReplica *self, GError **error);

/* Makes the entries of a replica that an older program wrote, and its full-text documents anew. */
gboolean soho_entries_ensure (SohoReplica *self, GError **error);

/* Adds to complaints (of char *) where the entries and the records differ. */
void soho_entries_verify (SohoReplica *self, GPtrArray *complaints, GError **error);

/* Whether the query is but one or two letters with which a name of a record of the kind begins
 * (NULL: of any kind): so few letters begin words of nearly every document, and are an answer only
 * among names. *initials: the letters, folded, to be freed; NULL if it is not so. FALSE on error.
 */
gboolean soho_entries_find_initials (SohoReplica *self,
                                     const SohoQuery *query,
                                     const SohoKind *kind,
                                     char **initials,
                                     GError **error);
