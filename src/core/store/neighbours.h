/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/replica.h"

/* Whom to look at next after a member: those who live nearby, and those of the same trade. */

typedef enum
{
  SOHO_SAME_PLACE, /* lives nearby */
  SOHO_SAME_TRADE, /* has a skill of the same name, or of the same code of ROME */
  SOHO_SAME_FIELD, /* has a skill of the same category */
} SohoKinship;

typedef struct
{
  gint64 id; /* of the member */
  double km; /* between the two communes; 0 in the same one, negative if that is not known */
  SohoKinship kinship;
} SohoNeighbour;

/* The at most limit members who live nearest, nearest first; none if nobody knows where the member
 * lives. Of those of one commune come first the ones who follow the member in the order of names,
 * and then round from its beginning: so everybody is somebody's neighbour, not only the first
 * letters. An array of SohoNeighbour; NULL on error. */
GArray *soho_replica_find_nearby (SohoReplica *self, gint64 member, guint limit, GError **error);

/* The at most limit members of the same trade, nearest first; where there are none, those of the
 * same field. An array of SohoNeighbour; NULL on error. */
GArray *
soho_replica_find_colleagues (SohoReplica *self, gint64 member, guint limit, GError **error);
