/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "accounts/accounts.h"
#include "http/listener.h"

/* Adds every endpoint, and bounds what each takes. accounts, and its archive, are referenced as
 * long as the listener lives. */
void soho_routes_add (SohoListener *listener, SohoAccounts *accounts);

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

/* POST /v1/edits, see protocol.h. */
void soho_route_edits (SoupServer *server,
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

/* POST /v1/activate, see protocol.h. */
void soho_route_activate (SoupServer *server,
                          SoupServerMessage *message,
                          const char *path,
                          GHashTable *query,
                          gpointer accounts);

/* POST /v1/invitations, DELETE /v1/invitations/PERSON, see protocol.h. */
void soho_route_invitations (SoupServer *server,
                             SoupServerMessage *message,
                             const char *path,
                             GHashTable *query,
                             gpointer accounts);

/* GET /v1/people, PUT and DELETE /v1/people/PERSON/roles/ROLE, see protocol.h. */
void soho_route_people (SoupServer *server,
                        SoupServerMessage *message,
                        const char *path,
                        GHashTable *query,
                        gpointer accounts);

/* POST /v1/password, see protocol.h. */
void soho_route_password (SoupServer *server,
                          SoupServerMessage *message,
                          const char *path,
                          GHashTable *query,
                          gpointer accounts);

/* GET and DELETE /v1/session, POST /v1/session/writer, see protocol.h. */
void soho_route_session (SoupServer *server,
                         SoupServerMessage *message,
                         const char *path,
                         GHashTable *query,
                         gpointer accounts);

/* POST /v1/sessions, DELETE /v1/sessions/ID, see protocol.h. */
void soho_route_sessions (SoupServer *server,
                          SoupServerMessage *message,
                          const char *path,
                          GHashTable *query,
                          gpointer accounts);

/* POST /v1/erasure, see protocol.h. */
void soho_route_erasure (SoupServer *server,
                         SoupServerMessage *message,
                         const char *path,
                         GHashTable *query,
                         gpointer accounts);
