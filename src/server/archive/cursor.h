/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "archive/archive.h"

/* Where a replica stands, as text that tells a stranger nothing: the points in the log are hidden,
 * since the numbers they skip would tell how much goes on out of sight.
 *
 *   TOKEN                      what has been told, and of what a fill has begun
 *   TOKEN~AUDIENCE.KIND.ID     the fill has come to this record
 *
 * TOKEN is base64url of nonce (8 bytes) and ChaCha20 of epoch, points and audiences; the nonce is
 * the keyed BLAKE2b of these, which also shows a forged token. A cursor gives nobody a right to
 * anything: it says what has been told, and who asks decides what is told now. */
typedef struct
{
  gint64 point;      /* the log's number of the last change told to the covered audiences, ≥ 0 */
  gint64 fill_point; /* the same of those being filled: where the fill began */
  char **covered;    /* audiences told in full */
  char **filling;    /* audiences of which a part has been told, or nothing yet */
  char **leaving; /* audiences of which something may have been told, and that have ended since */

  /* The position, unless kind is NULL. */
  char *audience;
  const SohoKind *kind;
  gint64 id; /* the last record that came */
} SohoCursor;

#define SOHO_CURSOR_INIT                                                                           \
  {                                                                                                \
    0                                                                                              \
  }

void soho_cursor_clear (SohoCursor *cursor);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SohoCursor, soho_cursor_clear)

/* The cursor's TOKEN. Sets that are NULL are empty. To be freed. */
char *soho_cursor_dup_token (SohoArchive *archive, const SohoCursor *cursor);

/* The position that a page ends at, the part behind the '~'. To be freed. */
char *soho_cursor_dup_position (const char *audience, const SohoKind *kind, gint64 id);

/* Sets SOHO_ARCHIVE_ERROR_UNKNOWN_CURSOR; returns FALSE. */
gboolean soho_cursor_fail_unknown (GError **error);

/* cursor: to be cleared also after an error. "" is where a new replica stands. Errors:
 * SOHO_ARCHIVE_ERROR_UNKNOWN_CURSOR for anything that this log did not give out. */
gboolean
soho_cursor_parse (SohoArchive *archive, const char *text, SohoCursor *cursor, GError **error);
