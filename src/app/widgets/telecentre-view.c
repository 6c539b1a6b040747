/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/telecentre-view.h"

#include <glib/gi18n-lib.h>

#include "lists/record-list.h"
#include "model/gazetteer.h"
#include "platform/launch.h"
#include "widgets/contact-row.h"
#include "widgets/fact-row.h"
#include "widgets/favourite-button.h"
#include "widgets/opening-hours.h"
#include "widgets/place-words.h"
#include "widgets/record-group.h"
#include "widgets/resource-row.h"

/* How often one looks at the clock while somebody looks at the telecentre. */
#define LOOK_AT_CLOCK_S 20

struct _SohoTelecentreView
{
  AdwBin parent_instance;

  GtkScrolledWindow *scrolled;
  SohoFavouriteButton *favourite;
  GtkLabel *name;
  GtkLabel *commune;
  GtkLabel *state;
  GtkWidget *show_on_map;
  GtkActionable *go_there;
  AdwPreferencesGroup *facts;
  GtkBox *resources_box;

  SohoLibrary *library;
  SohoRecord *telecentre;    /* shown; NULL before the first */
  SohoRecordList *resources; /* of the telecentre shown */
  GPtrArray *rows;           /* of GtkWidget; not owned */
  GPtrArray *groups;         /* of SohoRecordGroup, one for each type of resource; not owned */
  guint clock;               /* a source, 0 while nobody looks */
};

G_DEFINE_FINAL_TYPE (SohoTelecentreView, soho_telecentre_view, ADW_TYPE_BIN)

enum
{
  PROP_TELECENTRE = 1,
  PROP_BESIDE_MAP,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

static void
add_row (SohoTelecentreView *self, GtkWidget *row)
{
  adw_preferences_group_add (self->facts, row);
  g_ptr_array_add (self->rows, row);
}

static void
add_fact (SohoTelecentreView *self, const char *icon_name, const char *name, const char *text)
{
  if (text != NULL)
    add_row (self, soho_fact_row_new (icon_name, name, text));
}

static void
show_state (SohoTelecentreView *self)
{
  const char *hours
      = self->telecentre != NULL ? soho_record_get_text (self->telecentre, "opening_hours") : NULL;
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *state = hours != NULL ? soho_opening_hours_dup_state (hours, now) : NULL;

  gtk_label_set_text (self->state, state != NULL ? state : "");
  gtk_widget_set_visible (GTK_WIDGET (self->state), state != NULL);
}

static void
fill_facts (SohoTelecentreView *self)
{
  const char *hours = soho_record_get_text (self->telecentre, "opening_hours");
  const char *address = soho_record_get_text (self->telecentre, "address");
  const char *phone = soho_record_get_text (self->telecentre, "phone");
  g_autofree char *speed
      = soho_place_dup_speed (soho_record_get_integer (self->telecentre, "network_speed", 0));
  g_autofree char *open = hours != NULL ? soho_opening_hours_dup_text (hours) : NULL;

  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->facts, g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
  if (address != NULL)
    add_row (self, soho_contact_row_new ("address", address, NULL));
  if (phone != NULL)
    add_row (self, soho_contact_row_new ("phone", phone, NULL));
  add_fact (self, "preferences-system-time-symbolic", _ ("Opening hours"), open);
  add_fact (self, "network-wired-symbolic", _ ("Network speed"), speed);
  add_fact (self, "accessories-calculator-symbolic", _ ("Rates"),
            soho_record_get_text (self->telecentre, "rates"));
  gtk_widget_set_visible (GTK_WIDGET (self->facts), self->rows->len > 0);
}

/* To where it says that it stands, or else to the middle of its commune. */
static void
show_way (SohoTelecentreView *self, const SohoCommune *commune, const char *name)
{
  const SohoValue *lat = soho_record_get_value (self->telecentre, "lat");
  const SohoValue *lon = soho_record_get_value (self->telecentre, "lon");
  gboolean is_known = lat->type == SOHO_VALUE_REAL && lon->type == SOHO_VALUE_REAL;

  gtk_widget_set_visible (GTK_WIDGET (self->go_there), is_known || commune != NULL);
  if (is_known)
    soho_launch_set_way (self->go_there, lat->real, lon->real, name);
  else if (commune != NULL)
    soho_launch_set_way (self->go_there, commune->latitude, commune->longitude, name);
}

static void
fill (SohoTelecentreView *self)
{
  const SohoCommune *commune
      = soho_gazetteer_find (soho_record_get_text (self->telecentre, "commune"));
  g_autofree char *name = soho_record_dup_title (self->telecentre);

  gtk_label_set_text (self->name, name);
  gtk_label_set_text (self->commune, commune != NULL ? commune->name : "");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->show_on_map), "x",
                                    soho_record_get_id (self->telecentre));
  show_way (self, commune, name);
  show_state (self);
  fill_facts (self);
}

