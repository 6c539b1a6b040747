/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lists/record-list.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* What most pages are: a list of records below what narrows it down, beside the record chosen; one
 * at a time where there is no room for both, and the welcome while nothing has been synced yet. It
 * needs the action "win.back" above it.
 *
 * Properties, all of them widgets to be given once: "filter" (above the list), "aside" (beside
 * the list, at its end), "detail" (what shows the record), "nothing-found" and "nothing-chosen"
 * (what stands in their places); and "list-name", what a screen reader calls the list.
 *
 * Signal "chosen": (int64) the record that the detail should show. The page answers with
 * soho_list_detail_set_shown ().
 * Signal "navigated": one can, or cannot, go back now. */
#define SOHO_TYPE_LIST_DETAIL (soho_list_detail_get_type ())
G_DECLARE_FINAL_TYPE (SohoListDetail, soho_list_detail, SOHO, LIST_DETAIL, AdwBin)

/* To be called once, with the list and what makes its rows. */
void soho_list_detail_set_library (SohoListDetail *self,
                                   SohoLibrary *library,
                                   SohoRecordList *records,
                                   GtkListItemFactory *factory);

/* Makes rows anew by another factory. */
void soho_list_detail_set_factory (SohoListDetail *self, GtkListItemFactory *factory);

/* Shows the records as a grid that factory makes the tiles of, or as the list again with NULL. The
 * grid takes the room there is; the detail stands beside it only while it shows something. */
void soho_list_detail_set_grid (SohoListDetail *self, GtkListItemFactory *factory);

/* Scrolls to a position of the list and gives it the keyboard. */
void soho_list_detail_reveal (SohoListDetail *self, guint position);

/* The id of what the detail shows now, 0 for nothing, which leads back to the list. */
void soho_list_detail_set_shown (SohoListDetail *self, gint64 id);
gint64 soho_list_detail_get_shown (SohoListDetail *self);

/* Around whatever makes the list another: meanwhile the selection follows the list, not the person.
 * changed: whether it is another, which shows its beginning. */
void soho_list_detail_begin_search (SohoListDetail *self);
void soho_list_detail_end_search (SohoListDetail *self, gboolean changed);

/* Chooses the first of the list and goes there. */
void soho_list_detail_open_first (SohoListDetail *self);

/* Chooses a record, in the list or not, and goes there. */
void soho_list_detail_open (SohoListDetail *self, gint64 id);

/* Gives the keyboard to the list, at what is selected. */
void soho_list_detail_enter_list (SohoListDetail *self);

/* Shows the list where the detail hides it. */
void soho_list_detail_show_list (SohoListDetail *self);

/* Whether the detail hides the list, or stands beside a grid, which has more room without it. */
gboolean soho_list_detail_get_can_go_back (SohoListDetail *self);

/* Goes from the detail back to the list or the grid. */
void soho_list_detail_go_back (SohoListDetail *self);

G_END_DECLS
