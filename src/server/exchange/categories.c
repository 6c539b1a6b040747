/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/categories.h"

#include "model/kinds.h"
#include "model/taxonomy.h"
#include "model/validate.h"

static gboolean
put_category (SohoArchive *archive, const SohoCategory *category, GError **error)
{
  const SohoKind *kind = &soho_kind_skill;
  int aliases = soho_kind_find_field (kind, "aliases");
  SohoValue *values = soho_values_new (soho_kind_get_n_fields (kind));
  gboolean changed, put;

  soho_value_take_text (&values[soho_kind_find_field (kind, "label")], g_strdup (category->label));
  put = soho_field_parse (&kind->fields[aliases], category->aliases, &values[aliases], error)
        && soho_kind_validate (kind, values, error)
        && soho_archive_put (archive, kind, 0, values, &changed, error) != 0;
  soho_values_free (values, soho_kind_get_n_fields (kind));
  return put;
}

gboolean
soho_categories_put (SohoArchive *archive, GError **error)
{
  for (guint i = 0; i < soho_taxonomy_get_n_categories (); i++)
    if (!put_category (archive, soho_taxonomy_get_nth_category (i), error))
      return FALSE;
  return TRUE;
}
