/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "archive/edits.h"

/* What the server has answered to edits, and owes to those who sent them. Inside the caller's
 * transaction. */

/* How far the writer has sent, and what it has acknowledged; 0 at first. */
gboolean soho_answers_read_writer (
    SohoArchive *archive, guint writer, gint64 *last, gint64 *acknowledged, GError **error);

/* Notes it; answers that were acknowledged, and overwritten entries up to seen, are forgotten. */
gboolean soho_answers_write_writer (SohoArchive *archive,
                                    guint writer,
                                    gint64 last,
                                    gint64 acknowledged,
                                    gint64 seen,
                                    GError **error);

/* refusal: NULL if it was accepted. */
gboolean soho_answers_keep (SohoArchive *archive,
                            guint writer,
                            gint64 number,
                            const char *digest,
                            const SohoRefusal *refusal,
                            GError **error);

/* The answer that was given to an edit before, added to refusals if it was one. Errors:
 * SOHO_EDITS_ERROR_COPIED_REPLICA if the number was another edit's, or nobody knows any more. */
gboolean soho_answers_repeat (SohoArchive *archive,
                              guint writer,
                              const SohoSentEdit *sent,
                              GPtrArray *refusals,
                              GError **error);

/* What this writer wrote has been overwritten. */
gboolean soho_answers_add_overwritten (SohoArchive *archive,
                                       guint writer,
                                       const SohoEdit *edit,
                                       GError **error);

/* Adds to the answer what the writer has not seen of it. */
gboolean soho_answers_list_overwritten (SohoArchive *archive,
                                        guint writer,
                                        SohoEditsAnswer *answer,
                                        GError **error);

/* The replica goes on behind numbers that stand for nothing (protocol.h). */
gboolean soho_answers_add_gap (
    SohoArchive *archive, guint writer, gint64 first, gint64 last, GError **error);

/* The newest gaps of the writer: an array of gint64, first and last of each, owned by the caller;
 * NULL on error. */
GArray *soho_answers_list_gaps (SohoArchive *archive, guint writer, guint most, GError **error);

/* The same for one who only fetches: what was not seen after the entry `seen`, each "ENTRY EDIT"
 * (page.h). Free with g_strfreev (); NULL on error. */
char **
soho_answers_dup_overwritten (SohoArchive *archive, guint writer, gint64 seen, GError **error);
