/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/replica.h"

/* What the directory and the map ask about people. */

typedef struct
{
  const char *words;   /* as typed; NULL or "" for everybody. Of words that thousands of people
                          have, only those count who are called so, if there are some */
  gint64 category;     /* a skill without a parent; 0 for any */
  const char *commune; /* INSEE code, or NULL for any */

  gint64 skill;         /* a skill of any kind; 0 for any */
  const char *language; /* without its variants: "fr" is also "fr-CH"; NULL for any */
  const char *open_to;  /* one of what a member can be open to, or NULL for anything */
  gint64 favourites_of; /* a member: those they keep as favourites; 0 for no matter */
  const char *near;     /* INSEE code: those who live nearest come first; NULL for no matter */
  const char *within;   /* where they live: INSEE codes as soho_people_join_codes () writes them;
                           NULL for anywhere */
} SohoPeopleQuery;

/* Queries that own their texts: to, whose content is not freed, becomes a copy; what frees the
 * texts of a copy; and whether two ask the same. */
void soho_people_query_assign (SohoPeopleQuery *to, const SohoPeopleQuery *from);
void soho_people_query_clear (SohoPeopleQuery *query);
gboolean soho_people_query_equal (const SohoPeopleQuery *a, const SohoPeopleQuery *b);

/* The same as one piece. */
SohoPeopleQuery *soho_people_query_copy (const SohoPeopleQuery *self);
void soho_people_query_free (SohoPeopleQuery *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SohoPeopleQuery, soho_people_query_free)

/* Writes INSEE codes, of const char *, for a query's within. To be freed. */
char *soho_people_join_codes (GPtrArray *codes);

/* The ids of the members that the query asks for: by name, or best match first if there are words,
 * in either case nearest first if the query says near what, or the words name a place. An array of
 * gint64, owned by the caller; NULL on error. */
GArray *soho_replica_find_people (SohoReplica *self, const SohoPeopleQuery *query, GError **error);

typedef struct
{
  char insee[6];
  guint people;
} SohoCommuneCount;

/* How many of the members that the query asks for live in each commune; communes without any are
 * left out. An array of SohoCommuneCount, by INSEE code. */
GArray *soho_replica_count_people (SohoReplica *self, const SohoPeopleQuery *query, GError **error);

typedef struct
{
  gint64 id; /* of the category, a record of kind skill */
  char *label;
  guint people;
} SohoCategoryCount;

/* The categories with the number of members in each, in the order of their labels. An array of
 * SohoCategoryCount that frees its labels. */
GArray *soho_replica_count_categories (SohoReplica *self, GError **error);

/* The labels of a member's skills, NULL-terminated. Free with g_strfreev (). */
char **soho_replica_dup_skills (SohoReplica *self, gint64 member, GError **error);
