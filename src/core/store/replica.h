/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "model/record.h"
#include "model/rows.h"

G_BEGIN_DECLS

/* A person's copy of the network: one SQLite file in a directory of its own. Everything can be read
 * from it with no network. An object belongs to one thread; several objects and programs may have
 * one replica open at a time, and one of them may follow the server (soho_replica_lock ()). */
#define SOHO_TYPE_REPLICA (soho_replica_get_type ())
G_DECLARE_FINAL_TYPE (SohoReplica, soho_replica, SOHO, REPLICA, GObject)

/* Opens the replica in directory, making what is missing. A damaged file is renamed, not deleted,
 * and an empty one takes its place: see soho_replica_get_set_aside (). model must outlive the
 * replica. Errors: SOHO_DATABASE_ERROR, G_FILE_ERROR. */
SohoReplica *soho_replica_open (const char *directory, const SohoModel *model, GError **error);

/* Where a damaged file was put when this one was opened; NULL if there was none. */
const char *soho_replica_get_set_aside (SohoReplica *self);

/* Damage in the middle of the file shows only when one comes upon it. This looks for it (some 3 ms
 * for each MB) and does as soho_replica_open () does with a damaged file. Only with the lock; other
 * objects go on with the old file until they are opened anew. After an error the object is of no
 * more use. Errors: SOHO_DATABASE_ERROR, G_FILE_ERROR. */
gboolean soho_replica_renew_if_damaged (SohoReplica *self, GError **error);

const SohoModel *soho_replica_get_model (SohoReplica *self);
const char *soho_replica_get_directory (SohoReplica *self);

/* Takes the right to follow the server, which one program at a time has; it ends with the object or
 * with soho_replica_unlock (). Errors: SOHO_DATABASE_ERROR_BUSY. */
gboolean soho_replica_lock (SohoReplica *self, GError **error);
void soho_replica_unlock (SohoReplica *self);

/* Small facts that the replica keeps about itself. NULL without error if there is none. To be
 * freed. */
char *soho_replica_dup_fact (SohoReplica *self, const char *name, GError **error);
gboolean
soho_replica_set_fact (SohoReplica *self, const char *name, const char *value, GError **error);

/* One record, NULL without error if there is none. Owned by the caller. */
SohoRecord *
soho_replica_get_record (SohoReplica *self, const SohoKind *kind, gint64 id, GError **error);

/* One condition of soho_replica_list (): the field has this value. */
typedef struct
{
  guint field;
  SohoValue value; /* not SOHO_VALUE_NONE */
} SohoCondition;

/* The records of a kind that meet all n conditions, by id. Owned by the caller. */
GPtrArray *soho_replica_list (SohoReplica *self,
                              const SohoKind *kind,
                              const SohoCondition *conditions,
                              guint n,
                              GError **error);

/* How many records of the kind there are; -1 on error. */
gint64 soho_replica_count (SohoReplica *self, const SohoKind *kind, GError **error);

/* The names of all blobs that records show: a set of char *, owned by the caller; NULL on error. */
GHashTable *soho_replica_list_blobs (SohoReplica *self, GError **error);

/* Looks the whole file over: SQLite's own check, and that the full-text index holds what the
 * records say. Returns the sentences that say what is wrong, none if all is well; NULL on error. */
GPtrArray *soho_replica_verify (SohoReplica *self, GError **error);

G_END_DECLS
