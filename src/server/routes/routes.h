/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

#include "archive/archive.h"

/* Adds every endpoint to the server. archive is referenced as long as the server lives. */
void soho_routes_add (SoupServer *server, SohoArchive *archive);

/* GET /v1/blobs/NAME, see protocol.h. */
void soho_route_blobs (SoupServer *server,
                       SoupServerMessage *message,
                       const char *path,
                       GHashTable *query,
                       gpointer archive);

/* GET /v1/changes, see protocol.h. */
void soho_route_changes (SoupServer *server,
                         SoupServerMessage *message,
                         const char *path,
                         GHashTable *query,
                         gpointer archive);

/* GET /healthz: 200 {"status":"ok"} if the archive can be read, else 503. */
void soho_route_health (SoupServer *server,
                        SoupServerMessage *message,
                        const char *path,
                        GHashTable *query,
                        gpointer archive);