static GtkWidget *
create_resource_row (gpointer resource, gpointer unused)
{
  return soho_resource_row_new (resource);
}

static gboolean
is_of_type (gpointer resource, gpointer type)
{
  return soho_resource_find_type (resource) == GPOINTER_TO_UINT (type);
}

static void
fill_resources (SohoTelecentreView *self)
{
  g_clear_object (&self->resources);
  if (self->telecentre != NULL)
    self->resources = soho_record_list_new (self->library, "resource", "telecentre",
                                            soho_record_get_id (self->telecentre));
  for (guint i = 0; i < self->groups->len; i++)
    {
      g_autoptr (GListModel) of_type = NULL;

      if (self->resources != NULL)
        of_type = G_LIST_MODEL (gtk_filter_list_model_new (
            G_LIST_MODEL (g_object_ref (self->resources)),
            GTK_FILTER (gtk_custom_filter_new (is_of_type, GUINT_TO_POINTER (i), NULL))));
      soho_record_group_bind (g_ptr_array_index (self->groups, i), of_type, create_resource_row,
                              NULL);
    }
}

static void
set_record (SohoTelecentreView *self, SohoRecord *telecentre)
{
  gint64 before = soho_telecentre_view_get_telecentre (self);

  g_set_object (&self->telecentre, telecentre);
  if (telecentre != NULL)
    fill (self);
  if (soho_telecentre_view_get_telecentre (self) == before)
    return;
  fill_resources (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_TELECENTRE]);
}

static void
on_library_changed (SohoTelecentreView *self)
{
  gint64 id = soho_telecentre_view_get_telecentre (self);
  g_autoptr (SohoRecord) now
      = id != 0 ? soho_library_get_record (self->library, "telecentre", id) : NULL;

  if (id == 0
      || (now != NULL
          && soho_record_get_revision (now) == soho_record_get_revision (self->telecentre)))
    return;
  set_record (self, now);
}

static gboolean
on_clock (gpointer self)
{
  show_state (self);
  return G_SOURCE_CONTINUE;
}

/* While nobody looks, nothing is done; whoever looks reads what is true now. */
static void
soho_telecentre_view_map (GtkWidget *widget)
{
  SohoTelecentreView *self = SOHO_TELECENTRE_VIEW (widget);

  show_state (self);
  self->clock = g_timeout_add_seconds (LOOK_AT_CLOCK_S, on_clock, self);
  GTK_WIDGET_CLASS (soho_telecentre_view_parent_class)->map (widget);
}

static void
soho_telecentre_view_unmap (GtkWidget *widget)
{
  g_clear_handle_id (&SOHO_TELECENTRE_VIEW (widget)->clock, g_source_remove);
  GTK_WIDGET_CLASS (soho_telecentre_view_parent_class)->unmap (widget);
}

static void
soho_telecentre_view_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  SohoTelecentreView *self = SOHO_TELECENTRE_VIEW (object);

  if (id == PROP_TELECENTRE)
    g_value_set_int64 (value, soho_telecentre_view_get_telecentre (self));
  else if (id == PROP_BESIDE_MAP)
    g_value_set_boolean (value, !gtk_widget_get_visible (self->show_on_map));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
}

