/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "http/connection.h"

/* What SoupServer is given in place of a connection. It is the base, but for two things. When the
 * peer leaves between two requests, SoupServer up to 3.2 forgets the connection without closing it,
 * which costs an open file each time, for ever. Here it reads an empty line then, and the end after
 * that: the end of a broken request, upon which it does close. Nothing is sent to the peer.
 *
 * It also bounds a request's header: with more than max_header_bytes of it the request ends. Bytes
 * are counted as they are read, in blocks of 8 KiB at most.
 *
 * base: the connection itself, or TLS upon it; closed with this one. SoupServer takes the URI of
 * requests by it to begin with "http", TLS or not. Returns: to be unreferenced. */
#define SOHO_TYPE_SERVED_STREAM (soho_served_stream_get_type ())
G_DECLARE_FINAL_TYPE (SohoServedStream, soho_served_stream, SOHO, SERVED_STREAM, GIOStream)

GIOStream *
soho_served_stream_new (SohoConnection *connection, GIOStream *base, gsize max_header_bytes);
