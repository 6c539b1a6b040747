/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The letters with which names begin, beside a list in the order of names: a click on one goes
 * there. It is one stop of the Tab key; the arrows go from letter to letter.
 *
 * Signal "chosen": (uint) the position in the list where the letter begins. */
#define SOHO_TYPE_INITIAL_STRIP (soho_initial_strip_get_type ())
G_DECLARE_FINAL_TYPE (SohoInitialStrip, soho_initial_strip, SOHO, INITIAL_STRIP, GtkWidget)

/* initials: of SohoInitial; NULL, or one that is no choice, hides the strip. */
void soho_initial_strip_show (SohoInitialStrip *self, GArray *initials);

G_END_DECLS
