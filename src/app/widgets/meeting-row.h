/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "widgets/headed-row.h"

G_BEGIN_DECLS

/* A meeting in a list: the day as on a tear-off calendar, title, time and commune, and whether it
 * is cancelled, proposed or online. */
#define SOHO_TYPE_MEETING_ROW (soho_meeting_row_get_type ())
G_DECLARE_FINAL_TYPE (SohoMeetingRow, soho_meeting_row, SOHO, MEETING_ROW, AdwBin)

/* Meetings under the days they begin on. */
extern const SohoHeadedRows soho_meeting_rows;

/* The state of a meeting, a record of kind event, where it is worth a word: "cancelled",
 * "proposed"; NULL where it is not. */
const char *soho_meeting_row_get_state (SohoRecord *event);

G_END_DECLS
