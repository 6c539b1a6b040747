/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lists/skill-counts.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A few categories or skills to choose from, each with how many people it would leave; one can be
 * pressed at a time, and pressed again to ask for all. Invisible where there is nothing to choose.
 *
 * Signal "chosen" (gint64 id): one was pressed; 0 when it was released. */
#define SOHO_TYPE_SKILL_CHIPS (soho_skill_chips_get_type ())
G_DECLARE_FINAL_TYPE (SohoSkillChips, soho_skill_chips, SOHO, SKILL_CHIPS, GtkWidget)

/* Shows a chip for each, an array of SohoSkillCount, in this order. pressed: the id of the one that
 * is; 0 for none. Those that were there before stay the same buttons, so that the focus stays where
 * it is. */
void soho_skill_chips_show (SohoSkillChips *self, GArray *skills, gint64 pressed);

G_END_DECLS
