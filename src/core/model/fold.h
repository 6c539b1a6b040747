/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* The form in which two spellings of one word are equal: lower case, without accents (œ is oe, æ is
 * ae, ß is ss), words of letters and digits separated by one space each, nothing else. "L’Œuvre
 * d'été" becomes "l oeuvre d ete". text: UTF-8 or NULL; bytes that are no UTF-8 end the text.
 * Returns: to be freed, never NULL. */
char *soho_fold (const char *text);

/* Whether both texts fold to the same words. NULL equals the empty text. */
gboolean soho_fold_equal (const char *a, const char *b);

/* Appends to word the letters that one character stands for in folded text ("é" gives "e", "œ"
 * gives "oe"); appends nothing for a combining mark. Returns FALSE, appending nothing, if the
 * character separates words. */
gboolean soho_fold_append (GString *word, gunichar character);
