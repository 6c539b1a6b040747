/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/replica.h"

typedef struct
{
  gint64 id;
  gboolean is_episode; /* else a guide */
} SohoReadingHit;

/* Guides and episodes of the podcast that words find, best match first; all without words: guides
 * by section and position, then episodes, the newest first. words: as typed, NULL or "" for all; a
 * place counts as a word. An array of SohoReadingHit, owned by the caller; NULL on error. */
GArray *soho_replica_find_reading (SohoReplica *self, const char *words, GError **error);
