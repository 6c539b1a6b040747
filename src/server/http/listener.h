/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "http/listener-limits.h"

#include <libsoup/soup.h>

/* An HTTP server on the open network: a SoupServer whose connections it accepts, bounds and ends
 * itself. It lives in the main context that was the thread's default when it was made, and is used
 * from that thread only.
 *
 * Every answer has "Server: soho-solo" and "X-Content-Type-Options: nosniff"; a path without
 * handler gets 404. A body over the limit gets 413 at once. A header over the limit ends the
 * connection without an answer, as does whatever takes longer than the limits allow. An answer may
 * take as long as it likes while its peer takes what is sent; while nothing is to be sent, only
 * TCP's own probes (after a minute) look after the peer. The URI of a request begins with "http"
 * over TLS too. */
#define SOHO_TYPE_LISTENER (soho_listener_get_type ())
G_DECLARE_FINAL_TYPE (SohoListener, soho_listener, SOHO, LISTENER, GObject)

typedef struct
{
  guint open;             /* connections, now */
  guint64 accepted;       /* connections, since the start, including what was refused */
  guint64 refused;        /* connections, for being too many */
  guint64 cut;            /* connections, for taking too long */
  guint64 requests;       /* whose header came whole */
  guint64 bodies_refused; /* requests, for being too large */
} SohoListenerStatistics;

/* limits: copied; NULL for soho_listener_limits_default. Returns: to be unreferenced, which ends
 * every connection at once; soho_listener_stop_async is gentler. */
SohoListener *soho_listener_new (const SohoListenerLimits *limits);

/* Borrowed; to add handlers. It must not be told to listen or disconnect. */
SoupServer *soho_listener_get_server (SohoListener *self);

/* Has connections that come from now on speak TLS with this certificate, which has its private key;
 * NULL for plain HTTP. May be called again, for a renewed certificate. Returns FALSE, changing
 * nothing, if the certificate lacks its key or this system's GLib has no TLS. */
gboolean soho_listener_set_tls (SohoListener *self, GTlsCertificate *certificate);

/* Refuses bodies of more than max bytes that come to this path or to what lies below it, where the
 * limits would allow more. path: a literal. Before it listens. */
void soho_listener_limit_body (SohoListener *self, const char *path, gsize max);

/* Begins to accept at an address: "127.0.0.1:8080", "[::1]:8080", "localhost:8080", or "8080" for
 * all addresses of this machine, IPv4 and IPv6; port 0 takes a free one. May be called for several
 * addresses. It also lets this process open as many files as the system allows it to. Errors:
 * G_IO_ERROR; INVALID_ARGUMENT if the text is no such address. */
gboolean soho_listener_listen (SohoListener *self, const char *address, GError **error);

/* Of the first address; 0 before one is listened at, and once stopped. */
guint16 soho_listener_get_port (SohoListener *self);

/* Stops: accepts nothing more, ends what is idle, has the answers under way end with "Connection:
 * close", and ends what is left after grace_ms. Once only. Cancelling ends the grace, then finish
 * fails with G_IO_ERROR_CANCELLED, having stopped all the same. */
void soho_listener_stop_async (SohoListener *self,
                               guint grace_ms,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
gboolean soho_listener_stop_finish (SohoListener *self, GAsyncResult *result, GError **error);

void soho_listener_get_statistics (SohoListener *self, SohoListenerStatistics *statistics);
