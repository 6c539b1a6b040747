/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "http/listener-limits.h"
#include "http/peers.h"

#include <libsoup/soup.h>

/* One accepted TCP connection: the socket's stream, and the watch that says when its peer has taken
 * too long. It reads and writes nothing by itself. What the peer does is learnt from the requests'
 * signals and, for what waits in the kernel to be sent, from the kernel, so that bytes cost nothing
 * extra. The thread of the listener only, save for the streams. */
#define SOHO_TYPE_CONNECTION (soho_connection_get_type ())
G_DECLARE_FINAL_TYPE (SohoConnection, soho_connection, SOHO, CONNECTION, GSocketConnection)

typedef enum
{
  SOHO_CONNECTION_HANDSHAKE, /* TLS is not agreed yet */
  SOHO_CONNECTION_HEADER,    /* a request's line and header; also when nothing came yet */
  SOHO_CONNECTION_BODY,      /* a request's body */
  SOHO_CONNECTION_RESPONSE,  /* the request is there; its answer is prepared or sent */
  SOHO_CONNECTION_IDLE,      /* between two requests */
  SOHO_CONNECTION_REFUSED,   /* answered before its end; what still comes is thrown away */
  SOHO_CONNECTION_CUT,       /* shut down from here; its owner has yet to notice */
} SohoConnectionPhase;

typedef void (*SohoConnectionClosed) (SohoConnection *self, gpointer user_data);

/* Takes a connected socket. remote: its peer's address; the very object is to be handed to
 * soup_server_accept_iostream, since soho_connection_of goes by it. peer: the listener's, which
 * keeps it until closed is called; closed is called once, when the connection is closed by anyone,
 * or never if soho_connection_disown comes first. Errors: none. */
SohoConnection *soho_connection_new (GSocket *socket,
                                     GSocketAddress *remote,
                                     SohoPeer *peer,
                                     SohoConnectionClosed closed,
                                     gpointer user_data);

/* The connection a request came by, borrowed; NULL once it is gone. */
SohoConnection *soho_connection_of (SoupServerMessage *message);

/* Forgets peer and closed, which are about to go. */
void soho_connection_disown (SohoConnection *self);

/* A node that holds the connection, for the listener's own list. */
GList *soho_connection_get_link (SohoConnection *self);
SohoPeer *soho_connection_get_peer (SohoConnection *self); /* NULL once closed or disowned */
GSocketAddress *soho_connection_get_remote (SohoConnection *self);

/* Begins a phase, now. A connection that was cut stays so. */
void soho_connection_enter (SohoConnection *self, SohoConnectionPhase phase);
SohoConnectionPhase soho_connection_get_phase (SohoConnection *self);

/* The request under way, borrowed: from its beginning to its end, and NULL between. */
void soho_connection_set_message (SohoConnection *self, SoupServerMessage *message);
SoupServerMessage *soho_connection_get_message (SohoConnection *self);

/* Notes that n bytes of the header or body came; returns how many did since the phase began. */
gsize soho_connection_add_bytes (SohoConnection *self, gsize n);

/* Whether the phase has lasted longer than the limits allow. now_us: monotonic. To be asked several
 * times per timeout: each call notes what the peer has taken since the last. */
gboolean
soho_connection_is_overdue (SohoConnection *self, const SohoListenerLimits *limits, gint64 now_us);

/* Whether anything has come that is not yet, or only half, a request. */
gboolean soho_connection_has_input (SohoConnection *self);

/* Ends it both ways: whoever reads or writes it sees it ended, and closes it. Once only. abandon:
 * also forgets what waits to be sent, which the kernel would else keep for minutes. */
void soho_connection_cut (SohoConnection *self, gboolean abandon);

/* To be called before TLS is put upon the stream: makes a write that would wait for the peer fail,
 * if it comes from this thread. TLS writes a farewell when it is closed, and SoupServer closes from
 * the main loop, so a peer that reads nothing could stop the whole server there. */
void soho_connection_never_wait (SohoConnection *self);
