/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/replica.h"

/* One record that a search found. */
typedef struct
{
  SohoRecord *record; /* owned */
  char *snippet;      /* the words around the hit, each hit between U+2068 and U+2069; owned */
} SohoHit;

void soho_hit_free (SohoHit *hit);

/* The records that the words mean (store/match.h) where they say that it should be (store/query.h),
 * best first, at most limit of them. kind: only of this one, or NULL. Returns SohoHits, none if
 * there are no words; NULL on error. */
GPtrArray *soho_replica_search (
    SohoReplica *self, const char *words, const SohoKind *kind, guint limit, GError **error);

/* The same, the best of each kind together, at most most_of_kind of one, the kind with the best of
 * all first: for one look over everything, at the speed of typing. One or two letters find names
 * that begin with them, where there are any; so do letters that begin words of thousands. */
GPtrArray *soho_replica_search_kinds (SohoReplica *self,
                                      const char *words,
                                      guint most_of_kind,
                                      GError **error);

/* Where the words are understood to ask for, in the person's language: "near Marciac (20 km)". NULL
 * without error if they name no place. To be freed. */
char *soho_replica_dup_place (SohoReplica *self, const char *words, GError **error);
