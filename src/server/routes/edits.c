/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "routes/routes.h"

#include "http/responses.h"
#include "protocol.h"
#include "routes/reply.h"
#include "routes/request.h"
#include "routes/routes-private.h"

SohoIdentify soho_route_identify = soho_identity_from_message;

static void
answer (SoupServerMessage *message, SohoArchive *archive, const SohoIdentity *identity)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  g_autoptr (SohoReply) reply = soho_reply_to_edits (
      archive, identity, soup_message_headers_get_one (headers, "Content-Encoding"),
      (const guint8 *) body->data, (gsize) body->length);

  soho_respond_reply (message, reply);
}

static void
answer_standings (SoupServerMessage *message,
                  SohoArchive *archive,
                  const SohoIdentity *identity,
                  GHashTable *query)
{
  const char *writers = query != NULL ? g_hash_table_lookup (query, "writers") : NULL;
  g_autoptr (SohoReply) reply = soho_reply_to_standings (archive, identity, writers);

  soho_respond_reply (message, reply);
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

  if (!g_str_equal (path, SOHO_PATH_EDITS))
    soho_respond_not_found (message);
  else if (method != SOUP_METHOD_POST && method != SOUP_METHOD_GET)
    soho_respond_not_allowed (message, "GET, POST");
  else if (!soho_request_identify (message, archive, &identity))
    return;
  else if (method == SOUP_METHOD_GET)
    answer_standings (message, archive, &identity, query);
  else
    answer (message, archive, &identity);
}
