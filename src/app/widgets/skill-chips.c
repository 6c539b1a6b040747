/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/skill-chips.h"

#include <glib/gi18n-lib.h>

#include "widgets/wrap-layout.h"

#define LONGEST_LABEL 27

struct _SohoSkillChips
{
  GtkWidget parent_instance;

  GPtrArray *buttons; /* of GtkToggleButton, children */
  gboolean showing;   /* they are being set; nobody presses */
};

G_DEFINE_FINAL_TYPE (SohoSkillChips, soho_skill_chips, GTK_TYPE_WIDGET)

static guint chosen_signal;

static gint64
get_id (GtkWidget *button)
{
  const gint64 *id = g_object_get_data (G_OBJECT (button), "skill");

  return *id;
}

static void
on_toggled (GtkToggleButton *button, SohoSkillChips *self)
{
  if (self->showing)
    return;
  /* Whoever hears of it may show other chips, while this one is still busy with being pressed. */
  g_idle_add_once ((GSourceOnceFunc) g_object_unref, g_object_ref (button));
  g_signal_emit (self, chosen_signal, 0,
                 gtk_toggle_button_get_active (button) ? get_id (GTK_WIDGET (button)) : 0);
}

static GtkWidget *
create_button (SohoSkillChips *self, const SohoSkillCount *chip)
{
  GtkWidget *button = gtk_toggle_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = gtk_label_new (chip->label), *count = gtk_label_new (NULL);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), LONGEST_LABEL);
  gtk_widget_add_css_class (count, "dim-label");
  gtk_widget_add_css_class (count, "numeric");
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), count);
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_widget_add_css_class (button, "skill-chip");
  gtk_widget_set_tooltip_text (button, chip->label);
  g_object_set_data_full (G_OBJECT (button), "skill", g_memdup2 (&chip->id, sizeof chip->id),
                          g_free);
  g_signal_connect (button, "toggled", G_CALLBACK (on_toggled), self);
  gtk_widget_set_parent (button, GTK_WIDGET (self));
  return button;
}

static GtkWidget *
take_button (SohoSkillChips *self, GPtrArray *before, const SohoSkillCount *chip)
{
  for (guint i = 0; i < before->len; i++)
    if (get_id (g_ptr_array_index (before, i)) == chip->id
        && g_strcmp0 (gtk_widget_get_tooltip_text (g_ptr_array_index (before, i)), chip->label)
               == 0)
      return g_ptr_array_steal_index (before, i);
  return create_button (self, chip);
}

static void
show_chip (GtkWidget *button, const SohoSkillCount *chip, gint64 pressed)
{
  GtkWidget *count = gtk_widget_get_last_child (gtk_button_get_child (GTK_BUTTON (button)));
  g_autofree char *figure = g_strdup_printf ("%u", chip->people);
  g_autofree char *people = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "%u person", "%u people", chip->people), chip->people);
  g_autofree char *name = g_strdup_printf ("%s, %s", chip->label, people);

  gtk_label_set_text (GTK_LABEL (count), figure);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), chip->id == pressed);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
soho_skill_chips_dispose (GObject *object)
{
  SohoSkillChips *self = SOHO_SKILL_CHIPS (object);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_pointer (&self->buttons, g_ptr_array_unref);
  G_OBJECT_CLASS (soho_skill_chips_parent_class)->dispose (object);
}

static void
soho_skill_chips_class_init (SohoSkillChipsClass *klass)
{
  GtkWidgetClass *widget = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = soho_skill_chips_dispose;
  chosen_signal = g_signal_new ("chosen", SOHO_TYPE_SKILL_CHIPS, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
  gtk_widget_class_set_layout_manager_type (widget, SOHO_TYPE_WRAP_LAYOUT);
  gtk_widget_class_set_accessible_role (widget, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_css_name (widget, "skill-chips");
}

static void
soho_skill_chips_init (SohoSkillChips *self)
{
  self->buttons = g_ptr_array_new ();
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Occupations seen on the map"), -1);
}

void
soho_skill_chips_show (SohoSkillChips *self, GArray *skills, gint64 pressed)
{
  g_autoptr (GPtrArray) before = g_steal_pointer (&self->buttons);
  GtkWidget *previous = NULL;
  gboolean had_focus = FALSE;

  self->buttons = g_ptr_array_new ();
  self->showing = TRUE;
  for (guint i = 0; i < skills->len; i++)
    {
      const SohoSkillCount *skill = &g_array_index (skills, SohoSkillCount, i);
      GtkWidget *button = take_button (self, before, skill);

      if (gtk_widget_get_prev_sibling (button) != previous)
        gtk_widget_insert_after (button, GTK_WIDGET (self), previous);
      previous = button;
      g_ptr_array_add (self->buttons, button);
      show_chip (button, skill, pressed);
    }
  for (guint i = 0; i < before->len; i++)
    {
      had_focus |= gtk_widget_has_focus (g_ptr_array_index (before, i));
      gtk_widget_unparent (g_ptr_array_index (before, i));
    }
  self->showing = FALSE;
  gtk_widget_set_visible (GTK_WIDGET (self), skills->len > 0);
  if (had_focus && skills->len > 0)
    gtk_widget_grab_focus (g_ptr_array_index (self->buttons, 0));
}
