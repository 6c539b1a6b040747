/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Who reads a record, as one name. A shared audience is the same for many people; a channel,
 * "person:ID", is one person's own. */

#define SOHO_AUDIENCE_PUBLIC "public"
#define SOHO_AUDIENCE_MEMBERS "members"
#define SOHO_AUDIENCE_STAFF "staff"

/* The shared audiences, from the widest to the narrowest, NULL-terminated. */
const char *const *soho_audience_get_shared (void);

/* The place of a shared audience among them; for a channel, or no name at all, their number. */
guint soho_audience_get_rank (const char *audience);

gboolean soho_audience_is_shared (const char *audience);

/* Whether this can be the name of an audience: a word of small letters, in a channel followed by a
 * colon and an id. A newer program may know more words than this one. */
gboolean soho_audience_is_valid (const char *audience);

/* Whether whoever is in the second audience may read what the first reads. Whoever is in a channel
 * is a member. */
gboolean soho_audience_covers (const char *wide, const char *narrow);

/* The channel of a person: "person:ID". To be freed. */
char *soho_audience_dup_person (gint64 id);
