/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "accounts/identity.h"
#include "edit-list.h"

#define SOHO_EDITS_ERROR (soho_edits_error_quark ())
GQuark soho_edits_error_quark (void);

typedef enum
{
  SOHO_EDITS_ERROR_OUT_OF_ORDER,   /* an edit is missing before these */
  SOHO_EDITS_ERROR_COPIED_REPLICA, /* another edit had one of these numbers */
} SohoEditsError;

/* Does the edits of a request, each of which is accepted or refused once and for all, and returns
 * the answer. The edits, their answers and what they overwrote are one transaction, opened and
 * closed here: after an error nothing has happened. identity: somebody who has signed in. Errors:
 * SOHO_EDITS_ERROR, SOHO_DATABASE_ERROR. */
SohoEditsAnswer *soho_edits_apply (SohoArchive *archive,
                                   const SohoIdentity *identity,
                                   const SohoEditsRequest *request,
                                   GError **error);
