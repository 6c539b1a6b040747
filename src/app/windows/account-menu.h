/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "library.h"

#include <adwaita.h>

/* What the window's menu says of who has signed in, and what it does. */

/* Installs win.account and win.people, for windows of a menu. */
void soho_account_menu_install_actions (GtkWidgetClass *window);

/* Puts a section in front of the menu: who has signed in, and win.sign-in or win.sign-out. It
 * follows the library as long as the window lives. */
void soho_account_menu_attach (GtkWindow *window, GMenu *menu, SohoLibrary *library);

/* Asks whether they mean it, and signs out. */
void soho_account_menu_sign_out (GtkWindow *window, SohoLibrary *library);
