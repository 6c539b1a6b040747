/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* How alike two French words are. All words are folded (soho_fold ()). */

/* The length of the beginning that the forms of a word share: plural, feminine, the usual endings
 * of trades and of verbs. "traductrices" and "traducteur" share "traduct". Never less than four
 * letters, unless the word has less. In bytes. */
gsize soho_spelling_get_stem (const char *word);

/* The word as it sounds, roughly, so that "fotografe" is "photographe" and "secretere" is
 * "secretaire". To be freed. */
char *soho_spelling_dup_sound (const char *word);

/* Whether one slip of the hand makes one word of the other: a letter more, less, another, or two
 * neighbours changed over (Damerau 1964). Equal words are near. */
gboolean soho_spelling_is_near (const char *a, const char *b);
