/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "archive/archive.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "archive/blobs.h"
#include "archive/erase.h"
#include "archive/history.h"
#include "archive/ids.h"
#include "archive/references.h"
#include "formats/ndjson.h"

/* How a change enters the order of all changes: the record, who may read it, and what that takes
 * away from whom. */

typedef struct
{
  gboolean exists;
  gint64 revision;
  char *audience;
  char *body;
} Before;

static void
clear_before (Before *before)
{
  g_free (before->audience);
  g_free (before->body);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Before, clear_before)

static gboolean
read_before (SohoArchive *self, const SohoKind *kind, gint64 id, Before *before, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = soho_database_prepare (
      soho_archive_get_database (self),
      "SELECT kind, revision, audience, body FROM record WHERE id = :id", error);
  g_autoptr (GError) failure = NULL;

  if (statement == NULL)
    return FALSE;
  soho_database_bind_integer (statement, ":id", id);
  if (soho_database_next (statement, &failure))
    {
      if (strcmp (soho_database_column_text (statement, 0), kind->name) != 0)
        {
          g_set_error (error, SOHO_ARCHIVE_ERROR, SOHO_ARCHIVE_ERROR_ID,
                       _ ("id: %lld belongs to a record of kind %s already"), (long long) id,
                       soho_database_column_text (statement, 0));
          return FALSE;
        }
      before->exists = TRUE;
      before->revision = sqlite3_column_int64 (statement, 1);
      before->audience = g_strdup (soho_database_column_text (statement, 2));
      before->body = g_strdup (soho_database_column_text (statement, 3));
    }
  return soho_database_settle (&failure, error);
}

/* Nobody comes back under a number that was erased, by whatever way. */
static gboolean
check_not_erased (SohoArchive *self, gint64 id, GError **error)
{
  gboolean was_erased;

  if (!soho_archive_was_erased (self, id, &was_erased, error))
    return FALSE;
  if (was_erased)
    g_set_error (error, SOHO_ARCHIVE_ERROR, SOHO_ARCHIVE_ERROR_ID,
                 _ ("id: %lld was a person's who has been erased; leave it out"), (long long) id);
  return !was_erased;
}

static gint64
next_seq (SohoArchive *self, GError **error)
{
  gint64 seq;

  return soho_database_read_integer (
             soho_archive_get_database (self),
             "UPDATE meta SET value = value + 1 WHERE name = 'last_seq' RETURNING value", 0, &seq,
             error)
             ? seq
             : 0;
}

/* A page that should hold the record no longer tells the truth. */
static gboolean
unseal (SohoArchive *self, const char *audience, const char *kind, gint64 id, GError **error)
{
  g_autoptr (sqlite3_stmt) statement
      = soho_database_prepare (soho_archive_get_database (self),
                               "DELETE FROM page WHERE audience = :audience AND kind = :kind AND "
                               "first <= :id AND last >= :id",
                               error);

  if (statement == NULL)
    return FALSE;
  soho_database_bind_text (statement, ":audience", audience);
  soho_database_bind_text (statement, ":kind", kind);
  soho_database_bind_integer (statement, ":id", id);
  return soho_database_finish (statement, error);
}

static gboolean
note_departure (SohoArchive *self,
                const char *audience,
                const char *kind,
                gint64 id,
                gint64 seq,
                GError **error)
{
  g_autoptr (sqlite3_stmt) statement
      = soho_database_prepare (soho_archive_get_database (self),
                               "INSERT OR REPLACE INTO departure (audience, id, kind, seq) VALUES "
                               "(:audience, :id, :kind, :seq)",
                               error);

  if (statement == NULL)
    return FALSE;
  soho_database_bind_text (statement, ":audience", audience);
  soho_database_bind_integer (statement, ":id", id);
  soho_database_bind_text (statement, ":kind", kind);
  soho_database_bind_integer (statement, ":seq", seq);
  return soho_database_finish (statement, error) && unseal (self, audience, kind, id, error);
}

static gboolean
note_arrival (SohoArchive *self, const char *audience, const char *kind, gint64 id, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = soho_database_prepare (
      soho_archive_get_database (self),
      "DELETE FROM departure WHERE audience = :audience AND id = :id", error);

  if (statement == NULL)
    return FALSE;
  soho_database_bind_text (statement, ":audience", audience);
  soho_database_bind_integer (statement, ":id", id);
  return soho_database_finish (statement, error) && unseal (self, audience, kind, id, error);
}

typedef struct
{
  const SohoKind *kind;
  gint64 id;
  gint64 owner; /* 0 if it has none */
  gint64 revision;
  const char *audience;
  const char *body;
  const SohoValue *values;
} After;

