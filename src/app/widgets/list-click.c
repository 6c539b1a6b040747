/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/list-click.h"

static void
on_released (GtkGestureClick *gesture, int n_press, double x, double y, GtkListItem *list_item)
{
  GtkWidget *child = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (gesture));

  /* A second click would open twice what the first one opened. */
  if (n_press == 1 && gtk_widget_contains (child, x, y))
    gtk_widget_activate_action (child, "list.activate-item", "u",
                                gtk_list_item_get_position (list_item));
}

void
soho_list_click_add (GtkListItem *list_item, GtkWidget *child)
{
  GtkGesture *gesture = gtk_gesture_click_new ();

  /* The list item owns the child, and the child this gesture, which so never outlives it. */
  g_signal_connect (gesture, "released", G_CALLBACK (on_released), list_item);
  gtk_widget_add_controller (child, GTK_EVENT_CONTROLLER (gesture));
}
