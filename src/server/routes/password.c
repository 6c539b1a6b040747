/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "routes/routes.h"

#include "archive/sessions.h"
#include "http/responses.h"
#include "routes/request.h"

/* A change of password: the old one is compared, then the new one hashed, and the message is paused
 * meanwhile. */
typedef struct
{
  SohoAccounts *accounts;
  SoupServerMessage *message;
  SohoAttempt attempt;
  gint64 person;
  char *old_password, *new_password; /* normalized */
} Change;

static void
change_free (Change *change)
{
  g_object_unref (change->accounts);
  g_object_unref (change->message);
  soho_attempt_clear (&change->attempt);
  soho_password_free (change->old_password);
  soho_password_free (change->new_password);
  g_free (change);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Change, change_free)

static void
refuse (Change *change)
{
  soho_respond_error (change->message, SOUP_STATUS_FORBIDDEN, "wrong_password",
                      "The old password is another.");
}

static void
fail (Change *change, const GError *error)
{
  soho_accounts_take_back (change->accounts, &change->attempt);
  soho_respond_failure (change->message, error);
}

static gboolean
write_in_transaction (Change *change, const char *kept, guint writer, GError **error)
{
  SohoArchive *archive = soho_accounts_get_archive (change->accounts);

  return soho_archive_set_password (archive, change->person, kept, error)
         && soho_archive_delete_invitation (archive, change->person, error)
         && soho_archive_end_sessions (archive, change->person, writer, error)
         && soho_archive_commit (archive, error);
}

/* Who asks is asked again: the sign-in may have been ended meanwhile, because it was a thief's. */
static void
write_password (Change *change, const char *kept)
{
  SohoArchive *archive = soho_accounts_get_archive (change->accounts);
  g_auto (SohoIdentity) identity = SOHO_IDENTITY_INIT;
  g_autoptr (GError) error = NULL;

  if (!soho_request_identify_person (change->message, archive, &identity))
    return;
  if (soho_archive_begin (archive, &error)
      && write_in_transaction (change, kept, identity.writer, &error))
    {
      soho_accounts_forgive (change->accounts, &change->attempt);
      soho_respond_no_content (change->message);
      return;
    }
  soho_archive_rollback (archive);
  fail (change, error);
}

static void
on_hashed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Change) change = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *kept = soho_passwords_hash_finish (result, &error);

  if (kept != NULL)
    write_password (change, kept);
  else
    fail (change, error);
  soho_respond_resume (change->message);
}

static void
on_verified (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Change) change = user_data;
  g_autoptr (GError) error = NULL;

  if (soho_passwords_verify_finish (result, &error))
    {
      Change *going_on = g_steal_pointer (&change);

      soho_passwords_hash_async (soho_accounts_get_passwords (going_on->accounts),
                                 going_on->new_password, on_hashed, going_on);
      return;
    }
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED))
    refuse (change);
  else
    fail (change, error);
  soho_respond_resume (change->message);
}

static void
begin (Change *change)
{
  g_auto (SohoAccount) account = { 0 };
  g_autoptr (GError) error = NULL;

  if (soho_archive_read_account (soho_accounts_get_archive (change->accounts), change->person,
                                 &account, &error))
    {
      soup_server_message_pause (change->message);
      soho_passwords_verify_async (soho_accounts_get_passwords (change->accounts), account.password,
                                   change->old_password, on_verified, change);
      return;
    }
  fail (change, error);
  change_free (change);
}

static void
post (SoupServerMessage *message, SohoAccounts *accounts, gint64 person)
{
  g_autoptr (JsonNode) body = soho_request_read_object (message);
  g_autoptr (Change) change = NULL;
  const char *old_text, *new_text;
  g_autofree char *who = g_strdup_printf ("%" G_GINT64_FORMAT, person);
  guint wait_s;

  if (body == NULL || (old_text = soho_request_get_text (message, body, "old")) == NULL
      || (new_text = soho_request_get_text (message, body, "new")) == NULL)
    return;
  change = g_new0 (Change, 1);
  change->accounts = g_object_ref (accounts);
  change->message = g_object_ref (message);
  change->person = person;
  change->old_password = soho_password_normalize (old_text);
  change->new_password = soho_password_normalize (new_text);
  if (change->new_password == NULL)
    soho_respond_password_length (message);
  else if ((wait_s = soho_accounts_admit (accounts, message, who, &change->attempt)) > 0)
    soho_respond_wait (message, wait_s);
  else if (change->old_password == NULL)
    refuse (change);
  else
    begin (g_steal_pointer (&change));
}

void
soho_route_password (SoupServer *server,
                     SoupServerMessage *message,
                     const char *path,
                     GHashTable *query,
                     gpointer accounts)
{
  g_auto (SohoIdentity) identity = SOHO_IDENTITY_INIT;

  if (!g_str_equal (path, SOHO_PATH_PASSWORD))
    soho_respond_not_found (message);
  else if (soup_server_message_get_method (message) != SOUP_METHOD_POST)
    soho_respond_not_allowed (message, "POST");
  else if (soho_request_identify_person (message, soho_accounts_get_archive (accounts), &identity))
    post (message, accounts, identity.person);
}
