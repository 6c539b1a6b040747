/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/agenda-page.h"

#include <glib/gi18n-lib.h>

#include "lists/meeting-list.h"
#include "widgets/list-detail.h"
#include "widgets/meeting-row.h"
#include "widgets/meeting-view.h"
#include "widgets/record-filter.h"

struct _SohoAgendaPage
{
  AdwBin parent_instance;

  SohoListDetail *list_detail;
  SohoRecordFilter *filter;
  GtkToggleButton *to_come;
  GtkToggleButton *past;
  AdwStatusPage *nothing_found;
  GtkButton *show_all;
  GtkButton *show_others;
  SohoMeetingView *view;

  SohoLibrary *library;
  SohoMeetingList *meetings;
  gint64 now;
};

static void page_interface_init (SohoPageInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SohoAgendaPage,
                               soho_agenda_page,
                               ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (SOHO_TYPE_PAGE, page_interface_init))

enum
{
  PROP_NOW = 1,
  N_PROPS,
};

/* Asked of the one that tells: of two in a group it changes first. */
static gboolean
is_past (SohoAgendaPage *self)
{
  return !gtk_toggle_button_get_active (self->to_come);
}

/* Why there is nothing, and the next best thing to try. */
static void
explain_nothing (SohoAgendaPage *self)
{
  gboolean searched = *soho_record_filter_get_words (self->filter) != '\0';
  gboolean past = is_past (self);

  adw_status_page_set_title (self->nothing_found, searched ? _ ("No Meeting Found")
                                                  : past   ? _ ("No Past Meetings")
                                                           : _ ("No Meetings to Come"));
  adw_status_page_set_description (
      self->nothing_found, searched
                               ? _ ("Try fewer or shorter words, or look at the other meetings.")
                           : past ? _ ("What was held stands here, with its minutes.")
                                  : _ ("The next one stands here as soon as it is planned."));
  gtk_widget_set_visible (GTK_WIDGET (self->show_all), searched);
  gtk_button_set_label (self->show_others,
                        past ? _ ("_Look Among Those to Come") : _ ("_Look Among Past Ones"));
}

static void
show_count (SohoAgendaPage *self)
{
  guint n = soho_record_list_get_length (SOHO_RECORD_LIST (self->meetings));
  g_autofree char *text
      = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u meeting", "%u meetings", n), n);

  soho_record_filter_set_found (self->filter, text);
  explain_nothing (self);
}

static void
on_filter_changed (SohoAgendaPage *self)
{
  gboolean changed;

  if (self->meetings == NULL)
    return;
  soho_list_detail_begin_search (self->list_detail);
  changed = soho_meeting_list_set_query (
      self->meetings, soho_record_filter_get_words (self->filter), is_past (self));
  soho_list_detail_end_search (self->list_detail, changed);
  show_count (self);
}

static void
on_search_activated (SohoAgendaPage *self)
{
  on_filter_changed (self);
  soho_list_detail_open_first (self->list_detail);
}

static void
on_filter_left (SohoAgendaPage *self)
{
  on_filter_changed (self);
  soho_list_detail_enter_list (self->list_detail);
}

static void
on_show_all_clicked (SohoAgendaPage *self)
{
  soho_record_filter_clear (self->filter);
  soho_record_filter_focus (self->filter);
}

static void
show_past (SohoAgendaPage *self, gboolean past)
{
  gtk_toggle_button_set_active (past ? self->past : self->to_come, TRUE);
}

/* The button goes with what it was for: the keyboard stays in the list. */
static void
on_show_others_clicked (SohoAgendaPage *self)
{
  show_past (self, !is_past (self));
  soho_record_filter_focus (self->filter);
}

static void
on_chosen (SohoAgendaPage *self, gint64 id)
{
  soho_meeting_view_set_meeting (self->view, id);
}

static void
on_view_changed (SohoAgendaPage *self)
{
  soho_list_detail_set_shown (self->list_detail, soho_meeting_view_get_meeting (self->view));
}

static void
on_navigated (SohoAgendaPage *self)
{
  soho_page_navigated (SOHO_PAGE (self));
}

static void
soho_agenda_page_set_property (GObject *object, guint id, const GValue *value, GParamSpec *spec)
{
  if (id == PROP_NOW)
    SOHO_AGENDA_PAGE (object)->now = g_value_get_int64 (value);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
}

