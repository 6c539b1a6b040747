/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* The communes of the Gers, built into the program: read once, when first asked for, from any
 * thread, and kept for the life of the process. Nothing here is to be freed. */
typedef struct
{
  const char *insee;            /* code of today, five characters */
  const char *name;             /* as INSEE writes it */
  const char *postcodes;        /* separated by spaces */
  const char *intercommunality; /* community of communes */
  guint population;             /* inhabitants */
  double latitude, longitude;   /* of the town, or a point inside; degrees WGS 84 */
} SohoCommune;

/* How many communes there are. */
guint soho_gazetteer_get_n_communes (void);

/* The commune at a position in the order of INSEE codes; NULL past the end. */
const SohoCommune *soho_gazetteer_get_nth (guint i);

/* The commune of an INSEE code. The code of a commune that was merged into another answers that
 * one. Returns NULL if there is none; insee may be NULL. */
const SohoCommune *soho_gazetteer_find (const char *insee);

/* The commune that a person or a file means by a text: its INSEE code; its name, present or former,
 * in any case, with or without accents, hyphens and an article before or after it ("ISLE JOURDAIN
 * (L')"), "St", "Ste" and "s/" for "Saint", "Sainte" and "sur"; a postcode that belongs to one
 * commune alone; or a name and a code that go together ("32000 AUCH", "Auch (32013)"), even with
 * "CEDEX", "Gers" or "France" at the end. Where five digits are the INSEE code of one commune and
 * the postcode of others, the INSEE code is meant. Returns NULL if there is none or more than one;
 * text may be NULL. */
const SohoCommune *soho_gazetteer_match (const char *text);

/* Whether the text, folded, may be what has been typed so far of a commune's name. */
gboolean soho_gazetteer_begins_name (const char *text);

/* The communes that somebody may mean who has typed that much: those whose name begins with it, in
 * any case, with "St" for "Saint", or whose postcode does; then those in whose name another word
 * does. At most limit of them (SohoCommune, borrowed), in the order of INSEE codes; none for no
 * words. The array is owned by the caller. */
GPtrArray *soho_gazetteer_complete (const char *typed, guint limit);

/* The INSEE codes, present and former, of the communes whose centres are at most so many kilometres
 * from that of the commune, itself among them. An array of const char *, owned by the caller. */
GPtrArray *soho_gazetteer_list_codes_near (const SohoCommune *commune, double km);

/* Great-circle distance in kilometres between two communes, by the haversine formula on a sphere of
 * the Earth's mean radius (6371.0088 km, IUGG). */
double soho_gazetteer_distance_km (const SohoCommune *a, const SohoCommune *b);

/* The same as soho_gazetteer_list_codes_near () from any place, in degrees WGS 84. */
GPtrArray *soho_gazetteer_list_codes_around (double latitude, double longitude, double km);
