/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/import.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "archive/references.h"
#include "exchange/blob-files.h"
#include "exchange/lookup.h"
#include "exchange/order.h"
#include "exchange/reading.h"
#include "exchange/settings.h"
#include "exchange/sources.h"
#include "model/validate.h"

typedef struct
{
  SohoArchive *archive;
  SohoLookup *lookup;
  GHashTable *lines;  /* id -> line of this file that said it */
  GHashTable *coming; /* ids of records of this file that wait for each other */
  SohoImportReport *report;
} Import;

typedef enum
{
  OUTCOME_PUT,
  OUTCOME_WAITS,  /* refers to a record that is not there yet and may stand in the file */
  OUTCOME_BAD,    /* was complained of */
  OUTCOME_FAILED, /* the archive failed */
} Outcome;

void
soho_import_report_free (SohoImportReport *report)
{
  g_free (report->path);
  g_ptr_array_unref (report->complaints);
  g_free (report);
}

static Outcome
complain (Import *import, const SohoDraft *draft, const char *reason)
{
  g_autofree char *named = soho_draft_dup_reason (draft, reason);

  soho_draft_complain (import->report->complaints, import->report->path, draft->line, named);
  return OUTCOME_BAD;
}

/* Errors of validation are the file's, all others the archive's. */
static Outcome
complain_or_fail (
    Import *import, const SohoDraft *draft, const char *field, GError *failure, GError **error)
{
  g_autofree char *reason = NULL;

  if (failure->domain != SOHO_VALIDATION_ERROR && failure->domain != SOHO_ARCHIVE_ERROR)
    {
      g_propagate_error (error, failure);
      return OUTCOME_FAILED;
    }
  reason = field != NULL ? g_strdup_printf ("%s: %s", field, failure->message)
                         : g_strdup (failure->message);
  g_error_free (failure);
  return complain (import, draft, reason);
}

/* Whether records of the field's target may come after the draft: those of its own kind, and of
 * kinds that refer to it in turn. */
static gboolean
may_follow (Import *import, const SohoDraft *draft, const SohoKind *target)
{
  return target == draft->kind
         || soho_order_refers (soho_archive_get_model (import->archive), target, draft->kind);
}

/* Ids given as numbers must be those of records. */
static Outcome
check_reference (Import *import, SohoDraft *draft, guint index, GError **error)
{
  const SohoField *field = &draft->kind->fields[index];
  const SohoValue *value = &draft->values[index];
  g_autofree char *reason = NULL;
  gboolean has;

  if (value->type != SOHO_VALUE_INTEGER)
    return OUTCOME_PUT;
  if (!soho_archive_has (import->archive, field->target, value->integer, &has, error))
    return OUTCOME_FAILED;
  if (has || g_hash_table_contains (import->coming, &value->integer))
    return OUTCOME_PUT;
  if (may_follow (import, draft,
                  soho_model_find_kind (soho_archive_get_model (import->archive), field->target)))
    return OUTCOME_WAITS;
  reason
      = g_strdup_printf (_ ("%s: there is no record of kind %s with the id %lld: import it first"),
                         field->name, field->target, (long long) value->integer);
  return complain (import, draft, reason);
}

/* A line that gives its own id speaks of others by theirs, whatever else these numbers may name: so
 * an exported file means the same wherever it is read. */
static gboolean
is_id (const SohoDraft *draft, const char *text, gint64 *id)
{
  return draft->id > 0 && g_ascii_string_to_signed (text, 10, 1, SOHO_ID_MAX, id, NULL);
}

static Outcome
resolve_reference (Import *import, SohoDraft *draft, guint index, GError **error)
{
  const SohoField *field = &draft->kind->fields[index];
  const SohoKind *target
      = soho_model_find_kind (soho_archive_get_model (import->archive), field->target);
  g_autoptr (GError) failure = NULL;
  gint64 id;

  if (!is_id (draft, draft->references[index], &id))
    id = soho_lookup_find (import->lookup, target, draft->references[index], &failure);
  if (id > 0)
    {
      soho_value_set_integer (&draft->values[index], id);
      g_clear_pointer (&draft->references[index], g_free);
      return check_reference (import, draft, index, error);
    }
  if (failure->domain == SOHO_VALIDATION_ERROR && may_follow (import, draft, target))
    return OUTCOME_WAITS;
  return complain_or_fail (import, draft, field->name, g_steal_pointer (&failure), error);
}

