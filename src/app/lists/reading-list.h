/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lists/record-list.h"

G_BEGIN_DECLS

/* The guides and the episodes of the podcast that words find, live, in one list of both kinds:
 * guides by section, then episodes; best match first where there are words. */
#define SOHO_TYPE_READING_LIST (soho_reading_list_get_type ())
G_DECLARE_FINAL_TYPE (SohoReadingList, soho_reading_list, SOHO, READING_LIST, SohoRecordList)

/* All of them, until words are set. */
SohoReadingList *soho_reading_list_new (SohoLibrary *library);

/* words: as typed, NULL or "" for all. Returns whether these are others than before. */
gboolean soho_reading_list_set_words (SohoReadingList *self, const char *words);

/* Whether words are set, so that the order is not that of the sections. */
gboolean soho_reading_list_has_words (SohoReadingList *self);

G_END_DECLS