static gboolean
write_record (SohoArchive *self, const After *after, gint64 seq, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = soho_database_prepare (
      soho_archive_get_database (self),
      "INSERT OR REPLACE INTO record (id, kind, audience, seq, revision, owner, body)"
      " VALUES (:id, :kind, :audience, :seq, :revision, nullif (:owner, 0), :body)",
      error);

  if (statement == NULL)
    return FALSE;
  soho_database_bind_integer (statement, ":id", after->id);
  soho_database_bind_text (statement, ":kind", after->kind->name);
  soho_database_bind_text (statement, ":audience", after->audience);
  soho_database_bind_integer (statement, ":seq", seq);
  soho_database_bind_integer (statement, ":revision", after->revision);
  soho_database_bind_integer (statement, ":owner", after->owner);
  soho_database_bind_text (statement, ":body", after->body);
  return soho_database_finish (statement, error)
         && soho_archive_note_blob_uses (self, after->kind, after->id, after->values, error)
         && note_arrival (self, after->audience, after->kind->name, after->id, error);
}

typedef struct
{
  const SohoKind *kind;
  gint64 id;
} Part;

static GArray *
list_parts (SohoArchive *self, gint64 owner, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = soho_database_prepare (
      soho_archive_get_database (self),
      "SELECT kind, id FROM record WHERE owner = :owner ORDER BY id", error);
  g_autoptr (GArray) parts = g_array_new (FALSE, FALSE, sizeof (Part));
  g_autoptr (GError) failure = NULL;

  if (statement == NULL)
    return NULL;
  soho_database_bind_integer (statement, ":owner", owner);
  while (soho_database_next (statement, &failure))
    {
      Part part = { soho_model_find_kind (soho_archive_get_model (self),
                                          soho_database_column_text (statement, 0)),
                    sqlite3_column_int64 (statement, 1) };

      if (part.kind != NULL)
        g_array_append_val (parts, part);
    }
  return soho_database_settle (&failure, error) ? g_steal_pointer (&parts) : NULL;
}

/* When a card changes its readers, so do the phone numbers on it. */
static gboolean
put_parts_again (SohoArchive *self, gint64 owner, GError **error)
{
  g_autoptr (GArray) parts = list_parts (self, owner, error);

  if (parts == NULL)
    return FALSE;
  for (guint i = 0; i < parts->len; i++)
    {
      Part *part = &g_array_index (parts, Part, i);
      g_autoptr (SohoRecord) record = soho_archive_get (self, part->kind, part->id, error);
      gboolean changed;

      if (record == NULL
          || soho_archive_put (self, part->kind, part->id, soho_record_get_values (record),
                               &changed, error)
                 == 0)
        return FALSE;
    }
  return TRUE;
}

static char *
dup_body (const SohoKind *kind, const SohoValue *values)
{
  GString *body = g_string_new ("{");

  soho_json_append_fields (body, kind, values, FALSE);
  g_string_append_c (body, '}');
  return g_string_free (body, FALSE);
}

static gint64
owner_of (const SohoKind *kind, const SohoValue *values)
{
  int field = soho_kind_get_owner_field (kind);

  return field >= 0 && values[field].type == SOHO_VALUE_INTEGER ? values[field].integer : 0;
}

static gboolean
put_changed (SohoArchive *self, const After *after, const Before *before, GError **error)
{
  gboolean moved = before->exists && strcmp (before->audience, after->audience) != 0;
  gint64 seq = next_seq (self, error);

  return seq != 0
         && (!moved
             || note_departure (self, before->audience, after->kind->name, after->id, seq, error))
         && (!before->exists
             || soho_history_note (self, after->kind, after->id, after->revision, before->body,
                                   after->values, error))
         && write_record (self, after, seq, error)
         && (!moved
             || (put_parts_again (self, after->id, error)
                 && soho_references_review (self, after->kind, after->id, error)));
}

/* An id for a record that is new, by who will read it: one that only its own person reads has no
 * audience before it has an id. */
static gint64
make_id (SohoArchive *self,
         const SohoKind *kind,
         const SohoValue *values,
         gint64 owner,
         const char *owner_audience,
         GError **error)
{
  g_autofree char *audience = soho_kind_dup_audience (kind, values, owner, owner_audience);
  gboolean is_own = owner == 0 && !soho_audience_is_shared (audience);

  return soho_archive_next_id (self, is_own ? NULL : audience, error);
}

/* Puts a record whose id and readers are known. Returns the id, 0 on error. */
static gint64
put_for (SohoArchive *self,
         const SohoKind *kind,
         gint64 id,
         const char *audience,
         const SohoValue *values,
         const Before *before,
         gboolean *changed,
         GError **error)
{
  g_autofree char *body = dup_body (kind, values);

  if (before->exists && strcmp (before->audience, audience) == 0
      && strcmp (before->body, body) == 0)
    return id;
  *changed = TRUE;
  return put_changed (self,
                      &(After){ kind, id, owner_of (kind, values), before->revision + 1, audience,
                                body, values },
                      before, error)
             ? id
             : 0;
}

