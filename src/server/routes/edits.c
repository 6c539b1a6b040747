/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "routes/routes.h"

#include "http/responses.h"
#include "protocol.h"
#include "routes/reply.h"
#include "routes/request.h"
#include "routes/routes-private.h"

SohoIdentify soho_route_identify = soho_identity_from_message;

static SohoReply *
reply_to (SoupServerMessage *message,
          SohoArchive *archive,
          const SohoIdentity *identity,
          GHashTable *query)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  SoupMessageBody *body = soup_server_message_get_request_body (message);

  if (soup_server_message_get_method (message) == SOUP_METHOD_GET)
    return soho_reply_to_standings (archive, identity,
                                    query != NULL ? g_hash_table_lookup (query, "writers") : NULL);
  return soho_reply_to_edits (archive, identity,
                              query != NULL ? g_hash_table_lookup (query, "resumed") : NULL,
                              soup_message_headers_get_one (headers, "Content-Encoding"),
                              (const guint8 *) body->data, (gsize) body->length);
}

void
soho_route_edits (SoupServer *server,
                  SoupServerMessage *message,
                  const char *path,
                  GHashTable *query,
                  gpointer archive)
{
  const char *method = soup_server_message_get_method (message);
  g_auto (SohoIdentity) identity = SOHO_IDENTITY_INIT;
  g_autoptr (SohoReply) reply = NULL;

  if (!g_str_equal (path, SOHO_PATH_EDITS))
    soho_respond_not_found (message);
  else if (method != SOUP_METHOD_POST && method != SOUP_METHOD_GET)
    soho_respond_not_allowed (message, "GET, POST");
  else if (soho_request_identify (message, archive, &identity))
    {
      reply = reply_to (message, archive, &identity, query);
      soho_respond_reply (message, reply);
    }
}