static Outcome
resolve_references (Import *import, SohoDraft *draft, GError **error)
{
  Outcome worst = OUTCOME_PUT;

  if (draft->whole != NULL)
    soho_value_set_integer (&draft->values[soho_kind_get_owner_field (draft->kind)],
                            draft->whole->id);
  for (guint i = 0; draft->kind->fields[i].name != NULL && worst != OUTCOME_FAILED; i++)
    {
      Outcome outcome;

      if (draft->kind->fields[i].type != SOHO_FIELD_REFERENCE
          || (draft->whole != NULL && draft->kind->fields[i].owner))
        continue;
      outcome = draft->references[i] != NULL ? resolve_reference (import, draft, i, error)
                                             : check_reference (import, draft, i, error);
      worst = MAX (worst, outcome);
    }
  return worst;
}

/* The record that has the draft's key fields, 0 if there is none. Two people may share a name and a
 * village; the file's own names tell them apart. */
static gint64
find_by_key (Import *import, SohoDraft *draft, GError **error)
{
  gint64 id = soho_lookup_find_by_key (import->lookup, draft->kind, draft->values, error);
  g_autofree char *other_ref = NULL;

  if (draft->ref == NULL || id == 0)
    return id;
  if (id > 0)
    other_ref = soho_archive_dup_ref (import->archive, id, error);
  return id == SOHO_LOOKUP_AMBIGUOUS || other_ref != NULL ? 0 : id;
}

/* Gives the draft the id of the record that it speaks of, 0 for a new one. */
static Outcome
identify (Import *import, SohoDraft *draft, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autofree char *reason = NULL;

  if (draft->id != 0)
    return OUTCOME_PUT;
  soho_kind_canonicalize (draft->kind, draft->values);
  if (draft->ref != NULL)
    draft->id = soho_archive_find_ref (import->archive, draft->kind->name, draft->ref, &failure);
  if (draft->id == 0 && failure == NULL)
    draft->id = find_by_key (import, draft, &failure);
  if (!soho_database_settle (&failure, error))
    return OUTCOME_FAILED;
  if (draft->id != SOHO_LOOKUP_AMBIGUOUS)
    return OUTCOME_PUT;
  reason = g_strdup_printf (
      _ ("several records of kind %s are called so: give each its own “ref” and use that"),
      draft->kind->name);
  return complain (import, draft, reason);
}

/* Adds what the record already says where the file is silent. */
static gboolean
merge (Import *import, SohoDraft *draft, GError **error)
{
  g_autoptr (SohoRecord) before = NULL;
  g_autoptr (GError) failure = NULL;

  if (draft->id != 0)
    before = soho_archive_get (import->archive, draft->kind, draft->id, &failure);
  if (!soho_database_settle (&failure, error))
    return FALSE;
  for (guint i = 0; before != NULL && draft->kind->fields[i].name != NULL; i++)
    if (!draft->said[i])
      soho_value_copy (&draft->values[i], &soho_record_get_values (before)[i]);
  soho_kind_apply_fallbacks (draft->kind, draft->values);
  return TRUE;
}

static Outcome
complain_of_repetition (Import *import, SohoDraft *draft, guint line)
{
  g_autofree char *reason = g_strdup_printf (
      _ ("speaks of the same record as line %u: remove one, or give each its own “ref”"), line);

  return complain (import, draft, reason);
}

static Outcome
keep_ref (Import *import, SohoDraft *draft, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autofree char *reason = NULL;
  const char *kind = draft->kind->name;
  gint64 named;

  if (draft->ref == NULL)
    return OUTCOME_PUT;
  named = soho_archive_find_ref (import->archive, kind, draft->ref, &failure);
  if (named == 0 && failure == NULL)
    soho_archive_set_ref (import->archive, kind, draft->ref, draft->id, &failure);
  if (!soho_database_settle (&failure, error))
    return OUTCOME_FAILED;
  if (named == 0 || named == draft->id)
    return OUTCOME_PUT;
  reason = g_strdup_printf (_ ("ref: “%s” names the record %lld already: give each its own"),
                            draft->ref, (long long) named);
  return complain (import, draft, reason);
}

