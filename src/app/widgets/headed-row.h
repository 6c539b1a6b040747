/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lists/record-list.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* Rows of a long list that stand together under headings, as GTK 4.8 has none: the first of its
 * sort carries the heading above it, apart from what can be clicked and selected. */
#define SOHO_TYPE_HEADED_ROW (soho_headed_row_get_type ())
G_DECLARE_FINAL_TYPE (SohoHeadedRow, soho_headed_row, SOHO, HEADED_ROW, AdwBin)

/* What the rows of a list are. Strings are to be freed. */
typedef struct
{
  GtkWidget *(*create) (void);
  /* headed: whether it stands under a heading, its own or that of a row above. */
  void (*fill) (GtkWidget *row, SohoRecord *record, gboolean headed);
  char *(*dup_description) (SohoRecord *record); /* what a screen reader says of it */
  /* What it stands under; neighbours with the same one share it. NULL for nothing. */
  char *(*dup_heading) (SohoRecordList *records, SohoRecord *record);
} SohoHeadedRows;

/* Shows records in a GtkListView. One click activates a row, as Enter does. Owned by the caller. */
GtkListItemFactory *soho_headed_row_factory_new (SohoRecordList *records,
                                                 const SohoHeadedRows *rows);

/* Reads the headings again, where dup_heading answers otherwise than before. */
void soho_headed_row_factory_renew (GtkListItemFactory *factory);

/* The heading shown above the row, borrowed; NULL for none. */
const char *soho_headed_row_get_heading (SohoHeadedRow *self);

G_END_DECLS