gint64
soho_archive_put (SohoArchive *self,
                  const SohoKind *kind,
                  gint64 id,
                  const SohoValue *values,
                  gboolean *changed,
                  GError **error)
{
  g_autofree char *owner_audience = NULL;
  g_autofree char *audience = NULL;
  g_auto (Before) before = { 0 };
  gint64 owner = owner_of (kind, values);
  SohoValue *kept;

  *changed = FALSE;
  if (owner != 0 && !soho_archive_read_audience (self, owner, &owner_audience, error))
    return 0;
  if (id == 0)
    id = make_id (self, kind, values, owner, owner_audience, error);
  else if (!read_before (self, kind, id, &before, error)
           || (!before.exists
               && (!check_not_erased (self, id, error)
                   || !soho_archive_reserve_id (self, id, error))))
    return 0;
  if (id == 0)
    return 0;

  audience = soho_kind_dup_audience (kind, values, owner != 0 ? owner : id, owner_audience);
  if (!soho_references_withhold (self, kind, audience, values, &kept, error))
    return 0;
  id = put_for (self, kind, id, audience, kept != NULL ? kept : values, &before, changed, error);
  if (kept != NULL)
    soho_values_free (kept, soho_kind_get_n_fields (kind));
  return id;
}

static gboolean
forget_refs (SohoArchive *self, gint64 id, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = soho_database_prepare (
      soho_archive_get_database (self), "DELETE FROM import_ref WHERE id = :id", error);

  if (statement == NULL)
    return FALSE;
  soho_database_bind_integer (statement, ":id", id);
  return soho_database_finish (statement, error);
}

static gboolean
delete_one (SohoArchive *self, const SohoKind *kind, gint64 id, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = soho_database_prepare (
      soho_archive_get_database (self), "DELETE FROM record WHERE id = :id", error);
  g_autofree char *audience = NULL;
  gint64 seq;

  if (statement == NULL || !soho_archive_read_audience (self, id, &audience, error))
    return FALSE;
  if (audience == NULL)
    return TRUE;
  soho_database_bind_integer (statement, ":id", id);
  seq = next_seq (self, error);
  return seq != 0 && soho_database_finish (statement, error) && forget_refs (self, id, error)
         && soho_history_forget (self, id, error)
         && soho_archive_note_blob_uses (self, kind, id, NULL, error)
         && note_departure (self, audience, kind->name, id, seq, error)
         && soho_references_review (self, kind, id, error);
}

gboolean
soho_archive_delete (SohoArchive *self, gint64 id, GError **error)
{
  g_autoptr (GArray) parts = list_parts (self, id, error);
  g_autoptr (sqlite3_stmt) statement = soho_database_prepare (
      soho_archive_get_database (self), "SELECT kind FROM record WHERE id = :id", error);
  g_autoptr (GError) failure = NULL;
  const SohoKind *kind = NULL;

  if (parts == NULL || statement == NULL)
    return FALSE;
  for (guint i = 0; i < parts->len; i++)
    if (!soho_archive_delete (self, g_array_index (parts, Part, i).id, error))
      return FALSE;

  soho_database_bind_integer (statement, ":id", id);
  if (soho_database_next (statement, &failure))
    kind = soho_model_find_kind (soho_archive_get_model (self),
                                 soho_database_column_text (statement, 0));
  if (!soho_database_settle (&failure, error))
    return FALSE;
  sqlite3_reset (statement);
  return kind == NULL || delete_one (self, kind, id, error);
}

static gboolean
tell_erased (SohoArchive *self, const char *kind, gint64 id, const char *audience, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = NULL;
  gint64 seq = next_seq (self, error);

  if (seq == 0 || !note_departure (self, audience, kind, id, seq, error))
    return FALSE;
  statement = soho_database_prepare (soho_archive_get_database (self),
                                     "UPDATE departure SET erased = 1 WHERE id = :id", error);
  if (statement == NULL)
    return FALSE;
  soho_database_bind_integer (statement, ":id", id);
  return soho_database_finish (statement, error);
}

gboolean
soho_archive_tell_erased (
    SohoArchive *self, const char *kind, gint64 id, const char *audience, GError **error)
{
  if (!soho_archive_begin (self, error))
    return FALSE;
  if (tell_erased (self, kind, id, audience, error) && soho_archive_commit (self, error))
    return TRUE;
  soho_archive_rollback (self);
  return FALSE;
}
