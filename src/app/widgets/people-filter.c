/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/people-filter.h"

#include <glib/gi18n-lib.h>

#include "lists/category-list.h"
#include "widgets/category-row.h"

struct _SohoPeopleFilter
{
  AdwBin parent_instance;

  GtkSearchEntry *entry;
  GtkDropDown *category;
  GtkLabel *found;
  AdwBin *tools;

  SohoPeopleQueryFunc query; /* NULL: everybody is counted */
  gpointer query_data;
};

G_DEFINE_FINAL_TYPE (SohoPeopleFilter, soho_people_filter, ADW_TYPE_BIN)

enum
{
  PROP_TOOLS = 1,
};

enum
{
  CHANGED,
  ACTIVATED,
  LEFT,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
on_changed (SohoPeopleFilter *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

/* What a screen reader says of the drop-down is what it says of the button inside. */
static void
on_category_chosen (SohoPeopleFilter *self)
{
  SohoCategoryChoice *choice = gtk_drop_down_get_selected_item (self->category);
  GtkWidget *button = gtk_widget_get_first_child (GTK_WIDGET (self->category));
  g_autofree char *label = NULL, *name = NULL;

  if (choice != NULL)
    g_object_get (choice, "label", &label, NULL);
  name = g_strdup_printf (_ ("Occupations to show: %s"), label != NULL ? label : "");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  on_changed (self);
}

static void
on_entry_activated (SohoPeopleFilter *self)
{
  g_signal_emit (self, signals[ACTIVATED], 0);
}

/* Escape empties the entry, and on an empty one gives back all categories. */
static void
on_search_stopped (SohoPeopleFilter *self)
{
  if (*soho_people_filter_get_words (self) != '\0')
    gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  else
    gtk_drop_down_set_selected (self->category, 0);
}

/* Keys typed elsewhere reach the entry without the focus; what follows should be edited there too.
 */
static void
on_text_changed (SohoPeopleFilter *self)
{
  GtkEditable *text = gtk_editable_get_delegate (GTK_EDITABLE (self->entry));

  if (*soho_people_filter_get_words (self) != '\0' && gtk_widget_get_mapped (GTK_WIDGET (self))
      && !gtk_widget_has_focus (GTK_WIDGET (text)))
    soho_people_filter_resume (self);
}

static gboolean
on_entry_key_pressed (SohoPeopleFilter *self, guint key)
{
  if (key != GDK_KEY_Down && key != GDK_KEY_KP_Down)
    return GDK_EVENT_PROPAGATE;
  g_signal_emit (self, signals[LEFT], 0);
  return GDK_EVENT_STOP;
}

/* Counted when somebody looks, not at each letter typed. */
static void
on_categories_opened (GtkToggleButton *button, GParamSpec *spec, SohoPeopleFilter *self)
{
  SohoPeopleQuery query = { NULL };

  if (self->query == NULL || !gtk_toggle_button_get_active (button))
    return;
  self->query (&query, self->query_data);
  soho_category_list_count (SOHO_CATEGORY_LIST (gtk_drop_down_get_model (self->category)), &query);
}

static void
soho_people_filter_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  if (id == PROP_TOOLS)
    g_value_set_object (value, adw_bin_get_child (SOHO_PEOPLE_FILTER (object)->tools));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
}

static void
soho_people_filter_set_property (GObject *object, guint id, const GValue *value, GParamSpec *spec)
{
  if (id == PROP_TOOLS)
    adw_bin_set_child (SOHO_PEOPLE_FILTER (object)->tools, g_value_get_object (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
}

static void
soho_people_filter_class_init (SohoPeopleFilterClass *klass)
{
  static const char *const names[N_SIGNALS] = { "changed", "activated", "left" };
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget = GTK_WIDGET_CLASS (klass);

  object_class->get_property = soho_people_filter_get_property;
  object_class->set_property = soho_people_filter_set_property;
  g_object_class_install_property (
      object_class, PROP_TOOLS,
      g_param_spec_object ("tools", NULL, NULL, GTK_TYPE_WIDGET,
                           G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS));
  for (guint i = 0; i < N_SIGNALS; i++)
    signals[i] = g_signal_new (names[i], SOHO_TYPE_PEOPLE_FILTER, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                               NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget, "/fr/sohosolo/SohoSolo/ui/people-filter.ui");
  gtk_widget_class_bind_template_child (widget, SohoPeopleFilter, entry);
  gtk_widget_class_bind_template_child (widget, SohoPeopleFilter, category);
  gtk_widget_class_bind_template_child (widget, SohoPeopleFilter, found);
  gtk_widget_class_bind_template_child (widget, SohoPeopleFilter, tools);
  gtk_widget_class_bind_template_callback (widget, on_changed);
  gtk_widget_class_bind_template_callback (widget, on_category_chosen);
  gtk_widget_class_bind_template_callback (widget, on_entry_activated);
  gtk_widget_class_bind_template_callback (widget, on_search_stopped);
  gtk_widget_class_bind_template_callback (widget, on_text_changed);
  gtk_widget_class_bind_template_callback (widget, on_entry_key_pressed);
}

static void
soho_people_filter_init (SohoPeopleFilter *self)
{
  g_autoptr (GtkListItemFactory) button_factory = soho_category_row_factory_new (FALSE);
  g_autoptr (GtkListItemFactory) list_factory = soho_category_row_factory_new (TRUE);

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_drop_down_set_factory (self->category, button_factory);
  gtk_drop_down_set_list_factory (self->category, list_factory);
  g_signal_connect (gtk_widget_get_first_child (GTK_WIDGET (self->category)), "notify::active",
                    G_CALLBACK (on_categories_opened), self);
}

void
soho_people_filter_set_library (SohoPeopleFilter *self, SohoLibrary *library)
{
  g_autoptr (SohoCategoryList) categories = soho_category_list_new (library);

  gtk_drop_down_set_model (self->category, G_LIST_MODEL (categories));
}

void
soho_people_filter_count_by (SohoPeopleFilter *self, SohoPeopleQueryFunc query, gpointer user_data)
{
  self->query = query;
  self->query_data = user_data;
}

void
soho_people_filter_capture_keys (SohoPeopleFilter *self, GtkWidget *widget)
{
  gtk_search_entry_set_key_capture_widget (self->entry, widget);
}

const char *
soho_people_filter_get_words (SohoPeopleFilter *self)
{
  return gtk_editable_get_text (GTK_EDITABLE (self->entry));
}

gint64
soho_people_filter_get_category (SohoPeopleFilter *self)
{
  SohoCategoryChoice *choice = gtk_drop_down_get_selected_item (self->category);

  return choice != NULL ? soho_category_choice_get_id (choice) : 0;
}

gboolean
soho_people_filter_is_active (SohoPeopleFilter *self)
{
  return *soho_people_filter_get_words (self) != '\0'
         || soho_people_filter_get_category (self) != 0;
}

void
soho_people_filter_ask (SohoPeopleFilter *self, const char *words, gint64 category)
{
  GListModel *categories = gtk_drop_down_get_model (self->category);
  guint chosen = 0;

  for (guint i = 0; categories != NULL && i < g_list_model_get_n_items (categories); i++)
    {
      g_autoptr (SohoCategoryChoice) choice = g_list_model_get_item (categories, i);

      if (soho_category_choice_get_id (choice) == category)
        chosen = i;
    }
  gtk_editable_set_text (GTK_EDITABLE (self->entry), words);
  gtk_drop_down_set_selected (self->category, chosen);
}

void
soho_people_filter_clear (SohoPeopleFilter *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  gtk_drop_down_set_selected (self->category, 0);
}

void
soho_people_filter_set_category (SohoPeopleFilter *self, gint64 category)
{
  GListModel *choices = gtk_drop_down_get_model (self->category);

  for (guint i = 0; choices != NULL && i < g_list_model_get_n_items (choices); i++)
    {
      g_autoptr (SohoCategoryChoice) choice = g_list_model_get_item (choices, i);

      if (soho_category_choice_get_id (choice) == category)
        gtk_drop_down_set_selected (self->category, i);
    }
}

void
soho_people_filter_set_found (SohoPeopleFilter *self, guint people)
{
  g_autofree char *text
      = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u person", "%u people", people), people);

  gtk_label_set_text (self->found, text);
}

void
soho_people_filter_focus (SohoPeopleFilter *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}

void
soho_people_filter_resume (SohoPeopleFilter *self)
{
  GtkEditable *text = gtk_editable_get_delegate (GTK_EDITABLE (self->entry));

  gtk_text_grab_focus_without_selecting (GTK_TEXT (text));
}
