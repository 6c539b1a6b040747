/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "membership.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* One's own data: takes all of it away in files, and erases oneself from the network. */
#define SOHO_TYPE_OWN_DATA_DIALOG (soho_own_data_dialog_get_type ())
G_DECLARE_FINAL_TYPE (SohoOwnDataDialog, soho_own_data_dialog, SOHO, OWN_DATA_DIALOG, AdwWindow)

/* Somebody must have signed in. */
GtkWidget *soho_own_data_dialog_new (GtkWindow *parent, SohoLibrary *library);

/* Exports into a new folder of this one, as after it was chosen. */
void soho_own_data_dialog_export_to (SohoOwnDataDialog *self, GFile *folder);

G_END_DECLS
