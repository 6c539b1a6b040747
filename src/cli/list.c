/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "model/validate.h"
#include "verbs.h"

static void
clear_condition (gpointer data)
{
  soho_value_clear (&((SohoCondition *) data)->value);
}

/* Reads the value as import does, so that a phone number is found however it is written. */
static gboolean
read_condition (
    const SohoKind *kind, guint field, const char *text, SohoValue *value, GError **error)
{
  guint n = soho_kind_get_n_fields (kind);
  SohoValue *values = soho_values_new (n);
  gboolean read = soho_field_parse (&kind->fields[field], text, &values[field], error);

  if (read)
    {
      soho_kind_canonicalize (kind, values);
      soho_value_copy (value, &values[field]);
    }
  soho_values_free (values, n);
  return read;
}

static gboolean
add_condition (GArray *conditions, const SohoKind *kind, const char *text, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (text, "=", 2);
  int field = parts[0] != NULL ? soho_kind_find_field (kind, parts[0]) : -1;
  SohoCondition condition = { .field = (guint) field };
  g_autoptr (GError) unread = NULL;

  if (field < 0 || parts[1] == NULL || *g_strstrip (parts[1]) == '\0')
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   _ ("“%s” is no condition on %s: write it like commune=Auch"), text, kind->name);
      return FALSE;
    }
  if (!read_condition (kind, (guint) field, parts[1], &condition.value, &unread))
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, unread->message);
      return FALSE;
    }
  g_array_append_val (conditions, condition);
  return TRUE;
}

static void
print_record (SohoRecord *record, gboolean json)
{
  g_autofree char *text = json ? soho_verb_dup_json (record) : soho_record_dup_title (record);
  g_autofree char *shown = soho_verb_dup_printable (text);

  if (json)
    g_print ("%s\n", text);
  else
    g_print ("%" G_GINT64_FORMAT "\t%s\n", soho_record_get_id (record), shown);
}

gboolean
soho_verb_list (const char *directory, int argc, char **argv, GError **error)
{
  gboolean json = FALSE;
  g_auto (GStrv) wheres = NULL;
  const GOptionEntry entries[] = {
    { "where", 0, 0, G_OPTION_ARG_STRING_ARRAY, &wheres,
      N_ ("Only those whose field has this value; may be repeated"), N_ ("FIELD=VALUE") },
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_ ("Print each as a line of JSON"), NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_auto (GStrv) arguments = soho_command_parse (_ ("KIND"), entries, argc, argv, 1, 1, error);
  const SohoKind *kind = arguments != NULL ? soho_verb_find_kind (arguments[0], error) : NULL;
  g_autoptr (GArray) conditions = g_array_new (FALSE, TRUE, sizeof (SohoCondition));
  g_autoptr (SohoReplica) replica = NULL;
  g_autoptr (GPtrArray) records = NULL;

  if (kind == NULL)
    return FALSE;
  g_array_set_clear_func (conditions, clear_condition);
  for (guint i = 0; wheres != NULL && wheres[i] != NULL; i++)
    if (!add_condition (conditions, kind, wheres[i], error))
      return FALSE;
  replica = soho_verb_open (directory, error);
  if (replica == NULL)
    return FALSE;
  records = soho_replica_list (replica, kind, (SohoCondition *) conditions->data, conditions->len,
                               error);
  if (records == NULL)
    return FALSE;
  for (guint i = 0; i < records->len; i++)
    print_record (g_ptr_array_index (records, i), json);
  return TRUE;
}
