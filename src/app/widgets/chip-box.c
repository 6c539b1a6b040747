/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/chip-box.h"

#include "widgets/wrap-layout.h"

struct _SohoChipBox
{
  GtkWidget parent_instance;

  GtkLabel *title;
  GtkBox *chips;
  char **texts; /* those shown */
};

G_DEFINE_FINAL_TYPE (SohoChipBox, soho_chip_box, GTK_TYPE_WIDGET)

enum
{
  PROP_TITLE = 1,
};

static void
soho_chip_box_set_property (GObject *object, guint id, const GValue *value, GParamSpec *spec)
{
  if (id == PROP_TITLE)
    gtk_label_set_text (SOHO_CHIP_BOX (object)->title, g_value_get_string (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
}

static void
soho_chip_box_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (soho_chip_box_parent_class)->dispose (object);
}

static void
soho_chip_box_finalize (GObject *object)
{
  g_clear_pointer (&SOHO_CHIP_BOX (object)->texts, g_strfreev);
  G_OBJECT_CLASS (soho_chip_box_parent_class)->finalize (object);
}

static void
soho_chip_box_class_init (SohoChipBoxClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget = GTK_WIDGET_CLASS (klass);

  object_class->set_property = soho_chip_box_set_property;
  object_class->dispose = soho_chip_box_dispose;
  object_class->finalize = soho_chip_box_finalize;
  g_object_class_install_property (
      object_class, PROP_TITLE,
      g_param_spec_string ("title", NULL, NULL, NULL, G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS));

  g_type_ensure (SOHO_TYPE_WRAP_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget, "/fr/sohosolo/SohoSolo/ui/chip-box.ui");
  gtk_widget_class_bind_template_child (widget, SohoChipBox, title);
  gtk_widget_class_bind_template_child (widget, SohoChipBox, chips);
}

static void
soho_chip_box_init (SohoChipBox *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->texts = g_new0 (char *, 1);
}

static void
add_chip (SohoChipBox *self, const char *text)
{
  GtkWidget *chip = gtk_label_new (text);

  gtk_label_set_ellipsize (GTK_LABEL (chip), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (chip, "chip");
  gtk_box_append (self->chips, chip);
}

void
soho_chip_box_set_texts (SohoChipBox *self, const char *const *texts)
{
  GtkWidget *chip;

  if (g_strv_equal (texts, (const char *const *) self->texts))
    return;
  g_strfreev (self->texts);
  self->texts = g_strdupv ((char **) texts);
  while ((chip = gtk_widget_get_first_child (GTK_WIDGET (self->chips))) != NULL)
    gtk_box_remove (self->chips, chip);
  for (guint i = 0; texts[i] != NULL; i++)
    add_chip (self, texts[i]);
  gtk_widget_set_visible (GTK_WIDGET (self), texts[0] != NULL);
}
