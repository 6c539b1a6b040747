/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "http/connection.h"

/* secure: TLS upon the connection, borrowed; NULL if it was not agreed, and then the connection is
 * closed as soon as the last reference to it goes. */
typedef void (*SohoHandshakeDone) (SohoConnection *connection,
                                   GIOStream *secure,
                                   gpointer user_data);

/* Agrees on TLS, keeping the connection until it calls done. It begins when the peer's first
 * message is there whole, and only a few at once per peer, since GLib gives each handshake under
 * way a thread of a small pool that others need too. A peer that speaks plain HTTP is told so. It
 * has no time limit of its own: cutting the connection ends it. */
void soho_handshake_begin (SohoConnection *connection,
                           GTlsCertificate *certificate,
                           SohoHandshakeDone done,
                           gpointer user_data);

/* Ends the handshakes of a peer that have not begun, calling done for each. */
void soho_handshake_forget_waiting (SohoPeer *peer);
