/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "photos.h"
#include "store/replica.h"
#include "syncer.h"

G_BEGIN_DECLS

/* The one door between the windows and the replica. It reads in the main thread, syncs through a
 * SohoSyncer, and says when what is shown should be read again, whoever wrote it: this program's
 * sync, or another program. Nothing polls.
 *
 * Signal "changed": the replica may hold something else than before.
 * Signal "sync-changed": the server, or the state, amount or date of the sync is another.
 * Signal "problem": (text) something that could not be read; a sentence for the person. */
#define SOHO_TYPE_LIBRARY (soho_library_get_type ())
G_DECLARE_FINAL_TYPE (SohoLibrary, soho_library, SOHO, LIBRARY, GObject)

/* Opens the replica in directory, making what is missing. Errors: as soho_replica_open (). */
SohoLibrary *soho_library_open (const char *directory, GError **error);

/* The replica, borrowed, for reading in the main thread; it may be another one after "changed". */
SohoReplica *soho_library_get_replica (SohoLibrary *self);

/* The photos of the people, borrowed. */
SohoPhotos *soho_library_get_photos (SohoLibrary *self);

/* Who has signed in; borrowed. See membership.h. */
typedef struct _SohoMembership SohoMembership;
SohoMembership *soho_library_get_membership (SohoLibrary *self);

/* A kind of the model by its name, which must exist. */
const SohoKind *soho_library_get_kind (SohoLibrary *self, const char *name);

/* One record; NULL if there is none, or if it cannot be read, which "problem" tells. Owned by the
 * caller. */
SohoRecord *soho_library_get_record (SohoLibrary *self, const char *kind, gint64 id);

/* Whether there is nothing at all to show: nothing has ever been synced. */
gboolean soho_library_is_empty (SohoLibrary *self);

/* Where a damaged replica was put when this one was opened; NULL if none was. */
const char *soho_library_get_set_aside (SohoLibrary *self);

/* The address of the server, NULL if nobody has given one. */
const char *soho_library_get_server (SohoLibrary *self);

/* Checks the address (see soho_address_parse ()) and remembers it in the replica. A sync under way
 * with another server is stopped. */
gboolean soho_library_set_server (SohoLibrary *self, const char *address, GError **error);

/* Begins a sync in the background, unless one runs or there is no server. */
void soho_library_sync (SohoLibrary *self);

/* Ends the sync under way, if any; what has arrived is kept. */
void soho_library_stop_sync (SohoLibrary *self);

/* For those who write into the replica (writing.h): what is shown is to be read again, and in a few
 * seconds, together with what is written until then, it is sent. */
void soho_library_note_written (SohoLibrary *self);

SohoSyncState soho_library_get_sync_state (SohoLibrary *self);

/* What the sync under way, or the last one, has brought, in bytes. */
guint64 soho_library_get_sync_bytes (SohoLibrary *self);

/* Why the last sync failed and what to do; NULL if it did not. Borrowed until the next
 * "sync-changed". */
const char *soho_library_get_sync_explanation (SohoLibrary *self);

/* Whether that is because the sign-in has ended: one has to sign in again. */
gboolean soho_library_is_signed_out (SohoLibrary *self);

/* When the replica was last in step with the server, in Unix seconds; 0 if never, or not since
 * somebody signed in. */
gint64 soho_library_get_synced_at (SohoLibrary *self);

/* Tells the person, through "problem", what could not be read. Takes error. */
void soho_library_report (SohoLibrary *self, GError *error);

G_END_DECLS
