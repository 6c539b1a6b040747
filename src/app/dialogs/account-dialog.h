/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "membership.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* One's own account: who one is and may do what, where one is signed in, the password. It closes
 * when its person signs out. */
#define SOHO_TYPE_ACCOUNT_DIALOG (soho_account_dialog_get_type ())
G_DECLARE_FINAL_TYPE (SohoAccountDialog, soho_account_dialog, SOHO, ACCOUNT_DIALOG, AdwWindow)

/* Somebody must have signed in. */
GtkWidget *soho_account_dialog_new (GtkWindow *parent, SohoLibrary *library);

G_END_DECLS
