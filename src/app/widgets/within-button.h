/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Where a search looks.  */
typedef struct
{
  double latitude, longitude; /* degrees WGS 84 */
  double km;                  /* 0 for anywhere */
} SohoReach;

/* A button that opens a choice of where to look: anywhere, or so many kilometres around a commune
 * or around where one is, which the desktop is asked only when the person presses for it.
 *
 * Signal "changed": another place or distance is chosen. */
#define SOHO_TYPE_WITHIN_BUTTON (soho_within_button_get_type ())
G_DECLARE_FINAL_TYPE (SohoWithinButton, soho_within_button, SOHO, WITHIN_BUTTON, GtkWidget)

SohoReach soho_within_button_get (SohoWithinButton *self);

/* Looks anywhere again. */
void soho_within_button_clear (SohoWithinButton *self);

G_END_DECLS
