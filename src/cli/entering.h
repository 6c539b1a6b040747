/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "account.h"
#include "verbs.h"

/* What the verbs that sign in have in common. */
typedef struct
{
  SohoReplica *replica;
  char *server;
  char *device;
  char *argument; /* the one word behind the options */
} SohoEntering;

/* Reads --server, --device and the one argument, and opens the replica; to be cleared also after an
 * error. usage: what the argument is. */
gboolean soho_entering_parse (SohoEntering *self,
                              const char *usage,
                              const char *directory,
                              int argc,
                              char **argv,
                              GError **error);
void soho_entering_clear (SohoEntering *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SohoEntering, soho_entering_clear)

/* After the sign-in: remembers the server, and says who has signed in. */
gboolean soho_entering_finish (SohoEntering *self, GError **error);

/* Takes an error of account.h or of the network; sets one that a person understands, and returns
 * FALSE. */
gboolean soho_entering_fail (GError *failure, GError **error);
