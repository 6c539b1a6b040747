/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gio.h>
#include <glib/gi18n-lib.h>

#include "formats/phone.h"
#include "model/validate.h"
#include "verbs.h"

static void
print_fields (SohoRecord *record)
{
  const SohoKind *kind = soho_record_get_kind (record);
  const SohoValue *values = soho_record_get_values (record);

  for (guint i = 0; kind->fields[i].name != NULL; i++)
    {
      g_autofree char *text = soho_field_format (&kind->fields[i], &values[i]);
      g_autofree char *number = soho_kind_get_format (kind, values, i) == SOHO_FORMAT_PHONE
                                    ? soho_phone_format (text)
                                    : NULL;
      g_autofree char *shown = soho_verb_dup_printable (number != NULL ? number : text);

      if (*text != '\0')
        g_print ("%s: %s\n", kind->fields[i].name, shown);
    }
}

gboolean
soho_verb_show (const char *directory, int argc, char **argv, GError **error)
{
  gboolean json = FALSE;
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_ ("Print as a line of JSON"), NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_auto (GStrv) arguments = soho_command_parse (_ ("KIND ID"), entries, argc, argv, 2, 2, error);
  const SohoKind *kind = arguments != NULL ? soho_verb_find_kind (arguments[0], error) : NULL;
  g_autoptr (SohoReplica) replica = NULL;
  g_autoptr (SohoRecord) record = NULL;
  g_autoptr (GError) failure = NULL;
  g_autofree char *line = NULL;
  gint64 id;

  if (kind == NULL)
    return FALSE;
  if (!g_ascii_string_to_signed (arguments[1], 10, 1, SOHO_ID_MAX, &id, NULL))
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   _ ("“%s” is no number of a record: “soho list %s” shows them"), arguments[1],
                   kind->name);
      return FALSE;
    }
  replica = soho_verb_open (directory, error);
  if (replica == NULL)
    return FALSE;
  record = soho_replica_get_record (replica, kind, id, &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (record == NULL)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                   _ ("There is no %s %s here: sync, or look with “soho search”."), arguments[0],
                   arguments[1]);
      return FALSE;
    }
  line = soho_verb_dup_json (record);
  if (json)
    g_print ("%s\n", line);
  else
    print_fields (record);
  return TRUE;
}
