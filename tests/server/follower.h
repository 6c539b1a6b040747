/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "network.h"

/* A replica that keeps its records as lines of text in memory: it follows by the rules of pull.h
 * and by nothing else. */
typedef struct
{
  const char *const *audiences; /* what it may read; may change between two pulls */
  char *cursor;
  GHashTable *lines;   /* gint64 * -> line */
  GHashTable *readers; /* gint64 * -> the audience under which the line came */
  GPtrArray *lost;     /* audiences dropped without the server's word */
} Follower;

/* Of one who has not signed in. */
Follower *follower_new (void);

/* audiences: as in changes.h, borrowed. */
Follower *follower_new_for (const char *const *audiences);
void follower_free (Follower *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Follower, follower_free)

extern const char *const follower_public[];

/* What the archive tells one who stands at the cursor: frames, none if there is nothing. */
GBytes *follower_collect (Network *network, const char *cursor, const char *const *fills);
GBytes *follower_collect_for (Network *network,
                              const char *const *audiences,
                              const char *cursor,
                              const char *const *fills);

/* What this one would be told now. */
GBytes *follower_collect_as (Follower *self, Network *network);

/* What a visitor is told, as lines of text. */
char *follower_dup_answer (Network *network, const char *cursor, const char *const *fills);

/* Follows on, of which cut bytes arrive: at once, or in pieces of any size if rand is given.
 * Returns whether it came to the end. */
gboolean follower_pull (Follower *self, Network *network, gsize cut, GRand *rand);

/* Follows to the end and must then hold what it may read, and nothing else. */
void follower_assert_catches_up (Follower *self, Network *network);

/* Drops by itself what not everybody may read, and has it sent again when it may. */
void follower_forget_hidden (Follower *self);

/* Runs statements on the archive behind its back. */
void follower_run_sql (Network *network, const char *sql);
