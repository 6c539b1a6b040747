/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "account-request.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>

#include "error-answer.h"
#include "formats/json.h"
#include "sync-private.h"

#define LONGEST_ANSWER (1024 * 1024)

/* An object of a list of objects that have lists. */
#define ANSWER_DEPTH 4

G_DEFINE_QUARK (soho_account_error, soho_account_error)

gboolean
soho_account_fail_invalid (GError **error)
{
  g_set_error_literal (
      error, SOHO_PROTOCOL_ERROR, SOHO_PROTOCOL_ERROR_INVALID,
      _ ("The server's answer to the sign-in makes no sense: tell the association."));
  return FALSE;
}

static void
fail_wait (SoupMessage *message, GError **error)
{
  const char *header
      = soup_message_headers_get_one (soup_message_get_response_headers (message), "Retry-After");
  guint64 seconds = header != NULL ? CLAMP (g_ascii_strtoull (header, NULL, 10), 1, 86400) : 60;
  guint minutes = (guint) (seconds + 59) / 60;

  if (seconds < 60)
    g_set_error (error, SOHO_ACCOUNT_ERROR, SOHO_ACCOUNT_ERROR_WAIT,
                 ngettext ("Too many attempts. Try again in %u second.",
                           "Too many attempts. Try again in %u seconds.", (guint) seconds),
                 (guint) seconds);
  else
    g_set_error (error, SOHO_ACCOUNT_ERROR, SOHO_ACCOUNT_ERROR_WAIT,
                 ngettext ("Too many attempts. Try again in %u minute.",
                           "Too many attempts. Try again in %u minutes.", minutes),
                 minutes);
}

/* What the server refuses in words that programs go by. */
static const struct
{
  const char *code;
  SohoAccountError error;
  const char *sentence;
} refusals[] = {
  { "wrong_password", SOHO_ACCOUNT_ERROR_PASSWORD,
    N_ ("The address and the password do not go together. Look at the capitals, and try again.") },
  { "code_unknown", SOHO_ACCOUNT_ERROR_CODE,
    N_ ("This code is not known. Look at what you typed; a code serves only once, and a newer one "
        "takes its place.") },
  { "code_expired", SOHO_ACCOUNT_ERROR_CODE,
    N_ ("This code is too old. Ask the association for a new one.") },
  { "password_length", SOHO_ACCOUNT_ERROR_PASSWORD_LENGTH,
    N_ ("Choose a password of at least 10 characters; four words that come to your mind do.") },
  { "busy", SOHO_ACCOUNT_ERROR_WAIT,
    N_ ("Many people sign in at this moment. Try again in a few seconds.") },
  { "not_staff", SOHO_ACCOUNT_ERROR_NOT_STAFF,
    N_ ("This is for the association’s staff, and you are not, or not any more.") },
  { "last_staff", SOHO_ACCOUNT_ERROR_LAST_STAFF,
    N_ ("Nobody else on the staff can sign in. Make somebody else staff first.") },
  { "email_invalid", SOHO_ACCOUNT_ERROR_EMAIL,
    N_ ("This is no e-mail address: write it as name@example.org.") },
  { "member_taken", SOHO_ACCOUNT_ERROR_MEMBER,
    N_ ("It is not clear whose account this would be: the card has another account, or several "
        "cards have this address. Look for the person in the list, or choose their card.") },
  { "role_unknown", SOHO_ACCOUNT_ERROR_ROLE,
    N_ ("This role cannot be given: the village or telecentre is not there any more. Sync, and "
        "look again.") },
};

static gboolean
read_refusal (SoupMessage *message, const char *text, gsize length, GError **error)
{
  g_autoptr (JsonNode) root = soho_json_parse (text, length, ANSWER_DEPTH, NULL);
  JsonObject *object
      = root != NULL && JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : NULL;
  const char *code = soho_json_get_string (soho_json_get_object (object, "error"), "code");

  if (g_strcmp0 (code, "wait") == 0)
    {
      fail_wait (message, error);
      return FALSE;
    }
  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++)
    if (g_strcmp0 (code, refusals[i].code) == 0)
      {
        g_set_error_literal (error, SOHO_ACCOUNT_ERROR, (int) refusals[i].error,
                             _ (refusals[i].sentence));
        return FALSE;
      }
  return soho_error_answer_read (soup_message_get_status (message), text, length, error);
}

static gboolean
read_answer (
    SoupMessage *message, const char *text, gsize length, JsonNode **answer, GError **error)
{
  guint status = soup_message_get_status (message);

  if (status >= 400)
    return read_refusal (message, text, length, error);
  if (status < 200 || status >= 300)
    return soho_error_answer_fail_not_ours (error);
  if (answer == NULL)
    return TRUE;
  *answer = soho_json_parse (text, length, ANSWER_DEPTH, NULL);
  if (*answer != NULL && JSON_NODE_HOLDS_OBJECT (*answer))
    return TRUE;
  g_clear_pointer (answer, json_node_unref);
  return soho_error_answer_fail_not_ours (error);
}

gboolean
soho_account_request (const char *method,
                      const char *server,
                      const char *path,
                      const char *token,
                      const char *body,
                      GCancellable *cancellable,
                      JsonNode **answer,
                      GError **error)
{
  g_autoptr (SoupSession) session = soup_session_new_with_options ("timeout", soho_sync_timeout_s,
                                                                   "user-agent", "soho-solo", NULL);
  g_autoptr (SoupMessage) message = soho_sync_new_message (method, server, path, token);
  g_autoptr (GInputStream) stream = NULL;
  g_autofree char *text = g_malloc (LONGEST_ANSWER);
  gsize length;

  if (body != NULL)
    {
      g_autoptr (GBytes) bytes = g_bytes_new (body, strlen (body));

      soup_message_set_request_body_from_bytes (message, "application/json", bytes);
    }
  stream = soup_session_send (session, message, cancellable, error);
  return stream != NULL
         && g_input_stream_read_all (stream, text, LONGEST_ANSWER, &length, cancellable, error)
         && read_answer (message, text, length, answer, error);
}
