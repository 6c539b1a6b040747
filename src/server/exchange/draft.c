/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/draft.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "exchange/vocabulary.h"
#include "model/validate.h"

#define LONGEST_REF 80

void
soho_draft_free (SohoDraft *draft)
{
  guint n = soho_kind_get_n_fields (draft->kind);

  for (guint i = 0; i < n; i++)
    g_free (draft->references[i]);
  g_free (draft->references);
  soho_values_free (draft->values, n);
  g_free (draft->said);
  g_free (draft->ref);
  g_clear_pointer (&draft->column, g_ref_string_release);
  g_free (draft);
}

SohoDraft *
soho_draft_new (const SohoKind *kind, guint line)
{
  guint n = soho_kind_get_n_fields (kind);
  SohoDraft *draft = g_new0 (SohoDraft, 1);

  draft->kind = kind;
  draft->line = line;
  draft->values = soho_values_new (n);
  draft->said = g_new0 (gboolean, n);
  draft->references = g_new0 (char *, n);
  return draft;
}

char *
soho_draft_dup_reason (const SohoDraft *draft, const char *reason)
{
  const char *colon = strstr (reason, ": ");

  for (const SohoField *field = draft->kind->fields;
       draft->column != NULL && colon != NULL && field->name != NULL; field++)
    if (strncmp (reason, field->name, (gsize) (colon - reason)) == 0
        && field->name[colon - reason] == '\0')
      return g_strdup_printf ("%.80s%s", draft->column, colon);
  return g_strdup (reason);
}

void
soho_draft_complain (GPtrArray *complaints, const char *path, guint line, const char *reason)
{
  g_autofree char *name = g_path_get_basename (path);

  if (line > 0)
    g_ptr_array_add (complaints, g_strdup_printf ("%s:%u: %s", name, line, reason));
  else
    g_ptr_array_add (complaints, g_strdup_printf ("%s: %s", name, reason));
}

gboolean
soho_draft_set_ref (SohoDraft *draft, const char *text, GError **error)
{
  g_autofree char *ref = g_strstrip (g_strdup (text));

  if (*ref == '\0')
    return TRUE;
  if (!g_utf8_validate (ref, -1, NULL) || g_utf8_strlen (ref, -1) > LONGEST_REF)
    return soho_validation_fail (error, "ref", _ ("is too long: shorten it to 80 characters"));
  draft->ref = g_steal_pointer (&ref);
  return TRUE;
}

gboolean
soho_draft_set_id (SohoDraft *draft, const char *text, GError **error)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text));

  if (*stripped == '\0'
      || g_ascii_string_to_signed (stripped, 10, 1, SOHO_ID_MAX, &draft->id, NULL))
    return TRUE;
  return soho_validation_fail (error, "id",
                               _ ("is no number that a record can have: leave it empty"));
}

gboolean
soho_draft_set_text (SohoDraft *draft, guint index, const char *text, GError **error)
{
  const SohoField *field = &draft->kind->fields[index];

  draft->said[index] = TRUE;
  if (field->type != SOHO_FIELD_REFERENCE)
    return soho_vocabulary_read (field, text, &draft->values[index], error);
  g_free (draft->references[index]);
  draft->references[index] = g_strstrip (g_strdup (text));
  if (*draft->references[index] == '\0')
    g_clear_pointer (&draft->references[index], g_free);
  return TRUE;
}
