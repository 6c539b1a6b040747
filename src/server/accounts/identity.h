/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

#include "archive/archive.h"

typedef enum
{
  SOHO_ROLE_MEMBER = 1 << 0,
  SOHO_ROLE_ADVISER = 1 << 1,
  SOHO_ROLE_VILLAGE_CONTACT = 1 << 2, /* of the villages whose channel they read */
  SOHO_ROLE_RECEPTION = 1 << 3,       /* of the telecentres whose desk's channel they read */
  SOHO_ROLE_STAFF = 1 << 4,
} SohoRoles;

/* Who asks. Nobody signed in: person 0, audiences { "public", NULL }. */
typedef struct
{
  gint64 person;    /* id of the person's member record; 0 for a visitor */
  guint writer;     /* of this sign-in; 0 for a visitor */
  SohoRoles roles;  /* flags: SOHO_ROLE_STAFF, … */
  char **audiences; /* owned; what they may read, in the order of a fill: "public", "members",
                       "staff", "person:ID" */
} SohoIdentity;

void soho_identity_clear (SohoIdentity *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SohoIdentity, soho_identity_clear)

#define SOHO_IDENTITY_ERROR (soho_identity_error_quark ())
GQuark soho_identity_error_quark (void);

typedef enum
{
  SOHO_IDENTITY_ERROR_SIGNED_OUT, /* a token that is none, or none any more */
} SohoIdentityError;

/* Reads the header Authorization: without one it is a visitor. Errors:
 * SOHO_IDENTITY_ERROR_SIGNED_OUT, to be answered with 401 "signed_out"; SOHO_DATABASE_ERROR. */
gboolean soho_identity_from_message (SoupServerMessage *message,
                                     SohoArchive *archive,
                                     SohoIdentity *self,
                                     GError **error);
