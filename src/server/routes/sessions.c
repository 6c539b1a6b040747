/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "routes/routes.h"

#include <string.h>

#include "archive/sessions.h"
#include "http/responses.h"
#include "routes/arrival.h"

/* Whether the address or the password is wrong is told to nobody. */
static void
refuse (SohoArrival *arrival)
{
  soho_arrival_refuse (arrival, "wrong_password",
                       "The e-mail address and the password do not go together.");
}

/* Whether the password is still the one that was compared: whoever changes it meanwhile, since
 * somebody else knows it, means that nobody comes in with it any more. */
static gboolean
check_unchanged (SohoArrival *arrival, gboolean *unchanged, GError **error)
{
  g_auto (SohoAccount) account = { 0 };

  if (!soho_archive_read_account (soho_accounts_get_archive (arrival->accounts), arrival->person,
                                  &account, error))
    return FALSE;
  *unchanged = g_strcmp0 (account.password, arrival->kept) == 0;
  return TRUE;
}

static void
open_session (SohoArrival *arrival)
{
  SohoArchive *archive = soho_accounts_get_archive (arrival->accounts);
  g_autoptr (GError) error = NULL;
  gboolean unchanged;

  if (!soho_arrival_may_sign_in (arrival))
    return;
  if (!soho_archive_begin (archive, &error))
    soho_arrival_fail (arrival, error);
  else if (!check_unchanged (arrival, &unchanged, &error))
    {
      soho_archive_rollback (archive);
      soho_arrival_fail (arrival, error);
    }
  else if (unchanged)
    soho_arrival_open (arrival);
  else
    {
      soho_archive_rollback (archive);
      refuse (arrival);
    }
}

static void
on_verified (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SohoArrival) arrival = user_data;
  g_autoptr (GError) error = NULL;

  if (soho_passwords_verify_finish (result, &error) && arrival->person != 0)
    open_session (arrival);
  else if (error == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED))
    refuse (arrival);
  else
    soho_arrival_fail (arrival, error);
  soho_respond_resume (arrival->message);
}

static void
sign_in (SohoArrival *arrival, const char *email, const char *password)
{
  g_auto (SohoAccount) account = { 0 };
  g_autoptr (GError) error = NULL;

  arrival->password = soho_password_normalize (password);
  if (arrival->password == NULL)
    refuse (arrival);
  else if (!soho_archive_find_account (soho_accounts_get_archive (arrival->accounts), email,
                                       &account, &error))
    soho_arrival_fail (arrival, error);
  else
    {
      arrival->person = account.password != NULL ? account.person : 0;
      arrival->kept = g_strdup (account.password);
      soho_arrival_pause (arrival);
      soho_passwords_verify_async (soho_accounts_get_passwords (arrival->accounts),
                                   account.password, arrival->password, on_verified, arrival);
      return;
    }
  soho_arrival_free (arrival);
}

static void
post (SoupServerMessage *message, SohoAccounts *accounts)
{
  g_autoptr (JsonNode) body = soho_request_read_object (message);
  const char *email, *password, *device;
  g_autofree char *folded = NULL;
  SohoArrival *arrival;

  if (body == NULL || (email = soho_request_get_text (message, body, "email")) == NULL
      || (password = soho_request_get_text (message, body, "password")) == NULL
      || (device = soho_request_get_text (message, body, "device")) == NULL)
    return;
  folded = soho_email_fold (email);
  arrival = soho_arrival_new (accounts, message, folded, device);
  if (arrival != NULL)
    sign_in (arrival, folded, password);
}

static void
end_session (SoupServerMessage *message, SohoAccounts *accounts, const char *id)
{
  SohoArchive *archive = soho_accounts_get_archive (accounts);
  g_auto (SohoIdentity) identity = SOHO_IDENTITY_INIT;
  g_autoptr (GError) error = NULL;
  gboolean ended = FALSE;
  guint64 writer;

  if (!soho_request_identify_person (message, archive, &identity))
    return;
  if (g_ascii_string_to_unsigned (id, 10, 1, SOHO_WRITER_MAX, &writer, NULL)
      && !soho_archive_end_session (archive, identity.person, (guint) writer, &ended, &error))
    soho_respond_failure (message, error);
  else if (ended)
    soho_respond_no_content (message);
  else
    soho_respond_not_found (message);
}

void
soho_route_sessions (SoupServer *server,
                     SoupServerMessage *message,
                     const char *path,
                     GHashTable *query,
                     gpointer accounts)
{
  const char *method = soup_server_message_get_method (message);

  if (g_str_equal (path, SOHO_PATH_SESSIONS))
    {
      if (method == SOUP_METHOD_POST)
        post (message, accounts);
      else
        soho_respond_not_allowed (message, "POST");
    }
  else if (!g_str_has_prefix (path, SOHO_PATH_SESSIONS "/"))
    soho_respond_not_found (message);
  else if (method == SOUP_METHOD_DELETE)
    end_session (message, accounts, path + strlen (SOHO_PATH_SESSIONS "/"));
  else
    soho_respond_not_allowed (message, "DELETE");
}