/* Counts what was asked to be referred to and is not. */
static gboolean
count_withheld (Import *import, const SohoDraft *draft, const char *audience, GError **error)
{
  SohoValue *kept;

  if (!soho_references_withhold (import->archive, draft->kind, audience, draft->values, &kept,
                                 error))
    return FALSE;
  for (guint i = 0; kept != NULL && draft->kind->fields[i].name != NULL; i++)
    import->report->withheld
        += draft->values[i].type != SOHO_VALUE_NONE && kept[i].type == SOHO_VALUE_NONE;
  if (kept != NULL)
    soho_values_free (kept, soho_kind_get_n_fields (draft->kind));
  return TRUE;
}

static Outcome
put (Import *import, SohoDraft *draft, GError **error)
{
  gboolean known = draft->id != 0;
  gboolean changed;
  g_autoptr (GError) failure = NULL;
  g_autofree char *audience = NULL;
  Outcome outcome;
  gint64 id;

  if (known)
    {
      guint line = GPOINTER_TO_UINT (g_hash_table_lookup (import->lines, &draft->id));

      /* The same number in two columns of one line. */
      if (line == draft->line && draft->whole != NULL)
        return OUTCOME_PUT;
      if (line != 0)
        return complain_of_repetition (import, draft, line);
      if (!soho_archive_has (import->archive, draft->kind->name, draft->id, &known, error))
        return OUTCOME_FAILED;
    }
  id = soho_archive_put (import->archive, draft->kind, draft->id, draft->values, &changed,
                         &failure);
  if (id == 0)
    return complain_or_fail (import, draft, NULL, g_steal_pointer (&failure), error);
  draft->id = id;
  outcome = keep_ref (import, draft, error);
  if (outcome != OUTCOME_PUT)
    return outcome;
  if (!soho_archive_read_audience (import->archive, id, &audience, error)
      || !count_withheld (import, draft, audience, error))
    return OUTCOME_FAILED;

  soho_lookup_add (import->lookup, draft->kind, id, draft->values);
  g_hash_table_insert (import->lines, g_memdup2 (&id, sizeof id), GUINT_TO_POINTER (draft->line));
  *(!changed ? &import->report->unchanged
    : known  ? &import->report->changed
             : &import->report->added)
      += 1;
  import->report->hidden += draft->whole == NULL && strcmp (audience, SOHO_AUDIENCE_PUBLIC) != 0;
  return OUTCOME_PUT;
}

/* A part of what was complained of says at once what is wrong with itself. */
static Outcome
complain_of_part (Import *import, SohoDraft *part)
{
  g_autoptr (GError) invalid = NULL;

  soho_value_set_integer (&part->values[soho_kind_get_owner_field (part->kind)], 1);
  if (!part->bad && !soho_kind_validate (part->kind, part->values, &invalid))
    complain (import, part, invalid->message);
  return OUTCOME_BAD;
}

static Outcome
import_draft (Import *import, SohoDraft *draft, GError **error)
{
  g_autoptr (GError) invalid = NULL;
  g_autoptr (GError) failure = NULL;
  Outcome outcome = resolve_references (import, draft, error);

  if (outcome != OUTCOME_PUT)
    return outcome;
  if (draft->whole != NULL && draft->whole->id == 0)
    return complain_of_part (import, draft);
  outcome = identify (import, draft, error);
  if (outcome != OUTCOME_PUT)
    return outcome;
  if (!merge (import, draft, error))
    return OUTCOME_FAILED;
  if (!soho_blob_files_import (import->archive, import->report->path, draft, &failure))
    return complain_or_fail (import, draft, NULL, g_steal_pointer (&failure), error);
  if (!soho_kind_validate (draft->kind, draft->values, &invalid))
    return draft->bad ? OUTCOME_BAD : complain (import, draft, invalid->message);
  return put (import, draft, error);
}

static gboolean
has_target (Import *import, const SohoKind *target, gint64 id)
{
  gboolean has;

  return soho_archive_has (import->archive, target->name, id, &has, NULL) && has;
}

