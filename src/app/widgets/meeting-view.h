/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "library.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* A meeting, live: what about, when, where, how to come, and what was said. It needs the actions
 * "win.open-uri", "win.copy", "win.show-commune" and "win.add-to-calendar" above it.
 *
 * Property "meeting": the id of the event shown, 0 for none. */
#define SOHO_TYPE_MEETING_VIEW (soho_meeting_view_get_type ())
G_DECLARE_FINAL_TYPE (SohoMeetingView, soho_meeting_view, SOHO, MEETING_VIEW, AdwBin)

/* To be called once. */
void soho_meeting_view_set_library (SohoMeetingView *self, SohoLibrary *library);

/* Shows a meeting; nothing if there is none of this id. */
void soho_meeting_view_set_meeting (SohoMeetingView *self, gint64 id);
gint64 soho_meeting_view_get_meeting (SohoMeetingView *self);

G_END_DECLS
