/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "edit-list.h"

/* The replica's side of sending its edits, as a state machine without socket, clock, thread or
 * database of its own. One SohoPush is one request and its answer: add () edits until it is full,
 * dup_body () to send, read_answer () with what came. Nothing of it changes the replica: that is
 * for its caller, in one transaction with what the answer says. As long as no answer was kept, the
 * same edits are sent again. */
typedef struct _SohoPush SohoPush;

/* acknowledged, seen: see SohoEditsRequest. */
SohoPush *soho_push_new (const SohoModel *model, gint64 acknowledged, gint64 seen);
void soho_push_free (SohoPush *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SohoPush, soho_push_free)

/* Takes the edit, which must have the number after the last one's. FALSE, without taking it, if the
 * request is full: it goes with the next. */
gboolean soho_push_add (SohoPush *self, SohoEdit *edit);

/* How many edits it holds. */
guint soho_push_get_n_edits (SohoPush *self);

/* The body of the request, a zstd frame. There must be an edit. */
GBytes *soho_push_dup_body (SohoPush *self);

/* What the answer says; NULL on error. content_type: NULL if there is none. Errors:
 * SOHO_PROTOCOL_ERROR. */
SohoEditsAnswer *soho_push_read_answer (SohoPush *self,
                                        guint status,
                                        const char *content_type,
                                        const char *body,
                                        gsize length,
                                        GError **error);
