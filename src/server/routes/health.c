/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "routes/routes.h"

#include "protocol.h"
#include "http/responses.h"

void
soho_route_health (SoupServer *server,
                   SoupServerMessage *message,
                   const char *path,
                   GHashTable *query,
                   gpointer archive)
{
  if (!g_str_equal (path, SOHO_PATH_HEALTH))
    soho_respond_not_found (message);
  else if (soup_server_message_get_method (message) != SOUP_METHOD_GET)
    soho_respond_not_allowed (message, "GET");
  else if (soho_archive_get_last_seq (archive, NULL) < 0)
    soho_respond_error (message, 503, "unavailable", "The archive cannot be read.");
  else
    soho_respond_json (message, 200, g_strdup ("{\"status\":\"ok\"}"));
}
