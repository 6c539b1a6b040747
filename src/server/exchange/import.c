/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/import.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "exchange/blob-files.h"
#include "exchange/draft.h"
#include "exchange/lookup.h"
#include "model/validate.h"

typedef struct
{
  SohoArchive *archive;
  SohoLookup *lookup;
  GHashTable *lines; /* id -> line of this file that said it */
  SohoImportReport *report;
} Import;

typedef enum
{
  OUTCOME_PUT,
  OUTCOME_WAITS,  /* refers to a record of its own kind that is not there yet */
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
  soho_draft_complain (import->report->complaints, import->report->path, draft->line, reason);
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
  if (has)
    return OUTCOME_PUT;
  if (g_str_equal (field->target, draft->kind->name))
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
  if (target == draft->kind && failure->domain == SOHO_VALIDATION_ERROR)
    return OUTCOME_WAITS;
  return complain_or_fail (import, draft, field->name, g_steal_pointer (&failure), error);
}

static Outcome
resolve_references (Import *import, SohoDraft *draft, GError **error)
{
  Outcome worst = OUTCOME_PUT;

  for (guint i = 0; draft->kind->fields[i].name != NULL && worst != OUTCOME_FAILED; i++)
    {
      Outcome outcome;

      if (draft->kind->fields[i].type != SOHO_FIELD_REFERENCE)
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
  if (!soho_archive_read_audience (import->archive, id, &audience, error))
    return OUTCOME_FAILED;

  soho_lookup_add (import->lookup, draft->kind, id, draft->values);
  g_hash_table_insert (import->lines, g_memdup2 (&id, sizeof id), GUINT_TO_POINTER (draft->line));
  *(!changed ? &import->report->unchanged
    : known  ? &import->report->changed
             : &import->report->added)
      += 1;
  import->report->hidden += strcmp (audience, SOHO_AUDIENCE_PUBLIC) != 0;
  return OUTCOME_PUT;
}

static Outcome
import_draft (Import *import, SohoDraft *draft, GError **error)
{
  g_autoptr (GError) invalid = NULL;
  g_autoptr (GError) failure = NULL;
  Outcome outcome = resolve_references (import, draft, error);

  if (outcome != OUTCOME_PUT)
    return outcome;
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

/* What it waited for did not come: it is not there, or waits itself. */
static void
complain_of_waiting (Import *import, SohoDraft *draft)
{
  for (guint i = 0; draft->kind->fields[i].name != NULL; i++)
    {
      const SohoField *field = &draft->kind->fields[i];
      g_autoptr (GError) failure = NULL;
      g_autofree char *reason = NULL;

      if (field->type != SOHO_FIELD_REFERENCE || !g_str_equal (field->target, draft->kind->name)
          || (draft->references[i] == NULL && draft->values[i].type == SOHO_VALUE_NONE))
        continue;
      if (draft->references[i] != NULL)
        soho_lookup_find (import->lookup, draft->kind, draft->references[i], &failure);
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
check_circles (Import *import, const SohoKind *kind, GPtrArray *drafts, GError **error)
{
  for (guint i = 0; i < drafts->len; i++)
    for (guint f = 0; kind->fields[f].name != NULL; f++)
      {
        SohoDraft *draft = g_ptr_array_index (drafts, i);
        g_autofree char *reason = NULL;
        gboolean round;

        if (kind->fields[f].type != SOHO_FIELD_REFERENCE
            || !g_str_equal (kind->fields[f].target, kind->name) || draft->kind != kind
            || draft->id <= 0 || draft->values[f].type != SOHO_VALUE_INTEGER)
          continue;
        if (!leads_round (import, draft, f, &round, error))
          return FALSE;
        reason = g_strdup_printf (_ ("%s: leads back to this record in a circle: leave it empty"),
                                  kind->fields[f].name);
        if (round)
          complain (import, draft, reason);
      }
  return TRUE;
}

/* Imports the drafts of one kind. Those that wait for another of their kind take their turn when it
 * is there. */
static gboolean
import_kind (Import *import, const SohoKind *kind, GPtrArray *drafts, GError **error)
{
  g_autoptr (GPtrArray) left = g_ptr_array_new ();
  guint before;

  for (guint i = 0; i < drafts->len; i++)
    if (((SohoDraft *) g_ptr_array_index (drafts, i))->kind == kind)
      g_ptr_array_add (left, g_ptr_array_index (drafts, i));
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
  while (left->len > 0 && left->len < before);
  for (guint i = 0; i < left->len; i++)
    complain_of_waiting (import, g_ptr_array_index (left, i));
  return check_circles (import, kind, drafts, error);
}

/* How many steps of reference lie beneath a kind: those with fewer come first. */
static guint
kind_depth (const SohoModel *model, const SohoKind *kind)
{
  guint depth = 0;

  for (const SohoField *field = kind->fields; field->name != NULL; field++)
    if (field->type == SOHO_FIELD_REFERENCE && !g_str_equal (field->target, kind->name))
      depth = MAX (depth, 1 + kind_depth (model, soho_model_find_kind (model, field->target)));
  return depth;
}

static guint
deepest (const SohoModel *model)
{
  guint depth = 0;

  for (const SohoKind *const *kind = model->kinds; *kind != NULL; kind++)
    depth = MAX (depth, kind_depth (model, *kind));
  return depth;
}

static gboolean
import_drafts (Import *import, GPtrArray *drafts, GError **error)
{
  const SohoModel *model = soho_archive_get_model (import->archive);

  for (guint depth = 0; depth <= deepest (model); depth++)
    for (const SohoKind *const *kind = model->kinds; *kind != NULL; kind++)
      if (kind_depth (model, *kind) == depth && !import_kind (import, *kind, drafts, error))
        return FALSE;
  return TRUE;
}

static void
apply_settings (Import *import, GPtrArray *drafts, const char *const *settings)
{
  for (guint s = 0; settings != NULL && settings[s] != NULL; s++)
    {
      g_auto (GStrv) parts = g_strsplit (settings[s], "=", 2);

      for (guint i = 0; i < drafts->len; i++)
        {
          SohoDraft *draft = g_ptr_array_index (drafts, i);
          int field = soho_kind_find_field (draft->kind, parts[0]);
          g_autoptr (GError) error = NULL;

          if (field < 0 || draft->said[field]
              || draft->kind->fields[field].type == SOHO_FIELD_REFERENCE)
            continue;
          draft->said[field] = TRUE;
          if (!soho_field_parse (&draft->kind->fields[field], parts[1], &draft->values[field],
                                 &error))
            complain (import, draft, error->message);
        }
    }
}

/* Takes the report. NULL if the archive failed. */
static SohoImportReport *
import_file (SohoArchive *archive,
             SohoImportReport *report,
             GPtrArray *drafts,
             const char *const *settings,
             GError **error)
{
  g_autoptr (SohoLookup) lookup = soho_lookup_new (archive);
  g_autoptr (GHashTable) lines = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  Import import = { archive, lookup, lines, report };
  gboolean done;

  if (drafts == NULL)
    return report;
  apply_settings (&import, drafts, settings);
  if (!soho_archive_begin (archive, error))
    return NULL;
  done = import_drafts (&import, drafts, error);
  if (done && report->complaints->len == 0)
    done = soho_archive_commit (archive, error);
  soho_archive_rollback (archive);
  return done ? report : NULL;
}

typedef struct
{
  SohoImportReport *report;
  GPtrArray *drafts; /* NULL if the file cannot be read */
  guint depth;
} Source;

static void
clear_source (gpointer data)
{
  Source *source = data;

  g_clear_pointer (&source->report, soho_import_report_free);
  g_clear_pointer (&source->drafts, g_ptr_array_unref);
}

static int
compare_sources (gconstpointer a, gconstpointer b)
{
  return (int) ((const Source *) a)->depth - (int) ((const Source *) b)->depth;
}

static GArray *
read_sources (const SohoModel *model, const char *const *paths)
{
  GArray *sources = g_array_new (FALSE, TRUE, sizeof (Source));

  g_array_set_clear_func (sources, clear_source);
  for (guint i = 0; paths[i] != NULL; i++)
    {
      Source source = { g_new0 (SohoImportReport, 1), NULL, 0 };

      source.report->path = g_strdup (paths[i]);
      source.report->complaints = g_ptr_array_new_with_free_func (g_free);
      source.drafts = soho_drafts_read (model, paths[i], source.report->complaints);
      for (guint d = 0; source.drafts != NULL && d < source.drafts->len; d++)
        source.depth
            = MAX (source.depth,
                   kind_depth (model, ((SohoDraft *) g_ptr_array_index (source.drafts, d))->kind));
      g_array_append_val (sources, source);
    }
  g_array_sort (sources, compare_sources);
  return sources;
}

/* Whether a kind has such a field and may have this value there. A reference cannot stand in for
 * all records of a file. */
static gboolean
can_set (const SohoKind *kind, const char *name, const char *text, GError **error)
{
  int field = soho_kind_find_field (kind, name);
  SohoValue value = SOHO_VALUE_INIT;
  gboolean good;

  if (field < 0 || kind->fields[field].type == SOHO_FIELD_REFERENCE)
    return FALSE;
  good = soho_field_parse (&kind->fields[field], text, &value, error)
         && (value.type == SOHO_VALUE_NONE
             || soho_field_validate (&kind->fields[field], &value, error));
  soho_value_clear (&value);
  return good;
}

static gboolean
check_setting (const SohoModel *model, const char *setting, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (setting, "=", 2);
  g_autoptr (GError) unfit = NULL;

  for (const SohoKind *const *kind = model->kinds;
       *kind != NULL && parts[0] != NULL && parts[1] != NULL; kind++)
    {
      if (can_set (*kind, parts[0], parts[1], &unfit))
        return TRUE;
      if (unfit != NULL)
        break;
    }
  if (unfit != NULL)
    g_propagate_error (error, g_steal_pointer (&unfit));
  else
    g_set_error (error, SOHO_VALIDATION_ERROR, SOHO_VALIDATION_ERROR_INVALID,
                 _ ("“%s” sets no field: write it like visibility=public"), setting);
  return FALSE;
}

static gboolean
check_settings (const SohoModel *model, const char *const *settings, GError **error)
{
  for (guint s = 0; settings != NULL && settings[s] != NULL; s++)
    if (!check_setting (model, settings[s], error))
      return FALSE;
  return TRUE;
}

GPtrArray *
soho_import_files (SohoArchive *archive,
                   const char *const *paths,
                   const char *const *settings,
                   GError **error)
{
  g_autoptr (GPtrArray) reports
      = g_ptr_array_new_with_free_func ((GDestroyNotify) soho_import_report_free);
  g_autoptr (GArray) sources = NULL;

  if (!check_settings (soho_archive_get_model (archive), settings, error))
    return NULL;
  sources = read_sources (soho_archive_get_model (archive), paths);
  for (guint i = 0; i < sources->len; i++)
    {
      Source *source = &g_array_index (sources, Source, i);

      if (import_file (archive, source->report, source->drafts, settings, error) == NULL)
        return NULL;
      g_ptr_array_add (reports, g_steal_pointer (&source->report));
    }
  return g_steal_pointer (&reports);
}
