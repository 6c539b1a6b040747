/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/gazetteer.h"

/* What a person typed, understood: "traducteur à moins de 20 km de Fleurance" is the word
 * "traducteur" and a circle around Fleurance. */
typedef struct
{
  char **words; /* folded, at most 16, without the place, without the beginning of one at the end,
                   and without a last letter that other words stand before; never NULL */
  const SohoCommune *place; /* NULL if none is named */
  double km;                /* how far from its centre; 0 for the commune alone */
  gboolean lives_there;     /* "à Auch": who lives there comes first */
  gboolean is_widened;      /* nothing is near the place: what is nearest is meant */
  gboolean is_bare;         /* only the name was said, which may be somebody's name */
  char *place_text; /* the name of the place as it was typed, folded; NULL unless it is bare */
  char **all_words; /* folded, with the place */
} SohoQuery;

/* text: UTF-8 of any length; only the first SOHO_QUERY_LONGEST bytes are looked at. */
SohoQuery *soho_query_new (const char *text);
void soho_query_free (SohoQuery *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SohoQuery, soho_query_free)

#define SOHO_QUERY_LONGEST 1000

/* Makes the query ask for what is nearest to the place, however far. */
void soho_query_widen (SohoQuery *self);

/* For what is nowhere, or everywhere: the name of a place becomes words like the others. */
void soho_query_forget_place (SohoQuery *self);

/* "near Marciac (20 km)", "nearest to Marciac" in the person's language; NULL if no place is named.
 * To be freed. */
char *soho_query_dup_place (const SohoQuery *self);

/* The one word of the query that may name something, borrowed; NULL if there are several or a
 * place.
 */
const char *soho_query_get_only_word (const SohoQuery *self);
