/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "library.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* Asks whom to invite, and does.
 *
 * Signal "invited" (const SohoInvitation *): with this code. */
#define SOHO_TYPE_INVITE_VIEW (soho_invite_view_get_type ())
G_DECLARE_FINAL_TYPE (SohoInviteView, soho_invite_view, SOHO, INVITE_VIEW, AdwPreferencesPage)

GtkWidget *soho_invite_view_new (SohoLibrary *library);

G_END_DECLS
