/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "library.h"
#include "lists/people-list.h"
#include "model/gazetteer.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* A commune as a search sees it, with properties "people" and "partner" (whether it is a partner
 * village). */
#define SOHO_TYPE_COMMUNE_ITEM (soho_commune_item_get_type ())
G_DECLARE_FINAL_TYPE (SohoCommuneItem, soho_commune_item, SOHO, COMMUNE_ITEM, GObject)

const SohoCommune *soho_commune_item_get_commune (SohoCommuneItem *self);

/* How many of the people searched for live there. */
guint soho_commune_item_get_people (SohoCommuneItem *self);
gboolean soho_commune_item_get_partner (SohoCommuneItem *self);

/* The communes where the people live that a search finds, live, those with most people first.
 * Without a search the partner villages where nobody lives are there too. This is the map as a
 * list.
 *
 * Signal "refreshed": everything has been counted again. */
#define SOHO_TYPE_COMMUNE_LIST (soho_commune_list_get_type ())
G_DECLARE_FINAL_TYPE (SohoCommuneList, soho_commune_list, SOHO, COMMUNE_LIST, GObject)

SohoCommuneList *soho_commune_list_new (SohoLibrary *library);

/* All that can be asked for, but for the order; everything is copied. */
void soho_commune_list_ask (SohoCommuneList *self, const SohoPeopleQuery *query);

/* The position of a commune, or G_MAXUINT. */
guint soho_commune_list_find (SohoCommuneList *self, const char *insee);

/* How many people the search finds in all. */
guint soho_commune_list_get_people (SohoCommuneList *self);

/* The INSEE codes of the partner villages, NULL-terminated. Borrowed until the next change. */
const char *const *soho_commune_list_get_villages (SohoCommuneList *self);

G_END_DECLS
