/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Which occupations people mean who do not name one: "réparer mon ordinateur". Everyday wordings
 * and what they stand for are built into the program (data/skills/wordings.tsv), read at the first
 * call and never freed. Every function may be called from any thread. */

/* What the words mean: names of occupations (soho_taxonomy_find () knows them) and ROME codes, from
 * the wordings of which all words but small ones are among them in some form. A wording counts the
 * more the more of its words are said and the closer to how it has them; those that count much less
 * than the best are left aside, and those that say less than another. words: folded,
 * NULL-terminated; the last may be half-typed.
 * Returns: (element-type utf8), each once, borrowed; the array is to be unreffed. */
GPtrArray *soho_wordings_find (const char *const *words);

/* All words of the wordings, folded, each once. */
const char *const *soho_wordings_get_words (void);

/* Words that every text holds, and what stands before an apostrophe. */
gboolean soho_wordings_is_small_word (const char *folded);

/* Words of wishing that name nothing: "cherche", "besoin", "faire". */
gboolean soho_wordings_is_wish (const char *folded);
