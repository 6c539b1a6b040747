/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/replica.h"

/* One sync of a replica as a state machine: what was written here goes up, then what is new comes
 * down, and enters the replica. It has no socket, clock or thread of its own:
 *
 *   while (next () gives a request)
 *     send it, with leave () before its first byte;
 *     receive_head (), receive () as the answer arrives, receive_end () at its end;
 *     settle (), also if any of these failed or the line broke
 *
 * The caller holds the replica's lock (soho_replica_lock ()). */
typedef struct _SohoRound SohoRound;

/* What is asked of the server. */
typedef struct
{
  const char *method; /* "GET" or "POST" */
  char *path;         /* with its query; owned */
  GBytes *body;       /* a zstd frame of SOHO_EDITS_TYPE; NULL with GET. Owned */
} SohoRoundRequest;

void soho_round_request_free (SohoRoundRequest *request);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SohoRoundRequest, soho_round_request_free)

/* What has been done up to now. */
typedef struct
{
  guint requests;
  guint commits;     /* transactions of what came down */
  guint rows;        /* written or deleted */
  guint sent;        /* edits that were answered */
  guint refused;     /* of these, how many came back */
  gboolean replaced; /* the server's log was another one: everything is fetched again */
  gboolean nothing;  /* nothing was new */
} SohoRoundReport;

SohoRound *soho_round_new (SohoReplica *replica);
void soho_round_free (SohoRound *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SohoRound, soho_round_free)

const SohoRoundReport *soho_round_get_report (SohoRound *self);

/* The next request, owned by the caller; NULL when all is done, with an error if the server did not
 * take what was written here, which keeps nobody from reading. Errors: SOHO_PROTOCOL_ERROR,
 * SOHO_DATABASE_ERROR. */
SohoRoundRequest *soho_round_next (SohoRound *self, GError **error);

/* For a replica that got another sign-in since: from the beginning, the report going on. */
void soho_round_begin_again (SohoRound *self);

/* Something of the request may reach the server from now on. */
void soho_round_leave (SohoRound *self);

/* The answer to it: status and headers (NULL where absent), pieces of the body, its end. What is
 * complete enters the replica at once, in a transaction that others see after soho_round_commit ()
 * or soho_round_settle (). */
gboolean soho_round_receive_head (SohoRound *self,
                                  guint status,
                                  const char *content_type,
                                  const char *content_encoding,
                                  GError **error);
gboolean soho_round_receive (SohoRound *self, const guint8 *data, gsize length, GError **error);
gboolean soho_round_receive_end (SohoRound *self, GError **error);

/* Whether something came that others do not see yet; shows it to them. */
gboolean soho_round_has_uncommitted (SohoRound *self);
gboolean soho_round_commit (SohoRound *self, GError **error);

/* The request is over. failure: what went wrong, NULL if nothing did; taken. What came is kept.
 * Returns whether the round goes on with soho_round_next (); if not, with the error. */
gboolean soho_round_settle (SohoRound *self, GError *failure, GError **error);
