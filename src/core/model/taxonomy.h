/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* What people can do, in two layers: a few plain categories of our own to filter by, and under them
 * the 13,000 names of occupations of ROME 4.0 in both genders, to complete while typing. Both are
 * built into the program (data/skills), read at the first call of any function here, and never
 * freed. Every function may be called from any thread. */

/* A plain category. Every ROME code falls in exactly one. */
typedef struct
{
  const char *key;     /* a-z, for files and the wire: "writing" */
  const char *label;   /* French: "Traduction et rédaction" */
  const char *icon;    /* a symbolic icon name of adwaita-icon-theme */
  const char *aliases; /* everyday French words separated by '|', for searching */
} SohoCategory;

/* The name of an occupation, as ROME has it. */
typedef struct
{
  guint ogr;        /* the number of the name, unique */
  const char *rome; /* the code of the occupation: a letter and four digits */
  const SohoCategory *category;
  const char *masculine; /* "Traducteur" */
  const char *feminine; /* "Traductrice"; the same pointer as masculine when one form serves both */
} SohoAppellation;

guint soho_taxonomy_get_n_categories (void);

/* The category at position i in the order in which they are to be shown; NULL past the end. */
const SohoCategory *soho_taxonomy_get_nth_category (guint i);

/* The category with this key, or with this label in any case and with or without accents. NULL if
 * there is none, or for NULL. */
const SohoCategory *soho_taxonomy_find_category (const char *key_or_label);

/* All appellations in the order of completion: the name of a whole ROME code before its synonyms.
 * NULL past the end. */
guint soho_taxonomy_get_n_appellations (void);
const SohoAppellation *soho_taxonomy_get_nth_appellation (guint i);

/* The appellation that text names as a whole: the form of either gender, or both around a slash
 * ("Traducteur / Traductrice", "Conducteur / Conductrice de travaux"), in any case, with or without
 * accents. Where several share a name, the name of a whole code wins. NULL if there is none, or for
 * NULL, text that is no UTF-8, or more than 1,000 bytes. */
const SohoAppellation *soho_taxonomy_find (const char *text);

/* "Traducteur / Traductrice", "Conducteur / Conductrice de travaux" (what both forms end in is said
 * once), or the one form. soho_taxonomy_find () finds it again. To be freed. */
char *soho_appellation_dup_label (const SohoAppellation *appellation);

/* What can be meant by the beginning typed so far: the appellations of which one form has, for each
 * typed word, a word that begins with it. Best first: forms that begin with what was typed, then
 * those whose first word does, then the others; among these, fewer words first, then the order of
 * soho_taxonomy_get_nth_appellation ().
 * typed: as for soho_taxonomy_find (), but up to 200 bytes; nothing matches anything longer or
 * without a letter or digit. At most limit results.
 * Returns: (element-type SohoAppellation), borrowed elements; the array is to be unreffed. Never
 * NULL. */
GPtrArray *soho_taxonomy_complete (const char *typed, guint limit);

/* "ROME 4.0, version 460": keep it with what is derived from codes, which change their meaning. */
const char *soho_taxonomy_get_version (void);

/* The credit that the licence of the data asks for, to be shown as it is. */
const char *soho_taxonomy_get_credit (void);
