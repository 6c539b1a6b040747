/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "http/peers.h"

#include <string.h>

struct _SohoPeers
{
  GHashTable *peers; /* guint64 key, inside the value → SohoPeer */
};

SohoPeers *
soho_peers_new (void)
{
  SohoPeers *self = g_new0 (SohoPeers, 1);

  self->peers = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, g_free);
  return self;
}

void
soho_peers_free (SohoPeers *self)
{
  g_hash_table_unref (self->peers);
  g_free (self);
}

/* An IPv4 address gives 0xffff and its four bytes, as in its mapped form; no /64 that is routed
 * begins with zeros, so the two cannot meet. */
static guint64
key_of (GInetAddress *address)
{
  static const guint8 mapped[12] = { [10] = 0xff, [11] = 0xff };
  const guint8 *bytes = g_inet_address_to_bytes (address);
  guint64 key = 0;

  if (g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV4)
    {
      memcpy (&key, mapped + 8, 4);
      memcpy ((guint8 *) &key + 4, bytes, 4);
    }
  else
    memcpy (&key, memcmp (bytes, mapped, sizeof mapped) == 0 ? bytes + 8 : bytes, 8);
  return key;
}

SohoPeer *
soho_peers_enter (SohoPeers *self, GInetAddress *address, guint max)
{
  guint64 key = key_of (address);
  SohoPeer *peer = g_hash_table_lookup (self->peers, &key);

  if (peer == NULL)
    {
      peer = g_new0 (SohoPeer, 1);
      peer->key = key;
      g_hash_table_insert (self->peers, &peer->key, peer);
    }
  else if (max > 0 && peer->connections >= max)
    return NULL;
  peer->connections++;
  return peer;
}

void
soho_peers_leave (SohoPeers *self, SohoPeer *peer)
{
  g_assert (peer->connections > 0);
  peer->connections--;
  if (peer->connections == 0)
    g_hash_table_remove (self->peers, &peer->key);
}
