/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Dates are whole days since 1970-01-01 in the proleptic Gregorian calendar; instants are whole
 * seconds of Unix time, UTC. */
#define SOHO_DATE_MIN (-719162) /* 0001-01-01 */
#define SOHO_DATE_MAX 2932896   /* 9999-12-31 */
#define SOHO_INSTANT_MIN (SOHO_DATE_MIN * G_GINT64_CONSTANT (86400))
#define SOHO_INSTANT_MAX (SOHO_DATE_MAX * G_GINT64_CONSTANT (86400) + 86399)

/* Reads "2026-11-23" (ISO 8601) or "23/11/2026", as French spreadsheets write it, spaces around
 * allowed. Returns FALSE, leaving *days alone, for anything else or a day that does not exist. */
gboolean soho_date_parse (const char *text, gint64 *days);

/* "2026-11-23". days lies within SOHO_DATE_MIN and SOHO_DATE_MAX. To be freed. */
char *soho_date_format (gint64 days);

/* Reads ISO 8601 with a zone ("2026-11-23T18:30:00+01:00", "…Z"). Returns FALSE for anything else.
 */
gboolean soho_instant_parse (const char *text, gint64 *seconds);

/* "2026-11-23T17:30:00Z". seconds lies within SOHO_INSTANT_MIN and SOHO_INSTANT_MAX. To be freed.
 */
char *soho_instant_format (gint64 seconds);
