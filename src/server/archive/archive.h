/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>
#include <json-glib/json-glib.h>

#include "model/audience.h"
#include "model/record.h"
#include "store/database.h"

G_BEGIN_DECLS

/* The network as the server keeps it: one SQLite file, every change in one order. One thread at a
 * time; other processes may have the archive open too. Writing happens between soho_archive_begin
 * () and soho_archive_commit (). */
#define SOHO_TYPE_ARCHIVE (soho_archive_get_type ())
G_DECLARE_FINAL_TYPE (SohoArchive, soho_archive, SOHO, ARCHIVE, GObject)

#define SOHO_ARCHIVE_ERROR (soho_archive_error_quark ())
GQuark soho_archive_error_quark (void);

typedef enum
{
  SOHO_ARCHIVE_ERROR_MISSING,        /* there is no network in this directory */
  SOHO_ARCHIVE_ERROR_EXISTS,         /* there is one already */
  SOHO_ARCHIVE_ERROR_UNKNOWN_CURSOR, /* not a cursor of this log */
  SOHO_ARCHIVE_ERROR_ID,             /* an id that cannot be given to this record */
} SohoArchiveError;

/* Makes an empty network in directory. Errors: SOHO_ARCHIVE_ERROR_EXISTS, SOHO_DATABASE_ERROR,
 * G_FILE_ERROR. */
SohoArchive *soho_archive_create (const char *directory, const SohoModel *model, GError **error);

/* Opens the one that is there. Errors: SOHO_ARCHIVE_ERROR_MISSING, SOHO_DATABASE_ERROR. */
SohoArchive *soho_archive_open (const char *directory, const SohoModel *model, GError **error);

const SohoModel *soho_archive_get_model (SohoArchive *self);
const char *soho_archive_get_directory (SohoArchive *self);

/* The database's name in its directory. */
#define SOHO_ARCHIVE_FILE "network.db"

/* Every open archive shares a lock; who replaces the file under it has it alone. Returns a file
 * descriptor, whose closing ends it; -1 on error. Errors: SOHO_DATABASE_ERROR_BUSY, G_FILE_ERROR.
 */
int soho_archive_lock (const char *directory, gboolean alone, GError **error);

/* For the query families of this folder. Borrowed. */
sqlite3 *soho_archive_get_database (SohoArchive *self);

/* 32 random bytes made with the archive, and the number of its log, new at each restore. */
const guint8 *soho_archive_get_key (SohoArchive *self);
guint64 soho_archive_get_epoch (SohoArchive *self);

gboolean soho_archive_begin (SohoArchive *self, GError **error);
gboolean soho_archive_commit (SohoArchive *self, GError **error);
void soho_archive_rollback (SohoArchive *self);

/* The number of the newest change; -1 on error. */
gint64 soho_archive_get_last_seq (SohoArchive *self, GError **error);

/* Keeps a record as it now is. id: 0 makes a new one with an id of the server's (ids.h); a positive
 * id that nothing has is taken as it is. values must have passed soho_kind_validate (). *changed:
 * FALSE if the archive held exactly this. The record is read by whom its kind and owner say, and so
 * are its parts from now on; a reference that not all of them can follow is left out
 * (references.h). Returns the id, 0 on error. */
gint64 soho_archive_put (SohoArchive *self,
                         const SohoKind *kind,
                         gint64 id,
                         const SohoValue *values,
                         gboolean *changed,
                         GError **error);

/* Deletes a record and its parts; one that is not there is no error. */
gboolean soho_archive_delete (SohoArchive *self, gint64 id, GError **error);

/* The body of a record, as the column `body` has it, for the query families of this folder: an
 * object. Owned by the caller. Errors: SOHO_JSON_ERROR, SOHO_DATABASE_ERROR_DAMAGED. */
JsonNode *soho_archive_parse_body (const char *body, GError **error);

/* One record, NULL without error if there is none of this kind. Owned by the caller. */
SohoRecord *soho_archive_get (SohoArchive *self, const SohoKind *kind, gint64 id, GError **error);

/* Whether a record of this kind has the id. */
gboolean
soho_archive_has (SohoArchive *self, const char *kind, gint64 id, gboolean *has, GError **error);

/* Who reads the record: *audience is to be freed, NULL if there is no such record. */
gboolean soho_archive_read_audience (SohoArchive *self, gint64 id, char **audience, GError **error);

/* Calls function for every record of the kind, by id, until it returns FALSE (with an error of its
 * own, which is passed on). */
typedef gboolean (*SohoArchiveFunc) (SohoRecord *record,
                                     const char *audience,
                                     gpointer user_data,
                                     GError **error);
gboolean soho_archive_foreach (SohoArchive *self,
                               const SohoKind *kind,
                               SohoArchiveFunc function,
                               gpointer user_data,
                               GError **error);

/* Names that spreadsheets gave. NULL or 0 without error if there is none. */
gint64 soho_archive_find_ref (SohoArchive *self, const char *kind, const char *ref, GError **error);
char *soho_archive_dup_ref (SohoArchive *self, gint64 id, GError **error);
gboolean soho_archive_set_ref (
    SohoArchive *self, const char *kind, const char *ref, gint64 id, GError **error);

G_END_DECLS
