/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/toast.h"

#include <adwaita.h>

void
soho_toast_say (GtkWidget *widget, const char *sentence)
{
  GtkWidget *overlay = gtk_widget_get_ancestor (widget, ADW_TYPE_TOAST_OVERLAY);
  AdwToast *toast;
  g_autofree char *markup = NULL;

  if (overlay == NULL)
    return;
  markup = g_markup_escape_text (sentence, -1);
  toast = adw_toast_new (markup);
  adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
  adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (overlay), toast);
}
