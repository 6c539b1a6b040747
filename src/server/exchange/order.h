/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/kind.h"

/* In which order the kinds of a file are imported: first what others refer to. */

/* Whether records of the kind may refer to records of the other, directly or by way of others. */
gboolean soho_order_refers (const SohoModel *model, const SohoKind *kind, const SohoKind *other);

/* How many steps of reference lie beneath a kind: those with fewer come first. Kinds that refer to
 * each other in a circle share a rank, and are imported together. */
guint soho_order_get_rank (const SohoModel *model, const SohoKind *kind);
