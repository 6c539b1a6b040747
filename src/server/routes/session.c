/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "routes/routes.h"

#include "archive/sessions.h"
#include "formats/json.h"
#include "http/responses.h"
#include "routes/arrival.h"

static void
append_sessions (GString *json, GPtrArray *sessions, guint writer)
{
  g_string_append (json, ",\"sessions\":[");
  for (guint i = 0; i < sessions->len; i++)
    {
      const SohoSession *session = g_ptr_array_index (sessions, i);

      g_string_append_printf (json, "%s{\"id\":%u,\"device\":", i > 0 ? "," : "", session->writer);
      soho_json_append_string (json, session->device);
      g_string_append_printf (
          json, ",\"created\":%" G_GINT64_FORMAT ",\"seen\":%" G_GINT64_FORMAT ",\"this\":%s}",
          session->created, session->seen, session->writer == writer ? "true" : "false");
    }
  g_string_append (json, "]}");
}

static char *
dup_answer (SohoArchive *archive, const SohoIdentity *identity, GError **error)
{
  g_autoptr (GPtrArray) sessions = soho_archive_list_sessions (archive, identity->person, error);
  g_auto (GStrv) roles
      = sessions != NULL ? soho_archive_dup_roles (archive, identity->person, error) : NULL;
  g_auto (SohoAccount) account = { 0 };
  GString *json;

  if (roles == NULL || !soho_archive_read_account (archive, identity->person, &account, error))
    return NULL;
  json = g_string_new (NULL);
  g_string_append_printf (json, "{\"person\":%" G_GINT64_FORMAT ",\"email\":", identity->person);
  soho_json_append_string (json, account.email != NULL ? account.email : "");
  soho_append_roles (json, (const char *const *) roles);
  append_sessions (json, sessions, identity->writer);
  return g_string_free (json, FALSE);
}

static void
answer_get (SoupServerMessage *message, SohoArchive *archive, const SohoIdentity *identity)
{
  g_autoptr (GError) error = NULL;
  char *json = dup_answer (archive, identity, &error);

  soup_message_headers_replace (soup_server_message_get_response_headers (message), "Cache-Control",
                                "no-store");
  if (json != NULL)
    soho_respond_json (message, SOUP_STATUS_OK, json);
  else
    soho_respond_failure (message, error);
}

static void
answer_delete (SoupServerMessage *message, SohoArchive *archive, const SohoIdentity *identity)
{
  g_autoptr (GError) error = NULL;
  gboolean ended;

  if (soho_archive_end_session (archive, identity->person, identity->writer, &ended, &error))
    soho_respond_no_content (message);
  else
    soho_respond_failure (message, error);
}

/* One more sign-in, beside the one that asks: its replica was copied. It counts among the sign-ins
 * of a day. */
static void
open_another (SoupServerMessage *message, SohoAccounts *accounts, gint64 person)
{
  SohoArchive *archive = soho_accounts_get_archive (accounts);
  g_autoptr (JsonNode) body = soho_request_read_object (message);
  const char *device = body != NULL ? soho_request_get_text (message, body, "device") : NULL;
  g_autofree char *who = g_strdup_printf ("%" G_GINT64_FORMAT, person);
  g_autoptr (SohoArrival) arrival
      = device != NULL ? soho_arrival_new (accounts, message, who, device) : NULL;
  g_autoptr (GError) error = NULL;

  if (arrival == NULL)
    return;
  arrival->person = person;
  if (!soho_arrival_may_sign_in (arrival))
    return;
  if (soho_archive_begin (archive, &error))
    soho_arrival_open (arrival);
  else
    soho_arrival_fail (arrival, error);
}

static void
route_writer (SoupServerMessage *message, SohoAccounts *accounts)
{
  g_auto (SohoIdentity) identity = SOHO_IDENTITY_INIT;

  if (soup_server_message_get_method (message) != SOUP_METHOD_POST)
    soho_respond_not_allowed (message, "POST");
  else if (soho_request_identify_person (message, soho_accounts_get_archive (accounts), &identity))
    open_another (message, accounts, identity.person);
}

void
soho_route_session (SoupServer *server,
                    SoupServerMessage *message,
                    const char *path,
                    GHashTable *query,
                    gpointer accounts)
{
  SohoArchive *archive = soho_accounts_get_archive (accounts);
  const char *method = soup_server_message_get_method (message);
  g_auto (SohoIdentity) identity = SOHO_IDENTITY_INIT;

  if (g_str_equal (path, SOHO_PATH_SESSION "/writer"))
    route_writer (message, accounts);
  else if (!g_str_equal (path, SOHO_PATH_SESSION))
    soho_respond_not_found (message);
  else if (method != SOUP_METHOD_GET && method != SOUP_METHOD_DELETE)
    soho_respond_not_allowed (message, "GET, DELETE");
  else if (!soho_request_identify_person (message, archive, &identity))
    return;
  else if (method == SOUP_METHOD_GET)
    answer_get (message, archive, &identity);
  else
    answer_delete (message, archive, &identity);
}