/* What it waited for did not come: it is not there, or waits itself. */
static void
complain_of_waiting (Import *import, SohoDraft *draft)
{
  for (guint i = 0; draft->kind->fields[i].name != NULL; i++)
    {
      const SohoField *field = &draft->kind->fields[i];
      g_autoptr (GError) failure = NULL;
      g_autofree char *reason = NULL;

      const SohoKind *target
          = field->type == SOHO_FIELD_REFERENCE
                ? soho_model_find_kind (soho_archive_get_model (import->archive), field->target)
                : NULL;

      if (target == NULL || !may_follow (import, draft, target)
          || (draft->references[i] == NULL && draft->values[i].type == SOHO_VALUE_NONE))
        continue;
      if (draft->references[i] != NULL)
        soho_lookup_find (import->lookup, target, draft->references[i], &failure);
      else if (has_target (import, target, draft->values[i].integer))
        continue;
      if (draft->references[i] != NULL && failure == NULL)
        continue;
      reason = failure != NULL
                   ? g_strdup_printf (_ ("%s: %s; if it stands in this file, it is wrong itself or "
                                         "hangs on this one in a circle"),
                                      field->name, failure->message)
                   : g_strdup_printf (_ ("%s: there is no record of kind %s with this id"),
                                      field->name, field->target);
      complain (import, draft, reason);
      return;
    }
}

/* Whether following a field from a record leads back to it. */
static gboolean
leads_round (Import *import, const SohoDraft *draft, guint index, gboolean *round, GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  gint64 id = draft->id;

  *round = FALSE;
  for (;;)
    {
      g_autoptr (GError) failure = NULL;
      g_autoptr (SohoRecord) record = soho_archive_get (import->archive, draft->kind, id, &failure);
      const SohoValue *next = record != NULL ? &soho_record_get_values (record)[index] : NULL;

      if (!soho_database_settle (&failure, error))
        return FALSE;
      if (next == NULL || next->type != SOHO_VALUE_INTEGER)
        return TRUE;
      id = next->integer;
      *round = id == draft->id;
      if (*round || !g_hash_table_add (seen, g_memdup2 (&id, sizeof id)))
        return TRUE;
    }
}

/* Only when all are there can it be told whether they hang on each other in a circle. */
static gboolean
check_circles (Import *import, GPtrArray *drafts, GError **error)
{
  for (guint i = 0; i < drafts->len; i++)
    {
      SohoDraft *draft = g_ptr_array_index (drafts, i);
      const SohoField *fields = draft->kind->fields;

      for (guint f = 0; fields[f].name != NULL; f++)
        {
          g_autofree char *reason = NULL;
          gboolean round;

          if (fields[f].type != SOHO_FIELD_REFERENCE
              || !g_str_equal (fields[f].target, draft->kind->name) || draft->id <= 0
              || draft->values[f].type != SOHO_VALUE_INTEGER)
            continue;
          if (!leads_round (import, draft, f, &round, error))
            return FALSE;
          reason = g_strdup_printf (_ ("%s: leads back to this record in a circle: leave it empty"),
                                    fields[f].name);
          if (round)
            complain (import, draft, reason);
        }
    }
  return TRUE;
}

static const SohoKind *
kind_of (GPtrArray *drafts, guint index)
{
  return ((SohoDraft *) g_ptr_array_index (drafts, index))->kind;
}

/* The drafts of the kinds of one rank, in the order of the model. */
static GPtrArray *
collect_rank (Import *import, guint rank, GPtrArray *drafts)
{
  const SohoModel *model = soho_archive_get_model (import->archive);
  GPtrArray *collected = g_ptr_array_new ();

  for (const SohoKind *const *kind = model->kinds; *kind != NULL; kind++)
    if (soho_order_get_rank (model, *kind) == rank)
      for (guint i = 0; i < drafts->len; i++)
        if (kind_of (drafts, i) == *kind)
          g_ptr_array_add (collected, g_ptr_array_index (drafts, i));
  return collected;
}

/* What waits for each other in a circle, as a question and its answer do, can be put if each says
 * its own id: all of it comes, or nothing of the file is kept. Returns whether this is news. */
