/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "routes/routes.h"

#include "archive/erase.h"
#include "http/responses.h"
#include "routes/request.h"

/* A person erases themselves: at once, since nobody should have to wait for somebody else's time to
 * be let go. The password is compared, so that nobody else does it at an open computer, and the
 * message is paused meanwhile. */
typedef struct
{
  SohoAccounts *accounts;
  SoupServerMessage *message;
  SohoAttempt attempt;
  gint64 person;
  char *password; /* normalized */
} Erasure;

static void
erasure_free (Erasure *erasure)
{
  g_object_unref (erasure->accounts);
  g_object_unref (erasure->message);
  soho_attempt_clear (&erasure->attempt);
  soho_password_free (erasure->password);
  g_free (erasure);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Erasure, erasure_free)

static void
refuse (Erasure *erasure)
{
  soho_respond_error (erasure->message, SOUP_STATUS_FORBIDDEN, "wrong_password",
                      "The password is another.");
}

static void
fail (Erasure *erasure, const GError *error)
{
  soho_accounts_take_back (erasure->accounts, &erasure->attempt);
  soho_respond_failure (erasure->message, error);
}

/* Who asks is asked again, as the sign-in may have been ended meanwhile. Somebody who is erased,
 * but whose bytes could not leave the file now, is erased: the next rewriting of the file sees to
 * them.
 */
static void
erase (Erasure *erasure)
{
  SohoArchive *archive = soho_accounts_get_archive (erasure->accounts);
  g_auto (SohoIdentity) identity = SOHO_IDENTITY_INIT;
  g_autoptr (GError) error = NULL;
  gboolean was_erased = FALSE;

  if (!soho_request_identify_person (erasure->message, archive, &identity))
    return;
  if (soho_archive_erase (archive, erasure->person, NULL, &error)
      || (soho_archive_was_erased (archive, erasure->person, &was_erased, NULL) && was_erased))
    soho_respond_no_content (erasure->message);
  else
    fail (erasure, error);
}

static void
on_verified (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Erasure) erasure = user_data;
  g_autoptr (GError) error = NULL;

  if (soho_passwords_verify_finish (result, &error))
    erase (erasure);
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED))
    refuse (erasure);
  else
    fail (erasure, error);
  soho_respond_resume (erasure->message);
}

static void
begin (Erasure *erasure)
{
  g_auto (SohoAccount) account = { 0 };
  g_autoptr (GError) error = NULL;

  if (soho_archive_read_account (soho_accounts_get_archive (erasure->accounts), erasure->person,
                                 &account, &error))
    {
      soup_server_message_pause (erasure->message);
      soho_passwords_verify_async (soho_accounts_get_passwords (erasure->accounts),
                                   account.password, erasure->password, on_verified, erasure);
      return;
    }
  fail (erasure, error);
  erasure_free (erasure);
}

static void
post (SoupServerMessage *message, SohoAccounts *accounts, gint64 person)
{
  g_autoptr (JsonNode) body = soho_request_read_object (message);
  const char *text = body != NULL ? soho_request_get_text (message, body, "password") : NULL;
  g_autofree char *who = g_strdup_printf ("%" G_GINT64_FORMAT, person);
  g_autoptr (Erasure) erasure = NULL;
  guint wait_s;

  if (text == NULL)
    return;
  erasure = g_new0 (Erasure, 1);
  erasure->accounts = g_object_ref (accounts);
  erasure->message = g_object_ref (message);
  erasure->person = person;
  erasure->password = soho_password_normalize (text);
  wait_s = soho_accounts_admit (accounts, message, who, &erasure->attempt);
  if (wait_s > 0)
    soho_respond_wait (message, wait_s);
  else if (erasure->password == NULL)
    refuse (erasure);
  else
    begin (g_steal_pointer (&erasure));
}

void
soho_route_erasure (SoupServer *server,
                    SoupServerMessage *message,
                    const char *path,
                    GHashTable *query,
                    gpointer accounts)
{
  g_auto (SohoIdentity) identity = SOHO_IDENTITY_INIT;

  if (!g_str_equal (path, SOHO_PATH_ERASURE))
    soho_respond_not_found (message);
  else if (soup_server_message_get_method (message) != SOUP_METHOD_POST)
    soho_respond_not_allowed (message, "POST");
  else if (soho_request_identify_person (message, soho_accounts_get_archive (accounts), &identity))
    post (message, accounts, identity.person);
}
