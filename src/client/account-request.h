/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>
#include <libsoup/soup.h>

#include "account.h"

/* One request to the endpoints of accounts, in the calling thread. token: NULL for none. body: a
 * JSON object as text, NULL for none. *answer: NULL if the answer has no body; may be NULL where
 * none is expected. Errors: SOHO_ACCOUNT_ERROR, SOHO_PROTOCOL_ERROR, and those of soho_sync_run ()
 * for a network that fails. */
gboolean soho_account_request (const char *method,
                               const char *server,
                               const char *path,
                               const char *token,
                               const char *body,
                               GCancellable *cancellable,
                               JsonNode **answer,
                               GError **error);

/* Sets SOHO_PROTOCOL_ERROR_INVALID; returns FALSE. */
gboolean soho_account_fail_invalid (GError **error);

/* The same by who has signed in here, with their token. Errors: SOHO_ACCOUNT_ERROR_NOBODY, too. */
gboolean soho_account_ask (SohoReplica *replica,
                           const char *method,
                           const char *path,
                           const char *body,
                           GCancellable *cancellable,
                           JsonNode **answer,
                           GError **error);

/* {"NAME":TEXT,…}; ends with NULL. To be freed. */
char *soho_account_dup_object (const char *name, ...) G_GNUC_NULL_TERMINATED;

/* What stands under "roles" of an answer. Free with g_strfreev (). */
char **soho_account_read_roles (JsonObject *object);
