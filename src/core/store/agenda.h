/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/replica.h"

/* A meeting whose end nobody said is over after this time, in seconds. */
#define SOHO_AGENDA_USUAL_LENGTH_S (3 * 3600)

typedef struct
{
  const char *words; /* as typed, a place included; NULL or "" for any */
  gint64 now;        /* Unix seconds */
  gboolean past;     /* those that are over, instead of those that are not */
} SohoAgendaQuery;

/* The ids of the meetings asked for, nearest to now first: an array of gint64, owned by the caller.
 * One that was held is over. NULL on error. */
GArray *
soho_replica_find_meetings (SohoReplica *self, const SohoAgendaQuery *query, GError **error);

/* The first moment after now at which a meeting is over; G_MAXINT64 if there is none. */
gint64 soho_replica_get_next_end (SohoReplica *self, gint64 now, GError **error);
