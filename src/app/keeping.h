/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "library.h"

G_BEGIN_DECLS

/* What the person who has signed in keeps for themselves about a record: a favourite, a note. kind:
 * of the record, one of those that they can be about (core/model/kinds/own.c). Nobody signed in
 * keeps anything. In the main thread; what goes wrong is told by the library. */

gboolean soho_keeping_is_favourite (SohoLibrary *library, const char *kind, gint64 id);
gboolean
soho_keeping_set_favourite (SohoLibrary *library, const char *kind, gint64 id, gboolean favourite);

/* The records that are favourites (SohoRecord), by kind; those that are no longer here are left
 * out. Owned by the caller. */
GPtrArray *soho_keeping_list_favourites (SohoLibrary *library);

/* The text of the note; NULL if there is none. To be freed. note: NULL, or its id, 0 if there is
 * none. */
char *soho_keeping_dup_note (SohoLibrary *library, const char *kind, gint64 id, gint64 *note);

/* text: not empty. */
gboolean
soho_keeping_write_note (SohoLibrary *library, const char *kind, gint64 id, const char *text);

G_END_DECLS
