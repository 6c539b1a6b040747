/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "entering.h"

#include <glib/gi18n-lib.h>

#include "store/seal.h"
#include "sync.h"

gboolean
soho_entering_parse (SohoEntering *self,
                     const char *usage,
                     const char *directory,
                     int argc,
                     char **argv,
                     GError **error)
{
  g_autofree char *server = NULL;
  const GOptionEntry entries[] = {
    { "server", 0, 0, G_OPTION_ARG_STRING, &server, N_ ("Server to sign in at"), N_ ("URL") },
    { "device", 0, 0, G_OPTION_ARG_STRING, &self->device,
      N_ ("What to call this computer in the list of sign-ins"), N_ ("NAME") },
    G_OPTION_ENTRY_NULL,
  };
  g_auto (GStrv) arguments = soho_command_parse (usage, entries, argc, argv, 1, 1, error);

  if (arguments == NULL || (self->replica = soho_verb_open (directory, error)) == NULL
      || (self->server = soho_verb_dup_server (self->replica, server, error)) == NULL)
    return FALSE;
  self->argument = g_strdup (arguments[0]);
  if (self->device == NULL)
    self->device = soho_account_dup_device ();
  return TRUE;
}

void
soho_entering_clear (SohoEntering *self)
{
  g_clear_object (&self->replica);
  g_clear_pointer (&self->server, g_free);
  g_clear_pointer (&self->device, g_free);
  g_clear_pointer (&self->argument, g_free);
}

gboolean
soho_entering_finish (SohoEntering *self, GError **error)
{
  g_auto (SohoSignIn) sign_in = { 0 };
  guint sealed;

  if (!soho_account_read (self->replica, &sign_in, error)
      || !soho_replica_count_seals (self->replica, &sealed, error)
      || !soho_replica_set_fact (self->replica, "server", self->server, error))
    return FALSE;
  g_print (_ ("Signed in as %s. “soho sync” brings what members read.\n"), sign_in.email);
  if (sealed > 0)
    g_print (
        _ ("What you left here is sealed under an earlier password: “soho unseal” opens it.\n"));
  return TRUE;
}

gboolean
soho_entering_fail (GError *failure, GError **error)
{
  g_autofree char *explanation = soho_sync_dup_explanation (failure);

  g_set_error_literal (error, failure->domain, failure->code, explanation);
  g_error_free (failure);
  return FALSE;
}
