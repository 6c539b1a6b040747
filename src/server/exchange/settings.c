/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/settings.h"

#include <glib/gi18n-lib.h>

#include "exchange/draft.h"
#include "exchange/vocabulary.h"
#include "model/validate.h"

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
  good = soho_vocabulary_read (&kind->fields[field], text, &value, error)
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

gboolean
soho_settings_check (const SohoModel *model, const char *const *settings, GError **error)
{
  for (guint s = 0; settings != NULL && settings[s] != NULL; s++)
    if (!check_setting (model, settings[s], error))
      return FALSE;
  return TRUE;
}

void
soho_settings_apply (const char *const *settings,
                     GPtrArray *drafts,
                     const char *path,
                     GPtrArray *complaints)
{
  for (guint s = 0; settings != NULL && settings[s] != NULL; s++)
    {
      g_auto (GStrv) parts = g_strsplit (settings[s], "=", 2);

      for (guint i = 0; i < drafts->len; i++)
        {
          SohoDraft *draft = g_ptr_array_index (drafts, i);
          int field = soho_kind_find_field (draft->kind, parts[0]);
          g_autoptr (GError) error = NULL;

          /* What a person agrees to show of a list is the list, not what hangs on it. */
          if (field < 0 || draft->whole != NULL || draft->said[field]
              || draft->kind->fields[field].type == SOHO_FIELD_REFERENCE)
            continue;
          draft->said[field] = TRUE;
          if (!soho_vocabulary_read (&draft->kind->fields[field], parts[1], &draft->values[field],
                                     &error))
            soho_draft_complain (complaints, path, draft->line, error->message);
        }
    }
}
