/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

/* Answers with JSON. status: an HTTP status, 200 to 599. body: the JSON text, UTF-8, which is taken
 * and freed with g_free. */
void soho_respond_json (SoupServerMessage *message, guint status, char *body);

/* Answers with {"error":{"code":…,"message":…}}. code: a lower-case word that programs go by, such
 * as "not_found"; text: an English sentence for a person, which may quote anything, even what is
 * no UTF-8. */
void
soho_respond_error (SoupServerMessage *message, guint status, const char *code, const char *text);

/* Answers 404. A route gives this itself for what lies below its path: SoupServer hands "/item" and
 * "/items" alike to the handler of "/item". */
void soho_respond_not_found (SoupServerMessage *message);

/* Answers 405. allowed: the methods that the path does take, such as "GET, POST". */
void soho_respond_not_allowed (SoupServerMessage *message, const char *allowed);

/* The body of such an error; to be freed. */
char *soho_error_body (const char *code, const char *text);

/* Goes on with a request that was paused; nothing if its peer has gone meanwhile, where
 * soup_server_message_unpause would complain. The message must still be referenced. */
void soho_respond_resume (SoupServerMessage *message);
