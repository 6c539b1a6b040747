/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "library.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* What whoever has signed in notes about a record for themselves, to write at once: it is kept
 * after a moment without typing, and when one goes on. Invisible while nobody has signed in, and
 * for one's own card. */
#define SOHO_TYPE_NOTE_GROUP (soho_note_group_get_type ())
G_DECLARE_FINAL_TYPE (SohoNoteGroup, soho_note_group, SOHO, NOTE_GROUP, AdwPreferencesGroup)

/* The record, which is followed; id: 0 for none. What was typed about another one is kept first.
 * library is the same each time. */
void
soho_note_group_set_record (SohoNoteGroup *self, SohoLibrary *library, const char *kind, gint64 id);

G_END_DECLS
