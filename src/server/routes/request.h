/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "accounts/accounts.h"
#include "routes/reply.h"

/* What endpoints that are signed in to, or take JSON, have in common. Each function that fails has
 * answered the request. */

/* The body, an object of plain members; NULL if it is none. Owned by the caller. */
JsonNode *soho_request_read_object (SoupServerMessage *message);

/* A text among the members; NULL if there is none. Borrowed. */
const char *soho_request_get_text (SoupServerMessage *message, JsonNode *body, const char *member);

/* Who asks; visitors are let through. */
gboolean
soho_request_identify (SoupServerMessage *message, SohoArchive *archive, SohoIdentity *identity);

/* The same, for those only who have signed in. */
gboolean soho_request_identify_person (SoupServerMessage *message,
                                       SohoArchive *archive,
                                       SohoIdentity *identity);

/* The same, for staff only. */
gboolean soho_request_identify_staff (SoupServerMessage *message,
                                      SohoArchive *archive,
                                      SohoIdentity *identity);

/* Answers 429: so many seconds have to pass first. */
void soho_respond_wait (SoupServerMessage *message, guint seconds);

/* Answers 422: that is no password to choose. */
void soho_respond_password_length (SoupServerMessage *message);

/* Answers what went wrong here: 503. */
void soho_respond_failure (SoupServerMessage *message, const GError *error);

void soho_respond_no_content (SoupServerMessage *message);

/* Appends ,"roles":[…] to an object: "member", and what was granted. */
/* Puts the reply on the wire. */
void soho_respond_reply (SoupServerMessage *message, const SohoReply *reply);

void soho_append_roles (GString *json, const char *const *roles);
