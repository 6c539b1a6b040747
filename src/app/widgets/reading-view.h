/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "library.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* A guide or an episode of the podcast, live, to be read. It needs the action "win.open-uri" above
 * it.
 *
 * Property "record": the id of what is shown, 0 for nothing. */
#define SOHO_TYPE_READING_VIEW (soho_reading_view_get_type ())
G_DECLARE_FINAL_TYPE (SohoReadingView, soho_reading_view, SOHO, READING_VIEW, AdwBin)

/* To be called once. */
void soho_reading_view_set_library (SohoReadingView *self, SohoLibrary *library);

/* Shows the guide or the episode of this id; nothing if there is neither. */
void soho_reading_view_set_record (SohoReadingView *self, gint64 id);
gint64 soho_reading_view_get_record (SohoReadingView *self);

G_END_DECLS
