/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

#include "archive/accounts.h"

/* Who asks. Nobody signed in: person 0, audiences { "public", NULL }. */
typedef struct
{
  gint64 person;    /* id of the person's member record; 0 for a visitor */
  guint writer;     /* of this sign-in; 0 for a visitor */
  SohoRoles roles;  /* flags: SOHO_ROLE_STAFF, … */
  char **audiences; /* owned; what they may read, in the order of a fill: "public", "members",
                       "staff", "person:ID", "village:ID", "desk:ID" */
} SohoIdentity;

#define SOHO_IDENTITY_INIT                                                                         \
  {                                                                                                \
    0                                                                                              \
  }

void soho_identity_clear (SohoIdentity *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SohoIdentity, soho_identity_clear)

/* Whether they may read what this audience reads. */
gboolean soho_identity_reads (const SohoIdentity *self, const char *audience);

#define SOHO_IDENTITY_ERROR (soho_identity_error_quark ())
GQuark soho_identity_error_quark (void);

typedef enum
{
  SOHO_IDENTITY_ERROR_SIGNED_OUT, /* a token that is none, or none any more */
} SohoIdentityError;

/* Reads the header Authorization: without one (NULL) it is a visitor. A role takes effect, and
 * ends, with the next request. Errors: SOHO_IDENTITY_ERROR_SIGNED_OUT, to be answered with 401
 * "signed_out"; SOHO_DATABASE_ERROR. */
gboolean soho_identity_from_header (const char *header,
                                    SohoArchive *archive,
                                    SohoIdentity *self,
                                    GError **error);
gboolean soho_identity_from_message (SoupServerMessage *message,
                                     SohoArchive *archive,
                                     SohoIdentity *self,
                                     GError **error);
