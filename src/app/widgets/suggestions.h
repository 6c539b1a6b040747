/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* What an entry row proposes while somebody types in it, in a list below: Down goes there, Enter in
 * the entry takes the first, Escape closes it.
 *
 * Signal "picked": (int) the position of what was chosen.
 * Signal "left": the keyboard has left the list without a choice. */
#define SOHO_TYPE_SUGGESTIONS (soho_suggestions_get_type ())
G_DECLARE_FINAL_TYPE (SohoSuggestions, soho_suggestions, SOHO, SUGGESTIONS, GObject)

/* name: what a screen reader calls the list. The entry, a row of a GtkListBox, owns what is
 * returned. */
SohoSuggestions *soho_suggestions_attach (AdwEntryRow *entry, const char *name);

/* Proposes nothing; then one after the other. subtitle: nullable. */
void soho_suggestions_clear (SohoSuggestions *self);
void soho_suggestions_add (SohoSuggestions *self, const char *title, const char *subtitle);

/* Gives the keyboard to the first. */
void soho_suggestions_focus (SohoSuggestions *self);

guint soho_suggestions_get_length (SohoSuggestions *self);

/* Whether the keyboard is in the list that belongs to this entry. FALSE for one without. */
gboolean soho_suggestions_have_focus (GtkWidget *entry);

G_END_DECLS
