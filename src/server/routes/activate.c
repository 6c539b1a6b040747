/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "routes/routes.h"

#include "accounts/secrets.h"
#include "archive/sessions.h"
#include "http/responses.h"
#include "routes/arrival.h"

/* Codes name no account: all that one address tries count together. */
#define ANY_CODE "code"

static void
refuse_unknown (SohoArrival *arrival)
{
  soho_arrival_refuse (arrival, "code_unknown",
                       "There is no such code: it was mistyped, has been used, or a newer one has "
                       "taken its place.");
}

/* *usable: whether the code may be used now; else the request is answered. FALSE on error. */
static gboolean
look_up (SohoArrival *arrival, gboolean *usable, GError **error)
{
  gint64 expires;

  *usable = FALSE;
  if (!soho_archive_find_invitation (soho_accounts_get_archive (arrival->accounts), arrival->code,
                                     &arrival->person, &expires, error))
    return FALSE;
  if (arrival->person == 0)
    refuse_unknown (arrival);
  else if (expires <= soho_accounts_get_now (arrival->accounts))
    soho_arrival_refuse (arrival, "code_expired", "This code is too old: ask for a new one.");
  else
    *usable = TRUE;
  return TRUE;
}

/* Whoever chooses a new password may have lost the old one to somebody: nobody else stays in. */
static gboolean
set_password (SohoArrival *arrival, const char *kept, GError **error)
{
  SohoArchive *archive = soho_accounts_get_archive (arrival->accounts);

  return soho_archive_set_password (archive, arrival->person, kept, error)
         && soho_archive_delete_invitation (archive, arrival->person, error)
         && soho_archive_end_sessions (archive, arrival->person, 0, error);
}

/* The code is looked up again: it may have been used while the password was hashed. */
static void
use_code (SohoArrival *arrival, const char *kept)
{
  SohoArchive *archive = soho_accounts_get_archive (arrival->accounts);
  g_autoptr (GError) error = NULL;
  gboolean usable = FALSE;

  if (soho_archive_begin (archive, &error) && look_up (arrival, &usable, &error)
      && (!usable || set_password (arrival, kept, &error)))
    {
      if (usable)
        soho_arrival_open (arrival);
      else
        soho_archive_rollback (archive);
      return;
    }
  soho_archive_rollback (archive);
  soho_arrival_fail (arrival, error);
}

static void
on_hashed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SohoArrival) arrival = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *kept = soho_passwords_hash_finish (result, &error);

  if (kept != NULL)
    use_code (arrival, kept);
  else
    soho_arrival_fail (arrival, error);
  soho_respond_resume (arrival->message);
}

static void
activate (SohoArrival *arrival, const char *code, const char *password)
{
  g_autoptr (GError) error = NULL;
  gboolean usable = FALSE;

  arrival->code = soho_secret_hash_code (code);
  arrival->password = soho_password_normalize (password);
  if (arrival->password == NULL)
    {
      soho_accounts_take_back (arrival->accounts, &arrival->attempt);
      soho_respond_password_length (arrival->message);
    }
  else if (arrival->code == NULL)
    refuse_unknown (arrival);
  else if (!look_up (arrival, &usable, &error))
    soho_arrival_fail (arrival, error);
  else if (usable)
    {
      soho_arrival_pause (arrival);
      soho_passwords_hash_async (soho_accounts_get_passwords (arrival->accounts), arrival->password,
                                 on_hashed, arrival);
      return;
    }
  soho_arrival_free (arrival);
}

void
soho_route_activate (SoupServer *server,
                     SoupServerMessage *message,
                     const char *path,
                     GHashTable *query,
                     gpointer accounts)
{
  g_autoptr (JsonNode) body = NULL;
  const char *code, *password, *device;
  SohoArrival *arrival;

  if (!g_str_equal (path, SOHO_PATH_ACTIVATE))
    soho_respond_not_found (message);
  else if (soup_server_message_get_method (message) != SOUP_METHOD_POST)
    soho_respond_not_allowed (message, "POST");
  else if ((body = soho_request_read_object (message)) != NULL
           && (code = soho_request_get_text (message, body, "code")) != NULL
           && (password = soho_request_get_text (message, body, "password")) != NULL
           && (device = soho_request_get_text (message, body, "device")) != NULL
           && (arrival = soho_arrival_new (accounts, message, ANY_CODE, device)) != NULL)
    activate (arrival, code, password);
}
