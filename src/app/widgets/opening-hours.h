/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Opening hours in OpenStreetMap's syntax, for the eye: days and hours in words where all of it is
 * understood (formats/opening-hours.h), else a line for each rule, the short names of days in the
 * language of the windows, what we do not know as it is. To be freed. */
char *soho_opening_hours_dup_text (const char *opening_hours);

/* "Open now, until 18:00", "Closed, opens on Monday at 9:00"; NULL if nothing can be said. now: in
 * any time zone; the hours are those of France. To be freed. */
char *soho_opening_hours_dup_state (const char *opening_hours, GDateTime *now);
