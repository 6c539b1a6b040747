/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/saved-searches.h"

#include <glib/gi18n-lib.h>

#include "lists/record-list.h"
#include "widgets/removal.h"

struct _SohoSavedSearches
{
  AdwBin parent_instance;

  GtkListBox *list;

  SohoLibrary *library;
  SohoRecordList *searches;
};

G_DEFINE_FINAL_TYPE (SohoSavedSearches, soho_saved_searches, ADW_TYPE_BIN)

/* The sidebar is not under the toasts; what is beside it is. */
static void
on_delete_clicked (SohoSavedSearches *self, GtkButton *button)
{
  SohoRecord *search = g_object_get_data (G_OBJECT (button), "soho-search");
  GtkWidget *window = GTK_WIDGET (gtk_widget_get_root (GTK_WIDGET (self)));

  soho_remove_record (window, self->library, "saved_search", soho_record_get_id (search),
                      _ ("Search deleted"));
}

static GtkWidget *
create_delete_button (SohoSavedSearches *self, SohoRecord *search, const char *name)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("user-trash-symbolic");
  g_autofree char *label = g_strdup_printf (_ ("Delete the search “%s”"), name);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
  g_object_set_data_full (G_OBJECT (button), "soho-search", g_object_ref (search), g_object_unref);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (on_delete_clicked), self);
  return button;
}

static GtkWidget *
create_row (gpointer item, gpointer user_data)
{
  SohoSavedSearches *self = user_data;
  const char *name = soho_record_get_text (item, "name");
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *label = gtk_label_new (name);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_set_tooltip_text (label, name);
  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name ("edit-find-symbolic"));
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), create_delete_button (self, item, name));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  return row;
}

static void
on_row_activated (SohoSavedSearches *self, GtkListBoxRow *row)
{
  gint64 id = soho_record_list_get_id (self->searches, (guint) gtk_list_box_row_get_index (row));

  gtk_widget_activate_action (GTK_WIDGET (self), "win.show-search", "x", id);
}

static void
on_items_changed (SohoSavedSearches *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self), soho_record_list_get_length (self->searches) > 0);
}

static void
soho_saved_searches_dispose (GObject *object)
{
  SohoSavedSearches *self = SOHO_SAVED_SEARCHES (object);

  if (self->searches != NULL)
    g_signal_handlers_disconnect_by_data (self->searches, self);
  g_clear_object (&self->searches);
  g_clear_object (&self->library);
  G_OBJECT_CLASS (soho_saved_searches_parent_class)->dispose (object);
}

static void
soho_saved_searches_class_init (SohoSavedSearchesClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = soho_saved_searches_dispose;
}

static void
soho_saved_searches_init (SohoSavedSearches *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *heading = gtk_label_new (_ ("Saved Searches"));
  GtkWidget *list = gtk_list_box_new ();

  self->list = GTK_LIST_BOX (list);
  gtk_label_set_xalign (GTK_LABEL (heading), 0);
  gtk_label_set_ellipsize (GTK_LABEL (heading), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (heading, "sidebar-heading");
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "navigation-sidebar");
  gtk_widget_add_css_class (list, "saved-searches");
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Saved Searches"), -1);
  g_signal_connect_swapped (list, "row-activated", G_CALLBACK (on_row_activated), self);
  gtk_box_append (GTK_BOX (box), heading);
  gtk_box_append (GTK_BOX (box), list);
  adw_bin_set_child (ADW_BIN (self), box);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

void
soho_saved_searches_set_library (SohoSavedSearches *self, SohoLibrary *library)
{
  g_return_if_fail (self->library == NULL);

  self->library = g_object_ref (library);
  self->searches = soho_record_list_new (library, "saved_search", NULL, 0);
  gtk_list_box_bind_model (self->list, G_LIST_MODEL (self->searches), create_row, self, NULL);
  g_signal_connect_swapped (self->searches, "items-changed", G_CALLBACK (on_items_changed), self);
  on_items_changed (self);
}
