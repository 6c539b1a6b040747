/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "change/edit-line.h"
#include "formats/json.h"
#include "model/validate.h"
#include "store/outbox.h"
#include "store/tray.h"
#include "store/withdraw.h"
#include "verbs.h"

static const char *
get_act (const SohoEdit *edit)
{
  switch (edit->act)
    {
    case SOHO_EDIT_CREATE:
      return _ ("new");
    case SOHO_EDIT_CHANGE:
      return _ ("changed");
    case SOHO_EDIT_DELETE:
      return _ ("deleted");
    }
  g_assert_not_reached ();
}

/* Each on a line of its own: "+" and "-" are elements of a set. */
static void
print_field (const SohoField *field, const SohoValue *value, const char *mark)
{
  g_autofree char *text = soho_field_format (field, value);
  g_autofree char *shown = soho_verb_dup_printable (text);

  g_print ("  %s: %s%s\n", field->name, mark, shown);
}

static void
print_edit (const SohoEdit *edit)
{
  g_print (_ ("%s %lld, %s\n"), edit->kind->name, (long long) edit->id, get_act (edit));
  for (guint i = 0; edit->kind->fields[i].name != NULL; i++)
    {
      const SohoField *field = &edit->kind->fields[i];
      gboolean set = field->type == SOHO_FIELD_SET;

      if (edit->touched[i] && (!set || edit->values[i].type != SOHO_VALUE_NONE))
        print_field (field, &edit->values[i], set ? "+ " : "");
      if (edit->touched[i] && edit->removed[i].type != SOHO_VALUE_NONE)
        print_field (field, &edit->removed[i], "- ");
    }
}

static void
print_waiting (const SohoWaiting *waiting, gboolean json)
{
  g_autofree char *line = soho_edit_dup_line (waiting->edit);

  if (json)
    g_print ("{\"state\":\"waiting\",\"number\":%" G_GINT64_FORMAT ",\"deed\":%" G_GINT64_FORMAT
             ",\"edit\":%s}\n",
             waiting->edit->number, waiting->deed, line);
  else
    {
      g_print (_ ("Waiting (%lld): "), (long long) waiting->deed);
      print_edit (waiting->edit);
    }
}

static void
append_member (GString *out, const char *name, const char *text)
{
  if (text == NULL)
    return;
  g_string_append_printf (out, ",\"%s\":", name);
  soho_json_append_string (out, text);
}

static void
print_returned_json (const SohoTrayEntry *entry)
{
  g_autoptr (GString) out = g_string_new (NULL);

  g_string_append_printf (out, "{\"state\":\"returned\",\"entry\":%" G_GINT64_FORMAT, entry->entry);
  append_member (out, "code", entry->reason->code);
  append_member (out, "field", entry->reason->field);
  append_member (out, "detail", entry->reason->detail);
  g_print ("%s,\"edit\":%s}\n", out->str, entry->text);
}

static void
print_returned (const SohoTrayEntry *entry)
{
  g_autofree char *sentence = soho_refusal_dup_sentence (entry->reason->code, entry->reason->field,
                                                         entry->reason->detail);
  g_autofree char *shown = soho_verb_dup_printable (sentence);

  g_print (_ ("Returned (%lld): %s\n"), (long long) entry->entry, shown);
  if (entry->edit != NULL)
    print_edit (entry->edit);
}

static void
print_all (GPtrArray *waiting, GPtrArray *returned, gboolean json)
{
  if (!json && waiting->len > 0)
    g_print (
        ngettext ("%u change waits to be sent:\n", "%u changes wait to be sent:\n", waiting->len),
        waiting->len);
  for (guint i = 0; i < waiting->len; i++)
    print_waiting (g_ptr_array_index (waiting, i), json);
  for (guint i = 0; i < returned->len; i++)
    if (json)
      print_returned_json (g_ptr_array_index (returned, i));
    else
      print_returned (g_ptr_array_index (returned, i));
  if (!json && waiting->len == 0 && returned->len == 0)
    g_print (_ ("Everything has been sent.\n"));
}

static gboolean
withdraw (SohoReplica *replica, gint64 deed, GError **error)
{
  gboolean countered;

  if (!soho_replica_withdraw (replica, deed, &countered, error))
    return FALSE;
  if (countered)
    g_print (_ ("It may have reached the server already: the next sync takes it back there.\n"));
  return TRUE;
}

static gboolean
list (SohoReplica *replica, gboolean json, GError **error)
{
  g_autoptr (GPtrArray) waiting = soho_replica_list_waiting (replica, error);
  g_autoptr (GPtrArray) returned = waiting != NULL ? soho_replica_list_tray (replica, error) : NULL;

  if (returned != NULL)
    print_all (waiting, returned, json);
  return returned != NULL;
}

gboolean
soho_verb_outbox (const char *directory, int argc, char **argv, GError **error)
{
  gboolean json = FALSE;
  gint64 discarded = 0, withdrawn = 0, again = 0;
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_ ("Print each as a line of JSON"), NULL },
    { "withdraw", 0, 0, G_OPTION_ARG_INT64, &withdrawn,
      N_ ("Take back what waits under this number"), N_ ("NUMBER") },
    { "again", 0, 0, G_OPTION_ARG_INT64, &again,
      N_ ("Try once more what was returned under this number"), N_ ("NUMBER") },
    { "discard", 0, 0, G_OPTION_ARG_INT64, &discarded,
      N_ ("Throw away what was returned under this number"), N_ ("NUMBER") },
    G_OPTION_ENTRY_NULL,
  };
  g_auto (GStrv) arguments = soho_command_parse (NULL, entries, argc, argv, 0, 0, error);
  g_autoptr (SohoReplica) replica = arguments != NULL ? soho_verb_open (directory, error) : NULL;

  if (replica == NULL)
    return FALSE;
  if (withdrawn != 0)
    return withdraw (replica, withdrawn, error);
  if (again != 0)
    return soho_replica_offer_again (replica, again, error);
  if (discarded != 0)
    return soho_replica_discard (replica, discarded, error);
  return list (replica, json, error);
}
