/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/query.h"
#include "store/replica.h"

/* What words are understood as. */
typedef struct
{
  char *expression; /* of FTS5: the words, or one of the skills */
  char *words;      /* what of it is made of words; may be empty */
  char *titles;     /* NULL, or that of thousands of finds some have the words in their titles */
  GArray *skills;   /* gint64: the skills that are meant */
} SohoMatch;

/* What finds what the words of the query mean, as far as this replica knows: the words themselves,
 * their other forms, the skills they stand for; where that finds little, also with one slip put
 * right; where that still finds little, whatever holds one of the words. What holds more of it
 * ranks higher. Where thousands would be found, words count only in titles and keywords. A bare
 * name of a place that is the name of somebody here counts as a word again: query changes then.
 * kind: of what will be shown, NULL for all; what is found of others is not enough. NULL without
 * error if there are no words. */
SohoMatch *
soho_match_new (SohoReplica *replica, SohoQuery *query, const SohoKind *kind, GError **error);
void soho_match_free (SohoMatch *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SohoMatch, soho_match_free)

/* Of thousands of finds keeps those whose titles hold the words, if there are enough for one look:
 * to rank the others costs much, and a few letters more tell what is meant. */
void soho_match_keep_titles (SohoMatch *self);

/* Its expression alone. To be freed. */
char *soho_match_dup_expression (SohoReplica *replica,
                                 SohoQuery *query,
                                 const SohoKind *kind,
                                 GError **error);
