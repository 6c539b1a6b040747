/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/toast.h"

#include <adwaita.h>

/* The first of what stands in the widget. */
static GtkWidget *
find_below (GtkWidget *widget)
{
  GtkWidget *found = ADW_IS_TOAST_OVERLAY (widget) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_below (child);
  return found;
}

void
soho_toast_say (GtkWidget *widget, const char *sentence)
{
  GtkWidget *overlay = GTK_IS_WINDOW (widget)
                           ? find_below (widget)
                           : gtk_widget_get_ancestor (widget, ADW_TYPE_TOAST_OVERLAY);
  AdwToast *toast;
  g_autofree char *markup = NULL;

  if (overlay == NULL)
    return;
  markup = g_markup_escape_text (sentence, -1);
  toast = adw_toast_new (markup);
  adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
  adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (overlay), toast);
}
