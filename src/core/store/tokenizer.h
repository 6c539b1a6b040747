/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <sqlite3.h>

/* The FTS5 tokenizer `soho`: words folded by the rules of soho_fold, so that what is indexed and
 * what is typed are the same words; their places in the original text, so that snippet() and
 * highlight() mark whole words as written. A word is cut after SOHO_TOKENIZER_MAX_WORD characters.
 *
 * What French elides before an apostrophe (l', d', j', qu', n', s', c', m', t', lorsqu', puisqu')
 * is no word: "l'atelier" and "atelier" index alike. "l" alone is one. The last word of a prefix
 * query is one even if its apostrophe has been typed and nothing after it yet, so that "l'" finds
 * what "l" did. Bytes that are no UTF-8 separate words. */

#define SOHO_TOKENIZER_MAX_WORD 64

/* Makes the tokenizer known to this connection; it takes no arguments. Errors:
 * SOHO_DATABASE_ERROR. */
gboolean soho_tokenizer_register (sqlite3 *db, GError **error);
