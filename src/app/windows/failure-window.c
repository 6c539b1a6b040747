/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "windows/failure-window.h"

struct _SohoFailureWindow
{
  AdwApplicationWindow parent_instance;

  AdwStatusPage *page;
};

G_DEFINE_FINAL_TYPE (SohoFailureWindow, soho_failure_window, ADW_TYPE_APPLICATION_WINDOW)

static void
soho_failure_window_class_init (SohoFailureWindowClass *klass)
{
  GtkWidgetClass *widget = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget,
                                               "/fr/sohosolo/SohoSolo/ui/failure-window.ui");
  gtk_widget_class_bind_template_child (widget, SohoFailureWindow, page);
}

static void
soho_failure_window_init (SohoFailureWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
soho_failure_window_new (AdwApplication *application, const char *sentence)
{
  SohoFailureWindow *self
      = g_object_new (SOHO_TYPE_FAILURE_WINDOW, "application", application, NULL);
  g_autofree char *markup = g_markup_escape_text (sentence, -1);

  adw_status_page_set_description (self->page, markup);
  return GTK_WIDGET (self);
}
