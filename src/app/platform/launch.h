/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/* The URI that calls a number (E.164), writes to an address, or opens a page (http, https); NULL if
 * value is nothing of the kind, since it came from outside. To be freed. */
char *soho_launch_dup_call_uri (const char *number);
char *soho_launch_dup_mail_uri (const char *address);
char *soho_launch_dup_page_uri (const char *address);

/* The URI of a place, degrees WGS 84, for a map program. To be freed. */
char *soho_launch_dup_place_uri (double latitude, double longitude, const char *name);

/* Lets a button of the main window hand a place to the person's map program, which knows the way.
 */
void
soho_launch_set_way (GtkActionable *button, double latitude, double longitude, const char *name);

/* Whether we hand such a URI to other programs: http, https, tel, mailto and geo alone. */
gboolean soho_launch_is_allowed (const char *uri);

/* Hands the URI to the program the person uses for it; calls failed with a sentence if
 * there is none. The window is kept until then. */
typedef void (*SohoLaunchFailed) (GtkWindow *window, const char *sentence);
void soho_launch (GtkWindow *window, const char *uri, SohoLaunchFailed failed);
