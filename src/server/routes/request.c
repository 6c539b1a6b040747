/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "routes/request.h"

#include "formats/json.h"
#include "http/responses.h"
#include "routes/routes-private.h"

static void
respond_invalid (SoupServerMessage *message, const char *text)
{
  soho_respond_error (message, SOUP_STATUS_BAD_REQUEST, "invalid", text);
}

JsonNode *
soho_request_read_object (SoupServerMessage *message)
{
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  g_autoptr (GBytes) bytes = soup_message_body_flatten (body);
  gsize length;
  const char *text = g_bytes_get_data (bytes, &length);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) root = length > 0 ? soho_json_parse (text, length, 1, &error) : NULL;

  if (root != NULL && JSON_NODE_HOLDS_OBJECT (root))
    return g_steal_pointer (&root);
  respond_invalid (message, error != NULL ? error->message : "The body is no JSON object.");
  return NULL;
}

const char *
soho_request_get_text (SoupServerMessage *message, JsonNode *body, const char *member)
{
  const char *text = soho_json_get_string (json_node_get_object (body), member);
  g_autofree char *complaint = NULL;

  if (text != NULL)
    return text;
  complaint = g_strdup_printf ("The text “%s” is missing.", member);
  respond_invalid (message, complaint);
  return NULL;
}

static void
respond_signed_out (SoupServerMessage *message, const char *text)
{
  soup_message_headers_replace (soup_server_message_get_response_headers (message),
                                "WWW-Authenticate", "Bearer");
  soho_respond_error (message, SOUP_STATUS_UNAUTHORIZED, "signed_out", text);
}

gboolean
soho_request_identify (SoupServerMessage *message, SohoArchive *archive, SohoIdentity *identity)
{
  g_autoptr (GError) error = NULL;

  if (soho_route_identify (message, archive, identity, &error))
    return TRUE;
  if (g_error_matches (error, SOHO_IDENTITY_ERROR, SOHO_IDENTITY_ERROR_SIGNED_OUT))
    respond_signed_out (message, error->message);
  else
    soho_respond_failure (message, error);
  return FALSE;
}

gboolean
soho_request_identify_person (SoupServerMessage *message,
                              SohoArchive *archive,
                              SohoIdentity *identity)
{
  if (!soho_request_identify (message, archive, identity))
    return FALSE;
  if (identity->person != 0)
    return TRUE;
  respond_signed_out (message, "Sign in first.");
  return FALSE;
}

gboolean
soho_request_identify_staff (SoupServerMessage *message,
                             SohoArchive *archive,
                             SohoIdentity *identity)
{
  if (!soho_request_identify_person (message, archive, identity))
    return FALSE;
  if ((identity->roles & SOHO_ROLE_STAFF) != 0)
    return TRUE;
  soho_respond_error (message, SOUP_STATUS_FORBIDDEN, "not_staff", "This is for staff.");
  return FALSE;
}

static void
set_retry_after (SoupServerMessage *message, guint seconds)
{
  g_autofree char *text = g_strdup_printf ("%u", seconds);

  soup_message_headers_replace (soup_server_message_get_response_headers (message), "Retry-After",
                                text);
}

void
soho_respond_wait (SoupServerMessage *message, guint seconds)
{
  g_autofree char *text
      = g_strdup_printf ("Too many attempts: the next can be made in %u seconds.", seconds);

  set_retry_after (message, seconds);
  soho_respond_error (message, 429, "wait", text);
}

void
soho_respond_password_length (SoupServerMessage *message)
{
  soho_respond_error (message, SOUP_STATUS_UNPROCESSABLE_ENTITY, "password_length",
                      "A password has from 10 to 1,024 characters.");
}

void
soho_respond_failure (SoupServerMessage *message, const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_BUSY))
    {
      set_retry_after (message, 2);
      soho_respond_error (message, SOUP_STATUS_SERVICE_UNAVAILABLE, "busy",
                          "Too many sign in at this moment: try again in a few seconds.");
      return;
    }
  g_warning ("%s", error->message);
  soho_respond_error (message, SOUP_STATUS_SERVICE_UNAVAILABLE, "unavailable",
                      "The archive cannot be read now: try again later.");
}

void
soho_respond_no_content (SoupServerMessage *message)
{
  soup_server_message_set_status (message, SOUP_STATUS_NO_CONTENT, NULL);
}

void
soho_respond_reply (SoupServerMessage *message, const SohoReply *reply)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  SoupMessageBody *body = soup_server_message_get_response_body (message);

  soup_server_message_set_status (message, reply->status, NULL);
  if (reply->roles != NULL)
    soup_message_headers_replace (headers, SOHO_ROLES_HEADER, reply->roles);
  if (reply->content_type == NULL)
    return;
  soup_message_headers_replace (headers, "Content-Type", reply->content_type);
  soup_message_headers_replace (headers, "Cache-Control", "no-store");
  if (reply->compressed)
    soup_message_headers_replace (headers, "Content-Encoding", "zstd");
  for (guint i = 0; i < reply->body->len; i++)
    soup_message_body_append_bytes (body, g_ptr_array_index (reply->body, i));
}

void
soho_append_roles (GString *json, const char *const *roles)
{
  g_string_append (json, ",\"roles\":[\"member\"");
  for (; *roles != NULL; roles++)
    {
      g_string_append_c (json, ',');
      soho_json_append_string (json, *roles);
    }
  g_string_append_c (json, ']');
}
