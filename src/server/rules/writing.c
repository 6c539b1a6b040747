/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rules/writing.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "archive/history.h"
#include "archive/references.h"

/* The record of the kind `target` that this one is, or is about; 0 if there is none. */
static gint64
find_subject (const SohoKind *kind, gint64 id, const SohoValue *values, const char *target)
{
  if (strcmp (kind->name, target) == 0)
    return id;
  for (guint i = 0; kind->fields[i].name != NULL; i++)
    if (kind->fields[i].type == SOHO_FIELD_REFERENCE
        && strcmp (kind->fields[i].target, target) == 0)
      return values[i].type == SOHO_VALUE_INTEGER ? values[i].integer : 0;
  return 0;
}

static gboolean
reads_channel (const SohoIdentity *identity, const char *word, gint64 id)
{
  g_autofree char *channel = g_strdup_printf ("%s:%" G_GINT64_FORMAT, word, id);

  return g_strv_contains ((const char *const *) identity->audiences, channel);
}

/* Who writes for a place is in its channel. An event says of nobody yet that it is theirs. */
static const struct
{
  SohoWriters writer;
  SohoRoles role;
  const char *subject;
  const char *channel;
} rules[] = {
  { SOHO_WRITE_SELF, SOHO_ROLE_MEMBER, "member", "person" },
  { SOHO_WRITE_VILLAGE_CONTACT, SOHO_ROLE_VILLAGE_CONTACT, "village", "village" },
  { SOHO_WRITE_RECEPTION, SOHO_ROLE_RECEPTION, "telecentre", "desk" },
};

gboolean
soho_writing_is_allowed (const SohoIdentity *identity,
                         const SohoKind *kind,
                         gint64 id,
                         const SohoValue *values)
{
  if ((kind->write & SOHO_WRITE_STAFF) != 0 && (identity->roles & SOHO_ROLE_STAFF) != 0)
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (rules); i++)
    {
      gint64 subject;

      if ((kind->write & rules[i].writer) == 0 || (identity->roles & rules[i].role) == 0)
        continue;
      subject = find_subject (kind, id, values, rules[i].subject);
      if (subject != 0 && reads_channel (identity, rules[i].channel, subject))
        return TRUE;
    }
  return FALSE;
}

gboolean
soho_writing_may_give_id (const SohoIdentity *identity, const SohoKind *kind, gint64 id)
{
  if (soho_kind_is_person (kind) && id == identity->person)
    return TRUE;
  return identity->writer != 0 && id >> 32 == identity->writer && (id & G_MAXUINT32) != 0;
}

/* Whether the asker can see a record of this kind and id. What they cannot see and what is not
 * there are the same to them. */
static gboolean
can_see (SohoArchive *archive,
         const SohoIdentity *identity,
         const char *kind,
         gint64 id,
         gboolean *sees,
         GError **error)
{
  g_autofree char *audience = NULL;

  *sees = FALSE;
  if (!soho_archive_read_audience (archive, id, &audience, error))
    return FALSE;
  return audience == NULL || !g_strv_contains ((const char *const *) identity->audiences, audience)
         || soho_archive_has (archive, kind, id, sees, error);
}

/* One of the asker's own numbers that never was a record: its making must have been refused. */
static gboolean
is_refused (SohoArchive *archive,
            const SohoIdentity *identity,
            gint64 id,
            gboolean *refused,
            GError **error)
{
  gboolean was;

  *refused = FALSE;
  if (id >> 32 != identity->writer)
    return TRUE;
  if (!soho_history_was_there (archive, id, &was, error))
    return FALSE;
  *refused = !was;
  return TRUE;
}

/* What they can see, but not all who read this record. */
static SohoRefusal *
check_readers (SohoArchive *archive,
               const SohoKind *kind,
               const SohoField *field,
               const char *audience,
               gint64 id,
               GError **error)
{
  gboolean may;

  if (!soho_references_may_stand (archive, kind, field, audience, id, &may, error) || may)
    return NULL;
  return soho_refusal_new (0, SOHO_REFUSAL_INVALID, field->name,
                           _ ("is shown to fewer people than what refers to it"));
}

/* audience: of the record that refers to this id. */
static SohoRefusal *
check_reference (SohoArchive *archive,
                 const SohoIdentity *identity,
                 const SohoKind *kind,
                 const SohoField *field,
                 const char *audience,
                 gint64 id,
                 GError **error)
{
  gboolean sees, refused;

  /* Oneself is there, whether one has a card or not. */
  if (id == identity->person && field->owner && strcmp (field->target, "member") == 0)
    return NULL;
  if (!can_see (archive, identity, field->target, id, &sees, error))
    return NULL;
  if (sees)
    return check_readers (archive, kind, field, audience, id, error);
  if (!is_refused (archive, identity, id, &refused, error))
    return NULL;
  if (refused)
    return soho_refusal_new (0, SOHO_REFUSAL_DEPENDS_ON, field->name, NULL);
  return soho_refusal_new (0, SOHO_REFUSAL_INVALID, field->name,
                           _ ("refers to something that is not there"));
}

/* Who will read the record; NULL on error. */
static char *
dup_audience (
    SohoArchive *archive, const SohoKind *kind, gint64 id, const SohoValue *values, GError **error)
{
  int field = soho_kind_get_owner_field (kind);
  gint64 owner = field >= 0 && values[field].type == SOHO_VALUE_INTEGER ? values[field].integer : 0;
  g_autofree char *owner_audience = NULL;

  if (owner != 0 && !soho_archive_read_audience (archive, owner, &owner_audience, error))
    return NULL;
  return soho_kind_dup_audience (kind, values, owner != 0 ? owner : id, owner_audience);
}

SohoRefusal *
soho_writing_check_references (SohoArchive *archive,
                               const SohoIdentity *identity,
                               const SohoKind *kind,
                               gint64 id,
                               const SohoValue *before,
                               const SohoValue *values,
                               GError **error)
{
  g_autofree char *audience = dup_audience (archive, kind, id, values, error);

  for (guint i = 0; audience != NULL && kind->fields[i].name != NULL; i++)
    {
      const SohoField *field = &kind->fields[i];
      g_autoptr (GError) failure = NULL;
      SohoRefusal *refusal = NULL;

      if (values[i].type == SOHO_VALUE_NONE
          || (before != NULL && soho_value_equal (&before[i], &values[i])))
        continue;
      if (field->type == SOHO_FIELD_REFERENCE)
        refusal = check_reference (archive, identity, kind, field, audience, values[i].integer,
                                   &failure);
      else if (field->type == SOHO_FIELD_BLOB)
        refusal = soho_refusal_new (0, SOHO_REFUSAL_INVALID, field->name,
                                    _ ("cannot be sent yet: only taken out"));
      if (failure != NULL)
        g_propagate_error (error, g_steal_pointer (&failure));
      if (refusal != NULL || (error != NULL && *error != NULL))
        return refusal;
    }
  return NULL;
}
