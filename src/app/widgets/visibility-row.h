/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "library.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* Who reads a record of one's own, to choose, in plain words; written at once. Where a date of
 * agreement is kept, it is that of the day on which more people were let in, and goes when nobody
 * is. */
#define SOHO_TYPE_VISIBILITY_ROW (soho_visibility_row_get_type ())
G_DECLARE_FINAL_TYPE (SohoVisibilityRow, soho_visibility_row, SOHO, VISIBILITY_ROW, AdwComboRow)

/* Of which record; 0 for one that is still to be made: what is chosen meanwhile is written when it
 * is told which. */
void soho_visibility_row_set_record (SohoVisibilityRow *self,
                                     SohoLibrary *library,
                                     const char *kind,
                                     gint64 id);

/* "Everybody", …: who reads a record with such a visibility, in a word. Static. */
const char *soho_visibility_get_name (const char *kind, const char *visibility);

G_END_DECLS