static void
soho_agenda_page_dispose (GObject *object)
{
  SohoAgendaPage *self = SOHO_AGENDA_PAGE (object);

  if (self->meetings != NULL)
    g_signal_handlers_disconnect_by_data (self->meetings, self);
  g_clear_object (&self->meetings);
  g_clear_object (&self->library);
  G_OBJECT_CLASS (soho_agenda_page_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget)
{
  gtk_widget_class_set_template_from_resource (widget, "/fr/sohosolo/SohoSolo/ui/agenda-page.ui");
  gtk_widget_class_bind_template_child (widget, SohoAgendaPage, list_detail);
  gtk_widget_class_bind_template_child (widget, SohoAgendaPage, filter);
  gtk_widget_class_bind_template_child (widget, SohoAgendaPage, to_come);
  gtk_widget_class_bind_template_child (widget, SohoAgendaPage, past);
  gtk_widget_class_bind_template_child (widget, SohoAgendaPage, nothing_found);
  gtk_widget_class_bind_template_child (widget, SohoAgendaPage, show_all);
  gtk_widget_class_bind_template_child (widget, SohoAgendaPage, show_others);
  gtk_widget_class_bind_template_child (widget, SohoAgendaPage, view);
  gtk_widget_class_bind_template_callback (widget, on_filter_changed);
  gtk_widget_class_bind_template_callback (widget, on_search_activated);
  gtk_widget_class_bind_template_callback (widget, on_filter_left);
  gtk_widget_class_bind_template_callback (widget, on_show_all_clicked);
  gtk_widget_class_bind_template_callback (widget, on_show_others_clicked);
  gtk_widget_class_bind_template_callback (widget, on_chosen);
  gtk_widget_class_bind_template_callback (widget, on_view_changed);
  gtk_widget_class_bind_template_callback (widget, on_navigated);
}

static void
soho_agenda_page_class_init (SohoAgendaPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->set_property = soho_agenda_page_set_property;
  object_class->dispose = soho_agenda_page_dispose;
  g_object_class_install_property (
      object_class, PROP_NOW,
      g_param_spec_int64 ("now", NULL, NULL, 0, G_MAXINT64, 0,
                          G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS));
  g_type_ensure (SOHO_TYPE_LIST_DETAIL);
  g_type_ensure (SOHO_TYPE_RECORD_FILTER);
  g_type_ensure (SOHO_TYPE_MEETING_VIEW);
  bind_template (GTK_WIDGET_CLASS (klass));
}

static void
soho_agenda_page_init (SohoAgendaPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  soho_record_filter_capture_keys (self->filter, GTK_WIDGET (self));
}

static void
soho_agenda_page_set_library (SohoPage *page, SohoLibrary *library)
{
  SohoAgendaPage *self = SOHO_AGENDA_PAGE (page);
  g_autoptr (GtkListItemFactory) factory = NULL;

  g_return_if_fail (self->meetings == NULL);

  self->library = g_object_ref (library);
  soho_meeting_view_set_library (self->view, library);
  self->meetings = soho_meeting_list_new (library, self->now);
  factory = soho_headed_row_factory_new (SOHO_RECORD_LIST (self->meetings), &soho_meeting_rows);
  g_signal_connect_swapped (self->meetings, "items-changed", G_CALLBACK (show_count), self);
  soho_list_detail_set_library (self->list_detail, library, SOHO_RECORD_LIST (self->meetings),
                                factory);
  show_count (self);
}

static void
soho_agenda_page_search (SohoPage *page)
{
  SohoAgendaPage *self = SOHO_AGENDA_PAGE (page);

  soho_list_detail_show_list (self->list_detail);
  soho_record_filter_focus (self->filter);
}

static void
soho_agenda_page_show_record (SohoPage *page, const char *kind, gint64 id)
{
  SohoAgendaPage *self = SOHO_AGENDA_PAGE (page);
  g_autoptr (SohoRecord) meeting = soho_library_get_record (self->library, kind, id);

  if (meeting != NULL && soho_record_list_find (SOHO_RECORD_LIST (self->meetings), id) == G_MAXUINT)
    {
      soho_record_filter_clear (self->filter);
      show_past (self, soho_meeting_list_is_over (self->meetings, meeting));
      on_filter_changed (self);
    }
  soho_list_detail_open (self->list_detail, id);
}

static gboolean
soho_agenda_page_get_can_go_back (SohoPage *page)
{
  return soho_list_detail_get_can_go_back (SOHO_AGENDA_PAGE (page)->list_detail);
}

static void
soho_agenda_page_go_back (SohoPage *page)
{
  soho_list_detail_go_back (SOHO_AGENDA_PAGE (page)->list_detail);
}

static void
page_interface_init (SohoPageInterface *interface)
{
  interface->set_library = soho_agenda_page_set_library;
  interface->search = soho_agenda_page_search;
  interface->show_record = soho_agenda_page_show_record;
  interface->get_can_go_back = soho_agenda_page_get_can_go_back;
  interface->go_back = soho_agenda_page_go_back;
}
