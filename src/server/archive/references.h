/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "archive/archive.h"

/* A reference tells that there is a record of this number, so it must not be read by anybody who
 * may not read that record. Whoever writes such a reference is refused (rules/writing.h); where a
 * record comes to have fewer readers, or is deleted, the references to it are taken out here. A
 * part refers to its owner, and is never read by more people. */

/* Whether all readers of a record of this audience may read the one that its field refers to; one
 * that is not there is read by nobody. */
gboolean soho_references_may_stand (SohoArchive *archive,
                                    const SohoKind *kind,
                                    const SohoField *field,
                                    const char *audience,
                                    gint64 target,
                                    gboolean *may,
                                    GError **error);

/* What of the values of a record of this audience may stand. *kept: NULL if all of it may, else the
 * values without the references that not all of its readers can follow, for soho_values_free (). */
gboolean soho_references_withhold (SohoArchive *archive,
                                   const SohoKind *kind,
                                   const char *audience,
                                   const SohoValue *values,
                                   SohoValue **kept,
                                   GError **error);

/* Puts every record again that refers to this one, whose readers have become fewer or none, so that
 * what may not stand any more goes. Inside the caller's transaction. */
gboolean
soho_references_review (SohoArchive *archive, const SohoKind *target, gint64 id, GError **error);
