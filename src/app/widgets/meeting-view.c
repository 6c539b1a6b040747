/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/meeting-view.h"

#include <glib/gi18n-lib.h>

#include "formats/when.h"
#include "model/gazetteer.h"
#include "widgets/favourite-button.h"
#include "widgets/contact-row.h"
#include "widgets/fact-row.h"
#include "widgets/markdown-view.h"
#include "widgets/meeting-row.h"

struct _SohoMeetingView
{
  AdwBin parent_instance;

  GtkScrolledWindow *scrolled;
  SohoFavouriteButton *favourite;
  GtkLabel *theme;
  GtkLabel *title;
  GtkLabel *state;
  GtkLabel *when;
  GtkButton *add_to_calendar;
  AdwPreferencesGroup *facts;
  GtkLabel *summary;
  GtkWidget *minutes_box;
  SohoMarkdownView *minutes;

  SohoLibrary *library;
  SohoRecord *meeting; /* NULL for none */
  GPtrArray *rows;     /* of GtkWidget; not owned */
};

G_DEFINE_FINAL_TYPE (SohoMeetingView, soho_meeting_view, ADW_TYPE_BIN)

enum
{
  PROP_MEETING = 1,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

/* A label that takes no room where there is nothing to say. */
static void
set_text (GtkLabel *label, const char *text)
{
  gtk_label_set_text (label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL);
}

static void
add_row (SohoMeetingView *self, GtkWidget *row)
{
  adw_preferences_group_add (self->facts, row);
  g_ptr_array_add (self->rows, row);
}

/* Where: the place, the commune, and a button that leads to the map. */
static void
add_place (SohoMeetingView *self)
{
  const char *place = soho_record_get_text (self->meeting, "place");
  const SohoCommune *commune
      = soho_gazetteer_find (soho_record_get_text (self->meeting, "commune"));
  g_autofree char *text = NULL;
  GtkWidget *row, *button;

  if (place == NULL && commune == NULL)
    return;
  text = place != NULL && commune != NULL ? g_strdup_printf ("%s\n%s", place, commune->name)
                                          : g_strdup (place != NULL ? place : commune->name);
  row = soho_fact_row_new ("mark-location-symbolic", _ ("Place"), text);
  if (commune != NULL)
    {
      button = gtk_button_new_with_label (_ ("Show on map"));
      gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
      gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.show-commune");
      gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", commune->insee);
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
      adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), button);
    }
  add_row (self, row);
}

static void
add_capacity (SohoMeetingView *self)
{
  int capacity = (int) soho_record_get_integer (self->meeting, "capacity", 0);
  g_autofree char *text = NULL;

  if (capacity <= 0)
    return;
  text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d seat", "%d seats", (gulong) capacity),
                          capacity);
  add_row (self, soho_fact_row_new ("system-users-symbolic", _ ("Capacity"), text));
}

static char *
dup_moment (SohoRecord *meeting, const char *field, const char *end_field)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  const SohoValue *start = soho_record_get_value (meeting, field);

  if (start->type == SOHO_VALUE_NONE)
    return NULL;
  return soho_when_dup_span (
      start->integer, end_field != NULL ? soho_record_get_integer (meeting, end_field, 0) : 0,
      zone);
}

static void
fill_facts (SohoMeetingView *self)
{
  const char *online = soho_record_get_text (self->meeting, "online");
  g_autofree char *until = dup_moment (self->meeting, "register_until", NULL);

  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->facts, g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
  add_place (self);
  if (online != NULL)
    add_row (self, soho_contact_row_new ("web", online, _ ("to take part online")));
  add_capacity (self);
  if (until != NULL)
    add_row (self, soho_fact_row_new ("alarm-symbolic", _ ("Register until"), until));
  gtk_widget_set_visible (GTK_WIDGET (self->facts), self->rows->len > 0);
}

static void
fill_state (SohoMeetingView *self)
{
  set_text (self->state, soho_meeting_row_get_state (self->meeting));
  if (g_strcmp0 (soho_record_get_text (self->meeting, "state"), "cancelled") == 0)
    gtk_widget_add_css_class (GTK_WIDGET (self->state), "cancelled");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->state), "cancelled");
}

static void
fill (SohoMeetingView *self)
{
  g_autofree char *title = NULL, *when = NULL, *sentence = NULL;
  const char *minutes;

  if (self->meeting == NULL)
    return;
  title = soho_record_dup_title (self->meeting);
  when = dup_moment (self->meeting, "start", "end");
  sentence = when != NULL ? soho_when_dup_capitalized (when) : NULL;
  minutes = soho_record_get_text (self->meeting, "minutes");
  set_text (self->theme, soho_record_get_text (self->meeting, "theme"));
  set_text (self->title, title);
  fill_state (self);
  set_text (self->when, sentence);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->add_to_calendar), "x",
                                    soho_record_get_id (self->meeting));
  gtk_widget_set_visible (GTK_WIDGET (self->add_to_calendar), when != NULL);
  fill_facts (self);
  set_text (self->summary, soho_record_get_text (self->meeting, "summary"));
  soho_markdown_view_set_text (self->minutes, minutes);
  gtk_widget_set_visible (self->minutes_box, minutes != NULL);
}