static gboolean
expect_all (Import *import, GPtrArray *waiting)
{
  guint before = g_hash_table_size (import->coming);

  for (guint i = 0; i < waiting->len; i++)
    {
      const SohoDraft *draft = g_ptr_array_index (waiting, i);

      if (draft->id > 0)
        g_hash_table_add (import->coming, g_memdup2 (&draft->id, sizeof draft->id));
    }
  return g_hash_table_size (import->coming) > before;
}

/* Imports the drafts of one rank. Those that wait for another of them take their turn when it is
 * there. */
static gboolean
import_rank (Import *import, GPtrArray *drafts, GError **error)
{
  g_autoptr (GPtrArray) left = g_ptr_array_ref (drafts);
  guint before;

  do
    {
      g_autoptr (GPtrArray) waiting = g_ptr_array_new ();

      before = left->len;
      for (guint i = 0; i < left->len; i++)
        {
          Outcome outcome = import_draft (import, g_ptr_array_index (left, i), error);

          if (outcome == OUTCOME_FAILED)
            return FALSE;
          if (outcome == OUTCOME_WAITS)
            g_ptr_array_add (waiting, g_ptr_array_index (left, i));
        }
      g_ptr_array_unref (left);
      left = g_steal_pointer (&waiting);
    }
  while (left->len > 0 && (left->len < before || expect_all (import, left)));
  for (guint i = 0; i < left->len; i++)
    complain_of_waiting (import, g_ptr_array_index (left, i));
  return check_circles (import, drafts, error);
}

static gboolean
import_drafts (Import *import, GPtrArray *drafts, GError **error)
{
  const SohoModel *model = soho_archive_get_model (import->archive);
  guint highest = 0;

  for (const SohoKind *const *kind = model->kinds; *kind != NULL; kind++)
    highest = MAX (highest, soho_order_get_rank (model, *kind));
  for (guint rank = 0; rank <= highest; rank++)
    {
      g_autoptr (GPtrArray) together = collect_rank (import, rank, drafts);

      if (!import_rank (import, together, error))
        return FALSE;
    }
  return TRUE;
}

/* FALSE if the archive failed. */
static gboolean
import_drafts_of_file (SohoArchive *archive,
                       SohoImportReport *report,
                       GPtrArray *drafts,
                       const char *const *settings,
                       GError **error)
{
  g_autoptr (SohoLookup) lookup = soho_lookup_new (archive);
  g_autoptr (GHashTable) lines = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_autoptr (GHashTable) coming = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  Import import = { archive, lookup, lines, coming, report };
  gboolean done;

  soho_settings_apply (settings, drafts, report->path, report->complaints);
  if (!soho_archive_begin (archive, error))
    return FALSE;
  done = import_drafts (&import, drafts, error);
  if (done && report->complaints->len == 0)
    done = soho_archive_commit (archive, error);
  soho_archive_rollback (archive);
  return done;
}

/* NULL if the archive failed. */
static SohoImportReport *
import_path (SohoArchive *archive, const char *path, const char *const *settings, GError **error)
{
  SohoImportReport *report = g_new0 (SohoImportReport, 1);
  g_autoptr (GPtrArray) drafts = NULL;

  report->path = g_strdup (path);
  report->complaints = g_ptr_array_new_with_free_func (g_free);
  drafts = soho_drafts_read (soho_archive_get_model (archive), path, report->complaints);
  if (drafts == NULL || import_drafts_of_file (archive, report, drafts, settings, error))
    return report;
  soho_import_report_free (report);
  return NULL;
}

GPtrArray *
soho_import_files (SohoArchive *archive,
                   const char *const *paths,
                   const char *const *settings,
                   GError **error)
{
  g_autoptr (GPtrArray) reports
      = g_ptr_array_new_with_free_func ((GDestroyNotify) soho_import_report_free);
  g_autoptr (GPtrArray) sources = NULL;

  if (!soho_settings_check (soho_archive_get_model (archive), settings, error))
    return NULL;
  sources = soho_sources_order (soho_archive_get_model (archive), paths);
  for (guint i = 0; i < sources->len; i++)
    {
      SohoImportReport *report
          = import_path (archive, g_ptr_array_index (sources, i), settings, error);

      if (report == NULL)
        return NULL;
      g_ptr_array_add (reports, report);
    }
  return g_steal_pointer (&reports);
}
