/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/replica.h"

/* A person as some audience sees them: their card with its parts, and nothing that this audience
 * may not read. */
typedef struct
{
  SohoRecord *member; /* NULL if the audience does not see the person at all; then the rest is empty
                       */
  GPtrArray *skills;  /* SohoRecord, each a member_skill, by id */
  GPtrArray *contact_points; /* SohoRecord, by id */
} SohoPersonView;

/* audience: SOHO_AUDIENCE_PUBLIC for what a visitor sees, SOHO_AUDIENCE_MEMBERS for what a member
 * sees; NULL for all that this replica holds. Owned by the caller; NULL on error. */
SohoPersonView *
soho_replica_view_person (SohoReplica *self, gint64 member, const char *audience, GError **error);
void soho_person_view_free (SohoPersonView *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SohoPersonView, soho_person_view_free)
