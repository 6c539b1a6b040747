/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/save-search-button.h"

#include <glib/gi18n-lib.h>

#include "membership.h"
#include "widgets/toast.h"
#include "writing.h"

struct _SohoSaveSearchButton
{
  AdwBin parent_instance;

  GtkMenuButton *button;
  GtkEntry *name;
  GtkWidget *save;

  SohoLibrary *library;
  SohoSaveSearchFill fill;
  gpointer user_data;
};

G_DEFINE_FINAL_TYPE (SohoSaveSearchButton, soho_save_search_button, ADW_TYPE_BIN)

static SohoRecord *
new_search (SohoSaveSearchButton *self)
{
  SohoRecord *search = soho_record_new (soho_library_get_kind (self->library, "saved_search"), 0);

  self->fill (search, self->user_data);
  return search;
}

/* The words are the best name there is; the person may say another. */
static void
on_opened (SohoSaveSearchButton *self)
{
  g_autoptr (SohoRecord) search = new_search (self);
  const char *words = soho_record_get_text (search, "words");

  gtk_editable_set_text (GTK_EDITABLE (self->name), words != NULL ? words : "");
  gtk_widget_grab_focus (GTK_WIDGET (self->name));
}

static void
on_name_changed (SohoSaveSearchButton *self)
{
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->name))));

  gtk_widget_set_sensitive (self->save, *name != '\0');
}

static void
on_save (SohoSaveSearchButton *self)
{
  g_autoptr (SohoRecord) search = new_search (self);
  const SohoKind *kind = soho_record_get_kind (search);
  SohoValue *values = soho_record_get_values (search);
  g_autoptr (GError) error = NULL;

  if (!gtk_widget_get_sensitive (self->save))
    return;
  soho_value_set_integer (&values[soho_kind_find_field (kind, "holder")],
                          soho_membership_get_person (soho_library_get_membership (self->library)));
  soho_value_take_text (&values[soho_kind_find_field (kind, "name")],
                        g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->name))));
  if (soho_library_create (self->library, "saved_search", values, &error) == 0)
    soho_toast_say (GTK_WIDGET (self), error->message);
  else
    soho_toast_say (GTK_WIDGET (self), _ ("Search saved: it stands under the pages"));
  gtk_menu_button_popdown (self->button);
}

static void
soho_save_search_button_dispose (GObject *object)
{
  g_clear_object (&SOHO_SAVE_SEARCH_BUTTON (object)->library);
  G_OBJECT_CLASS (soho_save_search_button_parent_class)->dispose (object);
}

static void
soho_save_search_button_class_init (SohoSaveSearchButtonClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = soho_save_search_button_dispose;
}

static GtkWidget *
create_content (SohoSaveSearchButton *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  self->name = GTK_ENTRY (gtk_entry_new ());
  self->save = gtk_button_new_with_mnemonic (_ ("_Save"));
  gtk_entry_set_placeholder_text (self->name, _ ("Name of the search"));
  gtk_entry_set_max_length (self->name, 80);
  gtk_editable_set_width_chars (GTK_EDITABLE (self->name), 20);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->name), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Name of the search"), -1);
  gtk_widget_add_css_class (self->save, "suggested-action");
  g_signal_connect_swapped (self->name, "activate", G_CALLBACK (on_save), self);
  g_signal_connect_swapped (self->name, "changed", G_CALLBACK (on_name_changed), self);
  g_signal_connect_swapped (self->save, "clicked", G_CALLBACK (on_save), self);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->name));
  gtk_box_append (GTK_BOX (box), self->save);
  return box;
}

static void
soho_save_search_button_init (SohoSaveSearchButton *self)
{
  GtkWidget *button = gtk_menu_button_new ();
  GtkWidget *popover = gtk_popover_new ();

  self->button = GTK_MENU_BUTTON (button);
  gtk_popover_set_child (GTK_POPOVER (popover), create_content (self));
  g_signal_connect_swapped (popover, "show", G_CALLBACK (on_opened), self);
  gtk_menu_button_set_icon_name (self->button, "bookmark-new-symbolic");
  gtk_menu_button_set_popover (self->button, popover);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, _ ("Save This Search"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Save This Search"), -1);
  adw_bin_set_child (ADW_BIN (self), button);
}

void
soho_save_search_button_set_library (SohoSaveSearchButton *self,
                                     SohoLibrary *library,
                                     SohoSaveSearchFill fill,
                                     gpointer user_data)
{
  g_return_if_fail (self->library == NULL);

  self->library = g_object_ref (library);
  self->fill = fill;
  self->user_data = user_data;
}
