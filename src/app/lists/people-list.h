/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lists/record-list.h"
#include "store/directory.h"

G_BEGIN_DECLS

/* The people that a search finds, live: by name, best match first where there are words, or nearest
 * first. */
#define SOHO_TYPE_PEOPLE_LIST (soho_people_list_get_type ())
G_DECLARE_FINAL_TYPE (SohoPeopleList, soho_people_list, SOHO, PEOPLE_LIST, SohoRecordList)

/* Everybody, until a query is set. */
SohoPeopleList *soho_people_list_new (SohoLibrary *library);

/* words: as typed, NULL or "" for any. category: id of a skill without a parent, 0 for any.
 * commune: INSEE code, NULL for any. Returns whether this is another query than before. */
gboolean soho_people_list_set_query (SohoPeopleList *self,
                                     const char *words,
                                     gint64 category,
                                     const char *commune);

/* The same with all that can be asked for; everything is copied. */
gboolean soho_people_list_ask (SohoPeopleList *self, const SohoPeopleQuery *query);

/* Fills in what is asked for; texts must last until the caller returns to the main loop. */
typedef void (*SohoPeopleQueryFunc) (SohoPeopleQuery *query, gpointer user_data);

G_END_DECLS
