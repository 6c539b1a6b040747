/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* What one peer, and all peers together, may take of the server. */
typedef struct
{
  guint max_connections;             /* open at once, of all peers; at least 1 */
  guint max_connections_per_address; /* open at once; an IPv6 peer counts by its /64; 0: no bound */
  guint header_timeout_ms;           /* for a TLS handshake, and for a request's line and header */
  guint idle_timeout_ms;  /* between requests; without a byte of a body; without a byte taken by a
                             peer for which bytes of an answer wait */
  guint min_body_rate;    /* bytes per second that a request's body must average, once it has taken
                             longer than idle_timeout_ms; 0: no bound */
  gsize max_header_bytes; /* of a request's line and header, with up to 8 KiB more; under 56 KiB */
  gsize max_body_bytes;   /* of a request's body */
} SohoListenerLimits;

/* 1,024 connections, 128 per address; 20 s for a header of 16 KiB, 75 s idle; bodies of 8 MiB, at
 * 256 B/s. */
extern const SohoListenerLimits soho_listener_limits_default;
