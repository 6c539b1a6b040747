/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/within-button.h"

#include <glib/gi18n-lib.h>

#include "model/gazetteer.h"
#include "platform/whereabouts.h"

#define MOST_SUGGESTIONS 5

static const guint distances[] = { 5, 10, 20, 30, 50 };

/* The distance that is chosen at first: there and back in an hour. */
#define FIRST_DISTANCE 2

struct _SohoWithinButton
{
  GtkWidget parent_instance;

  GtkMenuButton *button;
  GtkLabel *label;
  GtkPopover *popover;
  GtkDropDown *distance;
  GtkEditable *entry;
  GtkListBox *suggestions;
  GtkLabel *problem;
  GtkWidget *here_button;
  GtkWidget *anywhere_button;

  SohoReach reach;
  char *place;               /* the name of the commune; NULL for where one is */
  gboolean showing;          /* the entry shows what is chosen; nobody types */
  GCancellable *cancellable; /* while the desktop is asked */
};

G_DEFINE_FINAL_TYPE (SohoWithinButton, soho_within_button, GTK_TYPE_WIDGET)

static guint changed_signal;

static guint
get_distance (SohoWithinButton *self)
{
  guint selected = gtk_drop_down_get_selected (self->distance);

  return distances[MIN (selected, G_N_ELEMENTS (distances) - 1)];
}

static void
show_problem (SohoWithinButton *self, const char *sentence)
{
  gtk_label_set_text (self->problem, sentence != NULL ? sentence : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), sentence != NULL);
}

static void
show_reach (SohoWithinButton *self)
{
  GtkWidget *toggle = gtk_widget_get_first_child (GTK_WIDGET (self->button));
  g_autofree char *text = NULL, *name = NULL;

  if (self->reach.km <= 0)
    text = g_strdup (_ ("Anywhere"));
  else if (self->place != NULL)
    /* Translators: so many kilometres around a commune. */
    text = g_strdup_printf (_ ("%u km around %s"), (guint) self->reach.km, self->place);
  else
    text = g_strdup_printf (_ ("%u km around me"), (guint) self->reach.km);
  name = g_strdup_printf (_ ("Where to look: %s"), text);
  gtk_label_set_text (self->label, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (toggle), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_widget_set_sensitive (self->anywhere_button, self->reach.km > 0);
}

static void
show_suggestions (SohoWithinButton *self, GPtrArray *communes)
{
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->suggestions))) != NULL)
    gtk_list_box_remove (self->suggestions, row);
  for (guint i = 0; communes != NULL && i < communes->len; i++)
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
  gtk_widget_set_visible (GTK_WIDGET (self->suggestions), communes != NULL && communes->len > 0);
}

static void
look_around (SohoWithinButton *self, double latitude, double longitude, const char *place)
{
  self->reach = (SohoReach){ latitude, longitude, get_distance (self) };
  g_free (self->place);
  self->place = g_strdup (place);
  self->showing = TRUE;
  gtk_editable_set_text (self->entry, place != NULL ? place : "");
  self->showing = FALSE;
  show_suggestions (self, NULL);
  show_problem (self, NULL);
  show_reach (self);
  g_signal_emit (self, changed_signal, 0);
}

static void
choose (SohoWithinButton *self, const SohoCommune *commune)
{
  look_around (self, commune->latitude, commune->longitude, commune->name);
  gtk_popover_popdown (self->popover);
}

static void
on_typed (SohoWithinButton *self)
{
  g_autoptr (GPtrArray) communes = NULL;

  if (self->showing)
    return;
  show_problem (self, NULL);
  communes = soho_gazetteer_complete (gtk_editable_get_text (self->entry), MOST_SUGGESTIONS);
  show_suggestions (self, communes);
}

static void
on_entered (SohoWithinButton *self)
{
  const char *typed = gtk_editable_get_text (self->entry);
  const SohoCommune *commune = soho_gazetteer_match (typed);
  g_autoptr (GPtrArray) communes = soho_gazetteer_complete (typed, 1);

  if (commune == NULL && communes->len > 0)
    commune = g_ptr_array_index (communes, 0);
  if (commune != NULL)
    choose (self, commune);
  else
    show_problem (self, _ ("There is no commune of this name in the Gers."));
}

static void
on_suggestion_activated (SohoWithinButton *self, GtkListBoxRow *row)
{
  choose (self, g_object_get_data (G_OBJECT (row), "commune"));
}

