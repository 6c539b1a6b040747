/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "verbs.h"

#include <glib/gi18n-lib.h>

#include "address.h"
#include "formats/ndjson.h"
#include "store/lease.h"

/* What cannot be looked at now is looked at next time. */
static void
look_at_lease (SohoReplica *replica)
{
  gboolean locked;

  if (soho_replica_check_lease (replica, g_get_real_time () / G_USEC_PER_SEC, 0, &locked, NULL)
      && locked)
    g_printerr (_ ("This copy has not synced for three months: until it does, only what everybody "
                   "may read is here.\n"));
}

SohoReplica *
soho_verb_open (const char *directory, GError **error)
{
  SohoReplica *replica = soho_replica_open (directory, soho_model_get (), error);

  if (replica != NULL && soho_replica_get_set_aside (replica) != NULL)
    g_printerr (_ ("The copy was damaged. It is kept as %s; sync to fetch everything again.\n"),
                soho_replica_get_set_aside (replica));
  if (replica != NULL)
    look_at_lease (replica);
  return replica;
}

char *
soho_verb_dup_server (SohoReplica *replica, const char *given, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autofree char *known = NULL;

  if (given != NULL)
    return soho_address_parse (given, error);
  known = soho_replica_dup_fact (replica, "server", &failure);
  if (known != NULL)
    return soho_address_parse (known, error);
  if (failure != NULL)
    g_propagate_error (error, g_steal_pointer (&failure));
  else
    g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                         _ ("say with --server URL which server to follow"));
  return NULL;
}

const SohoKind *
soho_verb_find_kind (const char *name, GError **error)
{
  const SohoModel *model = soho_model_get ();
  const SohoKind *kind = soho_model_find_kind (model, name);
  g_autoptr (GString) known = NULL;

  if (kind != NULL)
    return kind;
  known = g_string_new (NULL);
  for (const SohoKind *const *other = model->kinds; *other != NULL; other++)
    g_string_append_printf (known, "%s%s", known->len > 0 ? ", " : "", (*other)->name);
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               _ ("there is no kind of record called “%s”: use one of %s"), name, known->str);
  return NULL;
}

char *
soho_verb_dup_printable (const char *text)
{
  GString *printable = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (g_unichar_iscntrl (c) && c != '\n' && c != '\t')
        c = 0xfffd;
      g_string_append_unichar (printable, c);
    }
  return g_string_free (printable, FALSE);
}

char *
soho_verb_dup_json (SohoRecord *record)
{
  GString *line = g_string_new (NULL);

  g_string_append_printf (
      line, "{\"kind\":\"%s\",\"id\":%" G_GINT64_FORMAT ",\"revision\":%" G_GINT64_FORMAT,
      soho_record_get_kind (record)->name, soho_record_get_id (record),
      soho_record_get_revision (record));
  soho_json_append_fields (line, soho_record_get_kind (record), soho_record_get_values (record),
                           TRUE);
  g_string_append_c (line, '}');
  return g_string_free (line, FALSE);
}
