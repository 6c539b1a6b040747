/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "library.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* What one can do, to be added by typing, told more of, and taken out. */
#define SOHO_TYPE_SKILL_EDITOR (soho_skill_editor_get_type ())
G_DECLARE_FINAL_TYPE (SohoSkillEditor, soho_skill_editor, SOHO, SKILL_EDITOR, AdwPreferencesGroup)

/* Whose. To be called once. */
void soho_skill_editor_set_member (SohoSkillEditor *self, SohoLibrary *library, gint64 member);

G_END_DECLS
