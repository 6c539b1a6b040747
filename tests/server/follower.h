/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "network.h"

/* A replica that keeps its records as lines of text in memory: it follows by the rules of pull.h
 * and by nothing else. */
typedef struct
{
  char *cursor;
  GHashTable *lines; /* gint64 * -> line */
} Follower;

Follower *follower_new (void);
void follower_free (Follower *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Follower, follower_free)

/* What the archive tells one who stands at the cursor: frames, none if there is nothing. */
GBytes *follower_collect (Network *network, const char *cursor, const char *const *fills);

/* The same as lines of text. */
char *follower_dup_answer (Network *network, const char *cursor, const char *const *fills);

/* Follows on, of which cut bytes arrive: at once, or in pieces of any size if rand is given.
 * Returns whether it came to the end. */
gboolean follower_pull (Follower *self, Network *network, gsize cut, GRand *rand);

/* Follows to the end and must then hold what everybody may read. */
void follower_assert_catches_up (Follower *self, Network *network);

/* Runs statements on the archive behind its back. */
void follower_run_sql (Network *network, const char *sql);
