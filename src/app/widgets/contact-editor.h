/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "library.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* The ways to reach oneself, to be added, changed and taken out; what is written here is hidden
 * until its person shows it to somebody. */
#define SOHO_TYPE_CONTACT_EDITOR (soho_contact_editor_get_type ())
G_DECLARE_FINAL_TYPE (
    SohoContactEditor, soho_contact_editor, SOHO, CONTACT_EDITOR, AdwPreferencesGroup)

/* Whose. To be called once. */
void soho_contact_editor_set_member (SohoContactEditor *self, SohoLibrary *library, gint64 member);

G_END_DECLS
