/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "library.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* Chooses a role and, where it has one, its village or telecentre.
 *
 * Signal "changed": another was chosen. */
#define SOHO_TYPE_ROLE_CHOOSER (soho_role_chooser_get_type ())
G_DECLARE_FINAL_TYPE (SohoRoleChooser, soho_role_chooser, SOHO, ROLE_CHOOSER, AdwPreferencesGroup)

/* optional: whether there may be none, which is then what is chosen first. */
GtkWidget *soho_role_chooser_new (SohoLibrary *library, gboolean optional);

/* "staff", "village_contact:12", …; to be freed. NULL for none; *whole: FALSE if its place is not
 * chosen yet. */
char *soho_role_chooser_dup_role (SohoRoleChooser *self, gboolean *whole);

G_END_DECLS
