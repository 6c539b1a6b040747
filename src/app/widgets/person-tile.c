/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/person-tile.h"

#include "widgets/avatar-photo.h"
#include "widgets/list-click.h"
#include "widgets/person-row.h"

struct _SohoPersonTile
{
  AdwBin parent_instance;

  AdwAvatar *avatar;
  GtkLabel *name;
  GtkLabel *occupation;
  GtkLabel *commune;
};

G_DEFINE_FINAL_TYPE (SohoPersonTile, soho_person_tile, ADW_TYPE_BIN)

static void
soho_person_tile_class_init (SohoPersonTileClass *klass)
{
  GtkWidgetClass *widget = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget, "/fr/sohosolo/SohoSolo/ui/person-tile.ui");
  gtk_widget_class_bind_template_child (widget, SohoPersonTile, avatar);
  gtk_widget_class_bind_template_child (widget, SohoPersonTile, name);
  gtk_widget_class_bind_template_child (widget, SohoPersonTile, occupation);
  gtk_widget_class_bind_template_child (widget, SohoPersonTile, commune);
}

static void
soho_person_tile_init (SohoPersonTile *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
soho_person_tile_set_member (SohoPersonTile *self,
                             SohoPhotos *photos,
                             SohoRecord *member,
                             const SohoCommune *from)
{
  g_autofree char *name = soho_record_dup_title (member);
  g_autofree char *place = soho_person_row_dup_place (member, from);

  adw_avatar_set_text (self->avatar, name);
  soho_avatar_photo_show (self->avatar, photos, member);
  gtk_label_set_text (self->name, name);
  gtk_label_set_text (self->occupation, soho_person_row_get_occupation (member));
  gtk_label_set_text (self->commune, place);
}

static void
on_setup (GtkListItemFactory *factory, GtkListItem *list_item)
{
  SohoPersonTile *tile = g_object_new (SOHO_TYPE_PERSON_TILE, NULL);

  soho_list_click_add (list_item, GTK_WIDGET (tile));
  gtk_list_item_set_child (list_item, GTK_WIDGET (tile));
}

static void
on_bind (GtkListItemFactory *factory, GtkListItem *list_item, const SohoCommune *from)
{
  GtkWidget *tile = gtk_list_item_get_child (list_item);
  SohoRecord *member = gtk_list_item_get_item (list_item);
  g_autofree char *description = soho_person_row_dup_description (member, from);

  soho_person_tile_set_member (SOHO_PERSON_TILE (tile),
                               g_object_get_data (G_OBJECT (factory), "photos"), member, from);
  gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_widget_get_parent (tile)),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, description, -1);
}

GtkListItemFactory *
soho_person_tile_factory_new (SohoPhotos *photos, const SohoCommune *from)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), NULL);
  g_object_set_data_full (G_OBJECT (factory), "photos", g_object_ref (photos), g_object_unref);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), (gpointer) from);
  return factory;
}
