/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "protocol.h"

/* Takes a run of zstd frames (or plain lines) as they arrive, in pieces of any size, and hands out
 * the line that each frame holds. Nothing is unpacked before it is asked for: memory is bounded by
 * what was pushed and SOHO_PAGE_LINE_MAX, whatever arrives. */
typedef struct _SohoFrames SohoFrames;

/* compressed: FALSE if lines come as they are, each ended by a line break. */
SohoFrames *soho_frames_new (gboolean compressed);
void soho_frames_free (SohoFrames *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SohoFrames, soho_frames_free)

/* Takes length bytes. */
void soho_frames_push (SohoFrames *self, const guint8 *data, gsize length);

/* The next complete line without its line break, owned by the caller; NULL without error if there
 * is none yet; empty lines are passed over. Errors: SOHO_PROTOCOL_ERROR_INVALID (no zstd),
 * SOHO_PROTOCOL_ERROR_TOO_LARGE; nothing good comes after one. */
GBytes *soho_frames_pop (SohoFrames *self, GError **error);

/* Whether bytes have arrived that no line was made of yet. */
gboolean soho_frames_has_remainder (SohoFrames *self);
