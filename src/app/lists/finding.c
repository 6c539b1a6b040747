/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lists/finding.h"

#include "keeping.h"
#include "model/gazetteer.h"
#include "store/search.h"

/* What one looks over without scrolling far. */
#define MOST_OF_KIND 6

struct _SohoFinding
{
  GObject parent_instance;

  SohoRecord *record;
  char *snippet;
  char *description;
  gboolean is_first;
};

G_DEFINE_FINAL_TYPE (SohoFinding, soho_finding, G_TYPE_OBJECT)

static void
soho_finding_finalize (GObject *object)
{
  SohoFinding *self = SOHO_FINDING (object);

  g_clear_object (&self->record);
  g_clear_pointer (&self->snippet, g_free);
  g_clear_pointer (&self->description, g_free);
  G_OBJECT_CLASS (soho_finding_parent_class)->finalize (object);
}

static void
soho_finding_class_init (SohoFindingClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = soho_finding_finalize;
}

static void
soho_finding_init (SohoFinding *self)
{
}

static void
append_part (GString *description, const char *part)
{
  if (part != NULL && *part != '\0')
    g_string_append_printf (description, "%s%s", description->len > 0 ? " · " : "", part);
}

/* The title of the document that a field refers to. To be freed. */
static char *
dup_target_title (SohoLibrary *library, SohoRecord *record, const SohoField *field)
{
  g_autoptr (SohoRecord) target = soho_library_get_record (
      library, field->target, soho_record_get_integer (record, field->name, 0));

  return target != NULL ? soho_record_dup_title (target) : NULL;
}

static char *
dup_description (SohoLibrary *library, SohoRecord *record)
{
  const SohoKind *kind = soho_record_get_kind (record);
  GString *description = g_string_new (NULL);
  gboolean has_keywords = FALSE;

  for (const SohoField *field = kind->fields; field->name != NULL; field++)
    {
      if (field->type == SOHO_FIELD_TEXT && field->search == SOHO_SEARCH_KEYWORDS && !has_keywords)
        {
          append_part (description, soho_record_get_text (record, field->name));
          has_keywords = TRUE;
        }
      else if (field->format == SOHO_FORMAT_COMMUNE && !field->title)
        {
          const SohoCommune *commune
              = soho_gazetteer_find (soho_record_get_text (record, field->name));

          append_part (description, commune != NULL ? commune->name : NULL);
        }
      else if (field->type == SOHO_FIELD_REFERENCE && field->search != SOHO_SEARCH_NOT)
        {
          g_autofree char *title = dup_target_title (library, record, field);

          append_part (description, title);
        }
    }
  return g_string_free (description, FALSE);
}

static SohoFinding *
finding_new (SohoLibrary *library, const SohoHit *hit, gboolean is_first)
{
  SohoFinding *self = g_object_new (SOHO_TYPE_FINDING, NULL);

  self->record = g_object_ref (hit->record);
  self->snippet = g_strdup (hit->snippet != NULL ? hit->snippet : "");
  self->description = dup_description (library, hit->record);
  self->is_first = is_first;
  return self;
}

SohoRecord *
soho_finding_get_record (SohoFinding *self)
{
  return self->record;
}

const char *
soho_finding_get_snippet (SohoFinding *self)
{
  return self->snippet;
}

const char *
soho_finding_get_description (SohoFinding *self)
{
  return self->description;
}

gboolean
soho_finding_get_is_first (SohoFinding *self)
{
  return self->is_first;
}

/* In the order of the fields of a favourite, and of when they became one. */
static GPtrArray *
list_favourites (SohoLibrary *library)
{
  GPtrArray *findings = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) favourites = soho_keeping_list_favourites (library);
  const SohoKind *before = NULL;

  for (guint i = 0; i < favourites->len; i++)
    {
      const SohoHit hit = { .record = g_ptr_array_index (favourites, i) };
      const SohoKind *kind = soho_record_get_kind (hit.record);

      g_ptr_array_add (findings, finding_new (library, &hit, kind != before));
      before = kind;
    }
  return findings;
}

static GPtrArray *
list_findings (SohoLibrary *library, const char *words)
{
  GError *error = NULL;
  g_autoptr (GPtrArray) hits
      = soho_replica_search_kinds (soho_library_get_replica (library), words, MOST_OF_KIND, &error);
  GPtrArray *findings = g_ptr_array_new_with_free_func (g_object_unref);
  const SohoKind *before = NULL;

  if (hits == NULL)
    soho_library_report (library, error);
  for (guint i = 0; hits != NULL && i < hits->len; i++)
    {
      const SohoHit *hit = g_ptr_array_index (hits, i);
      const SohoKind *kind = soho_record_get_kind (hit->record);

      g_ptr_array_add (findings, finding_new (library, hit, kind != before));
      before = kind;
    }
  return findings;
}

void
soho_findings_fill (GListStore *store, SohoLibrary *library, const char *words)
{
  g_autoptr (GPtrArray) findings
      = *words == '\0' ? list_favourites (library) : list_findings (library, words);

  g_list_store_splice (store, 0, g_list_model_get_n_items (G_LIST_MODEL (store)), findings->pdata,
                       findings->len);
}
