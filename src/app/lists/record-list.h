/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "library.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* A live list of records, of one kind as a rule. It holds ids, and reads a record only when
 * somebody looks at it. As long as anybody holds a record, the list answers the same object for it,
 * unless it has changed. */
#define SOHO_TYPE_RECORD_LIST (soho_record_list_get_type ())
G_DECLARE_DERIVABLE_TYPE (SohoRecordList, soho_record_list, SOHO, RECORD_LIST, GObject)

struct _SohoRecordListClass
{
  GObjectClass parent_class;

  /* The ids to show, in order: an array of gint64, owned by the caller; NULL on error. */
  GArray *(*find) (SohoRecordList *self, SohoReplica *replica, GError **error);

  /* The kind of the record of that id, for lists of several: ids are unique over all kinds. As
   * given to soho_record_list_start () unless a subclass says otherwise. */
  const SohoKind *(*get_kind) (SohoRecordList *self, gint64 id);
};

/* The records of a kind, by id. reference: a field of the kind that must refer to the record
 * target; or NULL for all. */
SohoRecordList *
soho_record_list_new (SohoLibrary *library, const char *kind, const char *reference, gint64 target);

/* Asks for the ids again and tells what changed. */
void soho_record_list_refresh (SohoRecordList *self);

guint soho_record_list_get_length (SohoRecordList *self);

/* The id at a position, which must exist. */
gint64 soho_record_list_get_id (SohoRecordList *self, guint position);

/* The position of an id, or G_MAXUINT. */
guint soho_record_list_find (SohoRecordList *self, gint64 id);

/* The record at a position, which must exist. Owned by the caller. */
SohoRecord *soho_record_list_get (SohoRecordList *self, guint position);

/* For subclasses: to be called once, when find can be called. */
void soho_record_list_start (SohoRecordList *self, SohoLibrary *library, const char *kind);

G_END_DECLS
