/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lists/record-list.h"

G_BEGIN_DECLS

/* The records of one kind that words find, live: in an order of their own, or best match first
 * where there are words. */
#define SOHO_TYPE_SEARCH_LIST (soho_search_list_get_type ())
G_DECLARE_FINAL_TYPE (SohoSearchList, soho_search_list, SOHO, SEARCH_LIST, SohoRecordList)

/* All of the kind, until words are set. order: names of fields, as in store/listing.h, NULL for the
 * order of ids. part: a kind that refers to this one and of which a hit counts for what it refers
 * to, or NULL. */
SohoSearchList *soho_search_list_new (SohoLibrary *library,
                                      const char *kind,
                                      const char *const *order,
                                      const char *part);

/* words: as typed, NULL or "" for all. Returns whether these are others than before. */
gboolean soho_search_list_set_words (SohoSearchList *self, const char *words);

G_END_DECLS
