/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "archive/archive.h"

/* What has happened to records: which fields each change touched, and by whom. Inside the caller's
 * transaction. */

/* For write.c: a record went from body to values, which became its revision. */
gboolean soho_history_note (SohoArchive *archive,
                            const SohoKind *kind,
                            gint64 id,
                            gint64 revision,
                            const char *body,
                            const SohoValue *values,
                            GError **error);
gboolean soho_history_forget (SohoArchive *archive, gint64 id, GError **error);

/* The record's newest change was made by this writer. */
gboolean soho_history_sign (SohoArchive *archive, gint64 id, guint writer, GError **error);

/* Fills in, per field, whether anybody but writer changed it after the revision base without writer
 * having changed it since, and who it was (0 if nobody knows). revision: the record's. What
 * happened before anything was noted counts as a change of everything. */
gboolean soho_history_read (SohoArchive *archive,
                            const SohoKind *kind,
                            gint64 id,
                            gint64 base,
                            gint64 revision,
                            guint writer,
                            gboolean *changed,
                            guint *writers,
                            GError **error);

/* Whether the id was a record's that is one no more. */
gboolean soho_history_was_there (SohoArchive *archive, gint64 id, gboolean *was, GError **error);
