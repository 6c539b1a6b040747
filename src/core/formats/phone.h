/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Telephone numbers: kept as E.164 ("+33562000000": a plus, the country code, the number; at most
 * 15 digits), typed and shown the French way. */

/* Reads a number as people write it: "05 62 00 00 00", "05.62-00…", "0033 5 62…",
 * "+33 (0)5 62…", "tel:+33-5…", "Tél. : 05 62…", other countries with + or 00. Ten digits beginning
 * with 0 are French; those of the overseas departments get their own country code ("0590 …" is
 * "+590 590 …"). So are nine that do not begin with 0, and eleven that begin with 33: spreadsheets
 * drop the 0 and the plus where they take a number for a quantity. Returns E.164, to be freed, or
 * NULL if there is no number of which we know the country: short numbers (15, 3949, 118 218), two
 * numbers in one text, letters. text may be NULL. */
char *soho_phone_parse (const char *text);

/* Why a text that soho_phone_parse () refuses is none, so that an error can say what to do: it
 * holds several numbers ("05 62 … / 06 …"), or a spreadsheet has kept but its first digits
 * ("5,62E+08"). text may be NULL. */
gboolean soho_phone_is_several (const char *text);
gboolean soho_phone_is_rounded (const char *text);

/* Shows a number: "05 62 00 00 00" if it is French, else in groups: "+34 612 345 678". What is not
 * E.164 comes back as it is. To be freed. */
char *soho_phone_format (const char *e164);

/* Whether the number lies in a range that no subscriber in France is ever given, kept for films,
 * books and demonstrations: 01 99 00, 02 61 91, 03 53 01, 04 65 71, 05 36 49 and 06 39 98 followed
 * by four digits (ARCEP, decision 2018-0881 of 24 July 2018, the national numbering plan). */
gboolean soho_phone_is_fictional (const char *e164);
