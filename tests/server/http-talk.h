/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "network.h"

/* An answer of JSON, or of nothing. */
typedef struct
{
  guint status;
  char *head;
  JsonNode *node;   /* NULL if there is no body */
  JsonObject *body; /* of the node */
} Talk;

void talk_clear (Talk *talk);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Talk, talk_clear)

/* Sends one request. token: NULL for a visitor. headers: lines ended by CRLF, or NULL. body: JSON,
 * or NULL. */
void talk (Network *network,
           const char *method,
           const char *path,
           const char *token,
           const char *headers,
           const char *body,
           Talk *told);

/* A member of the answer. */
const char *talk_text (const Talk *talk, const char *member);
gint64 talk_integer (const Talk *talk, const char *member);

/* Fails the test unless it is this refusal. */
void talk_assert_refused (const Talk *talk, guint status, const char *code);

/* Activates an account for the address, inviting it; "roles" as for soho_invite (). */
void talk_activate (Network *network,
                    const char *email,
                    const char *password,
                    const char *const *roles,
                    Talk *told);

/* Signs in. address: where from, as a proxy tells it; NULL for this machine. */
void talk_sign_in (
    Network *network, const char *email, const char *password, const char *address, Talk *told);

/* Whether the server takes the token for one, whatever is asked. */
void talk_assert_signed_in (Network *network, const char *token, gboolean signed_in);
