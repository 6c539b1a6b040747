/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/sort-button.h"

#include <glib/gi18n-lib.h>

#include "model/gazetteer.h"
#include "platform/window-state.h"

#define MOST_SUGGESTIONS 5

struct _SohoSortButton
{
  GtkWidget parent_instance;

  GtkMenuButton *button;
  GtkPopover *popover;
  GtkCheckButton *by_name;
  GtkCheckButton *by_distance;
  GtkEditable *entry;
  GtkListBox *suggestions;

  const SohoCommune *home; /* NULL until somebody says */
  gboolean showing;        /* the entry shows the commune; nobody types */
};

G_DEFINE_FINAL_TYPE (SohoSortButton, soho_sort_button, GTK_TYPE_WIDGET)

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
show_suggestions (SohoSortButton *self, GPtrArray *communes)
{
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->suggestions))) != NULL)
    gtk_list_box_remove (self->suggestions, row);
  for (guint i = 0; i < communes->len; i++)
    {
      const SohoCommune *commune = g_ptr_array_index (communes, i);
      GtkWidget *label = gtk_label_new (commune->name);

      gtk_label_set_xalign (GTK_LABEL (label), 0);
      row = gtk_list_box_row_new ();
      gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), label);
      gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      commune->name, -1);
      g_object_set_data (G_OBJECT (row), "commune", (gpointer) commune);
      gtk_list_box_append (self->suggestions, row);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->suggestions), communes->len > 0);
}

static void
set_home (SohoSortButton *self, const SohoCommune *commune)
{
  g_autoptr (GPtrArray) none = g_ptr_array_new ();

  self->home = commune;
  soho_window_state_set_commune (commune->insee);
  self->showing = TRUE;
  gtk_editable_set_text (self->entry, commune->name);
  self->showing = FALSE;
  show_suggestions (self, none);
  if (gtk_check_button_get_active (self->by_distance))
    g_signal_emit (self, signals[CHANGED], 0);
  else
    gtk_check_button_set_active (self->by_distance, TRUE);
}

static void
on_typed (SohoSortButton *self)
{
  g_autoptr (GPtrArray) communes = NULL;

  if (self->showing)
    return;
  communes = soho_gazetteer_complete (gtk_editable_get_text (self->entry), MOST_SUGGESTIONS);
  show_suggestions (self, communes);
}

static void
on_entered (SohoSortButton *self)
{
  const char *typed = gtk_editable_get_text (self->entry);
  const SohoCommune *commune = soho_gazetteer_match (typed);
  g_autoptr (GPtrArray) communes = soho_gazetteer_complete (typed, MOST_SUGGESTIONS);

  if (commune == NULL && communes->len > 0)
    commune = g_ptr_array_index (communes, 0);
  if (commune == NULL)
    {
      gtk_widget_add_css_class (GTK_WIDGET (self->entry), "error");
      return;
    }
  gtk_widget_remove_css_class (GTK_WIDGET (self->entry), "error");
  set_home (self, commune);
  gtk_popover_popdown (self->popover);
}

static void
on_suggestion_activated (SohoSortButton *self, GtkListBoxRow *row)
{
  const SohoCommune *commune = g_object_get_data (G_OBJECT (row), "commune");

  gtk_widget_remove_css_class (GTK_WIDGET (self->entry), "error");
  set_home (self, commune);
  gtk_popover_popdown (self->popover);
}

/* Nothing is near until one knows to where. */
static void
on_order_toggled (SohoSortButton *self)
{
  gboolean by_distance = gtk_check_button_get_active (self->by_distance);

  soho_window_state_set_nearest_first (by_distance);
  if (by_distance && self->home == NULL)
    gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  else
    g_signal_emit (self, signals[CHANGED], 0);
}

static void
soho_sort_button_dispose (GObject *object)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (object));

  if (child != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (soho_sort_button_parent_class)->dispose (object);
}

static void
soho_sort_button_class_init (SohoSortButtonClass *klass)
{
  GtkWidgetClass *widget = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = soho_sort_button_dispose;
  signals[CHANGED] = g_signal_new ("changed", SOHO_TYPE_SORT_BUTTON, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (widget, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget, "/fr/sohosolo/SohoSolo/ui/sort-button.ui");
  gtk_widget_class_bind_template_child (widget, SohoSortButton, button);
  gtk_widget_class_bind_template_child (widget, SohoSortButton, popover);
  gtk_widget_class_bind_template_child (widget, SohoSortButton, by_name);
  gtk_widget_class_bind_template_child (widget, SohoSortButton, by_distance);
  gtk_widget_class_bind_template_child (widget, SohoSortButton, entry);
  gtk_widget_class_bind_template_child (widget, SohoSortButton, suggestions);
  gtk_widget_class_bind_template_callback (widget, on_order_toggled);
  gtk_widget_class_bind_template_callback (widget, on_typed);
  gtk_widget_class_bind_template_callback (widget, on_entered);
  gtk_widget_class_bind_template_callback (widget, on_suggestion_activated);
}

static void
soho_sort_button_init (SohoSortButton *self)
{
  g_autofree char *insee = soho_window_state_dup_commune ();
  GtkWidget *toggle;

  gtk_widget_init_template (GTK_WIDGET (self));
  toggle = gtk_widget_get_first_child (GTK_WIDGET (self->button));
  gtk_accessible_update_property (GTK_ACCESSIBLE (toggle), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Order"), -1);
  self->home = soho_gazetteer_find (insee);
  if (self->home == NULL)
    return;
  self->showing = TRUE;
  gtk_editable_set_text (self->entry, self->home->name);
  self->showing = FALSE;
  if (soho_window_state_get_nearest_first ())
    gtk_check_button_set_active (self->by_distance, TRUE);
}

const SohoCommune *
soho_sort_button_get_near (SohoSortButton *self)
{
  return gtk_check_button_get_active (self->by_distance) ? self->home : NULL;
}
