/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "assignments.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "model/validate.h"

static gboolean
read_one (const SohoKind *kind, const char *text, SohoValue *values, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (text, "=", 2);
  int field = parts[0] != NULL ? soho_kind_find_field (kind, parts[0]) : -1;
  g_autoptr (GError) unread = NULL;

  if (field < 0 || parts[1] == NULL)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   _ ("“%s” says nothing of a %s: write it like %s=…"), text, kind->name,
                   kind->fields[0].name);
      return FALSE;
    }
  if (soho_field_parse (&kind->fields[field], parts[1], &values[field], &unread))
    return TRUE;
  g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, unread->message);
  return FALSE;
}

gboolean
soho_assignments_read (const SohoKind *kind,
                       char *const *assignments,
                       SohoValue *values,
                       GError **error)
{
  for (guint i = 0; assignments[i] != NULL; i++)
    if (!read_one (kind, assignments[i], values, error))
      return FALSE;
  return TRUE;
}

gboolean
soho_assignments_read_id (const SohoKind *kind, const char *text, gint64 *id, GError **error)
{
  if (g_ascii_string_to_signed (text, 10, 1, SOHO_ID_MAX, id, NULL))
    return TRUE;
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               _ ("“%s” is no number of a record: “soho list %s” shows them"), text, kind->name);
  return FALSE;
}
