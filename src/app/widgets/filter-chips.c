/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/filter-chips.h"

#include <glib/gi18n-lib.h>

#include "widgets/wrap-layout.h"

struct _SohoFilterChips
{
  GtkWidget parent_instance;
};

G_DEFINE_FINAL_TYPE (SohoFilterChips, soho_filter_chips, GTK_TYPE_WIDGET)

enum
{
  REMOVED,
  CLEARED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
remove_all (SohoFilterChips *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
}

static void
on_chip_clicked (GtkButton *button, gpointer index)
{
  g_signal_emit (gtk_widget_get_parent (GTK_WIDGET (button)), signals[REMOVED], 0,
                 GPOINTER_TO_UINT (index));
}

static void
on_clear_clicked (GtkButton *button)
{
  g_signal_emit (gtk_widget_get_parent (GTK_WIDGET (button)), signals[CLEARED], 0);
}

static void
soho_filter_chips_dispose (GObject *object)
{
  remove_all (SOHO_FILTER_CHIPS (object));
  G_OBJECT_CLASS (soho_filter_chips_parent_class)->dispose (object);
}

static void
soho_filter_chips_class_init (SohoFilterChipsClass *klass)
{
  GtkWidgetClass *widget = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = soho_filter_chips_dispose;
  signals[REMOVED] = g_signal_new ("removed", SOHO_TYPE_FILTER_CHIPS, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[CLEARED] = g_signal_new ("cleared", SOHO_TYPE_FILTER_CHIPS, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (widget, SOHO_TYPE_WRAP_LAYOUT);
  gtk_widget_class_set_css_name (widget, "filterchips");
}

static void
soho_filter_chips_init (SohoFilterChips *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

static void
add_chip (SohoFilterChips *self, guint index, const char *text)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = gtk_label_new (text);
  g_autofree char *name = g_strdup_printf (_ ("Remove the filter: %s"), text);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name ("window-close-symbolic"));
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_widget_add_css_class (button, "chip");
  gtk_widget_set_tooltip_text (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect (button, "clicked", G_CALLBACK (on_chip_clicked), GUINT_TO_POINTER (index));
  gtk_widget_set_parent (button, GTK_WIDGET (self));
}

static void
add_clear (SohoFilterChips *self)
{
  GtkWidget *button = gtk_button_new_with_label (_ ("Clear All"));

  gtk_widget_add_css_class (button, "chip");
  gtk_widget_add_css_class (button, "clear");
  g_signal_connect (button, "clicked", G_CALLBACK (on_clear_clicked), NULL);
  gtk_widget_set_parent (button, GTK_WIDGET (self));
}

void
soho_filter_chips_show (SohoFilterChips *self, const char *const *texts)
{
  guint n = g_strv_length ((char **) texts);

  remove_all (self);
  for (guint i = 0; i < n; i++)
    add_chip (self, i, texts[i]);
  if (n > 1)
    add_clear (self);
  gtk_widget_set_visible (GTK_WIDGET (self), n > 0);
}
