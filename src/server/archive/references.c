/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "archive/references.h"

/* Whether what the field refers to may be read by fewer people than the record: not where everybody
 * reads all of that kind, not where the record is a part of it, and not in what a person keeps for
 * themselves, who knew of it when they wrote it. */
static gboolean
is_questioned (SohoArchive *archive, const SohoKind *kind, const SohoField *field)
{
  const SohoKind *target;

  if (kind->read == SOHO_READ_SELF || field->type != SOHO_FIELD_REFERENCE || field->owner)
    return FALSE;
  target = soho_model_find_kind (soho_archive_get_model (archive), field->target);
  return target == NULL || target->read != SOHO_READ_PUBLIC;
}

gboolean
soho_references_may_stand (SohoArchive *archive,
                           const SohoKind *kind,
                           const SohoField *field,
                           const char *audience,
                           gint64 target,
                           gboolean *may,
                           GError **error)
{
  g_autofree char *target_audience = NULL;

  *may = TRUE;
  if (!is_questioned (archive, kind, field))
    return TRUE;
  if (!soho_archive_read_audience (archive, target, &target_audience, error))
    return FALSE;
  *may = target_audience != NULL && soho_audience_covers (target_audience, audience);
  return TRUE;
}

static SohoValue *
copy_values (const SohoKind *kind, const SohoValue *values)
{
  guint n = soho_kind_get_n_fields (kind);
  SohoValue *copy = soho_values_new (n);

  for (guint i = 0; i < n; i++)
    soho_value_copy (&copy[i], &values[i]);
  return copy;
}

gboolean
soho_references_withhold (SohoArchive *archive,
                          const SohoKind *kind,
                          const char *audience,
                          const SohoValue *values,
                          SohoValue **kept,
                          GError **error)
{
  *kept = NULL;
  for (guint i = 0; kind->fields[i].name != NULL; i++)
    {
      gboolean may = TRUE;

      if (!kind->fields[i].required && values[i].type == SOHO_VALUE_INTEGER
          && !soho_references_may_stand (archive, kind, &kind->fields[i], audience,
                                         values[i].integer, &may, error))
        {
          if (*kept != NULL)
            soho_values_free (*kept, soho_kind_get_n_fields (kind));
          *kept = NULL;
          return FALSE;
        }
      if (may)
        continue;
      if (*kept == NULL)
        *kept = copy_values (kind, values);
      soho_value_clear (&(*kept)[i]);
    }
  return TRUE;
}

/* The ids of the records of the kind whose field refers to this one: gint64, owned by the caller.
 */
static GArray *
list_referrers (
    SohoArchive *archive, const SohoKind *kind, const char *field, gint64 target, GError **error)
{
  g_autoptr (sqlite3_stmt) statement
      = soho_database_prepare (soho_archive_get_database (archive),
                               "SELECT id FROM record WHERE kind = :kind AND body ->> :field = "
                               ":target ORDER BY id",
                               error);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GError) failure = NULL;

  if (statement == NULL)
    return NULL;
  soho_database_bind_text (statement, ":kind", kind->name);
  soho_database_bind_text (statement, ":field", field);
  soho_database_bind_integer (statement, ":target", target);
  while (soho_database_next (statement, &failure))
    {
      gint64 id = sqlite3_column_int64 (statement, 0);

      g_array_append_val (ids, id);
    }
  return soho_database_settle (&failure, error) ? g_steal_pointer (&ids) : NULL;
}

static gboolean
put_again (SohoArchive *archive, const SohoKind *kind, GArray *ids, GError **error)
{
  for (guint i = 0; i < ids->len; i++)
    {
      gint64 id = g_array_index (ids, gint64, i);
      g_autoptr (SohoRecord) record = soho_archive_get (archive, kind, id, error);
      gboolean changed;

      if (record == NULL
          || soho_archive_put (archive, kind, id, soho_record_get_values (record), &changed, error)
                 == 0)
        return FALSE;
    }
  return TRUE;
}

gboolean
soho_references_review (SohoArchive *archive, const SohoKind *target, gint64 id, GError **error)
{
  const SohoModel *model = soho_archive_get_model (archive);

  for (const SohoKind *const *kind = model->kinds; *kind != NULL; kind++)
    for (const SohoField *field = (*kind)->fields; field->name != NULL; field++)
      {
        g_autoptr (GArray) ids = NULL;

        if (!is_questioned (archive, *kind, field) || field->required
            || !g_str_equal (field->target, target->name))
          continue;
        ids = list_referrers (archive, *kind, field->name, id, error);
        if (ids == NULL || !put_again (archive, *kind, ids, error))
          return FALSE;
      }
  return TRUE;
}
