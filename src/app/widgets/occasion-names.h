/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* What a member can be open to, in the person's language; NULL for what this version does not know.
 * Under the title "Glad to". To be freed. */
char *soho_occasion_dup_name (const char *value);
