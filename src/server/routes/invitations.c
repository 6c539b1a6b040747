/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "routes/routes.h"

#include <string.h>

#include "accounts/invite.h"
#include "accounts/secrets.h"
#include "archive/people.h"
#include "formats/json.h"
#include "http/responses.h"
#include "routes/request.h"

typedef struct
{
  const char *email;
  gint64 member; /* 0 for whoever has the address */
  const char *roles[2];
} Wish;

static void
respond_refusal (SoupServerMessage *message, const GError *error)
{
  const char *code = "email_invalid";

  if (error->domain != SOHO_INVITE_ERROR)
    {
      soho_respond_failure (message, error);
      return;
    }
  if (error->code == SOHO_INVITE_ERROR_MEMBER)
    code = "member_taken";
  else if (error->code == SOHO_INVITE_ERROR_ROLE)
    code = "role_unknown";
  soho_respond_error (message, SOUP_STATUS_UNPROCESSABLE_ENTITY, code, error->message);
}

static char *
dup_answer (SohoArchive *archive, gint64 person, const char *code, GError **error)
{
  g_auto (SohoAccount) account = { 0 };
  g_autoptr (GBytes) hash = soho_secret_hash_code (code);
  gint64 expires;
  GString *json;

  if (!soho_archive_read_account (archive, person, &account, error)
      || !soho_archive_find_invitation (archive, hash, &person, &expires, error))
    return NULL;
  json = g_string_new (NULL);
  g_string_append_printf (json, "{\"person\":%" G_GINT64_FORMAT ",\"email\":", person);
  soho_json_append_string (json, account.email);
  g_string_append_printf (json, ",\"code\":\"%s\",\"expires\":%" G_GINT64_FORMAT "}", code,
                          expires);
  return g_string_free (json, FALSE);
}

static void
invite (SoupServerMessage *message, SohoAccounts *accounts, const Wish *wish)
{
  SohoArchive *archive = soho_accounts_get_archive (accounts);
  g_autoptr (GError) error = NULL;
  gint64 person;
  g_autofree char *code = soho_invite (archive, wish->email, wish->roles, wish->member,
                                       soho_accounts_get_now (accounts), &person, &error);
  char *json = code != NULL ? dup_answer (archive, person, code, &error) : NULL;

  if (json == NULL)
    {
      respond_refusal (message, error);
      return;
    }
  soup_message_headers_replace (soup_server_message_get_response_headers (message), "Cache-Control",
                                "no-store");
  soho_respond_json (message, SOUP_STATUS_CREATED, json);
}

/* A card that staff cannot read is not there to give to anybody. */
static gboolean
may_name (SohoArchive *archive,
          const SohoIdentity *identity,
          gint64 member,
          gboolean *may,
          GError **error)
{
  g_autofree char *audience = NULL;

  if (!soho_archive_read_audience (archive, member, &audience, error))
    return FALSE;
  *may = audience != NULL && soho_identity_reads (identity, audience);
  return TRUE;
}

/* Reads the member, a text, if one is named. Has answered if not. */
static gboolean
read_member (SoupServerMessage *message,
             SohoArchive *archive,
             const SohoIdentity *identity,
             const char *text,
             gint64 *member)
{
  g_autoptr (GError) error = NULL;
  gboolean may = FALSE;

  if (text == NULL)
    return TRUE;
  if (g_ascii_string_to_signed (text, 10, 1, SOHO_ID_MAX, member, NULL)
      && !may_name (archive, identity, *member, &may, &error))
    soho_respond_failure (message, error);
  else if (!may)
    soho_respond_error (message, SOUP_STATUS_UNPROCESSABLE_ENTITY, "member_taken",
                        "There is no such member.");
  return may;
}

static void
post (SoupServerMessage *message, SohoAccounts *accounts, const SohoIdentity *identity)
{
  g_autoptr (JsonNode) body = soho_request_read_object (message);
  Wish wish = { 0 };

  if (body == NULL || (wish.email = soho_request_get_text (message, body, "email")) == NULL)
    return;
  wish.roles[0] = soho_json_get_string (json_node_get_object (body), "role");
  if (read_member (message, soho_accounts_get_archive (accounts), identity,
                   soho_json_get_string (json_node_get_object (body), "member"), &wish.member))
    invite (message, accounts, &wish);
}

static void
withdraw (SoupServerMessage *message, SohoArchive *archive, const char *below)
{
  g_autoptr (GError) error = NULL;
  gint64 person;

  if (!g_ascii_string_to_signed (below, 10, 1, SOHO_ID_MAX, &person, NULL))
    soho_respond_not_found (message);
  else if (soho_archive_begin (archive, &error)
           && soho_archive_withdraw_invitation (archive, person, &error)
           && soho_archive_commit (archive, &error))
    soho_respond_no_content (message);
  else
    {
      soho_archive_rollback (archive);
      soho_respond_failure (message, error);
    }
}

void
soho_route_invitations (SoupServer *server,
                        SoupServerMessage *message,
                        const char *path,
                        GHashTable *query,
                        gpointer accounts)
{
  SohoArchive *archive = soho_accounts_get_archive (accounts);
  const char *method = soup_server_message_get_method (message);
  gboolean all = g_str_equal (path, SOHO_PATH_INVITATIONS);
  g_auto (SohoIdentity) identity = SOHO_IDENTITY_INIT;

  if (!all && !g_str_has_prefix (path, SOHO_PATH_INVITATIONS "/"))
    soho_respond_not_found (message);
  else if (all && method != SOUP_METHOD_POST)
    soho_respond_not_allowed (message, "POST");
  else if (!all && method != SOUP_METHOD_DELETE)
    soho_respond_not_allowed (message, "DELETE");
  else if (!soho_request_identify_staff (message, archive, &identity))
    return;
  else if (all)
    post (message, accounts, &identity);
  else
    withdraw (message, archive, path + strlen (SOHO_PATH_INVITATIONS "/"));
}
