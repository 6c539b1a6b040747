/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "archive/archive.h"

/* Pages of a fill of a shared audience are sealed once and handed out as they are; those of a
 * channel are made for the one who asks. See protocol.h for their form. */

/* Seals what is not sealed of one shared audience and kind. Inside the caller's transaction. */
gboolean
soho_pages_seal (SohoArchive *archive, const char *audience, const SohoKind *kind, GError **error);

/* Whether every record of the shared audience and kind stands in a sealed page. */
gboolean soho_pages_are_complete (SohoArchive *archive,
                                  const char *audience,
                                  const SohoKind *kind,
                                  gboolean *complete,
                                  GError **error);

/* Adds to frames (of GBytes) the pages of a fill that hold records after the id, in order. */
gboolean soho_pages_collect (SohoArchive *archive,
                             const char *audience,
                             const SohoKind *kind,
                             gint64 after,
                             GPtrArray *frames,
                             GError **error);

/* The number of the newest change that the audience could see, 0 if there is none: unlike the log's
 * own, it stands still while what changes is hidden from them. */
gboolean
soho_pages_read_last_seq (SohoArchive *archive, const char *audience, gint64 *seq, GError **error);

/* Adds to frames, as tail pages, the records of the kind that the audience got or lost after the
 * point in the log; of the latter those that no audience of `readable` (a JSON array) has now. */
gboolean soho_pages_collect_tail (SohoArchive *archive,
                                  const char *audience,
                                  const SohoKind *kind,
                                  gint64 point,
                                  const char *readable,
                                  GPtrArray *frames,
                                  GError **error);

/* Adds to frames what was erased after the point from the records of the kind that the audience
 * could read once. Who fills anew is told of all, since they may keep edits from before. */
gboolean soho_pages_collect_erased (SohoArchive *archive,
                                    const char *audience,
                                    const SohoKind *kind,
                                    gint64 point,
                                    GPtrArray *frames,
                                    GError **error);
