/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "map/map-button.h"

#include <math.h>

/* A button that moved so far, in logical pixels, was dragged. */
#define DRAG_DISTANCE 8

struct _SohoMapButton
{
  GtkButton parent_instance;

  graphene_point_t pressed_at; /* where the button was, in the window */
  gboolean dragged;
};

enum
{
  CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SohoMapButton, soho_map_button, GTK_TYPE_BUTTON)

static graphene_point_t
get_position (SohoMapButton *self)
{
  GtkWidget *root = GTK_WIDGET (gtk_widget_get_root (GTK_WIDGET (self)));
  graphene_point_t position = GRAPHENE_POINT_INIT_ZERO;

  if (root != NULL)
    (void) !gtk_widget_compute_point (GTK_WIDGET (self), root, &GRAPHENE_POINT_INIT_ZERO,
                                      &position);
  return position;
}

static void
on_pressed (SohoMapButton *self)
{
  self->pressed_at = get_position (self);
  self->dragged = FALSE;
}

static void
on_released (SohoMapButton *self)
{
  graphene_point_t now = get_position (self);

  self->dragged = hypot (now.x - self->pressed_at.x, now.y - self->pressed_at.y) > DRAG_DISTANCE;
}

/* By key or by screen reader. */
static void
on_activate (SohoMapButton *self)
{
  self->dragged = FALSE;
}

static void
soho_map_button_clicked (GtkButton *button)
{
  SohoMapButton *self = SOHO_MAP_BUTTON (button);

  if (!self->dragged)
    g_signal_emit (self, signals[CHOSEN], 0);
  self->dragged = FALSE;
}

static void
soho_map_button_class_init (SohoMapButtonClass *klass)
{
  GTK_BUTTON_CLASS (klass)->clicked = soho_map_button_clicked;
  signals[CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
}

static void
soho_map_button_init (SohoMapButton *self)
{
  GtkGesture *press = gtk_gesture_click_new ();

  /* Before the button's own gesture, which is the one that clicks. */
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (press), GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (press, "pressed", G_CALLBACK (on_pressed), self);
  g_signal_connect_swapped (press, "released", G_CALLBACK (on_released), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (press));
  g_signal_connect (self, "activate", G_CALLBACK (on_activate), NULL);
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), "pointer");
}

GtkWidget *
soho_map_button_new (const char *css_class)
{
  GtkWidget *self = g_object_new (SOHO_TYPE_MAP_BUTTON, NULL);

  gtk_widget_add_css_class (self, css_class);
  return self;
}

void
soho_map_button_set_text (SohoMapButton *self, const char *text)
{
  g_return_if_fail (SOHO_IS_MAP_BUTTON (self));

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), text);
}

void
soho_map_button_allocate (SohoMapButton *self, double x, double y, int width, int height)
{
  GtkWidget *widget = GTK_WIDGET (self);
  int least_width, least_height;

  g_return_if_fail (SOHO_IS_MAP_BUTTON (self));

  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &least_width, NULL, NULL, NULL);
  gtk_widget_measure (widget, GTK_ORIENTATION_VERTICAL, -1, &least_height, NULL, NULL, NULL);
  width = MAX (width, least_width);
  height = MAX (height, least_height);
  gtk_widget_size_allocate (
      widget, &(GtkAllocation){ floor (x - width / 2.0), floor (y - height / 2.0), width, height },
      -1);
}
