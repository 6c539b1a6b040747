/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Days, times and durations in words, in the person's language. All texts are to be freed. */

/* "jeudi 17 septembre 2026"; "jeudi 1er octobre 2026". */
char *soho_when_dup_day (GDateTime *moment);

/* The same words as the beginning of a sentence, or as a heading: "Jeudi 17 septembre 2026". */
char *soho_when_dup_capitalized (const char *words);

/* "18 h 30"; "18 h". */
char *soho_when_dup_time (GDateTime *moment);

/* From a time to another, both in Unix seconds, as it is in a time zone. end: not after the start
 * for no end. "jeudi 17 septembre 2026 de 18 h 30 à 20 h 30"; "… à 18 h 30"; "du jeudi 17 septembre
 * 2026 à 22 h au vendredi 18 septembre 2026 à 1 h". NULL for what is no time. */
char *soho_when_dup_span (gint64 start, gint64 end, GTimeZone *zone);

/* Days since 1970: "17 septembre 2026", "mars 2026". */
char *soho_when_dup_date (gint64 days);
char *soho_when_dup_month (gint64 days);

/* "32 min", "1 h 05 min", "45 s". */
char *soho_when_dup_duration (gint64 seconds);
