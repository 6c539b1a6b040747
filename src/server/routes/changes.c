/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "routes/routes.h"

#include "http/responses.h"
#include "protocol.h"
#include "routes/reply.h"
#include "routes/request.h"

static gboolean
accepts_zstd (SoupServerMessage *message)
{
  const char *header = soup_message_headers_get_list (
      soup_server_message_get_request_headers (message), "Accept-Encoding");
  GSList *unacceptable = NULL;
  GSList *acceptable
      = header != NULL ? soup_header_parse_quality_list (header, &unacceptable) : NULL;
  gboolean accepts
      = g_slist_find_custom (acceptable, "zstd", (GCompareFunc) g_ascii_strcasecmp) != NULL;

  soup_header_free_list (acceptable);
  soup_header_free_list (unacceptable);
  return accepts;
}

static void
answer (SoupServerMessage *message,
        SohoArchive *archive,
        const SohoIdentity *identity,
        GHashTable *query)
{
  const char *from = query != NULL ? g_hash_table_lookup (query, "from") : NULL;
  const char *fill = query != NULL ? g_hash_table_lookup (query, "fill") : NULL;
  g_autoptr (SohoReply) reply
      = soho_reply_to_changes (archive, identity, from, fill, accepts_zstd (message));

  soho_respond_reply (message, reply);
}

void
soho_route_changes (SoupServer *server,
                    SoupServerMessage *message,
                    const char *path,
                    GHashTable *query,
                    gpointer archive)
{
  g_auto (SohoIdentity) identity = SOHO_IDENTITY_INIT;

  if (!g_str_equal (path, SOHO_PATH_CHANGES))
    soho_respond_not_found (message);
  else if (soup_server_message_get_method (message) != SOUP_METHOD_GET)
    soho_respond_not_allowed (message, "GET");
  else if (soho_request_identify (message, archive, &identity))
    answer (message, archive, &identity, query);
}
