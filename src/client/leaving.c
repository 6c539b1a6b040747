/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "leaving.h"

#include <glib/gi18n-lib.h>

#include "account-private.h"
#include "account-request.h"
#include "keyring.h"
#include "protocol.h"
#include "store/audiences.h"
#include "store/database.h"
#include "store/outbox.h"
#include "store/seal.h"
#include "store/writer.h"
#include "sync-private.h"

/* Whether the server has ended this sign-in, or had before. */
static gboolean
tell_server (const SohoSignIn *self, const char *directory, GCancellable *cancellable)
{
  g_autofree char *token = soho_keyring_dup_token (directory, self->server, cancellable);
  g_autoptr (GError) error = NULL;

  return token != NULL
         && (soho_account_request (SOUP_METHOD_DELETE, self->server, SOHO_PATH_SESSION, token, NULL,
                                   cancellable, NULL, &error)
             || g_error_matches (error, SOHO_PROTOCOL_ERROR, SOHO_PROTOCOL_ERROR_SIGNED_OUT));
}

/* From the first step on nobody has signed in here, whatever happens to the others. */
static gboolean
leave (SohoReplica *replica,
       const SohoSignIn *self,
       GCancellable *cancellable,
       gboolean *told,
       GError **error)
{
  if (!soho_replica_end_writer (replica, error)
      || !soho_replica_set_fact (replica, SOHO_FACT_SERVER, "", error))
    return FALSE;
  *told = tell_server (self, soho_replica_get_directory (replica), cancellable);
  soho_keyring_forget (soho_replica_get_directory (replica), cancellable);
  if (!soho_replica_set_fact (replica, SOHO_FACT_EMAIL, "", error)
      || !soho_replica_set_fact (replica, SOHO_FACT_ROLES, "", error)
      || !soho_replica_set_fact (replica, SOHO_FACT_SHARED, "", error)
      || !soho_replica_forget_hidden (replica, error))
    return FALSE;
  soho_sync_forget_blobs (replica);
  return TRUE;
}

/* What is sealed nowhere must not stay on a computer that others use, and must not be lost. */
static gboolean
check_sent (SohoReplica *replica, gboolean seal, GError **error)
{
  g_autoptr (GPtrArray) edits = soho_replica_list_outbox (replica, 1, error);
  gboolean has_seal;

  if (edits == NULL || !soho_replica_has_seal (replica, &has_seal, error))
    return FALSE;
  if (edits->len == 0 || (seal && has_seal))
    return TRUE;
  g_set_error_literal (error, SOHO_ACCOUNT_ERROR, SOHO_ACCOUNT_ERROR_UNSENT,
                       _ ("What you wrote here has not been sent yet: sync first, then sign out."));
  return FALSE;
}

static gboolean
sign_out (
    SohoReplica *replica, gboolean seal, GCancellable *cancellable, gboolean *told, GError **error)
{
  g_auto (SohoSignIn) self = { 0 };
  gboolean left;

  *told = FALSE;
  if (!soho_account_read_somebody (replica, &self, error) || !soho_replica_lock (replica, error))
    return FALSE;
  left = check_sent (replica, seal, error) && leave (replica, &self, cancellable, told, error);
  soho_replica_unlock (replica);
  return left;
}

gboolean
soho_account_sign_out (SohoReplica *replica,
                       GCancellable *cancellable,
                       gboolean *told,
                       GError **error)
{
  return sign_out (replica, FALSE, cancellable, told, error);
}

gboolean
soho_account_seal_and_sign_out (SohoReplica *replica,
                                GCancellable *cancellable,
                                gboolean *told,
                                GError **error)
{
  return sign_out (replica, TRUE, cancellable, told, error);
}

static gboolean
erase (SohoReplica *replica,
       const SohoSignIn *self,
       const char *password,
       GCancellable *cancellable,
       GError **error)
{
  g_autofree char *body = soho_account_dup_object ("password", password, NULL);
  gboolean told;

  return soho_account_ask (replica, SOUP_METHOD_POST, SOHO_PATH_ERASURE, body, cancellable, NULL,
                           error)
         && soho_replica_discard_own (replica, error) && leave (replica, self, NULL, &told, error);
}

gboolean
soho_account_erase (SohoReplica *replica,
                    const char *password,
                    GCancellable *cancellable,
                    GError **error)
{
  g_auto (SohoSignIn) self = { 0 };
  gboolean erased;

  if (!soho_account_read_somebody (replica, &self, error) || !soho_replica_lock (replica, error))
    return FALSE;
  erased = erase (replica, &self, password, cancellable, error);
  soho_replica_unlock (replica);
  return erased;
}
