/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/category-row.h"

#include "lists/category-list.h"

/* Keeps property of target equal to that of the choice that list_item shows. */
static void
follow (GtkListItem *list_item, const char *choice_property, gpointer target, const char *property)
{
  GtkExpression *item = gtk_property_expression_new (GTK_TYPE_LIST_ITEM, NULL, "item");
  GtkExpression *value
      = gtk_property_expression_new (SOHO_TYPE_CATEGORY_CHOICE, item, choice_property);

  gtk_expression_bind (value, target, property, list_item);
}

static void
on_setup (GtkListItemFactory *factory, GtkListItem *list_item, gpointer with_people)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  GtkWidget *icon = gtk_image_new ();
  GtkWidget *label = gtk_label_new (NULL);

  gtk_accessible_update_state (GTK_ACCESSIBLE (icon), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (label, TRUE);
  follow (list_item, "icon-name", icon, "icon-name");
  follow (list_item, "label", label, "label");
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), label);

  if (GPOINTER_TO_INT (with_people))
    {
      GtkWidget *people = gtk_label_new (NULL);

      /* Else the drop-down's list would be as narrow as its button. */
      gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_NONE);
      gtk_widget_add_css_class (people, "dim-label");
      gtk_widget_add_css_class (people, "numeric");
      follow (list_item, "people", people, "label");
      gtk_box_append (GTK_BOX (box), people);
    }
  gtk_list_item_set_child (list_item, box);
}

static void
on_bind (GtkListItemFactory *factory, GtkListItem *list_item)
{
  g_autofree char *label = NULL;
  GtkWidget *row = gtk_widget_get_parent (gtk_list_item_get_child (list_item));

  g_object_get (gtk_list_item_get_item (list_item), "label", &label, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

GtkListItemFactory *
soho_category_row_factory_new (gboolean with_people)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), GINT_TO_POINTER (with_people));
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), NULL);
  return factory;
}
