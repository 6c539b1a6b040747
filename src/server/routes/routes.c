/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "routes/routes.h"

#include "edit-list.h"
#include "protocol.h"

typedef struct
{
  const char *path;
  SoupServerCallback callback;
} Route;

/* Handed the archive. */
static const Route archive_routes[] = {
  { SOHO_PATH_BLOBS, soho_route_blobs },
  { SOHO_PATH_CHANGES, soho_route_changes },
  { SOHO_PATH_EDITS, soho_route_edits },
  { SOHO_PATH_HEALTH, soho_route_health },
};

/* Handed the accounts. */
static const Route account_routes[] = {
  { SOHO_PATH_ACTIVATE, soho_route_activate }, { SOHO_PATH_INVITATIONS, soho_route_invitations },
  { SOHO_PATH_PASSWORD, soho_route_password }, { SOHO_PATH_PEOPLE, soho_route_people },
  { SOHO_PATH_SESSION, soho_route_session },   { SOHO_PATH_SESSIONS, soho_route_sessions },
  { SOHO_PATH_ERASURE, soho_route_erasure },
};

static void
add (SohoListener *listener, const Route *route, gpointer object)
{
  soup_server_add_handler (soho_listener_get_server (listener), route->path, route->callback,
                           g_object_ref (object), g_object_unref);
}

void
soho_routes_add (SohoListener *listener, SohoAccounts *accounts)
{
  for (guint i = 0; i < G_N_ELEMENTS (archive_routes); i++)
    add (listener, &archive_routes[i], soho_accounts_get_archive (accounts));
  soho_listener_limit_body (listener, SOHO_PATH_EDITS, SOHO_EDITS_LINE_MAX);
  for (guint i = 0; i < G_N_ELEMENTS (account_routes); i++)
    {
      add (listener, &account_routes[i], accounts);
      soho_listener_limit_body (listener, account_routes[i].path, SOHO_ACCOUNT_BODY_MAX);
    }
}
