/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/favourite-button.h"

#include <glib/gi18n-lib.h>

#include "keeping.h"
#include "membership.h"

struct _SohoFavouriteButton
{
  AdwBin parent_instance;

  GtkToggleButton *button;
  AdwButtonContent *content;

  SohoLibrary *library;
  char *kind;
  gint64 id;
};

G_DEFINE_FINAL_TYPE (SohoFavouriteButton, soho_favourite_button, ADW_TYPE_BIN)

static void on_toggled (SohoFavouriteButton *self);

static void
show (SohoFavouriteButton *self)
{
  gint64 person = soho_membership_get_person (soho_library_get_membership (self->library));
  gboolean fits = person != 0 && self->id != 0 && self->id != person;
  gboolean favourite = fits && soho_keeping_is_favourite (self->library, self->kind, self->id);

  gtk_widget_set_visible (GTK_WIDGET (self), fits);
  g_signal_handlers_block_by_func (self->button, on_toggled, self);
  gtk_toggle_button_set_active (self->button, favourite);
  g_signal_handlers_unblock_by_func (self->button, on_toggled, self);
  adw_button_content_set_icon_name (self->content,
                                    favourite ? "starred-symbolic" : "non-starred-symbolic");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->button), favourite
                                                              ? _ ("Take Out of My Favourites")
                                                              : _ ("Add to My Favourites"));
}

static void
on_toggled (SohoFavouriteButton *self)
{
  if (self->id != 0)
    soho_keeping_set_favourite (self->library, self->kind, self->id,
                                gtk_toggle_button_get_active (self->button));
  show (self);
}

static void
soho_favourite_button_dispose (GObject *object)
{
  SohoFavouriteButton *self = SOHO_FAVOURITE_BUTTON (object);

  g_clear_object (&self->library);
  g_clear_pointer (&self->kind, g_free);
  G_OBJECT_CLASS (soho_favourite_button_parent_class)->dispose (object);
}

static void
soho_favourite_button_class_init (SohoFavouriteButtonClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = soho_favourite_button_dispose;
}

static void
soho_favourite_button_init (SohoFavouriteButton *self)
{
  self->button = GTK_TOGGLE_BUTTON (gtk_toggle_button_new ());
  self->content = ADW_BUTTON_CONTENT (adw_button_content_new ());
  adw_button_content_set_label (self->content, _ ("Favourite"));
  gtk_button_set_child (GTK_BUTTON (self->button), GTK_WIDGET (self->content));
  gtk_widget_add_css_class (GTK_WIDGET (self->button), "flat");
  gtk_widget_add_css_class (GTK_WIDGET (self->button), "favourite");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Favourite"), -1);
  g_signal_connect_swapped (self->button, "toggled", G_CALLBACK (on_toggled), self);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->button));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

static void
follow (SohoFavouriteButton *self, SohoLibrary *library)
{
  self->library = g_object_ref (library);
  g_signal_connect_object (library, "changed", G_CALLBACK (show), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (soho_library_get_membership (library), "changed", G_CALLBACK (show),
                           self, G_CONNECT_SWAPPED);
}

void
soho_favourite_button_set_record (SohoFavouriteButton *self,
                                  SohoLibrary *library,
                                  const char *kind,
                                  gint64 id)
{
  g_free (self->kind);
  self->kind = g_strdup (kind);
  self->id = id;
  if (self->library == NULL)
    follow (self, library);
  show (self);
}
