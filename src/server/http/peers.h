/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/* Counts the connections of each peer, by address. One provider gives a whole /64 to one IPv6
 * customer, so that is what counts as an address there; an IPv4 address mapped into IPv6 counts as
 * the IPv4 address that it is. One thread only. */
typedef struct _SohoPeers SohoPeers;

/* One address with its connections; owned by the table, gone with its last connection. */
typedef struct
{
  guint64 key;
  guint connections;
  guint handshakes; /* TLS handshakes under way */
  GQueue waiting;   /* of what waits for a handshake to end; see handshake.c */
} SohoPeer;

/* Free with soho_peers_free. */
SohoPeers *soho_peers_new (void);
void soho_peers_free (SohoPeers *self);

/* Counts a connection from the address. max: connections that one address may have, 0 for no bound.
 * Returns the peer, to be left once; NULL, counting nothing, if it has max already. */
SohoPeer *soho_peers_enter (SohoPeers *self, GInetAddress *address, guint max);
void soho_peers_leave (SohoPeers *self, SohoPeer *peer);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SohoPeers, soho_peers_free)
