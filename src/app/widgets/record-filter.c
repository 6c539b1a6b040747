/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/record-filter.h"

struct _SohoRecordFilter
{
  AdwBin parent_instance;

  GtkSearchEntry *entry;
  GtkLabel *found;
};

G_DEFINE_FINAL_TYPE (SohoRecordFilter, soho_record_filter, ADW_TYPE_BIN)

enum
{
  PROP_PLACEHOLDER_TEXT = 1,
  PROP_ENTRY_NAME,
  N_PROPS,
};

enum
{
  CHANGED,
  ACTIVATED,
  LEFT,
  N_SIGNALS,
};

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

static void
on_changed (SohoRecordFilter *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
on_entry_activated (SohoRecordFilter *self)
{
  g_signal_emit (self, signals[ACTIVATED], 0);
}

/* Escape empties the entry. */
static void
on_search_stopped (SohoRecordFilter *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
}

/* Keys typed elsewhere reach the entry without the focus; what follows should be edited there too.
 */
static void
on_text_changed (SohoRecordFilter *self)
{
  GtkEditable *text = gtk_editable_get_delegate (GTK_EDITABLE (self->entry));

  if (*soho_record_filter_get_words (self) != '\0' && gtk_widget_get_mapped (GTK_WIDGET (self))
      && !gtk_widget_has_focus (GTK_WIDGET (text)))
    gtk_text_grab_focus_without_selecting (GTK_TEXT (text));
}

static gboolean
on_entry_key_pressed (SohoRecordFilter *self, guint key)
{
  if (key != GDK_KEY_Down && key != GDK_KEY_KP_Down)
    return GDK_EVENT_PROPAGATE;
  g_signal_emit (self, signals[LEFT], 0);
  return GDK_EVENT_STOP;
}

static void
soho_record_filter_set_property (GObject *object, guint id, const GValue *value, GParamSpec *spec)
{
  SohoRecordFilter *self = SOHO_RECORD_FILTER (object);

  switch (id)
    {
    case PROP_PLACEHOLDER_TEXT:
      g_object_set_property (G_OBJECT (self->entry), "placeholder-text", value);
      break;
    case PROP_ENTRY_NAME:
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      g_value_get_string (value), -1);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
    }
}

static void
soho_record_filter_class_init (SohoRecordFilterClass *klass)
{
  static const char *const names[N_SIGNALS] = { "changed", "activated", "left" };
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget = GTK_WIDGET_CLASS (klass);

  object_class->set_property = soho_record_filter_set_property;
  props[PROP_PLACEHOLDER_TEXT] = g_param_spec_string ("placeholder-text", NULL, NULL, NULL,
                                                      G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  props[PROP_ENTRY_NAME] = g_param_spec_string ("entry-name", NULL, NULL, NULL,
                                                G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
  for (guint i = 0; i < N_SIGNALS; i++)
    signals[i] = g_signal_new (names[i], SOHO_TYPE_RECORD_FILTER, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                               NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget, "/fr/sohosolo/SohoSolo/ui/record-filter.ui");
  gtk_widget_class_bind_template_child (widget, SohoRecordFilter, entry);
  gtk_widget_class_bind_template_child (widget, SohoRecordFilter, found);
  gtk_widget_class_bind_template_callback (widget, on_changed);
  gtk_widget_class_bind_template_callback (widget, on_entry_activated);
  gtk_widget_class_bind_template_callback (widget, on_search_stopped);
  gtk_widget_class_bind_template_callback (widget, on_text_changed);
  gtk_widget_class_bind_template_callback (widget, on_entry_key_pressed);
}

static void
soho_record_filter_init (SohoRecordFilter *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
soho_record_filter_capture_keys (SohoRecordFilter *self, GtkWidget *widget)
{
  gtk_search_entry_set_key_capture_widget (self->entry, widget);
}

const char *
soho_record_filter_get_words (SohoRecordFilter *self)
{
  return gtk_editable_get_text (GTK_EDITABLE (self->entry));
}

void
soho_record_filter_clear (SohoRecordFilter *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
}

void
soho_record_filter_set_found (SohoRecordFilter *self, const char *text)
{
  gtk_label_set_text (self->found, text);
}

void
soho_record_filter_focus (SohoRecordFilter *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}
