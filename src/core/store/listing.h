/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/replica.h"

/* What the page of a kind asks for. */
typedef struct
{
  const SohoKind *kind;
  const char *words;        /* as typed; NULL or "" for all records */
  const char *const *order; /* names of fields, NULL-terminated, by which they stand without words,
                               communes by name; one after "-" descends; NULL: by id */
  const SohoKind *part;     /* NULL, or a kind with a field that refers to kind: what the words find
                               of it counts for the record it refers to */
} SohoListing;

/* The ids of the records that the listing asks for; best match first if there are words, the
 * nearest first if they only name a place (store/query.h). An array of gint64, owned by the caller;
 * NULL on error. */
GArray *soho_replica_find_records (SohoReplica *self, const SohoListing *listing, GError **error);

typedef struct
{
  gint64 village;
  guint offers; /* that are not closed */
  guint people; /* of the network, in its commune */
} SohoVillageCount;

/* What there is in each village. An array of SohoVillageCount, by the id of the village. */
GArray *soho_replica_count_villages (SohoReplica *self, GError **error);
