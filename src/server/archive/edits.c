/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "archive/edits.h"

#include <glib/gi18n-lib.h>

#include "archive/answers.h"
#include "archive/backup.h"
#include "archive/erase.h"
#include "archive/history.h"
#include "change/merge.h"
#include "model/validate.h"
#include "rules/writing.h"

/* One edit as it is done. */
typedef struct
{
  SohoArchive *archive;
  const SohoIdentity *identity;
  const SohoEdit *edit;
  SohoRecord *record;   /* as it is; NULL if the asker can see none */
  SohoRefusal *refusal; /* why it is not done; NULL while it may be */
} Doing;

static void
clear_doing (Doing *doing)
{
  g_clear_object (&doing->record);
  g_clear_pointer (&doing->refusal, soho_refusal_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Doing, clear_doing)

/* Returns TRUE: a refusal is an answer. */
static gboolean
refuse (Doing *doing, const char *code)
{
  doing->refusal = soho_refusal_new (doing->edit->number, code, NULL, NULL);
  return TRUE;
}

/* Finds the record if the asker can see it. exists: whether anything has the id. */
static gboolean
find_record (Doing *doing, gboolean *exists, GError **error)
{
  g_autofree char *audience = NULL;
  g_autoptr (GError) failure = NULL;

  if (!soho_archive_read_audience (doing->archive, doing->edit->id, &audience, error))
    return FALSE;
  *exists = audience != NULL;
  if (audience == NULL
      || !g_strv_contains ((const char *const *) doing->identity->audiences, audience))
    return TRUE;
  doing->record = soho_archive_get (doing->archive, doing->edit->kind, doing->edit->id, &failure);
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

/* Whether the values may stand: theirs to write, sound, and referring to what is there. before:
 * NULL for a new record. */
static gboolean
check (Doing *doing, const SohoValue *before, SohoValue *values, GError **error)
{
  const SohoEdit *edit = doing->edit;
  g_autoptr (GError) invalid = NULL;
  g_autoptr (GError) failure = NULL;

  if (!soho_kind_validate (edit->kind, values, &invalid))
    {
      doing->refusal = soho_refusal_new_invalid (edit->number, invalid);
      return TRUE;
    }
  if (!soho_writing_is_allowed (doing->identity, edit->kind, edit->id, values))
    return refuse (doing, SOHO_REFUSAL_NOT_YOURS);
  doing->refusal = soho_writing_check_references (doing->archive, doing->identity, edit->kind,
                                                  edit->id, before, values, &failure);
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

static gboolean
put (Doing *doing, const SohoValue *values, GError **error)
{
  const SohoEdit *edit = doing->edit;
  gboolean changed;

  return soho_archive_put (doing->archive, edit->kind, edit->id, values, &changed, error) != 0
         && (!changed
             || soho_history_sign (doing->archive, edit->id, doing->identity->writer, error));
}

/* After a restore a record may be made again under the number that it had. */
static gboolean
may_give_id (Doing *doing, gboolean *may, GError **error)
{
  const SohoEdit *edit = doing->edit;
  guint writer = (guint) (edit->id >> 32);

  *may = soho_writing_may_give_id (doing->identity, edit->kind, edit->id);
  return *may || writer == 0 || (edit->id & G_MAXUINT32) == 0
         || soho_archive_may_come_back (doing->archive, doing->identity->person, writer, may,
                                        error);
}

static gboolean
create (Doing *doing, gboolean exists, GError **error)
{
  const SohoEdit *edit = doing->edit;
  guint n = soho_kind_get_n_fields (edit->kind);
  SohoValue *values;
  gboolean was, was_erased, may, done;

  if (!soho_history_was_there (doing->archive, edit->id, &was, error)
      || !soho_archive_was_erased (doing->archive, edit->id, &was_erased, error)
      || !may_give_id (doing, &may, error))
    return FALSE;
  if (was_erased)
    return refuse (doing, SOHO_REFUSAL_GONE);
  if (exists || was || !may)
    return refuse (doing, SOHO_REFUSAL_ID_NOT_YOURS);
  values = soho_values_new (n);
  soho_edit_apply (edit, values);
  soho_kind_apply_fallbacks (edit->kind, values);
  done = check (doing, NULL, values, error)
         && (doing->refusal != NULL || put (doing, values, error));
  soho_values_free (values, n);
  return done;
}

/* What was overwritten goes back to whoever wrote it, an edit for each of them. */
static gboolean
hand_back (Doing *doing, const SohoValue *overwritten, const guint *writers, GError **error)
{
  const SohoKind *kind = doing->edit->kind;

  for (guint i = 0; kind->fields[i].name != NULL; i++)
    {
      g_autoptr (SohoEdit) lost = NULL;
      gboolean first = TRUE;

      for (guint before = 0; before < i; before++)
        first = first
                && (overwritten[before].type == SOHO_VALUE_NONE || writers[before] != writers[i]);
      /* Nobody needs to be told what they wrote over themselves. */
      if (overwritten[i].type == SOHO_VALUE_NONE || writers[i] == 0
          || writers[i] == doing->identity->writer || !first)
        continue;
      lost = soho_edit_new (kind, SOHO_EDIT_CHANGE, doing->edit->id,
                            soho_record_get_revision (doing->record));
      for (guint field = i; kind->fields[field].name != NULL; field++)
        if (overwritten[field].type != SOHO_VALUE_NONE && writers[field] == writers[i])
          {
            lost->touched[field] = TRUE;
            soho_value_copy (&lost->values[field], &overwritten[field]);
          }
      if (!soho_answers_add_overwritten (doing->archive, writers[i], lost, error))
        return FALSE;
    }
  return TRUE;
}

/* Memory that a change needs, one of each per field. */
typedef struct
{
  SohoValue *values;
  SohoValue *overwritten;
  gboolean *changed;
  guint *writers;
} Merge;

static gboolean
merge (Doing *doing, Merge *scratch, GError **error)
{
  const SohoEdit *edit = doing->edit;
  const SohoValue *before = soho_record_get_values (doing->record);

  if (!soho_history_read (doing->archive, edit->kind, edit->id, edit->base,
                          soho_record_get_revision (doing->record), doing->identity->writer,
                          scratch->changed, scratch->writers, error))
    return FALSE;
  if (soho_edit_has_moved_on (edit, scratch->changed))
    return refuse (doing, SOHO_REFUSAL_MOVED_ON);
  for (guint i = 0; edit->kind->fields[i].name != NULL; i++)
    soho_value_copy (&scratch->values[i], &before[i]);
  soho_edit_merge (edit, scratch->changed, scratch->values, scratch->overwritten);
  if (!check (doing, before, scratch->values, error))
    return FALSE;
  return doing->refusal != NULL
         || (put (doing, scratch->values, error)
             && hand_back (doing, scratch->overwritten, scratch->writers, error));
}

static gboolean
change (Doing *doing, GError **error)
{
  guint n = soho_kind_get_n_fields (doing->edit->kind);
  Merge scratch
      = { soho_values_new (n), soho_values_new (n), g_new0 (gboolean, n), g_new0 (guint, n) };
  gboolean done = merge (doing, &scratch, error);

  soho_values_free (scratch.values, n);
  soho_values_free (scratch.overwritten, n);
  g_free (scratch.changed);
  g_free (scratch.writers);
  return done;
}

/* Why there is no record: its making was refused, or it is gone for the asker. */
static gboolean
refuse_missing (Doing *doing, gboolean exists, GError **error)
{
  gboolean was;

  if (!soho_history_was_there (doing->archive, doing->edit->id, &was, error))
    return FALSE;
  return refuse (doing, !exists && !was && doing->edit->id >> 32 == doing->identity->writer
                            ? SOHO_REFUSAL_DEPENDS_ON
                            : SOHO_REFUSAL_GONE);
}

static gboolean
do_edit (Doing *doing, GError **error)
{
  const SohoEdit *edit = doing->edit;
  gboolean exists;

  if (!find_record (doing, &exists, error))
    return FALSE;
  if (edit->act == SOHO_EDIT_CREATE)
    return create (doing, exists, error);
  if (doing->record == NULL)
    return refuse_missing (doing, exists, error);
  if (!soho_writing_is_allowed (doing->identity, edit->kind, edit->id,
                                soho_record_get_values (doing->record)))
    return refuse (doing, SOHO_REFUSAL_NOT_YOURS);
  return edit->act == SOHO_EDIT_DELETE ? soho_archive_delete (doing->archive, edit->id, error)
                                       : change (doing, error);
}

/* Does a new edit and keeps the answer. */
static gboolean
answer_new (SohoArchive *archive,
            const SohoIdentity *identity,
            const SohoSentEdit *sent,
            SohoEditsAnswer *answer,
            GError **error)
{
  g_auto (Doing) doing = { archive, identity, sent->edit, NULL, NULL };

  if (sent->trouble != NULL)
    doing.refusal = soho_refusal_new (sent->number, sent->trouble->code, sent->trouble->field,
                                      sent->trouble->detail);
  else if (!do_edit (&doing, error))
    return FALSE;
  if (doing.refusal != NULL)
    doing.refusal->number = sent->number;
  if (!soho_answers_keep (archive, identity->writer, sent->number, sent->digest, doing.refusal,
                          error))
    return FALSE;
  if (doing.refusal != NULL)
    g_ptr_array_add (answer->refusals, g_steal_pointer (&doing.refusal));
  return TRUE;
}

/* Who knows what a restored archive has forgotten goes on behind it. */
static gboolean
go_on_behind (SohoArchive *archive,
              guint writer,
              const SohoEditsRequest *request,
              gint64 *last,
              GError **error)
{
  gint64 expected = *last + 1;

  if (!request->resumes || request->resumed != *last || request->acknowledged <= *last
      || request->first != request->acknowledged + 1)
    return TRUE;
  *last = request->acknowledged;
  return soho_answers_add_gap (archive, writer, expected, *last, error);
}

static gboolean
answer_all (SohoArchive *archive,
            const SohoIdentity *identity,
            const SohoEditsRequest *request,
            SohoEditsAnswer *answer,
            GError **error)
{
  gint64 last, acknowledged;

  if (!soho_answers_read_writer (archive, identity->writer, &last, &acknowledged, error))
    return FALSE;
  if (!go_on_behind (archive, identity->writer, request, &last, error))
    return FALSE;
  if (request->acknowledged > last || request->first > last + 1)
    {
      g_set_error (error, SOHO_EDITS_ERROR, SOHO_EDITS_ERROR_OUT_OF_ORDER,
                   "Edit %" G_GINT64_FORMAT " is expected next.", last + 1);
      return FALSE;
    }
  for (guint i = 0; i < request->edits->len; i++)
    {
      const SohoSentEdit *sent = g_ptr_array_index (request->edits, i);

      if (sent->number <= last
              ? !soho_answers_repeat (archive, identity->writer, sent, answer->refusals, error)
              : !answer_new (archive, identity, sent, answer, error))
        return FALSE;
    }
  answer->answered = request->first + request->edits->len - 1;
  return soho_answers_write_writer (archive, identity->writer, MAX (last, answer->answered),
                                    MAX (acknowledged, request->acknowledged), request->seen, error)
         && soho_answers_list_overwritten (archive, identity->writer, answer, error);
}

SohoEditsAnswer *
soho_edits_apply (SohoArchive *archive,
                  const SohoIdentity *identity,
                  const SohoEditsRequest *request,
                  GError **error)
{
  g_autoptr (SohoEditsAnswer) answer = soho_edits_answer_new ();

  g_return_val_if_fail (identity->writer != 0 && identity->person != 0, NULL);

  if (!soho_archive_begin (archive, error))
    return NULL;
  if (answer_all (archive, identity, request, answer, error)
      && soho_archive_commit (archive, error))
    return g_steal_pointer (&answer);
  soho_archive_rollback (archive);
  return NULL;
}
