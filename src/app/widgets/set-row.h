/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "library.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* What of a set a record of one's own has, to tick; each tick is written at once. Closed, the row
 * tells in words what is ticked. Elements that this version does not know stay as they are. */
#define SOHO_TYPE_SET_ROW (soho_set_row_get_type ())
G_DECLARE_FINAL_TYPE (SohoSetRow, soho_set_row, SOHO, SET_ROW, AdwExpanderRow)

/* To be called once, before the record: what can be ticked. dup_name: an element in words. */
void soho_set_row_set_choices (SohoSetRow *self,
                               const char *const *choices,
                               char *(*dup_name) (const char *element));

/* Of which record, 0 for none yet. */
void soho_set_row_set_record (
    SohoSetRow *self, SohoLibrary *library, const char *kind, const char *field, gint64 id);

G_END_DECLS
