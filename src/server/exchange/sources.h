/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/kind.h"

/* The files in the order in which they are to be imported: those first whose records others refer
 * to. Each is read for that and forgotten again, so that never more than one is in memory; what is
 * wrong with one is left to its import. paths: NULL-terminated. Returns: (element-type filename),
 * borrowed from paths; the array is to be unreffed. */
GPtrArray *soho_sources_order (const SohoModel *model, const char *const *paths);
