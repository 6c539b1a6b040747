/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "archive/archive.h"

/* Where a replica stands, as text that tells a stranger nothing: the point in the log is hidden,
 * since the numbers it skips would tell how much goes on out of sight.
 *
 *   TOKEN                      everything up to a point
 *   TOKEN~AUDIENCE.KIND.ID     a fill that began at that point has come to this record
 *
 * TOKEN is base64url of nonce (8 bytes) and ChaCha20 of epoch and point (16 bytes); the nonce is
 * the keyed BLAKE2b of epoch and point, which also shows a forged token. */
typedef struct
{
  gint64 point;         /* the log's number of the last change seen, ≥ 0 */
  const SohoKind *kind; /* NULL unless within a fill */
  gint64 id;            /* the last record that came, 0 before the first */
} SohoCursor;

/* To be freed. */
char *soho_cursor_dup_token (SohoArchive *archive, gint64 point);

/* The position that a page ends at, the part behind the '~'. To be freed. */
char *soho_cursor_dup_position (const char *audience, const SohoKind *kind, gint64 id);

/* Sets SOHO_ARCHIVE_ERROR_UNKNOWN_CURSOR; returns FALSE. */
gboolean soho_cursor_fail_unknown (GError **error);

/* Errors: SOHO_ARCHIVE_ERROR_UNKNOWN_CURSOR for anything that this log did not give out. */
gboolean
soho_cursor_parse (SohoArchive *archive, const char *text, SohoCursor *cursor, GError **error);
