/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* A titled group of rows, one for each object of a live model; invisible without any. */
#define SOHO_TYPE_RECORD_GROUP (soho_record_group_get_type ())
G_DECLARE_FINAL_TYPE (SohoRecordGroup, soho_record_group, SOHO, RECORD_GROUP, AdwPreferencesGroup)

/* Makes rows of model, which may be NULL for none. create answers a row for an object. data must
 * live as long as the group follows the model. */
void soho_record_group_bind (SohoRecordGroup *self,
                             GListModel *model,
                             GtkListBoxCreateWidgetFunc create,
                             gpointer data);

guint soho_record_group_get_n_rows (SohoRecordGroup *self);

/* The row at a position, NULL past the end. */
GtkWidget *soho_record_group_get_row (SohoRecordGroup *self, guint position);

/* Gives the keyboard to the row of a record, if it is there, and scrolls to it once it has been
 * laid out. For models of records. */
void soho_record_group_reveal_record (SohoRecordGroup *self, gint64 id);

G_END_DECLS
