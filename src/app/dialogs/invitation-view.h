/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "library.h"
#include "people.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* A code that has just been made, to be copied, and a letter to send it with. */
#define SOHO_TYPE_INVITATION_VIEW (soho_invitation_view_get_type ())
G_DECLARE_FINAL_TYPE (
    SohoInvitationView, soho_invitation_view, SOHO, INVITATION_VIEW, AdwPreferencesPage)

GtkWidget *soho_invitation_view_new (SohoLibrary *library, const SohoInvitation *invitation);

G_END_DECLS
