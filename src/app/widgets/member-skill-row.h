/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "widgets/own-row.h"

G_BEGIN_DECLS

/* Something that one can do, to be told more of. */
#define SOHO_TYPE_MEMBER_SKILL_ROW (soho_member_skill_row_get_type ())
G_DECLARE_FINAL_TYPE (SohoMemberSkillRow, soho_member_skill_row, SOHO, MEMBER_SKILL_ROW, SohoOwnRow)

/* id: of the member_skill. */
GtkWidget *soho_member_skill_row_new (SohoLibrary *library, gint64 id);

G_END_DECLS
