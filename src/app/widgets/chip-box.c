/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/chip-box.h"

#include <string.h>

#include "widgets/wrap-layout.h"

struct _SohoChipBox
{
  GtkWidget parent_instance;

  GtkLabel *title;
  GtkBox *chips;
  char **texts; /* those shown */
  gint64 *ids;  /* of each, where they are links; NULL else */
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
  g_clear_pointer (&SOHO_CHIP_BOX (object)->ids, g_free);
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

static void
add_link (SohoChipBox *self, const char *text, gint64 id, const char *action, const char *tooltip)
{
  GtkWidget *label = gtk_label_new (text);
  GtkWidget *chip = gtk_button_new ();

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_button_set_child (GTK_BUTTON (chip), label);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (chip), action);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (chip), "x", id);
  gtk_widget_set_tooltip_text (chip, tooltip);
  gtk_widget_add_css_class (chip, "chip");
  gtk_box_append (self->chips, chip);
}

static gboolean
shows (SohoChipBox *self, const char *const *texts, const gint64 *ids)
{
  gsize size = g_strv_length (self->texts) * sizeof *ids;

  return g_strv_equal (texts, (const char *const *) self->texts)
         && (ids != NULL) == (self->ids != NULL)
         && (ids == NULL || memcmp (ids, self->ids, size) == 0);
}

/* Takes away what is shown, if it is something else. */
static gboolean
prepare (SohoChipBox *self, const char *const *texts, const gint64 *ids)
{
  GtkWidget *chip;

  if (shows (self, texts, ids))
    return FALSE;
  g_strfreev (self->texts);
  g_free (self->ids);
  self->texts = g_strdupv ((char **) texts);
  self->ids = g_memdup2 (ids, g_strv_length (self->texts) * sizeof *ids);
  while ((chip = gtk_widget_get_first_child (GTK_WIDGET (self->chips))) != NULL)
    gtk_box_remove (self->chips, chip);
  gtk_widget_set_visible (GTK_WIDGET (self), texts[0] != NULL);
  return TRUE;
}

void
soho_chip_box_set_texts (SohoChipBox *self, const char *const *texts)
{
  if (prepare (self, texts, NULL))
    for (guint i = 0; texts[i] != NULL; i++)
      add_chip (self, texts[i]);
}

void
soho_chip_box_set_links (SohoChipBox *self,
                         const char *const *texts,
                         const gint64 *ids,
                         const char *action,
                         const char *tooltip)
{
  if (prepare (self, texts, ids))
    for (guint i = 0; texts[i] != NULL; i++)
      add_link (self, texts[i], ids[i], action, tooltip);
}
