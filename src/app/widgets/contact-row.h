/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* One way to reach somebody, with a button for each thing to do with it. It needs the actions
 * "win.open-uri" and "win.copy" above it. */
#define SOHO_TYPE_CONTACT_ROW (soho_contact_row_get_type ())
G_DECLARE_FINAL_TYPE (SohoContactRow, soho_contact_row, SOHO, CONTACT_ROW, AdwActionRow)

/* type: as in contact_point; an unknown one is shown and can be copied. value: as stored, a number
 * as E.164. label: what the owner calls it, or NULL. */
GtkWidget *soho_contact_row_new (const char *type, const char *value, const char *label);

/* What a type of contact point is called, and its icon; static. */
const char *soho_contact_type_get_name (const char *type);
const char *soho_contact_type_get_icon (const char *type);

/* The value as people write it. To be freed. */
char *soho_contact_type_dup_shown (const char *type, const char *value);

G_END_DECLS
