/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* What a search over everything found: its kind above the first of it, a title, and the words
 * around the hit. */
#define SOHO_TYPE_FINDING_ROW (soho_finding_row_get_type ())
G_DECLARE_FINAL_TYPE (SohoFindingRow, soho_finding_row, SOHO, FINDING_ROW, AdwBin)

/* Makes rows for a list of SohoFinding. */
GtkListItemFactory *soho_finding_row_factory_new (void);

/* Text with hits between U+2068 and U+2069 as Pango markup: the hits bold, line breaks as spaces.
 * To be freed. */
char *soho_finding_row_dup_markup (const char *snippet);

G_END_DECLS
