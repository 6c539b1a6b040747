/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "membership.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* Asks for address and password or, the first time and when a password was forgotten, for the code
 * of an invitation and a new password; signs in and closes. The library must have a server. */
#define SOHO_TYPE_SIGN_IN_DIALOG (soho_sign_in_dialog_get_type ())
G_DECLARE_FINAL_TYPE (SohoSignInDialog, soho_sign_in_dialog, SOHO, SIGN_IN_DIALOG, AdwWindow)

GtkWidget *soho_sign_in_dialog_new (GtkWindow *parent, SohoLibrary *library);

G_END_DECLS
