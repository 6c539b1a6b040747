/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/suggestions.h"

/* Under which the entry has it. */
#define DATA "soho-suggestions"

struct _SohoSuggestions
{
  GObject parent_instance;

  AdwEntryRow *entry; /* borrowed: it owns this */
  GtkWidget *row;     /* borrowed from the list that the entry stands in; NULL before the first */
  GtkListBox *list;   /* in the row */
  char *name;
  guint n;
};

G_DEFINE_FINAL_TYPE (SohoSuggestions, soho_suggestions, G_TYPE_OBJECT)

enum
{
  PICKED,
  LEFT,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
pick (SohoSuggestions *self, int position)
{
  g_signal_emit (self, signals[PICKED], 0, position);
}

static void
on_list_left (SohoSuggestions *self)
{
  g_signal_emit (self, signals[LEFT], 0);
}

static void
on_row_activated (SohoSuggestions *self, GtkListBoxRow *row)
{
  pick (self, gtk_list_box_row_get_index (row));
}

static void
on_entry_activated (SohoSuggestions *self)
{
  if (self->n > 0)
    pick (self, 0);
}

static gboolean
on_key_in_entry (SohoSuggestions *self, guint key)
{
  if (self->n == 0)
    return GDK_EVENT_PROPAGATE;
  if (key == GDK_KEY_Escape)
    {
      soho_suggestions_clear (self);
      return GDK_EVENT_STOP;
    }
  if (key != GDK_KEY_Down && key != GDK_KEY_KP_Down)
    return GDK_EVENT_PROPAGATE;
  soho_suggestions_focus (self);
  return GDK_EVENT_STOP;
}

static gboolean
on_key_in_list (SohoSuggestions *self, guint key)
{
  GtkWidget *first = GTK_WIDGET (gtk_list_box_get_row_at_index (self->list, 0));
  gboolean at_first = first != NULL && gtk_widget_has_focus (first);

  if (key != GDK_KEY_Escape && !(at_first && (key == GDK_KEY_Up || key == GDK_KEY_KP_Up)))
    return GDK_EVENT_PROPAGATE;
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  if (key == GDK_KEY_Escape)
    soho_suggestions_clear (self);
  return GDK_EVENT_STOP;
}

static void
add_keys (SohoSuggestions *self, GtkWidget *widget, GCallback callback)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", callback, self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (widget, keys);
}

static void
ensure_row (SohoSuggestions *self)
{
  GtkWidget *above = GTK_WIDGET (self->entry);
  GtkWidget *list = gtk_widget_get_parent (above);
  GtkEventController *focus;

  if (self->row != NULL)
    return;
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "suggestions");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  self->name, -1);
  g_signal_connect_object (self->list, "row-activated", G_CALLBACK (on_row_activated), self,
                           G_CONNECT_SWAPPED);
  add_keys (self, GTK_WIDGET (self->list), G_CALLBACK (on_key_in_list));
  focus = gtk_event_controller_focus_new ();
  g_signal_connect_object (focus, "leave", G_CALLBACK (on_list_left), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->list), focus);

  self->row = adw_preferences_row_new ();
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self->row), GTK_WIDGET (self->list));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self->row), FALSE);
  gtk_widget_set_focusable (self->row, FALSE);
  gtk_list_box_insert (GTK_LIST_BOX (list), self->row,
                       gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (above)) + 1);
}

static void
soho_suggestions_finalize (GObject *object)
{
  g_free (SOHO_SUGGESTIONS (object)->name);
  G_OBJECT_CLASS (soho_suggestions_parent_class)->finalize (object);
}

static void
soho_suggestions_class_init (SohoSuggestionsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = soho_suggestions_finalize;
  signals[PICKED] = g_signal_new ("picked", SOHO_TYPE_SUGGESTIONS, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 1, G_TYPE_INT);
  signals[LEFT] = g_signal_new ("left", SOHO_TYPE_SUGGESTIONS, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 0);
}

static void
soho_suggestions_init (SohoSuggestions *self)
{
}

SohoSuggestions *
soho_suggestions_attach (AdwEntryRow *entry, const char *name)
{
  SohoSuggestions *self = g_object_new (SOHO_TYPE_SUGGESTIONS, NULL);

  self->entry = entry;
  self->name = g_strdup (name);
  g_signal_connect_object (entry, "entry-activated", G_CALLBACK (on_entry_activated), self,
                           G_CONNECT_SWAPPED);
  add_keys (self, GTK_WIDGET (entry), G_CALLBACK (on_key_in_entry));
  g_object_set_data_full (G_OBJECT (entry), DATA, self, g_object_unref);
  return self;
}

void
soho_suggestions_clear (SohoSuggestions *self)
{
  GtkWidget *row;

  self->n = 0;
  if (self->row == NULL)
    return;
  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, row);
  gtk_widget_set_visible (self->row, FALSE);
}

static GtkWidget *
create_label (const char *text, gboolean dim)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  if (dim)
    {
      gtk_widget_add_css_class (label, "dim-label");
      gtk_widget_add_css_class (label, "caption");
    }
  return label;
}

void
soho_suggestions_add (SohoSuggestions *self, const char *title, const char *subtitle)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *row = gtk_list_box_row_new ();
  g_autofree char *name
      = subtitle != NULL ? g_strdup_printf ("%s, %s", title, subtitle) : g_strdup (title);

  ensure_row (self);
  gtk_box_append (GTK_BOX (box), create_label (title, FALSE));
  if (subtitle != NULL)
    gtk_box_append (GTK_BOX (box), create_label (subtitle, TRUE));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_list_box_append (self->list, row);
  gtk_widget_set_visible (self->row, TRUE);
  self->n++;
}

void
soho_suggestions_focus (SohoSuggestions *self)
{
  if (self->n > 0)
    gtk_widget_grab_focus (GTK_WIDGET (gtk_list_box_get_row_at_index (self->list, 0)));
}

guint
soho_suggestions_get_length (SohoSuggestions *self)
{
  return self->n;
}

gboolean
soho_suggestions_have_focus (GtkWidget *entry)
{
  SohoSuggestions *self = g_object_get_data (G_OBJECT (entry), DATA);
  GtkRoot *root = gtk_widget_get_root (entry);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return self != NULL && self->row != NULL && focus != NULL
         && gtk_widget_is_ancestor (focus, self->row);
}
