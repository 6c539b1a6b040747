/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/replica.h"

/* The longest search text that is looked at, in bytes; what comes after is cut. */
#define SOHO_SEARCH_LONGEST 1000

/* One record that a search found. */
typedef struct
{
  SohoRecord *record; /* owned */
  char *snippet;      /* the words around the hit, each hit between U+2068 and U+2069; owned */
} SohoHit;

void soho_hit_free (SohoHit *hit);

/* The FTS5 expression for what a person typed: every word must be there, the last and those of
 * three letters and more as a beginning; small words of French are left out when others remain;
 * operators and quotes mean nothing. NULL if no word is left. To be freed. */
char *soho_search_dup_match (const char *words);

/* The records that hold all the words, best first, at most limit of them. kind: only of this one,
 * or NULL. Returns SohoHits, none if there are no words; NULL on error. */
GPtrArray *soho_replica_search (
    SohoReplica *self, const char *words, const SohoKind *kind, guint limit, GError **error);
