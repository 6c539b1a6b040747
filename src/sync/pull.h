/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "page.h"

/* The replica's side of following the server's log, as a state machine: it is told what arrived and
 * answers what to do. It has no socket, clock, thread or database of its own. One SohoPull is one
 * request and its answer:
 *
 *   dup_path () → the request; receive_head (), receive () as the answer arrives; after each,
 * take_step () until it is NULL: apply each step's page and, in the same transaction, its cursor;
 * at last finish (). */
typedef struct _SohoPull SohoPull;

typedef struct
{
  SohoPage *page; /* owned */
  char *cursor; /* where the replica stands once the page is applied; NULL if the page does not move
                   it. Owned */
  gboolean filling;
} SohoPullStep;

void soho_pull_step_free (SohoPullStep *step);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SohoPullStep, soho_pull_step_free)

/* cursor: where the replica stands, "" at first. refills: names of kinds to fill again; NULL or
 * empty for none. */
SohoPull *soho_pull_new (const SohoModel *model, const char *cursor, const char *const *refills);
void soho_pull_free (SohoPull *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SohoPull, soho_pull_free)

/* Up to which entry what was overwritten has been seen; 0, as at first, if nothing has. */
void soho_pull_set_seen (SohoPull *self, gint64 seen);

/* Path and query of the request. To be freed. */
char *soho_pull_dup_path (SohoPull *self);

/* The answer's status and headers (NULL where absent). 204 ends the pull. Errors:
 * SOHO_PROTOCOL_ERROR_NOT_OURS when whoever answered is no server of ours; for an error status read
 * the body and call soho_pull_read_error (). */
gboolean soho_pull_receive_head (SohoPull *self,
                                 guint status,
                                 const char *content_type,
                                 const char *content_encoding,
                                 GError **error);

/* Makes the error that an error answer with this body stands for; returns FALSE. */
gboolean
soho_pull_read_error (SohoPull *self, guint status, const char *body, gsize length, GError **error);

/* A piece of the body. Take all steps before the next piece. On error the step that was complete
 * before it can still be taken; an error that lies behind a step is told by the next call of this
 * or of soho_pull_finish (). */
gboolean soho_pull_receive (SohoPull *self, const guint8 *data, gsize length, GError **error);

/* The next page to apply, owned by the caller, or NULL. */
SohoPullStep *soho_pull_take_step (SohoPull *self);

/* The body has ended, well or not. Errors: SOHO_PROTOCOL_ERROR_CUT if the end was missing. */
gboolean soho_pull_finish (SohoPull *self, GError **error);

/* Whether the server had nothing new. */
gboolean soho_pull_had_nothing (SohoPull *self);
