/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lists/record-list.h"
#include "widgets/own-row.h"

G_BEGIN_DECLS

/* The rows of a group, one for each record of a live list, in its order of making. A row stays as
 * long as its record does: whoever types in it goes on. */
typedef struct _SohoOwnRows SohoOwnRows;

/* Makes the row of a record. */
typedef GtkWidget *(*SohoOwnRowCreate) (gpointer user_data, SohoRecord *record);

/* removed: answers the signal "removed" of a row, and is given it. Both end with
 * soho_own_rows_free (), which leaves the rows where they are. */
SohoOwnRows *soho_own_rows_new (AdwPreferencesGroup *group,
                                SohoRecordList *records,
                                SohoOwnRowCreate create,
                                void (*removed) (gpointer user_data, SohoOwnRow *row),
                                gpointer user_data);
void soho_own_rows_free (SohoOwnRows *self);

/* Adds a row of a record that is still to be made. */
void soho_own_rows_add (SohoOwnRows *self, GtkWidget *row);

/* Takes a row out whose record was never made. */
void soho_own_rows_drop (SohoOwnRows *self, SohoOwnRow *row);

/* The row of a record; NULL if there is none. */
SohoOwnRow *soho_own_rows_find (SohoOwnRows *self, gint64 id);

G_END_DECLS