static void
on_distance_chosen (SohoWithinButton *self)
{
  if (self->reach.km <= 0 || self->reach.km == get_distance (self))
    return;
  self->reach.km = get_distance (self);
  show_reach (self);
  g_signal_emit (self, changed_signal, 0);
}

static void
on_whereabouts (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SohoWithinButton) self = user_data;
  g_autoptr (GError) error = NULL;
  double latitude, longitude;
  gboolean found = soho_whereabouts_finish (result, &latitude, &longitude, &error);

  g_clear_object (&self->cancellable);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  gtk_widget_set_sensitive (self->here_button, TRUE);
  if (found)
    look_around (self, latitude, longitude, NULL);
  else
    show_problem (self, error->message);
}

static void
on_here_clicked (SohoWithinButton *self)
{
  if (self->cancellable != NULL)
    return;
  gtk_widget_set_sensitive (self->here_button, FALSE);
  show_problem (self, _ ("Asking the desktop where you are…"));
  self->cancellable = g_cancellable_new ();
  soho_whereabouts_ask (self->cancellable, on_whereabouts, g_object_ref (self));
}

static void
on_anywhere_clicked (SohoWithinButton *self)
{
  soho_within_button_clear (self);
  gtk_popover_popdown (self->popover);
}

static void
soho_within_button_dispose (GObject *object)
{
  SohoWithinButton *self = SOHO_WITHIN_BUTTON (object);
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (object));

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  if (child != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (soho_within_button_parent_class)->dispose (object);
}

static void
soho_within_button_finalize (GObject *object)
{
  SohoWithinButton *self = SOHO_WITHIN_BUTTON (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->place, g_free);
  G_OBJECT_CLASS (soho_within_button_parent_class)->finalize (object);
}

static void
soho_within_button_class_init (SohoWithinButtonClass *klass)
{
  GtkWidgetClass *widget = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = soho_within_button_dispose;
  G_OBJECT_CLASS (klass)->finalize = soho_within_button_finalize;
  changed_signal = g_signal_new ("changed", SOHO_TYPE_WITHIN_BUTTON, G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (widget, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget, "/fr/sohosolo/SohoSolo/ui/within-button.ui");
  gtk_widget_class_bind_template_child (widget, SohoWithinButton, button);
  gtk_widget_class_bind_template_child (widget, SohoWithinButton, label);
  gtk_widget_class_bind_template_child (widget, SohoWithinButton, popover);
  gtk_widget_class_bind_template_child (widget, SohoWithinButton, distance);
  gtk_widget_class_bind_template_child (widget, SohoWithinButton, entry);
  gtk_widget_class_bind_template_child (widget, SohoWithinButton, suggestions);
  gtk_widget_class_bind_template_child (widget, SohoWithinButton, problem);
  gtk_widget_class_bind_template_child (widget, SohoWithinButton, here_button);
  gtk_widget_class_bind_template_child (widget, SohoWithinButton, anywhere_button);
  gtk_widget_class_bind_template_callback (widget, on_typed);
  gtk_widget_class_bind_template_callback (widget, on_entered);
  gtk_widget_class_bind_template_callback (widget, on_suggestion_activated);
  gtk_widget_class_bind_template_callback (widget, on_distance_chosen);
  gtk_widget_class_bind_template_callback (widget, on_here_clicked);
  gtk_widget_class_bind_template_callback (widget, on_anywhere_clicked);
}

static void
soho_within_button_init (SohoWithinButton *self)
{
  g_autoptr (GtkStringList) choices = gtk_string_list_new (NULL);

  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < G_N_ELEMENTS (distances); i++)
    {
      g_autofree char *text = g_strdup_printf (_ ("%u km"), distances[i]);

      gtk_string_list_append (choices, text);
    }
  gtk_drop_down_set_model (self->distance, G_LIST_MODEL (choices));
  gtk_drop_down_set_selected (self->distance, FIRST_DISTANCE);
  show_reach (self);
}

SohoReach
soho_within_button_get (SohoWithinButton *self)
{
  return self->reach;
}

void
soho_within_button_clear (SohoWithinButton *self)
{
  if (self->reach.km <= 0)
    return;
  self->reach.km = 0;
  self->showing = TRUE;
  gtk_editable_set_text (self->entry, "");
  self->showing = FALSE;
  show_suggestions (self, NULL);
  show_problem (self, NULL);
  show_reach (self);
  g_signal_emit (self, changed_signal, 0);
}
