/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* The machine that everything runs on: its clock, its randomness and its disk are the simulator's
 * own. */

/* Once in a process. */
void machine_start (void);

/* For a new seed: the clock stands at some time, and every random number follows. */
void machine_reset (guint64 seed);

/* Moves the clock, also backwards, or by years. */
void machine_move_clock (gint64 seconds);

/* A new directory on the quickest disk there is. To be given to machine_remove_directory (). */
char *machine_make_directory (void);
void machine_remove_directory (char *directory);

/* A copy of all files of a directory, as they stand. */
void machine_copy_directory (const char *from, const char *to);
