/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/initial-strip.h"

#include <glib/gi18n-lib.h>

#include "store/facets.h"

struct _SohoInitialStrip
{
  GtkWidget parent_instance;

  GtkWidget *scrolled;
  GtkBox *letters;
  GArray *initials; /* those shown */
};

G_DEFINE_FINAL_TYPE (SohoInitialStrip, soho_initial_strip, GTK_TYPE_WIDGET)

enum
{
  CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
on_clicked (GtkButton *button, gpointer position)
{
  GtkWidget *self = gtk_widget_get_ancestor (GTK_WIDGET (button), SOHO_TYPE_INITIAL_STRIP);

  g_signal_emit (self, signals[CHOSEN], 0, GPOINTER_TO_UINT (position));
}

/* Tab goes in once, and from any letter out again. */
static gboolean
soho_initial_strip_focus (GtkWidget *widget, GtkDirectionType direction)
{
  gboolean is_tab = direction == GTK_DIR_TAB_FORWARD || direction == GTK_DIR_TAB_BACKWARD;

  if (is_tab && gtk_widget_get_focus_child (widget) != NULL)
    return GDK_EVENT_PROPAGATE;
  return GTK_WIDGET_CLASS (soho_initial_strip_parent_class)->focus (widget, direction);
}

static void
soho_initial_strip_dispose (GObject *object)
{
  SohoInitialStrip *self = SOHO_INITIAL_STRIP (object);

  g_clear_pointer (&self->scrolled, gtk_widget_unparent);
  g_clear_pointer (&self->initials, g_array_unref);
  G_OBJECT_CLASS (soho_initial_strip_parent_class)->dispose (object);
}

static void
soho_initial_strip_class_init (SohoInitialStripClass *klass)
{
  GtkWidgetClass *widget = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = soho_initial_strip_dispose;
  widget->focus = soho_initial_strip_focus;
  signals[CHOSEN] = g_signal_new ("chosen", SOHO_TYPE_INITIAL_STRIP, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  gtk_widget_class_set_layout_manager_type (widget, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget, "initials");
  gtk_widget_class_set_accessible_role (widget, GTK_ACCESSIBLE_ROLE_GROUP);
}

/* In a window too low for all letters the strip scrolls, without a bar that would be wider than the
 * letters. */
static void
soho_initial_strip_init (SohoInitialStrip *self)
{
  self->scrolled = gtk_scrolled_window_new ();
  self->letters = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 0));
  gtk_widget_set_valign (GTK_WIDGET (self->letters), GTK_ALIGN_CENTER);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_EXTERNAL);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scrolled), GTK_WIDGET (self->letters));
  gtk_widget_set_parent (self->scrolled, GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Initials"), -1);
}

static void
add_letter (SohoInitialStrip *self, const SohoInitial *initial)
{
  GtkWidget *button = gtk_button_new_with_label (initial->letter);
  /* Translators: %s is a letter with which family names begin. */
  g_autofree char *name = g_strdup_printf (_ ("Go to %s"), initial->letter);

  gtk_widget_add_css_class (button, "flat");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect (button, "clicked", G_CALLBACK (on_clicked), GUINT_TO_POINTER (initial->first));
  gtk_box_append (self->letters, button);
}

static gboolean
shows (SohoInitialStrip *self, GArray *initials)
{
  if (self->initials == NULL || initials == NULL || self->initials->len != initials->len)
    return self->initials == initials;
  for (guint i = 0; i < initials->len; i++)
    {
      const SohoInitial *a = &g_array_index (self->initials, SohoInitial, i);
      const SohoInitial *b = &g_array_index (initials, SohoInitial, i);

      if (a->first != b->first || !g_str_equal (a->letter, b->letter))
        return FALSE;
    }
  return TRUE;
}

void
soho_initial_strip_show (SohoInitialStrip *self, GArray *initials)
{
  GtkWidget *letter;

  if (shows (self, initials))
    return;
  while ((letter = gtk_widget_get_first_child (GTK_WIDGET (self->letters))) != NULL)
    gtk_box_remove (self->letters, letter);
  g_clear_pointer (&self->initials, g_array_unref);
  if (initials != NULL)
    self->initials = g_array_ref (initials);
  for (guint i = 0; initials != NULL && i < initials->len; i++)
    add_letter (self, &g_array_index (initials, SohoInitial, i));
  gtk_widget_set_visible (GTK_WIDGET (self), initials != NULL && initials->len > 1);
}
