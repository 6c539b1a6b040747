/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/toast.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

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

typedef struct
{
  void (*undo) (gpointer data);
  gpointer data;
  GDestroyNotify free_data;
} Undo;

static void
on_undo (AdwToast *toast, Undo *undo)
{
  undo->undo (undo->data);
}

static void
free_undo (gpointer user_data, GClosure *closure)
{
  Undo *undo = user_data;

  undo->free_data (undo->data);
  g_free (undo);
}

void
soho_toast_offer_undo (GtkWidget *widget,
                       const char *sentence,
                       void (*undo) (gpointer data),
                       gpointer data,
                       GDestroyNotify free_data)
{
  GtkWidget *overlay = gtk_widget_get_ancestor (widget, ADW_TYPE_TOAST_OVERLAY);
  g_autofree char *markup = g_markup_escape_text (sentence, -1);
  AdwToast *toast = adw_toast_new (markup);
  Undo *offer = g_new (Undo, 1);

  *offer = (Undo){ undo, data, free_data };
  adw_toast_set_button_label (toast, _ ("_Undo"));
  adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
  g_signal_connect_data (toast, "button-clicked", G_CALLBACK (on_undo), offer, free_undo, 0);
  if (overlay != NULL)
    adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (overlay), toast);
  else
    g_object_unref (g_object_ref_sink (toast));
}