static void
soho_telecentre_view_set_property (GObject *object, guint id, const GValue *value, GParamSpec *spec)
{
  SohoTelecentreView *self = SOHO_TELECENTRE_VIEW (object);

  if (id == PROP_BESIDE_MAP)
    gtk_widget_set_visible (self->show_on_map, !g_value_get_boolean (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
}

static void
soho_telecentre_view_dispose (GObject *object)
{
  SohoTelecentreView *self = SOHO_TELECENTRE_VIEW (object);

  g_clear_handle_id (&self->clock, g_source_remove);
  g_clear_object (&self->resources);
  g_clear_object (&self->library);
  g_clear_object (&self->telecentre);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->groups, g_ptr_array_unref);
  G_OBJECT_CLASS (soho_telecentre_view_parent_class)->dispose (object);
}

static void
soho_telecentre_view_class_init (SohoTelecentreViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget = GTK_WIDGET_CLASS (klass);

  object_class->get_property = soho_telecentre_view_get_property;
  object_class->set_property = soho_telecentre_view_set_property;
  object_class->dispose = soho_telecentre_view_dispose;
  widget->map = soho_telecentre_view_map;
  widget->unmap = soho_telecentre_view_unmap;
  props[PROP_TELECENTRE]
      = g_param_spec_int64 ("telecentre", NULL, NULL, 0, G_MAXINT64, 0,
                            G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  props[PROP_BESIDE_MAP] = g_param_spec_boolean ("beside-map", NULL, NULL, FALSE,
                                                 G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
  g_type_ensure (SOHO_TYPE_FAVOURITE_BUTTON);
  gtk_widget_class_set_template_from_resource (widget,
                                               "/fr/sohosolo/SohoSolo/ui/telecentre-view.ui");
  gtk_widget_class_bind_template_child (widget, SohoTelecentreView, scrolled);
  gtk_widget_class_bind_template_child (widget, SohoTelecentreView, favourite);
  gtk_widget_class_bind_template_child (widget, SohoTelecentreView, name);
  gtk_widget_class_bind_template_child (widget, SohoTelecentreView, commune);
  gtk_widget_class_bind_template_child (widget, SohoTelecentreView, state);
  gtk_widget_class_bind_template_child (widget, SohoTelecentreView, show_on_map);
  gtk_widget_class_bind_template_child (widget, SohoTelecentreView, go_there);
  gtk_widget_class_bind_template_child (widget, SohoTelecentreView, facts);
  gtk_widget_class_bind_template_child (widget, SohoTelecentreView, resources_box);
}

static void
soho_telecentre_view_init (SohoTelecentreView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->rows = g_ptr_array_new ();
  self->groups = g_ptr_array_new ();
  for (guint i = 0; i < soho_resource_get_n_types (); i++)
    {
      GtkWidget *group = g_object_new (SOHO_TYPE_RECORD_GROUP, "title",
                                       _ (soho_resource_get_nth_type (i)->title), NULL);

      gtk_box_append (self->resources_box, group);
      g_ptr_array_add (self->groups, group);
    }
}

void
soho_telecentre_view_set_library (SohoTelecentreView *self, SohoLibrary *library)
{
  g_return_if_fail (self->library == NULL);

  self->library = g_object_ref (library);
  g_signal_connect_object (library, "changed", G_CALLBACK (on_library_changed), self,
                           G_CONNECT_SWAPPED);
}

gboolean
soho_telecentre_view_set_telecentre (SohoTelecentreView *self, gint64 id)
{
  g_autoptr (SohoRecord) telecentre = soho_library_get_record (self->library, "telecentre", id);

  if (telecentre == NULL)
    return FALSE;
  set_record (self, telecentre);
  soho_favourite_button_set_record (self->favourite, self->library, "telecentre", id);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scrolled), 0);
  return TRUE;
}

gint64
soho_telecentre_view_get_telecentre (SohoTelecentreView *self)
{
  return self->telecentre != NULL ? soho_record_get_id (self->telecentre) : 0;
}

void
soho_telecentre_view_reveal_resource (SohoTelecentreView *self, gint64 id)
{
  for (guint i = 0; i < self->groups->len; i++)
    soho_record_group_reveal_record (g_ptr_array_index (self->groups, i), id);
}
