/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/own-rows.h"

struct _SohoOwnRows
{
  AdwPreferencesGroup *group; /* borrowed: it owns this */
  SohoRecordList *records;
  SohoOwnRowCreate create;
  void (*removed) (gpointer user_data, SohoOwnRow *row);
  gpointer user_data;
  GPtrArray *rows; /* of SohoOwnRow, borrowed from the group */
};

static void
on_removed (SohoOwnRow *row, SohoOwnRows *self)
{
  self->removed (self->user_data, row);
}

void
soho_own_rows_add (SohoOwnRows *self, GtkWidget *row)
{
  g_signal_connect (row, "removed", G_CALLBACK (on_removed), self);
  g_ptr_array_add (self->rows, row);
  adw_preferences_group_add (self->group, row);
}

void
soho_own_rows_drop (SohoOwnRows *self, SohoOwnRow *row)
{
  g_signal_handlers_disconnect_by_data (row, self);
  g_ptr_array_remove (self->rows, row);
  adw_preferences_group_remove (self->group, GTK_WIDGET (row));
}

SohoOwnRow *
soho_own_rows_find (SohoOwnRows *self, gint64 id)
{
  for (guint i = 0; i < self->rows->len; i++)
    if (soho_own_row_get_id (g_ptr_array_index (self->rows, i)) == id)
      return g_ptr_array_index (self->rows, i);
  return NULL;
}

static void
show_records (SohoOwnRows *self)
{
  for (guint i = self->rows->len; i > 0; i--)
    {
      SohoOwnRow *row = g_ptr_array_index (self->rows, i - 1);
      gint64 id = soho_own_row_get_id (row);

      if (id != 0 && soho_record_list_find (self->records, id) == G_MAXUINT)
        soho_own_rows_drop (self, row);
    }
  for (guint i = 0; i < soho_record_list_get_length (self->records); i++)
    {
      g_autoptr (SohoRecord) record = soho_record_list_get (self->records, i);

      if (soho_own_rows_find (self, soho_record_get_id (record)) == NULL)
        soho_own_rows_add (self, self->create (self->user_data, record));
    }
}

SohoOwnRows *
soho_own_rows_new (AdwPreferencesGroup *group,
                   SohoRecordList *records,
                   SohoOwnRowCreate create,
                   void (*removed) (gpointer user_data, SohoOwnRow *row),
                   gpointer user_data)
{
  SohoOwnRows *self = g_new0 (SohoOwnRows, 1);

  self->group = group;
  self->records = g_object_ref (records);
  self->create = create;
  self->removed = removed;
  self->user_data = user_data;
  self->rows = g_ptr_array_new ();
  g_signal_connect_swapped (records, "items-changed", G_CALLBACK (show_records), self);
  show_records (self);
  return self;
}

void
soho_own_rows_free (SohoOwnRows *self)
{
  g_signal_handlers_disconnect_by_data (self->records, self);
  for (guint i = 0; i < self->rows->len; i++)
    g_signal_handlers_disconnect_by_data (g_ptr_array_index (self->rows, i), self);
  g_ptr_array_unref (self->rows);
  g_object_unref (self->records);
  g_free (self);
}
