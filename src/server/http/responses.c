/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "http/responses.h"

#include "http/connection.h"
#include "formats/json.h"

#include <string.h>

char *
soho_error_body (const char *code, const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GString *body = g_string_new ("{\"error\":{\"code\":");

  soho_json_append_string (body, code);
  g_string_append (body, ",\"message\":");
  soho_json_append_string (body, valid);
  g_string_append (body, "}}");
  return g_string_free (body, FALSE);
}

void
soho_respond_json (SoupServerMessage *message, guint status, char *body)
{
  soup_server_message_set_status (message, status, NULL);
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_TAKE, body,
                                    strlen (body));
}

void
soho_respond_error (SoupServerMessage *message, guint status, const char *code, const char *text)
{
  soho_respond_json (message, status, soho_error_body (code, text));
}

void
soho_respond_not_found (SoupServerMessage *message)
{
  soho_respond_error (message, SOUP_STATUS_NOT_FOUND, "not_found",
                      "There is nothing at this address.");
}

void
soho_respond_not_allowed (SoupServerMessage *message, const char *allowed)
{
  g_autofree char *text = g_strdup_printf ("This address takes %s only.", allowed);

  soup_message_headers_replace (soup_server_message_get_response_headers (message), "Allow",
                                allowed);
  soho_respond_error (message, SOUP_STATUS_METHOD_NOT_ALLOWED, "method_not_allowed", text);
}

void
soho_respond_resume (SoupServerMessage *message)
{
  SohoConnection *connection = soho_connection_of (message);

  if (connection != NULL && !g_io_stream_is_closed (G_IO_STREAM (connection)))
    soup_server_message_unpause (message);
}
