/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dialogs/server-dialog.h"

#include <glib/gi18n-lib.h>

#include "address.h"

struct _SohoServerDialog
{
  AdwMessageDialog parent_instance;

  GtkEntry *address;
  GtkLabel *complaint;

  SohoLibrary *library;
};

G_DEFINE_FINAL_TYPE (SohoServerDialog, soho_server_dialog, ADW_TYPE_MESSAGE_DIALOG)

static void
on_address_changed (SohoServerDialog *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->address));
  g_autoptr (GError) error = NULL;
  g_autofree char *server = soho_address_parse (text, &error);
  gboolean complain = server == NULL && *text != '\0';

  adw_message_dialog_set_response_enabled (ADW_MESSAGE_DIALOG (self), "save", server != NULL);
  gtk_label_set_text (self->complaint, complain ? error->message : "");
  if (complain)
    gtk_widget_add_css_class (GTK_WIDGET (self->address), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->address), "error");
}

static void
on_response (SohoServerDialog *self, const char *response)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->address));
  g_autoptr (GError) error = NULL;

  if (g_strcmp0 (response, "save") != 0)
    return;
  if (soho_library_set_server (self->library, text, &error))
    soho_library_sync (self->library);
  else
    soho_library_report (self->library, g_steal_pointer (&error));
}

static void
soho_server_dialog_dispose (GObject *object)
{
  g_clear_object (&SOHO_SERVER_DIALOG (object)->library);
  G_OBJECT_CLASS (soho_server_dialog_parent_class)->dispose (object);
}

static void
soho_server_dialog_class_init (SohoServerDialogClass *klass)
{
  GtkWidgetClass *widget = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = soho_server_dialog_dispose;
  gtk_widget_class_set_template_from_resource (widget, "/fr/sohosolo/SohoSolo/ui/server-dialog.ui");
  gtk_widget_class_bind_template_child (widget, SohoServerDialog, address);
  gtk_widget_class_bind_template_child (widget, SohoServerDialog, complaint);
  gtk_widget_class_bind_template_callback (widget, on_address_changed);
  gtk_widget_class_bind_template_callback (widget, on_response);
}

static void
soho_server_dialog_init (SohoServerDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
soho_server_dialog_new (GtkWindow *parent, SohoLibrary *library)
{
  SohoServerDialog *self
      = g_object_new (SOHO_TYPE_SERVER_DIALOG, "transient-for", parent, "modal", TRUE, NULL);
  const char *server = soho_library_get_server (library);

  self->library = g_object_ref (library);
  gtk_editable_set_text (GTK_EDITABLE (self->address), server != NULL ? server : "");
  on_address_changed (self);
  return GTK_WIDGET (self);
}
