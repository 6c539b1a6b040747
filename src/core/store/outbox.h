/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "change/edit.h"
#include "change/refusal.h"
#include "store/replica.h"

/* What a person writes. It stands in the tables at once, in every list and search, and waits in the
 * outbox until the server has answered; see store/replay.h. */

/* Makes a record. values, in the order of the kind's fields, get the fallbacks and are put into the
 * form in which they are kept. Returns its id, 0 on error. In a transaction of its own, as the two
 * below. Errors: SOHO_VALIDATION_ERROR, SOHO_WRITER_ERROR, SOHO_DATABASE_ERROR; G_IO_ERROR_EXISTS
 * if it is the person's own card and there is one. */
gint64
soho_replica_create (SohoReplica *self, const SohoKind *kind, SohoValue *values, GError **error);

/* Changes a record to these values, all of them; they are put into the form in which they are kept.
 * What stays as it was is not said to the server. Errors: as above, and G_IO_ERROR_NOT_FOUND. */
gboolean soho_replica_edit (
    SohoReplica *self, const SohoKind *kind, gint64 id, SohoValue *values, GError **error);

/* One field of a change. */
typedef struct
{
  guint field;
  SohoValue value; /* NONE to empty the field */
} SohoFieldChange;

/* Changes these n fields of a record, and leaves what the others hold at that moment, whoever wrote
 * it last. Errors: as of soho_replica_edit (). */
gboolean soho_replica_edit_fields (SohoReplica *self,
                                   const SohoKind *kind,
                                   gint64 id,
                                   const SohoFieldChange *changes,
                                   guint n,
                                   GError **error);

/* Deletes a record, its parts first. Errors: G_IO_ERROR_NOT_FOUND, SOHO_WRITER_ERROR,
 * SOHO_DATABASE_ERROR. */
gboolean soho_replica_delete (SohoReplica *self, const SohoKind *kind, gint64 id, GError **error);

/* The edits that wait (SohoEdit), the oldest first. most: 0 for all. Owned by the caller; NULL on
 * error. */
GPtrArray *soho_replica_list_outbox (SohoReplica *self, guint most, GError **error);

/* The server has answered all edits up to this number; refusals (SohoRefusal): those that it
 * refused. They are undone and go to the tray; the others are what the server says from now on. In
 * the caller's transaction (apply.h). */
gboolean soho_replica_settle (SohoReplica *self, gint64 upto, GPtrArray *refusals, GError **error);

/* For outbox.c, writer.c, withdraw.c and tray.c: notes an edit under the next number and does it to
 * the tables. In the caller's transaction. */
gboolean soho_outbox_add (SohoReplica *self, SohoEdit *edit, GError **error);

/* For withdraw.c and tray.c: as soho_replica_create () and soho_replica_delete (), in the caller's
 * transaction. */
gint64
soho_outbox_create (SohoReplica *self, const SohoKind *kind, SohoValue *values, GError **error);
gboolean soho_outbox_delete (SohoReplica *self, const SohoKind *kind, gint64 id, GError **error);

/* For soho_replica_verify (): adds to complaints (of char *) where outbox, shadows and tables do
 * not agree. */
gboolean soho_outbox_verify (SohoReplica *self, GPtrArray *complaints, GError **error);
