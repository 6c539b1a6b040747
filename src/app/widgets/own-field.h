/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "library.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* One field of a record of one's own, typed into an entry. It is written when the person pauses or
 * leaves, one edit for what was typed until then. What the model does not accept stays in the entry
 * with a sentence below it, and waits there as a draft even when the window is closed. What comes
 * from elsewhere meanwhile is shown once nobody types here.
 *
 * Phone numbers and communes are shown as people write them. The entry stands in a row of a
 * GtkListBox, and may be a GtkEditable or a GtkTextView. */
#define SOHO_TYPE_OWN_FIELD (soho_own_field_get_type ())
G_DECLARE_FINAL_TYPE (SohoOwnField, soho_own_field, SOHO, OWN_FIELD, GObject)

/* The entry owns what is returned. */
SohoOwnField *
soho_own_field_attach (GtkWidget *entry, SohoLibrary *library, const char *kind, const char *field);

/* Shows the field of that record, and what waits to be written there. id: 0 for a record that is
 * still to be made; then scope says which, so that its draft can be found again. */
void soho_own_field_set_record (SohoOwnField *self, gint64 id, const char *scope);

/* The record that was still to be made is that one: what was typed here goes there. */
void soho_own_field_adopt (SohoOwnField *self, gint64 id);

/* Makes the record that is still to be made, given the value of the field; returns its id, 0 on
 * error. Without such a function what is typed waits as a draft. */
typedef gint64 (*SohoOwnFieldCreate) (gpointer user_data, const SohoValue *value, GError **error);
void soho_own_field_set_create (SohoOwnField *self, SohoOwnFieldCreate create, gpointer user_data);

/* Writes what was typed. FALSE if it cannot be, which the entry says. */
gboolean soho_own_field_flush (SohoOwnField *self);

/* Whether something typed here is not written. */
gboolean soho_own_field_is_typed (SohoOwnField *self);

/* Puts text into the entry as if typed, which is written at the next pause. */
void soho_own_field_type (SohoOwnField *self, const char *text);

/* Says below the entry what is wrong with it; NULL for nothing. */
void soho_own_field_complain (SohoOwnField *self, const char *sentence);

/* The sentence of a validation error, without the name of the field before it. To be freed. */
char *soho_own_field_dup_sentence (const GError *error);

G_END_DECLS
