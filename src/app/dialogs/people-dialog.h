/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "library.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* For staff: who has an account and which roles; invitations; new codes. All of it is asked of the
 * server when it is looked at, and none of it is kept. */
#define SOHO_TYPE_PEOPLE_DIALOG (soho_people_dialog_get_type ())
G_DECLARE_FINAL_TYPE (SohoPeopleDialog, soho_people_dialog, SOHO, PEOPLE_DIALOG, AdwWindow)

/* Somebody must have signed in. */
GtkWidget *soho_people_dialog_new (GtkWindow *parent, SohoLibrary *library);

G_END_DECLS
