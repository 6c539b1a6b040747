/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/record-group.h"

#include "model/record.h"

struct _SohoRecordGroup
{
  AdwPreferencesGroup parent_instance;

  GtkListBox *list;
  GListModel *model; /* NULL while it follows none */
};

G_DEFINE_FINAL_TYPE (SohoRecordGroup, soho_record_group, ADW_TYPE_PREFERENCES_GROUP)

static void
show_whether_empty (SohoRecordGroup *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self), soho_record_group_get_n_rows (self) > 0);
}

static void
unbind (SohoRecordGroup *self)
{
  if (self->model == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->model, self);
  g_clear_object (&self->model);
}

static void
soho_record_group_dispose (GObject *object)
{
  unbind (SOHO_RECORD_GROUP (object));
  G_OBJECT_CLASS (soho_record_group_parent_class)->dispose (object);
}

static void
soho_record_group_class_init (SohoRecordGroupClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = soho_record_group_dispose;
}

static void
soho_record_group_init (SohoRecordGroup *self)
{
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "boxed-list");
  /* What a screen reader calls the list is what stands over it. */
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), GTK_WIDGET (self->list));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

void
soho_record_group_bind (SohoRecordGroup *self,
                        GListModel *model,
                        GtkListBoxCreateWidgetFunc create,
                        gpointer data)
{
  const char *title = adw_preferences_group_get_title (ADW_PREFERENCES_GROUP (self));

  unbind (self);
  gtk_list_box_bind_model (self->list, model, create, data, NULL);
  g_set_object (&self->model, model);
  if (model != NULL)
    g_signal_connect_swapped (model, "items-changed", G_CALLBACK (show_whether_empty), self);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  -1);
  show_whether_empty (self);
}

guint
soho_record_group_get_n_rows (SohoRecordGroup *self)
{
  return self->model != NULL ? g_list_model_get_n_items (self->model) : 0;
}

GtkWidget *
soho_record_group_get_row (SohoRecordGroup *self, guint position)
{
  return GTK_WIDGET (gtk_list_box_get_row_at_index (self->list, (int) position));
}

/* A frame after it was asked for, everything stands where it will be. */
static gboolean
on_frame (GtkWidget *row, GdkFrameClock *clock, gpointer waited)
{
  if (!*(gboolean *) waited)
    {
      *(gboolean *) waited = TRUE;
      return G_SOURCE_CONTINUE;
    }
  gtk_widget_grab_focus (row);
  return G_SOURCE_REMOVE;
}

void
soho_record_group_reveal_record (SohoRecordGroup *self, gint64 id)
{
  for (guint i = 0; i < soho_record_group_get_n_rows (self); i++)
    {
      g_autoptr (SohoRecord) record = g_list_model_get_item (self->model, i);
      GtkWidget *row = soho_record_group_get_row (self, i);

      if (soho_record_get_id (record) != id)
        continue;
      gtk_widget_add_tick_callback (row, on_frame, g_new0 (gboolean, 1), g_free);
      gtk_widget_queue_allocate (row);
    }
}
