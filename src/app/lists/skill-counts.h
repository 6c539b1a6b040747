/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "library.h"
#include "lists/people-list.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct
{
  gint64 id;
  const char *label; /* borrowed until the next change */
  guint people;
} SohoSkillCount;

/* How many of the people that a search finds have which occupation, wherever one looks at the
 * moment: the categories, or, within one, its skills. Counted commune by commune once, and added up
 * for what is in sight as often as one likes. Signal "changed". */
#define SOHO_TYPE_SKILL_COUNTS (soho_skill_counts_get_type ())
G_DECLARE_FINAL_TYPE (SohoSkillCounts, soho_skill_counts, SOHO, SKILL_COUNTS, GObject)

SohoSkillCounts *soho_skill_counts_new (SohoLibrary *library);

/* Whom to count; everything is copied. With a category, its skills are counted. */
void soho_skill_counts_ask (SohoSkillCounts *self, const SohoPeopleQuery *query);

/* Those with most people in the communes, a set of const SohoCommune *, the most first; kept: one
 * that is among them in any case, 0 for none. An array of SohoSkillCount, owned by the caller. */
GArray *
soho_skill_counts_list (SohoSkillCounts *self, GHashTable *communes, guint most, gint64 kept);

G_END_DECLS
