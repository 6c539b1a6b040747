/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/dial-code.h"

#include <glib/gi18n-lib.h>

#include "widgets/qr-code.h"

struct _SohoDialCode
{
  GtkWidget parent_instance;

  GtkMenuButton *button;
  GtkPicture *picture;
  GtkLabel *number;
  char *uri;
};

G_DEFINE_FINAL_TYPE (SohoDialCode, soho_dial_code, GTK_TYPE_WIDGET)

/* The code is made when somebody looks: most never do. */
static void
on_opened (SohoDialCode *self)
{
  g_autoptr (GdkPaintable) code = NULL;

  if (gtk_picture_get_paintable (self->picture) != NULL || self->uri == NULL)
    return;
  code = soho_qr_code_new (self->uri);
  gtk_picture_set_paintable (self->picture, code);
}

static void
soho_dial_code_dispose (GObject *object)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (object));

  if (child != NULL)
    gtk_widget_unparent (child);
  g_clear_pointer (&SOHO_DIAL_CODE (object)->uri, g_free);
  G_OBJECT_CLASS (soho_dial_code_parent_class)->dispose (object);
}

static void
soho_dial_code_class_init (SohoDialCodeClass *klass)
{
  GtkWidgetClass *widget = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = soho_dial_code_dispose;
  gtk_widget_class_set_layout_manager_type (widget, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget, "/fr/sohosolo/SohoSolo/ui/dial-code.ui");
  gtk_widget_class_bind_template_child (widget, SohoDialCode, button);
  gtk_widget_class_bind_template_child (widget, SohoDialCode, picture);
  gtk_widget_class_bind_template_child (widget, SohoDialCode, number);
  gtk_widget_class_bind_template_callback (widget, on_opened);
}

static void
soho_dial_code_init (SohoDialCode *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
soho_dial_code_set_number (SohoDialCode *self, const char *uri, const char *shown)
{
  /* Translators: %s is a telephone number. */
  g_autofree char *name = g_strdup_printf (_ ("QR code to dial %s from a mobile telephone"), shown);
  g_autofree char *picture_name = g_strdup_printf (_ ("QR code of %s"), shown);
  GtkWidget *toggle = gtk_widget_get_first_child (GTK_WIDGET (self->button));

  g_return_if_fail (self->uri == NULL);

  self->uri = g_strdup (uri);
  gtk_label_set_text (self->number, shown);
  gtk_picture_set_alternative_text (self->picture, picture_name);
  /* What a screen reader says of a menu button is what it says of the button inside. */
  gtk_accessible_update_property (GTK_ACCESSIBLE (toggle), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}
