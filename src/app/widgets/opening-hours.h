/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Opening hours in OpenStreetMap's syntax, for the eye: a line for each rule, the short names of
 * days in the language of the windows, what we do not know as it is. To be freed. */
char *soho_opening_hours_dup_text (const char *opening_hours);
