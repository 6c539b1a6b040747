/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/person-row.h"

#include <glib/gi18n-lib.h>

#include "widgets/avatar-photo.h"
#include "widgets/list-click.h"

struct _SohoPersonRow
{
  AdwBin parent_instance;

  AdwAvatar *avatar;
  GtkLabel *name;
  GtkLabel *occupation;
  GtkLabel *commune;
};

G_DEFINE_FINAL_TYPE (SohoPersonRow, soho_person_row, ADW_TYPE_BIN)

static void
soho_person_row_class_init (SohoPersonRowClass *klass)
{
  GtkWidgetClass *widget = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget, "/fr/sohosolo/SohoSolo/ui/person-row.ui");
  gtk_widget_class_bind_template_child (widget, SohoPersonRow, avatar);
  gtk_widget_class_bind_template_child (widget, SohoPersonRow, name);
  gtk_widget_class_bind_template_child (widget, SohoPersonRow, occupation);
  gtk_widget_class_bind_template_child (widget, SohoPersonRow, commune);
}

static void
soho_person_row_init (SohoPersonRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

char *
soho_person_row_dup_place (SohoRecord *member, const SohoCommune *from)
{
  const SohoCommune *commune = soho_gazetteer_find (soho_record_get_text (member, "commune"));

  if (commune == NULL)
    return g_strdup ("");
  if (from == NULL || from == commune)
    return g_strdup (commune->name);
  /* Translators: a commune and how far away it is: “Condom · 38 km”. */
  return g_strdup_printf (_ ("%s · %d km"), commune->name,
                          MAX ((int) (soho_gazetteer_distance_km (from, commune) + 0.5), 1));
}

const char *
soho_person_row_get_occupation (SohoRecord *member)
{
  const char *occupation = soho_record_get_text (member, "occupation");
  const char *organization = soho_record_get_text (member, "organization");

  if (occupation != NULL)
    return occupation;
  return organization != NULL ? organization : "";
}

void
soho_person_row_set_member (SohoPersonRow *self,
                            SohoPhotos *photos,
                            SohoRecord *member,
                            const SohoCommune *from)
{
  g_autofree char *name = soho_record_dup_title (member);
  g_autofree char *place = soho_person_row_dup_place (member, from);
  const char *occupation = soho_person_row_get_occupation (member);

  adw_avatar_set_text (self->avatar, name);
  soho_avatar_photo_show (self->avatar, photos, member);
  gtk_label_set_text (self->name, name);
  gtk_label_set_text (self->occupation, occupation);
  gtk_widget_set_visible (GTK_WIDGET (self->occupation), *occupation != '\0');
  gtk_label_set_text (self->commune, place);
}

void
soho_person_row_hide_commune (SohoPersonRow *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->commune), FALSE);
}

char *
soho_person_row_dup_description (SohoRecord *member, const SohoCommune *from)
{
  g_autofree char *name = soho_record_dup_title (member);
  g_autofree char *place = soho_person_row_dup_place (member, from);
  const char *occupation = soho_person_row_get_occupation (member);
  GString *text = g_string_new (name);

  if (*occupation != '\0')
    g_string_append_printf (text, ", %s", occupation);
  if (*place != '\0')
    g_string_append_printf (text, ", %s", place);
  return g_string_free (text, FALSE);
}

static void
on_setup (GtkListItemFactory *factory, GtkListItem *list_item)
{
  SohoPersonRow *row = g_object_new (SOHO_TYPE_PERSON_ROW, NULL);

  soho_list_click_add (list_item, GTK_WIDGET (row));
  gtk_list_item_set_child (list_item, GTK_WIDGET (row));
}

static void
on_bind (GtkListItemFactory *factory, GtkListItem *list_item, const SohoCommune *from)
{
  GtkWidget *row = gtk_list_item_get_child (list_item);
  SohoRecord *member = gtk_list_item_get_item (list_item);
  g_autofree char *description = soho_person_row_dup_description (member, from);

  soho_person_row_set_member (SOHO_PERSON_ROW (row),
                              g_object_get_data (G_OBJECT (factory), "photos"), member, from);
  /* GTK 4.8 gives rows of a list view no name of their own. */
  gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_widget_get_parent (row)),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, description, -1);
}

GtkListItemFactory *
soho_person_row_factory_new (SohoPhotos *photos, const SohoCommune *from)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), NULL);
  g_object_set_data_full (G_OBJECT (factory), "photos", g_object_ref (photos), g_object_unref);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), (gpointer) from);
  return factory;
}
