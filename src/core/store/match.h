/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/query.h"
#include "store/replica.h"

/* The FTS5 expression that finds what the words of the query mean, as far as this replica knows:
 * the words themselves, their other forms, the skills they stand for; where that finds little, also
 * with one slip put right; where that still finds little, whatever holds one of the words. What
 * holds more of it ranks higher. Where thousands would be found, only titles and keywords count. A
 * bare name of a place that is the name of somebody here counts as a word again: query changes
 * then. NULL without error if there are no words. To be freed. */
char *soho_match_new (SohoReplica *replica, SohoQuery *query, GError **error);
