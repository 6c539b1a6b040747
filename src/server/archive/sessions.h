/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "archive/archive.h"

/* Sign-ins as the archive keeps them. What is written is written inside the caller's transaction.
 */

typedef struct
{
  guint writer; /* 0 if there is no such sign-in */
  gint64 person;
  char *device;
  gint64 created, seen; /* Unix seconds; seen: within the hour */
} SohoSession;

void soho_session_clear (SohoSession *session);
void soho_session_free (SohoSession *session);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SohoSession, soho_session_clear)

/* Keeps a sign-in under a writer number that nobody had. token: the hash. Errors:
 * SOHO_ARCHIVE_ERROR_ID when the numbers are used up. */
gboolean soho_archive_add_session (SohoArchive *archive,
                                   gint64 person,
                                   GBytes *token,
                                   const char *device,
                                   gint64 now_s,
                                   guint *writer,
                                   GError **error);

/* The sign-in with this hash of its token. */
gboolean soho_archive_find_session (SohoArchive *archive,
                                    GBytes *token,
                                    SohoSession *session,
                                    GError **error);

gboolean
soho_archive_touch_session (SohoArchive *archive, guint writer, gint64 now_s, GError **error);

/* The sign-ins of a person that have not ended, the one seen last first: an array of SohoSession *,
 * owned by the caller. NULL on error. */
GPtrArray *soho_archive_list_sessions (SohoArchive *archive, gint64 person, GError **error);

/* Ends one sign-in of this person. *ended: FALSE if there was none of that number. */
gboolean soho_archive_end_session (
    SohoArchive *archive, gint64 person, guint writer, gboolean *ended, GError **error);

/* Ends all sign-ins of the person but one; kept: 0 for none. */
gboolean
soho_archive_end_sessions (SohoArchive *archive, gint64 person, guint kept, GError **error);

/* Whether the writer number is, or was, of a sign-in of this person. */
gboolean soho_archive_owns_writer (
    SohoArchive *archive, gint64 person, guint writer, gboolean *owns, GError **error);
