/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/replica.h"

/* Puts each FIELD=VALUE of a NULL-terminated list into values, which are in the order of the kind's
 * fields; FIELD= empties one. Errors: G_OPTION_ERROR. */
gboolean soho_assignments_read (const SohoKind *kind,
                                char *const *assignments,
                                SohoValue *values,
                                GError **error);

/* Reads the number of a record. Errors: G_OPTION_ERROR. */
gboolean
soho_assignments_read_id (const SohoKind *kind, const char *text, gint64 *id, GError **error);
