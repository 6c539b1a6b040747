/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "accounts/identity.h"
#include "change/refusal.h"

/* Who may write what, and what must hold besides the declaration of the kind. */

/* Whether who asks may write a record of these values. Ask for what it is and for what it will be:
 * nobody gives away what is not theirs. */
gboolean soho_writing_is_allowed (const SohoIdentity *identity,
                                  const SohoKind *kind,
                                  gint64 id,
                                  const SohoValue *values);

/* Whether who asks may give this id to a new record: one of their own numbers, or their own card's.
 */
gboolean soho_writing_may_give_id (const SohoIdentity *identity, const SohoKind *kind, gint64 id);

/* What a record may not refer to: what is not there for its writer, and what not all of its readers
 * may read. id: of the record. before: NULL for a new record; what it said already is not
 * questioned. Files can be taken out, not put in. Returns the refusal, owned by the caller, NULL if
 * all is well or, with error set, if the archive could not be read. Errors: SOHO_DATABASE_ERROR. */
SohoRefusal *soho_writing_check_references (SohoArchive *archive,
                                            const SohoIdentity *identity,
                                            const SohoKind *kind,
                                            gint64 id,
                                            const SohoValue *before,
                                            const SohoValue *values,
                                            GError **error);
