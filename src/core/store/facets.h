/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/gazetteer.h"
#include "store/directory.h"

/* How the people that a query asks for divide: what a filter could be set to with how many would be
 * left, and where in the list by name each letter begins. */

typedef struct
{
  char *value; /* owned */
  guint people;
} SohoFacet;

/* For each language how many of the members that the query asks for, whatever their languages,
 * speak it; variants count as the language ("fr-CH" as "fr"). Most people first. An array of
 * SohoFacet that frees its values; NULL on error. */
GArray *
soho_replica_count_languages (SohoReplica *self, const SohoPeopleQuery *query, GError **error);

/* For each thing one can be open to how many of the members that the query asks for, whatever they
 * are open to, are. Most people first. As soho_replica_count_languages (). */
GArray *
soho_replica_count_occasions (SohoReplica *self, const SohoPeopleQuery *query, GError **error);

/* For each category how many of the members that the query asks for, of whatever category, are in
 * it; categories without any are left out. From the id, a gint64, to GUINT_TO_POINTER () of the
 * people. Owned by the caller; NULL on error. */
GHashTable *soho_replica_count_query_categories (SohoReplica *self,
                                                 const SohoPeopleQuery *query,
                                                 GError **error);

typedef struct
{
  char insee[6]; /* as the members say it */
  gint64 skill;  /* a category, or a skill of one */
  guint people;
} SohoCommuneFacet;

/* For each commune and category, or skill of a category where parent is not 0, how many of the
 * members that the query asks for, whatever their skills, live there and have it. An array of
 * SohoCommuneFacet; NULL on error. */
GArray *soho_replica_count_skills_by_commune (SohoReplica *self,
                                              const SohoPeopleQuery *query,
                                              gint64 parent,
                                              GError **error);

typedef struct
{
  char letter[8]; /* as it is shown: "A", or "#" for what is no letter of ours */
  guint first;    /* the position, in the list by name, of the first whose family name begins so */
  guint people;
} SohoInitial;

/* The initials of the members that the query asks for, in the order of the list by name. Words and
 * nearness give that list another order, so neither must be asked for. An array of SohoInitial;
 * NULL on error. */
GArray *
soho_replica_list_initials (SohoReplica *self, const SohoPeopleQuery *query, GError **error);

/* From where the distances are counted by which soho_replica_find_people () puts the members in
 * order; NULL if it puts them in another order, or cannot. A place that the words name comes before
 * that of the query. */
const SohoCommune *soho_replica_find_centre (SohoReplica *self, const SohoPeopleQuery *query);
