/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/commune-row.h"

#include <glib/gi18n-lib.h>

#include "lists/commune-list.h"
#include "widgets/list-click.h"

struct _SohoCommuneRow
{
  AdwBin parent_instance;

  GtkLabel *name;
  GtkLabel *partner;
  GtkLabel *people;

  SohoCommuneItem *item; /* shown; NULL while the row is not in use */
};

G_DEFINE_FINAL_TYPE (SohoCommuneRow, soho_commune_row, ADW_TYPE_BIN)

static void
show_item (SohoCommuneRow *self)
{
  guint n = soho_commune_item_get_people (self->item);
  gboolean partner = soho_commune_item_get_partner (self->item);
  const char *name = soho_commune_item_get_commune (self->item)->name;
  g_autofree char *figure = g_strdup_printf ("%u", n);
  g_autofree char *people
      = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u person", "%u people", n), n);
  g_autofree char *description
      = g_strjoin (", ", name, people, partner ? _ ("Partner village") : NULL, NULL);
  GtkWidget *list_row = gtk_widget_get_parent (GTK_WIDGET (self));

  gtk_label_set_text (self->name, name);
  gtk_widget_set_visible (GTK_WIDGET (self->partner), partner);
  gtk_label_set_text (self->people, figure);
  gtk_widget_set_visible (GTK_WIDGET (self->people), n > 0);
  gtk_accessible_update_property (GTK_ACCESSIBLE (list_row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  description, -1);
}

static void
set_item (SohoCommuneRow *self, SohoCommuneItem *item)
{
  if (self->item != NULL)
    g_signal_handlers_disconnect_by_data (self->item, self);
  g_set_object (&self->item, item);
  if (item == NULL)
    return;
  g_signal_connect_swapped (item, "notify", G_CALLBACK (show_item), self);
  show_item (self);
}

static void
soho_commune_row_dispose (GObject *object)
{
  set_item (SOHO_COMMUNE_ROW (object), NULL);
  G_OBJECT_CLASS (soho_commune_row_parent_class)->dispose (object);
}

static void
soho_commune_row_class_init (SohoCommuneRowClass *klass)
{
  GtkWidgetClass *widget = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = soho_commune_row_dispose;
  gtk_widget_class_set_template_from_resource (widget, "/fr/sohosolo/SohoSolo/ui/commune-row.ui");
  gtk_widget_class_bind_template_child (widget, SohoCommuneRow, name);
  gtk_widget_class_bind_template_child (widget, SohoCommuneRow, partner);
  gtk_widget_class_bind_template_child (widget, SohoCommuneRow, people);
}

static void
soho_commune_row_init (SohoCommuneRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

const SohoCommune *
soho_commune_row_pick (GtkWidget *list, double x, double y)
{
  GtkWidget *picked = gtk_widget_pick (list, x, y, GTK_PICK_DEFAULT);
  GtkWidget *row = picked != NULL ? gtk_widget_get_ancestor (picked, SOHO_TYPE_COMMUNE_ROW) : NULL;

  /* Its margin belongs to the row of the list around it. */
  if (row == NULL && picked != NULL)
    row = gtk_widget_get_first_child (picked);
  if (row == NULL || !SOHO_IS_COMMUNE_ROW (row) || SOHO_COMMUNE_ROW (row)->item == NULL)
    return NULL;
  return soho_commune_item_get_commune (SOHO_COMMUNE_ROW (row)->item);
}

static void
on_setup (GtkListItemFactory *factory, GtkListItem *list_item)
{
  GtkWidget *row = g_object_new (SOHO_TYPE_COMMUNE_ROW, NULL);

  soho_list_click_add (list_item, row);
  gtk_list_item_set_child (list_item, row);
}

static void
on_bind (GtkListItemFactory *factory, GtkListItem *list_item)
{
  set_item (SOHO_COMMUNE_ROW (gtk_list_item_get_child (list_item)),
            gtk_list_item_get_item (list_item));
}

static void
on_unbind (GtkListItemFactory *factory, GtkListItem *list_item)
{
  set_item (SOHO_COMMUNE_ROW (gtk_list_item_get_child (list_item)), NULL);
}

GtkListItemFactory *
soho_commune_row_factory_new (void)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), NULL);
  g_signal_connect (factory, "unbind", G_CALLBACK (on_unbind), NULL);
  return factory;
}
