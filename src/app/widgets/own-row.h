/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "library.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* A record of one's own in a list of them: closed it tells what it says, open it can be changed; a
 * button takes it out. What it tells and what it holds is its subclass's.
 *
 * Signal "removed": the person wants it out of the list. */
#define SOHO_TYPE_OWN_ROW (soho_own_row_get_type ())
G_DECLARE_DERIVABLE_TYPE (SohoOwnRow, soho_own_row, SOHO, OWN_ROW, AdwExpanderRow)

struct _SohoOwnRowClass
{
  AdwExpanderRowClass parent_class;

  /* Shows what the record says now. */
  void (*show) (SohoOwnRow *self, SohoRecord *record);
};

/* For subclasses: to be called once. id: 0 for a record still to be made. */
void soho_own_row_start (SohoOwnRow *self, SohoLibrary *library, const char *kind, gint64 id);

SohoLibrary *soho_own_row_get_library (SohoOwnRow *self);
gint64 soho_own_row_get_id (SohoOwnRow *self);

/* For subclasses: the record has been made. */
void soho_own_row_set_id (SohoOwnRow *self, gint64 id);

/* For subclasses: the two lines of the closed row. */
void soho_own_row_set_words (SohoOwnRow *self, const char *title, const char *subtitle);

/* The first of them; borrowed until the next change. */
const char *soho_own_row_get_words (SohoOwnRow *self);

/* For subclasses: adds an entry, to be attached to a field (widgets/own-field.h). */
GtkWidget *soho_own_row_add_entry (SohoOwnRow *self, const char *title);

/* Opens it and gives the keyboard to its first entry. */
void soho_own_row_open (SohoOwnRow *self);

G_END_DECLS
