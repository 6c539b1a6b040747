/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "library.h"
#include "people.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* Somebody's account, for staff: their roles, and a new code.
 *
 * Signal "changed": a role was given or ended.
 * Signal "invited" (const SohoInvitation *): a new code was made.
 * Signal "withdrawn": the invitation was. */
#define SOHO_TYPE_ACCOUNT_VIEW (soho_account_view_get_type ())
G_DECLARE_FINAL_TYPE (SohoAccountView, soho_account_view, SOHO, ACCOUNT_VIEW, AdwPreferencesPage)

GtkWidget *soho_account_view_new (SohoLibrary *library, const SohoPersonEntry *entry);

/* What can be said of it in a line: "Code not used yet; …"; NULL of one that is used. To be freed.
 */
char *soho_account_view_dup_state (const SohoPersonEntry *entry);

G_END_DECLS
