/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "http/connection.h"

/* Answers a request at once with 413, while its body still comes, and takes the connection from
 * SoupServer, which would read the body to its end first. What still comes is read and forgotten,
 * so that the peer, busy sending, gets to see the answer; the connection's watch bounds how long.
 * To be called from a handler of got-headers or got-chunk that comes after SoupServer's own. max:
 * bytes that a body may have, for the message. The request's message may be gone on return. */
void soho_refuse_body (SohoConnection *connection, SoupServerMessage *message, gsize max);
