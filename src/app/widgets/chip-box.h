/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A title and short texts in lines below it; invisible without texts. Property "title". */
#define SOHO_TYPE_CHIP_BOX (soho_chip_box_get_type ())
G_DECLARE_FINAL_TYPE (SohoChipBox, soho_chip_box, SOHO, CHIP_BOX, GtkWidget)

/* Shows these texts, NULL-terminated; nothing is touched if they are shown already. */
void soho_chip_box_set_texts (SohoChipBox *self, const char *const *texts);

/* The same, but each text is a button that activates the action with its id, an int64. ids: one for
 * each text. tooltip: what that does. */
void soho_chip_box_set_links (SohoChipBox *self,
                              const char *const *texts,
                              const gint64 *ids,
                              const char *action,
                              const char *tooltip);

G_END_DECLS
