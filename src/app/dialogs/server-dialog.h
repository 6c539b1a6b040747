/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "library.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* Asks for the address of the server, says at once what is wrong with it, and begins to sync with
 * it. */
#define SOHO_TYPE_SERVER_DIALOG (soho_server_dialog_get_type ())
G_DECLARE_FINAL_TYPE (SohoServerDialog, soho_server_dialog, SOHO, SERVER_DIALOG, AdwMessageDialog)

GtkWidget *soho_server_dialog_new (GtkWindow *parent, SohoLibrary *library);

G_END_DECLS
