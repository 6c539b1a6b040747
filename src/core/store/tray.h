/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "change/edit.h"
#include "change/refusal.h"
#include "store/replica.h"

/* Edits that came back stay in the tray, with their text and the reason, until the person decides.
 */
typedef struct
{
  gint64 entry;
  SohoEdit *edit; /* owned; NULL if this version of the program cannot read it */
  char *text;     /* the edit as a line (change/edit-line.h) */
  SohoRefusal *reason;
  gint64 came_back; /* Unix time by this machine's clock */
} SohoTrayEntry;

void soho_tray_entry_free (SohoTrayEntry *entry);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SohoTrayEntry, soho_tray_entry_free)

/* All of them (SohoTrayEntry), the oldest first. NULL on error. */
GPtrArray *soho_replica_list_tray (SohoReplica *self, GError **error);

/* The person has decided; an entry that is not there is no error. */
gboolean soho_replica_discard (SohoReplica *self, gint64 entry, GError **error);

/* Does again, to what is there now, what the entry says, as an edit of its own that waits to be
 * sent, and takes the entry out of the tray; a record whose making was refused is made under a new
 * number. In a transaction of its own. Errors: G_IO_ERROR_NOT_FOUND if there is no such entry, or
 * its record is not here any more; G_IO_ERROR_NOT_SUPPORTED if this version cannot read it; and
 * those of soho_replica_create (). */
gboolean soho_replica_offer_again (SohoReplica *self, gint64 entry, GError **error);

/* What the person wrote was accepted once, and has been overwritten by somebody who had not seen
 * it; the edit says it again. Inside the caller's transaction. */
gboolean soho_replica_take_overwritten (SohoReplica *self, const SohoEdit *edit, GError **error);

/* For outbox.c: copies the refused edit from the outbox. Inside the caller's transaction. */
gboolean soho_tray_take_edit (SohoReplica *self, const SohoRefusal *refusal, GError **error);
