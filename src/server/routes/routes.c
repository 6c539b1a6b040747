/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "routes/routes.h"

#include "protocol.h"

void
soho_routes_add (SoupServer *server, SohoArchive *archive)
{
  static const struct
  {
    const char *path;
    SoupServerCallback callback;
  } routes[] = {
    { SOHO_PATH_BLOBS, soho_route_blobs },
    { SOHO_PATH_CHANGES, soho_route_changes },
    { SOHO_PATH_HEALTH, soho_route_health },
  };

  for (guint i = 0; i < G_N_ELEMENTS (routes); i++)
    soup_server_add_handler (server, routes[i].path, routes[i].callback, g_object_ref (archive),
                             g_object_unref);
}
