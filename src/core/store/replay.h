/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "change/edit.h"
#include "store/replica.h"

/* How the edits of the outbox stay visible: for each record that has some, `shadow` keeps what the
 * server says, and the row of the kind's table is that with the edits done to it, while somebody is
 * signed in. Everything here happens in the caller's transaction (apply.h). */

/* A record as one side has it. */
typedef struct
{
  gboolean exists;
  gint64 revision;
  SohoValue *values; /* owned, per field; NULL while it does not exist */
  char *audience;    /* owned; under which the server told it, NULL if it has not */
} SohoVersion;

void soho_version_clear (const SohoKind *kind, SohoVersion *version);

/* Does to the version what the edit says; one that makes no sense any more does nothing. */
void soho_version_apply (SohoVersion *version, const SohoEdit *edit);

/* For apply.c: the server said this, and it stands in the tables. Records with edits under way get
 * it as their shadow, and their edits again. */
gboolean soho_replay_rows (SohoReplica *self, const SohoRows *rows, GError **error);
gboolean soho_replay_deletions (
    SohoReplica *self, const SohoKind *kind, const gint64 *ids, guint n, GError **error);

/* For apply.c: the server has told something of records with edits. Those that have left, and whose
 * answer was lost, it may have taken already: whether what it told holds them, nobody can say. */
gboolean soho_replay_note_overtaken (SohoReplica *self, GError **error);

/* For apply.c, before records of this kind and these ids are written: where this replica has given
 * one of the ids to a record of another kind, that one is not seen any more, as happens when a copy
 * of the replica was quicker. What was written of it waits for a number of its own. */
gboolean soho_replay_yield (
    SohoReplica *self, const SohoKind *kind, const gint64 *ids, guint n, GError **error);

/* What the person sees of the record now. */
gboolean soho_replay_read_seen (
    SohoReplica *self, const SohoKind *kind, gint64 id, SohoVersion *seen, GError **error);

/* What the server said of a record that has a shadow; with the edits of the outbox done to it if
 * edited. *found: FALSE if it has no shadow. */
gboolean soho_replay_read_shadow (SohoReplica *self,
                                  const SohoKind *kind,
                                  gint64 id,
                                  gboolean edited,
                                  SohoVersion *version,
                                  gboolean *found,
                                  GError **error);

/* The record as it would be seen had the edit of this number never been made. It must have a
 * shadow.
 */
gboolean soho_replay_read_without (SohoReplica *self,
                                   const SohoKind *kind,
                                   gint64 id,
                                   gint64 number,
                                   SohoVersion *version,
                                   GError **error);

/* Keeps the version as the record's shadow. */
gboolean soho_replay_write_shadow (
    SohoReplica *self, const SohoKind *kind, gint64 id, const SohoVersion *version, GError **error);

/* All records that have a shadow, as after a change of who is signed in. */
gboolean soho_replay_all (SohoReplica *self, GError **error);

/* Makes the row of a record with a shadow anew. A shadow without edits goes. */
gboolean soho_replay_record (SohoReplica *self, const SohoKind *kind, gint64 id, GError **error);
