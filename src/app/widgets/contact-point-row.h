/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "widgets/own-row.h"

G_BEGIN_DECLS

/* One way to reach oneself, with who sees it, to be changed. */
#define SOHO_TYPE_CONTACT_POINT_ROW (soho_contact_point_row_get_type ())
G_DECLARE_FINAL_TYPE (
    SohoContactPointRow, soho_contact_point_row, SOHO, CONTACT_POINT_ROW, SohoOwnRow)

/* member: whose. id: 0 for a new one, which is made once its value is good. */
GtkWidget *
soho_contact_point_row_new (SohoLibrary *library, gint64 member, const char *type, gint64 id);

/* Whether it is new, and nothing has been typed. */
gboolean soho_contact_point_row_is_blank (SohoContactPointRow *self);

G_END_DECLS
