/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/* A server on loopback that knows no HTTP: it hears a request up to its empty line and sends the
 * bytes it was given. It lives in threads of its own. */
typedef struct _WireServer WireServer;

/* What follows the bytes. */
typedef enum
{
  WIRE_CLOSE, /* an orderly end */
  WIRE_RESET, /* the connection breaks */
  WIRE_STALL, /* nothing, until the client goes */
} WireEnd;

/* Answers a request's head; called in one of the server's threads. Returns bytes of the caller. */
typedef GBytes *(*WireAnswer) (const char *request, gpointer user_data);

WireServer *wire_server_new (void);
void wire_server_free (WireServer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WireServer, wire_server_free)

/* "http://127.0.0.1:PORT", borrowed. */
const char *wire_server_get_address (WireServer *self);
guint16 wire_server_get_port (WireServer *self);

/* What every connection from now on gets; copied. length: -1 for a text. */
void wire_server_set_bytes (WireServer *self, const char *bytes, gssize length, WireEnd end);

/* As above, made for each request. */
void wire_server_set_answer (WireServer *self, WireAnswer answer, gpointer user_data, WireEnd end);

/* Every answer from now on rests for so long after its first bytes. */
void wire_server_set_pause (WireServer *self, gsize after, guint ms);

/* A whole answer that holds these lines as pages, uncompressed. To be freed. */
char *wire_server_dup_pages (const char *lines);

/* How many requests have come, and the head of the last, to be freed. */
guint wire_server_get_n_requests (WireServer *self);
char *wire_server_dup_request (WireServer *self);
