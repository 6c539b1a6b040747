/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/replica.h"

/* The words of the full-text index that begin with some letters. FTS5 reads all that is said of a
 * word to name it, so what was read is kept until the replica holds something else: somebody who
 * types on asks for the same again. Returns an array of char *, borrowed until the next call; NULL
 * on error. */
GPtrArray *soho_vocabulary_list (SohoReplica *self, const char *beginning, GError **error);
