/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "widgets/headed-row.h"

G_BEGIN_DECLS

/* A guide or an episode of the podcast in a list: title, section, and how old it is. */
#define SOHO_TYPE_READING_ROW (soho_reading_row_get_type ())
G_DECLARE_FINAL_TYPE (SohoReadingRow, soho_reading_row, SOHO, READING_ROW, AdwBin)

/* Guides under their sections, episodes under "Podcast"; nothing under anything where words put
 * them into an order of their own. The list is a SohoReadingList. */
extern const SohoHeadedRows soho_reading_rows;

/* "Verified in March 2026 · version 3" for a guide, "8 March 2026 · 32 min" for an episode; ""
 * where nothing is known. To be freed. */
char *soho_reading_row_dup_age (SohoRecord *record);

G_END_DECLS
