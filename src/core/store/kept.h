/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/replica.h"

/* Edits that the server accepted, kept for 30 days. A server that was put back from a backup has
 * forgotten the newest of them, and is offered these again: as edits of their own, under numbers
 * that were never used, so that the server merges them by its ordinary rule and an edit stays known
 * by its number for ever, however often that happens. Each function works inside the caller's
 * transaction. */

#define SOHO_KEPT_DAYS 30

/* More than a server is put back in the days for which edits are kept. */
#define SOHO_GAPS_MAX 16

/* How far the server has taken the edits of one sign-in: up to last, but for what lies in a gap. */
typedef struct
{
  guint writer;
  gint64 last;
  guint n_gaps;
  gint64 gaps[SOHO_GAPS_MAX][2]; /* the first and last number of each */
} SohoStanding;

/* The writers whose edits are kept, and the one who writes now: an array of guint, owned by the
 * caller; NULL on error. */
GArray *soho_replica_list_kept_writers (SohoReplica *self, GError **error);

/* Puts into the outbox again what lies behind where the server stands, before what waits there. A
 * writer that is not among the n standings has not been heard of at all. Somebody is signed in. */
gboolean soho_replica_offer_forgotten (SohoReplica *self,
                                       const SohoStanding *standings,
                                       guint n,
                                       GError **error);

/* For outbox.c: the edit of this number, which is in the outbox still, has been accepted. */
gboolean soho_kept_add (SohoReplica *self, gint64 number, GError **error);

/* All of them; or those of one writer. */
gboolean soho_kept_forget (SohoReplica *self, GError **error);
gboolean soho_kept_forget_writer (SohoReplica *self, guint writer, GError **error);
