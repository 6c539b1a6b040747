/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "membership.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* Asks for the old password and a new one, changes it and closes.
 *
 * Signal "password-changed": it was changed. */
#define SOHO_TYPE_PASSWORD_DIALOG (soho_password_dialog_get_type ())
G_DECLARE_FINAL_TYPE (SohoPasswordDialog, soho_password_dialog, SOHO, PASSWORD_DIALOG, AdwWindow)

/* Somebody must have signed in. */
GtkWidget *soho_password_dialog_new (GtkWindow *parent, SohoLibrary *library);

G_END_DECLS
