/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/replica.h"

/* Who writes in this replica: the account that signed in here, and the number that the server gave
 * to this sign-in. Ids and the numbers of edits are counted under it, with no network. */

#define SOHO_WRITER_ERROR (soho_writer_error_quark ())
GQuark soho_writer_error_quark (void);

typedef enum
{
  SOHO_WRITER_ERROR_SIGNED_OUT, /* nobody has signed in here */
  SOHO_WRITER_ERROR_WAITING,    /* somebody else's edits wait here */
} SohoWriterError;

/* Notes a sign-in, in a transaction of its own. writer: 1 to SOHO_WRITER_MAX. Edits that wait go on
 * under the new number, and records that the server has not seen yet get ids of it. Errors:
 * SOHO_WRITER_ERROR_WAITING if they are another person's. */
gboolean soho_replica_set_writer (SohoReplica *self, gint64 person, guint writer, GError **error);

/* Another copy of this replica writes under the same sign-in: goes on under a number of its own, as
 * above. What waits and is there already, since the other copy has sent it, is left out, so sync
 * first. */
gboolean soho_replica_part_from_copy (SohoReplica *self, guint writer, GError **error);

/* Notes that the sign-in has ended, in a transaction of its own: nothing more can be written. What
 * waits is sealed (seal.h), for the same person to go on with after the next sign-in; without keys
 * it stays in the outbox, and until then nobody sees it in the tables. */
gboolean soho_replica_end_writer (SohoReplica *self, GError **error);

/* For seal.c: what waits nowhere any more (SohoWaiting) waits here again, under the numbers of the
 * writer who is signed in. Inside the caller's transaction. */
gboolean soho_writer_take_over (SohoReplica *self, GPtrArray *waiting, GError **error);

/* The writer is 0 while nobody is signed in; the person is the last who was, 0 if nobody ever. */
gboolean
soho_replica_read_writer (SohoReplica *self, gint64 *person, guint *writer, GError **error);

/* Whether somebody is signed in. Errors: SOHO_WRITER_ERROR_SIGNED_OUT. */
gboolean soho_writer_check (SohoReplica *self, GError **error);

/* The next id, the next number of an edit, and what tells one deed of the person from another, each
 * given once. Inside the caller's transaction. 0
 * on error. Errors: SOHO_WRITER_ERROR_SIGNED_OUT. */
gint64 soho_writer_next_id (SohoReplica *self, GError **error);
gint64 soho_writer_next_number (SohoReplica *self, GError **error);
gint64 soho_writer_next_deed (SohoReplica *self, GError **error);

/* Whole numbers among the facts of the replica; 0 for one that is not there. */
gboolean
soho_writer_read_count (SohoReplica *self, const char *name, gint64 *count, GError **error);
gboolean soho_writer_set_count (SohoReplica *self, const char *name, gint64 count, GError **error);

/* The facts: the number of the last edit made, of the last one that was in a request, and of the
 * last one answered; of the last one that was on its way when the server told what may hold it
 * already; the last deed; the last entry that the server handed back. */
#define SOHO_WRITER_NUMBER "number"
#define SOHO_WRITER_SENT "sent"
#define SOHO_WRITER_DEED "deed"
#define SOHO_WRITER_OVERTAKEN "overtaken"
#define SOHO_WRITER_ANSWERED "answered"
#define SOHO_WRITER_SEEN "seen"

/* One more than the number that the server knows of, while it has forgotten later ones (kept.h); 0
 * otherwise. */
#define SOHO_WRITER_RESUMED "resumed"
