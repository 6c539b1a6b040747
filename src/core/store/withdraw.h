/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "change/edit.h"
#include "store/replica.h"

/* What waits in the outbox, as the person did it, and how it is taken back. The server knows an
 * edit by its number and must never see another one under it. So what was never in a request leaves
 * the outbox, and those after it are counted anew; what was in one, and whose answer may have been
 * lost, stays, and an edit of its own takes it back. */

/* An edit that waits. */
typedef struct
{
  gint64 deed;    /* what the person did: the same for a record that was deleted and its parts */
  SohoEdit *edit; /* owned */
  gint64 made;    /* Unix time by this machine's clock */
  gboolean sent;  /* it was in a request that has not been answered yet */
} SohoWaiting;

void soho_waiting_free (SohoWaiting *waiting);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SohoWaiting, soho_waiting_free)

/* All of them (SohoWaiting), the oldest first. Owned by the caller; NULL on error. */
GPtrArray *soho_replica_list_waiting (SohoReplica *self, GError **error);

/* How many deeds wait. */
gboolean soho_replica_count_waiting (SohoReplica *self, guint *deeds, GError **error);

/* What the record is called, as the person sees it or, if they deleted it, as it was. To be freed;
 * NULL if nothing here knows it, or on error. */
char *soho_replica_dup_name (SohoReplica *self, const SohoKind *kind, gint64 id, GError **error);

/* The values that the record has without the edit that waits, in the order of the kind's fields;
 * NULL if it would not be there, or on error. Free with soho_values_free (). */
SohoValue *
soho_replica_dup_values_without (SohoReplica *self, const SohoEdit *edit, GError **error);

typedef enum
{
  SOHO_WITHDRAW_ERROR_SENT, /* a deletion that may have reached the server */
  SOHO_WITHDRAW_ERROR_RESTS /* what was written after it makes no sense without it */
} SohoWithdrawError;

#define SOHO_WITHDRAW_ERROR (soho_withdraw_error_quark ())
GQuark soho_withdraw_error_quark (void);

/* Takes back what the person did, as if it had never been done; what they did after it stays. With
 * a new record go its parts and what was done to them; what else refers to it goes to the tray, as
 * it would if the server had refused the record. In a transaction of its own. *countered: whether
 * it may have reached the server, so that an edit that takes it back waits now. Errors:
 * G_IO_ERROR_NOT_FOUND if nothing of that number waits, SOHO_WITHDRAW_ERROR, SOHO_WRITER_ERROR,
 * SOHO_DATABASE_ERROR. */
gboolean
soho_replica_withdraw (SohoReplica *self, gint64 deed, gboolean *countered, GError **error);

/* Of the edits that wait, those up to this number are in a request now. For whoever sends them, in
 * the transaction in which they were read and before the first byte leaves, with the lock
 * (soho_replica_lock ()) that keeps others from sending. *before: for soho_replica_unsend (). */
gboolean soho_replica_note_sent (SohoReplica *self, gint64 upto, gint64 *before, GError **error);

/* Nothing of them has left after all. In a transaction of its own. */
gboolean soho_replica_unsend (SohoReplica *self, gint64 before, GError **error);
