/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/replica.h"

/* What a person has written and not sent stays on a computer that others use after they have signed
 * out, and nobody reads it there: it is sealed to a pair of keys that was made when they signed in,
 * when their password was known, and whose secret half only that password opens (argon2id, then
 * XSalsa20 and Poly1305). So nothing has to be typed, or can be mistyped, when one leaves.
 *
 * Sealed are the outbox, the tray, what the server accepted (kept.h) and drafts. */

#define SOHO_SEAL_ERROR (soho_seal_error_quark ())
GQuark soho_seal_error_quark (void);

typedef enum
{
  SOHO_SEAL_ERROR_PASSWORD, /* it was another password when this was sealed */
} SohoSealError;

/* Makes the pair of keys for who has just signed in, or has another password now. Takes as long as
 * hashing a password. */
gboolean soho_replica_prepare_seal (SohoReplica *self, const char *password, GError **error);

/* Whether there is a pair of keys. */
gboolean soho_replica_has_seal (SohoReplica *self, gboolean *has, GError **error);

/* For writer.c, inside its transaction: seals what is there and takes it out of the tables, and
 * forgets the keys. Without keys it only takes out what the server has accepted. */
gboolean soho_seal_close (SohoReplica *self, GError **error);

/* Opens what the person who has signed in sealed here, under their present numbers. *left: how much
 * of it was sealed under another password, and stays. In a transaction of its own. */
gboolean
soho_replica_open_seals (SohoReplica *self, const char *password, guint *left, GError **error);

/* Forgets all that would be sealed, and what has been, of the person who has signed in and is
 * erased. In a transaction of its own. */
gboolean soho_replica_discard_own (SohoReplica *self, GError **error);

/* How much of the person who has signed in is sealed here. */
gboolean soho_replica_count_seals (SohoReplica *self, guint *n, GError **error);
