/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "demo/phrase.h"
#include "demo/table.h"

/* The people of the demonstration, before anything is written: who lives where, does what, and is
 * seen by whom. */

typedef struct
{
  guint given_name; /* rows of the cast's tables */
  guint family_name;
  guint trade;
  guint commune;      /* position in the gazetteer */
  guint organization; /* which of the trade's patterns */
  guint namesake;     /* how many people before this one have the same name */
  guint visibility;   /* position in soho_visibilities; a greater one is read by fewer people */
  gboolean has_site;
  gint64 id; /* of the member, 0 until it is put */
} SohoDemoPerson;

typedef struct
{
  SohoDemoTable *given_names, *family_names, *trades;
  SohoDemoPerson *people;
  guint n_people;
} SohoDemoCast;

/* Invents n people. partners: one gboolean for each commune of the gazetteer; they draw more
 * people. No two people of one name live in one commune. */
SohoDemoCast *soho_demo_cast_new (guint n, const gboolean *partners, guint64 seed);
void soho_demo_cast_free (SohoDemoCast *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SohoDemoCast, soho_demo_cast_free)

/* What texts about a person need to know; borrowed from the cast. */
SohoDemoPhraseSubject soho_demo_cast_get_subject (const SohoDemoCast *self,
                                                  const SohoDemoPerson *person);

/* "Adèle". */
const char *soho_demo_cast_get_given_name (const SohoDemoCast *self, const SohoDemoPerson *person);

/* A text of the person's trade. */
const char *soho_demo_cast_get_trade (const SohoDemoCast *self,
                                      const SohoDemoPerson *person,
                                      const char *column);

/* "Plume Exemplard", NULL if the person works under their own name. To be freed. */
char *soho_demo_cast_dup_organization (const SohoDemoCast *self, const SohoDemoPerson *person);

/* "adele-exemplard", with a number if there are others of that name; separator stands between. To
 * be freed. */
char *soho_demo_cast_dup_handle (const SohoDemoCast *self,
                                 const SohoDemoPerson *person,
                                 const char *separator);

/* The domain of whoever has a site, in the top-level domain that RFC 2606 keeps for examples:
 * "plume-exemplard.example". To be freed. */
char *soho_demo_cast_dup_domain (const SohoDemoCast *self, const SohoDemoPerson *person);
