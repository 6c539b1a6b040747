/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* The name of a language in the language of the windows: "Spanish" for "es" and for "es-MX". tag:
 * BCP 47. The tag itself where we know no name. To be freed. */
char *soho_language_dup_name (const char *tag);

/* The tags of all languages of which we know the name, by that name. NULL-terminated; to be freed.
 */
char **soho_language_list_tags (void);
