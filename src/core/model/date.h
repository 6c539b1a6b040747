/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Dates are whole days since 1970-01-01 in the proleptic Gregorian calendar; instants are whole
 * seconds of Unix time, UTC. */
#define SOHO_DATE_MIN (-719162) /* 0001-01-01 */
#define SOHO_DATE_MAX 2932896   /* 9999-12-31 */
#define SOHO_INSTANT_MIN (SOHO_DATE_MIN * G_GINT64_CONSTANT (86400))
#define SOHO_INSTANT_MAX (SOHO_DATE_MAX * G_GINT64_CONSTANT (86400) + 86399)

/* Reads "2026-11-23" (ISO 8601), or a day as French people write it: "23/11/2026", "1/2/2026",
 * "23.11.2026", "23-11-2026", "23 novembre 2026", "lundi 1er févr. 2026"; spaces around and a
 * midnight after it are allowed. A year of two digits after "/" or "." is the one of 1970 to 2069;
 * after "-" it could be the day as well, and is refused. Returns FALSE, leaving *days alone, for
 * anything else or a day that does not exist. */
gboolean soho_date_parse (const char *text, gint64 *days);

/* "2026-11-23". days lies within SOHO_DATE_MIN and SOHO_DATE_MAX. To be freed. */
char *soho_date_format (gint64 days);

/* Reads ISO 8601 with a zone ("2026-11-23T18:30:00+01:00", "…Z"), or a day as above and what a
 * clock in Paris shows on it: "23/11/2026 18:30", "23 novembre 2026 à 18h30", "2026-11-23 18:30".
 * Summer time is that of the European Union since 1996, whatever the year. Of an hour that the
 * clock shows twice in October, the first is meant; one that it leaves out in March does not exist.
 * Returns FALSE, leaving *seconds alone, for anything else. */
gboolean soho_instant_parse (const char *text, gint64 *seconds);

/* "2026-11-23T17:30:00Z". seconds lies within SOHO_INSTANT_MIN and SOHO_INSTANT_MAX. To be freed.
 */
char *soho_instant_format (gint64 seconds);