static void
on_library_changed (SohoMeetingView *self)
{
  gint64 id = soho_meeting_view_get_meeting (self);
  g_autoptr (SohoRecord) now
      = id != 0 ? soho_library_get_record (self->library, "event", id) : NULL;

  if (id == 0
      || (now != NULL
          && soho_record_get_revision (now) == soho_record_get_revision (self->meeting)))
    return;
  g_set_object (&self->meeting, now);
  fill (self);
  if (now == NULL)
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_MEETING]);
}

static void
soho_meeting_view_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  if (id == PROP_MEETING)
    g_value_set_int64 (value, soho_meeting_view_get_meeting (SOHO_MEETING_VIEW (object)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
}

/* Whoever comes with the keyboard wants to read on, not to mark words: the whole takes it first,
 * and scrolls; a Tab further are the links. */
static gboolean
soho_meeting_view_focus (GtkWidget *widget, GtkDirectionType direction)
{
  SohoMeetingView *self = SOHO_MEETING_VIEW (widget);

  if (direction == GTK_DIR_TAB_FORWARD && gtk_widget_get_focus_child (widget) == NULL)
    return gtk_widget_grab_focus (GTK_WIDGET (self->scrolled));
  if (direction == GTK_DIR_TAB_FORWARD && gtk_widget_is_focus (GTK_WIDGET (self->scrolled)))
    return gtk_widget_child_focus (gtk_scrolled_window_get_child (self->scrolled), direction);
  return GTK_WIDGET_CLASS (soho_meeting_view_parent_class)->focus (widget, direction);
}

static void
soho_meeting_view_dispose (GObject *object)
{
  SohoMeetingView *self = SOHO_MEETING_VIEW (object);

  g_clear_object (&self->library);
  g_clear_object (&self->meeting);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  G_OBJECT_CLASS (soho_meeting_view_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget)
{
  gtk_widget_class_set_template_from_resource (widget, "/fr/sohosolo/SohoSolo/ui/meeting-view.ui");
  gtk_widget_class_bind_template_child (widget, SohoMeetingView, scrolled);
  gtk_widget_class_bind_template_child (widget, SohoMeetingView, favourite);
  gtk_widget_class_bind_template_child (widget, SohoMeetingView, theme);
  gtk_widget_class_bind_template_child (widget, SohoMeetingView, title);
  gtk_widget_class_bind_template_child (widget, SohoMeetingView, state);
  gtk_widget_class_bind_template_child (widget, SohoMeetingView, when);
  gtk_widget_class_bind_template_child (widget, SohoMeetingView, add_to_calendar);
  gtk_widget_class_bind_template_child (widget, SohoMeetingView, facts);
  gtk_widget_class_bind_template_child (widget, SohoMeetingView, summary);
  gtk_widget_class_bind_template_child (widget, SohoMeetingView, minutes_box);
  gtk_widget_class_bind_template_child (widget, SohoMeetingView, minutes);
}

static void
soho_meeting_view_class_init (SohoMeetingViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = soho_meeting_view_get_property;
  object_class->dispose = soho_meeting_view_dispose;
  GTK_WIDGET_CLASS (klass)->focus = soho_meeting_view_focus;
  props[PROP_MEETING] = g_param_spec_int64 ("meeting", NULL, NULL, 0, SOHO_ID_MAX, 0,
                                            G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
  g_type_ensure (SOHO_TYPE_FAVOURITE_BUTTON);
  g_type_ensure (SOHO_TYPE_MARKDOWN_VIEW);
  bind_template (GTK_WIDGET_CLASS (klass));
}

static void
soho_meeting_view_init (SohoMeetingView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->rows = g_ptr_array_new ();
}

void
soho_meeting_view_set_library (SohoMeetingView *self, SohoLibrary *library)
{
  g_return_if_fail (self->library == NULL);

  self->library = g_object_ref (library);
  g_signal_connect_object (library, "changed", G_CALLBACK (on_library_changed), self,
                           G_CONNECT_SWAPPED);
}

void
soho_meeting_view_set_meeting (SohoMeetingView *self, gint64 id)
{
  g_autoptr (SohoRecord) meeting
      = id != 0 ? soho_library_get_record (self->library, "event", id) : NULL;

  g_set_object (&self->meeting, meeting);
  soho_favourite_button_set_record (self->favourite, self->library, "event",
                                    meeting != NULL ? id : 0);
  fill (self);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scrolled), 0);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_MEETING]);
}

gint64
soho_meeting_view_get_meeting (SohoMeetingView *self)
{
  return self->meeting != NULL ? soho_record_get_id (self->meeting) : 0;
}
