/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "model/gazetteer.h"

/* Of whom or what a text of data/demo speaks. */
typedef struct
{
  gboolean feminine;
  const char *family_name; /* NULL if there is no person: a text must not ask for it then */
  const SohoCommune *commune;
} SohoDemoPhraseSubject;

/* Fills in what stands in braces, as data/demo/README.md explains it. To be freed. Ends the program
 * at a placeholder that is not known, since the texts are its own. */
char *soho_demo_phrase_expand (const char *pattern, const SohoDemoPhraseSubject *subject);

/* The same with a capital at the beginning, whatever the language of the machine. To be freed. */
char *soho_demo_phrase_expand_title (const char *pattern, const SohoDemoPhraseSubject *subject);

/* A text as a part of a domain name or address: "L’Œil de Zoé" becomes "l-oeil-de-zoe". To be
 * freed. */
char *soho_demo_phrase_dup_slug (const char *text);
