/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "store/replica.h"

/* The server was put back from a backup: asks it how far it knows what was written here, and puts
 * into the outbox again what it has forgotten (store/kept.h), in one transaction with the beginning
 * of a fill that replaces everything if replace. token: NULL for a visitor, who has nothing to
 * offer. The caller holds the lock. */
gboolean soho_reconcile_run (SohoReplica *replica,
                             const char *server,
                             const char *token,
                             gboolean replace,
                             GCancellable *cancellable,
                             GError **error);
