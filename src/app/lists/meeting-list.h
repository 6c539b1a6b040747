/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lists/record-list.h"

G_BEGIN_DECLS

/* The meetings that words find, live: those to come or those that are over, the one nearest to now
 * first. What ends while the list lives changes sides by itself. */
#define SOHO_TYPE_MEETING_LIST (soho_meeting_list_get_type ())
G_DECLARE_FINAL_TYPE (SohoMeetingList, soho_meeting_list, SOHO, MEETING_LIST, SohoRecordList)

/* All that are to come, until something else is asked for. now: Unix seconds, 0 for the clock of
 * this computer, which is the only one that goes on. */
SohoMeetingList *soho_meeting_list_new (SohoLibrary *library, gint64 now);

/* words: as typed, NULL or "" for any. past: those that are over. Returns whether this is another
 * query than before. */
gboolean soho_meeting_list_set_query (SohoMeetingList *self, const char *words, gboolean past);

/* Whether a meeting, a record of kind event, is over. */
gboolean soho_meeting_list_is_over (SohoMeetingList *self, SohoRecord *event);

G_END_DECLS
