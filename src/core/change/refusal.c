/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "change/refusal.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const struct
{
  const char *code;
  const char *sentence;
} known[] = {
  { SOHO_REFUSAL_NOT_YOURS, N_ ("This is not yours to change.") },
  { SOHO_REFUSAL_INVALID, N_ ("What was written cannot stand like this.") },
  { SOHO_REFUSAL_DEPENDS_ON, N_ ("It belongs to something that was refused.") },
  { SOHO_REFUSAL_MOVED_ON,
    N_ ("Somebody decided otherwise meanwhile: look how it stands now, and decide again.") },
  { SOHO_REFUSAL_GONE, N_ ("This is no longer there.") },
  { SOHO_REFUSAL_UNKNOWN_KIND,
    N_ ("The server is older than this program and does not know this yet.") },
  { SOHO_REFUSAL_ID_NOT_YOURS,
    N_ ("The number of this record was already taken: write it again.") },
  { SOHO_REFUSAL_OVERWRITTEN,
    N_ ("Somebody who had not seen it yet wrote something else in its place.") },
};

SohoRefusal *
soho_refusal_new (gint64 number, const char *code, const char *field, const char *detail)
{
  SohoRefusal *refusal = g_new0 (SohoRefusal, 1);

  refusal->number = number;
  refusal->code = g_strdup (code);
  refusal->field = g_strdup (field);
  refusal->detail = g_strdup (detail);
  return refusal;
}

SohoRefusal *
soho_refusal_new_invalid (gint64 number, const GError *error)
{
  g_auto (GStrv) parts = g_strsplit (error->message, ": ", 2);

  if (parts[0] == NULL || parts[1] == NULL)
    return soho_refusal_new (number, SOHO_REFUSAL_INVALID, NULL, error->message);
  return soho_refusal_new (number, SOHO_REFUSAL_INVALID, parts[0], parts[1]);
}

void
soho_refusal_free (SohoRefusal *refusal)
{
  g_free (refusal->code);
  g_free (refusal->field);
  g_free (refusal->detail);
  g_free (refusal);
}

static const char *
find (const char *code)
{
  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    if (strcmp (known[i].code, code) == 0)
      return known[i].sentence;
  return NULL;
}

gboolean
soho_refusal_is_known (const char *code)
{
  return find (code) != NULL;
}

char *
soho_refusal_dup_sentence (const char *code, const char *field, const char *detail)
{
  const char *sentence = find (code);

  if (detail == NULL || *detail == '\0')
    return g_strdup (sentence != NULL ? _ (sentence) : _ ("The server refused this."));
  if (field != NULL && *field != '\0')
    return g_strdup_printf ("%s %s: %s", sentence != NULL ? _ (sentence) : "", field, detail);
  return g_strdup_printf ("%s %s", sentence != NULL ? _ (sentence) : "", detail);
}
