/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/agenda-page.h"

#include <string.h>

#include "dialogs/calendar-file.h"
#include "fixture.h"
#include "model/date.h"
#include "widgets/headed-row.h"
#include "widgets/list-detail.h"
#include "widgets/markdown-view.h"
#include "widgets/meeting-view.h"
#include "widgets/record-filter.h"

#define NOW "2026-09-16T10:00:00Z"

enum
{
  HELD = 101,
  TOMORROW = 102,
  SAME_DAY = 103, /* as TOMORROW, later */
  NIGHT = 104,
  CANCELLED = 105,
};

/* The page in a window, on a Wednesday in September, and its parts. */
typedef struct
{
  Fixture fixture;
  GtkWindow *window;
  SohoPage *page;
  GtkListView *list;
  GtkStack *list_stack;
  GtkWidget *nothing_found;
  GtkStack *detail_stack;
  SohoRecordFilter *filter;
  GtkEditable *entry;
  GtkToggleButton *to_come, *past;
  SohoMeetingView *meeting;
} View;

static void
put_meetings (Fixture *fixture)
{
  fixture_put (fixture, "network", 100, "name", "Soho Solo d’essai", NULL);
  fixture_put (fixture, "event", HELD, "title", "Vendre en ligne", "start", "2026-06-18T16:30:00Z",
               "end", "2026-06-18T18:30:00Z", "commune", "32013", "state", "held", "minutes",
               "# Décisions\n\n- une **boutique** commune", NULL);
  fixture_put (fixture, "event", TOMORROW, "theme", "Commerce", "title", "Fixer ses prix", "start",
               "2026-09-17T16:30:00Z", "end", "2026-09-17T18:30:00Z", "commune", "32013", "place",
               "Salle des fêtes", "online", "https://visio.exemple.example/r", "capacity", "40",
               "register_until", "2026-09-16T16:00:00Z", "summary", "On compare.", "state",
               "planned", NULL);
  fixture_put (fixture, "event", SAME_DAY, "title", "Apéritif", "start", "2026-09-17T19:00:00Z",
               "commune", "32107", "state", "planned", NULL);
  fixture_put (fixture, "event", NIGHT, "title", "Nuit du code", "start", "2026-10-01T20:00:00Z",
               "end", "2026-10-02T04:00:00Z", "state", "planned", NULL);
  fixture_put (fixture, "event", CANCELLED, "title", "Visite", "start", "2026-10-15T16:00:00Z",
               "commune", "32208", "state", "cancelled", NULL);
}

static void
view_open (View *self, gboolean with_meetings)
{
  SohoListDetail *list_detail;
  gint64 now;

  g_assert_true (soho_instant_parse (NOW, &now));
  fixture_open (&self->fixture, FALSE);
  if (with_meetings)
    put_meetings (&self->fixture);
  self->page = g_object_new (SOHO_TYPE_AGENDA_PAGE, "now", now, NULL);
  list_detail = CHILD (self->page, SOHO_TYPE_AGENDA_PAGE, "list_detail");
  self->list = CHILD (list_detail, SOHO_TYPE_LIST_DETAIL, "list");
  self->list_stack = CHILD (list_detail, SOHO_TYPE_LIST_DETAIL, "list_stack");
  self->nothing_found = CHILD (list_detail, SOHO_TYPE_LIST_DETAIL, "nothing_found");
  self->detail_stack = CHILD (list_detail, SOHO_TYPE_LIST_DETAIL, "detail_stack");
  self->filter = CHILD (self->page, SOHO_TYPE_AGENDA_PAGE, "filter");
  self->entry = CHILD (self->filter, SOHO_TYPE_RECORD_FILTER, "entry");
  self->to_come = CHILD (self->page, SOHO_TYPE_AGENDA_PAGE, "to_come");
  self->past = CHILD (self->page, SOHO_TYPE_AGENDA_PAGE, "past");
  self->meeting = CHILD (self->page, SOHO_TYPE_AGENDA_PAGE, "view");
  soho_page_set_library (self->page, self->fixture.library);
  self->window = GTK_WINDOW (gtk_window_new ());
  gtk_window_set_default_size (self->window, 1000, 700);
  gtk_window_set_child (self->window, GTK_WIDGET (self->page));
  gtk_window_present (self->window);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (self->window));
}

static void
view_close (View *self)
{
  gtk_window_destroy (self->window);
  fixture_idle (50); /* what is due in an idle lets go */
  fixture_close (&self->fixture);
}

/* The ids of the list, "102 103". */
static char *
dup_ids (View *self)
{
  GListModel *model = G_LIST_MODEL (gtk_list_view_get_model (self->list));
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (SohoRecord) record = g_list_model_get_item (model, i);

      g_string_append_printf (text, "%s%d", i > 0 ? " " : "", (int) soho_record_get_id (record));
    }
  return g_string_free (text, FALSE);
}

static void
assert_ids (View *self, const char *expected)
{
  g_autofree char *ids = dup_ids (self);

  g_assert_cmpstr (ids, ==, expected);
}

static gboolean
has_none (gpointer view)
{
  return g_list_model_get_n_items (G_LIST_MODEL (gtk_list_view_get_model (((View *) view)->list)))
         == 0;
}

static gboolean
has_one (gpointer view)
{
  return g_list_model_get_n_items (G_LIST_MODEL (gtk_list_view_get_model (((View *) view)->list)))
         == 1;
}

static gboolean
has_two (gpointer view)
{
  return g_list_model_get_n_items (G_LIST_MODEL (gtk_list_view_get_model (((View *) view)->list)))
         == 2;
}

static const char *
get_found (View *self)
{
  return gtk_label_get_text (CHILD (self->filter, SOHO_TYPE_RECORD_FILTER, "found"));
}

static void
collect (GtkWidget *widget, GType type, GPtrArray *found)
{
  if (g_type_is_a (G_OBJECT_TYPE (widget), type) && gtk_widget_get_mapped (widget))
    g_ptr_array_add (found, widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    collect (child, type, found);
}

/* The headings of the rows, in order, "-" for a row without one. */
static char *
dup_headings (View *self)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new ();
  GString *text = g_string_new (NULL);

  collect (GTK_WIDGET (self->list), SOHO_TYPE_HEADED_ROW, rows);
  for (guint i = 0; i < rows->len; i++)
    {
      const char *heading = soho_headed_row_get_heading (g_ptr_array_index (rows, i));

      g_string_append_printf (text, "%s%s", i > 0 ? "|" : "", heading != NULL ? heading : "-");
    }
  return g_string_free (text, FALSE);
}

/* All words that the meeting's view shows. */
static char *
dup_shown (View *self)
{
  g_autoptr (GPtrArray) labels = g_ptr_array_new ();
  GString *text = g_string_new (NULL);

  gtk_test_widget_wait_for_draw (GTK_WIDGET (self->window));
  collect (GTK_WIDGET (self->meeting), GTK_TYPE_LABEL, labels);
  for (guint i = 0; i < labels->len; i++)
    g_string_append_printf (text, "%s|", gtk_label_get_text (g_ptr_array_index (labels, i)));
  return g_string_free (text, FALSE);
}

static void
assert_shows (View *self, const char *words, gboolean expected)
{
  g_autofree char *shown = dup_shown (self);

  if ((strstr (shown, words) != NULL) != expected)
    g_error ("“%s” %s shown: %s", words, expected ? "is not" : "is", shown);
}

static void
test_to_come_first (void)
{
  View view;

  view_open (&view, TRUE);
  assert_ids (&view, "102 103 104 105");
  g_assert_cmpstr (get_found (&view), ==, "4 meetings");
  gtk_toggle_button_set_active (view.past, TRUE);
  assert_ids (&view, "101");
  g_assert_cmpstr (get_found (&view), ==, "1 meeting");
  gtk_toggle_button_set_active (view.to_come, TRUE);
  assert_ids (&view, "102 103 104 105");
  view_close (&view);
}

static void
test_headings (void)
{
  View view;
  g_autofree char *headings = NULL, *fewer = NULL;

  view_open (&view, TRUE);
  headings = dup_headings (&view);
  g_assert_cmpstr (headings, ==,
                   "Thursday 17 September 2026|-|Thursday 1 October 2026|Thursday 15 October 2026");
  /* The second of a day becomes its first. */
  fixture_delete (&view.fixture, "event", TOMORROW);
  fixture_delete (&view.fixture, "event", NIGHT);
  fixture_wait (has_two, &view);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (view.window));
  fewer = dup_headings (&view);
  g_assert_cmpstr (fewer, ==, "Thursday 17 September 2026|Thursday 15 October 2026");
  view_close (&view);
}

static void
test_words_and_places (void)
{
  View view;

  view_open (&view, TRUE);
  gtk_editable_set_text (view.entry, "prix");
  fixture_wait (has_one, &view);
  assert_ids (&view, "102");
  gtk_editable_set_text (view.entry, "Condom");
  g_signal_emit_by_name (view.entry, "activate");
  assert_ids (&view, "103");
  g_assert_cmpint (soho_meeting_view_get_meeting (view.meeting), ==, SAME_DAY);
  view_close (&view);
}

/* What the search does not find may be among the others. */
static void
test_nothing_found (void)
{
  View view;
  GtkWidget *show_all, *show_others;
  AdwStatusPage *status;

  view_open (&view, TRUE);
  status = CHILD (view.page, SOHO_TYPE_AGENDA_PAGE, "nothing_found");
  show_all = CHILD (view.page, SOHO_TYPE_AGENDA_PAGE, "show_all");
  show_others = CHILD (view.page, SOHO_TYPE_AGENDA_PAGE, "show_others");
  gtk_editable_set_text (view.entry, "vendre");
  fixture_wait (has_none, &view);
  g_assert_true (gtk_stack_get_visible_child (view.list_stack) == view.nothing_found);
  g_assert_cmpstr (adw_status_page_get_title (status), ==, "No Meeting Found");
  g_signal_emit_by_name (show_others, "clicked");
  assert_ids (&view, "101");
  g_assert_true (gtk_toggle_button_get_active (view.past));
  gtk_editable_set_text (view.entry, "zzzz");
  fixture_wait (has_none, &view);
  g_signal_emit_by_name (show_all, "clicked");
  fixture_wait (has_one, &view);
  g_assert_cmpstr (soho_record_filter_get_words (view.filter), ==, "");
  view_close (&view);
}

static void
test_no_meetings_yet (void)
{
  View view;
  AdwStatusPage *status;

  view_open (&view, FALSE);
  status = CHILD (view.page, SOHO_TYPE_AGENDA_PAGE, "nothing_found");
  g_assert_true (gtk_stack_get_visible_child (view.list_stack) == view.nothing_found);
  g_assert_cmpstr (adw_status_page_get_title (status), ==, "No Meetings to Come");
  g_assert_false (gtk_widget_get_visible (CHILD (view.page, SOHO_TYPE_AGENDA_PAGE, "show_all")));
  gtk_toggle_button_set_active (view.past, TRUE);
  g_assert_cmpstr (adw_status_page_get_title (status), ==, "No Past Meetings");
  view_close (&view);
}

static void
test_what_a_meeting_says (void)
{
  View view;

  view_open (&view, TRUE);
  soho_page_show_record (view.page, "event", TOMORROW);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (view.detail_stack), ==, "shown");
  assert_shows (&view, "Commerce|Fixer ses prix|", TRUE);
  assert_shows (&view, "Thursday 17 September 2026 from 18:30 to 20:30|", TRUE);
  assert_shows (&view, "Salle des fêtes\nAuch|", TRUE);
  assert_shows (&view, "visio.exemple.example/r|", TRUE);
  assert_shows (&view, "40 seats|", TRUE);
  assert_shows (&view, "Wednesday 16 September 2026 at 18:00|", TRUE);
  assert_shows (&view, "On compare.|", TRUE);
  assert_shows (&view, "Minutes|", FALSE);
  assert_shows (&view, "Cancelled|", FALSE);
  soho_page_show_record (view.page, "event", NIGHT);
  assert_shows (&view, "From Thursday 1 October 2026 at 22:00 to Friday 2 October 2026 at 06:00|",
                TRUE);
  assert_shows (&view, "40 seats|", FALSE);
  soho_page_show_record (view.page, "event", CANCELLED);
  assert_shows (&view, "Cancelled|", TRUE);
  view_close (&view);
}

static void
test_minutes (void)
{
  View view;

  view_open (&view, TRUE);
  soho_page_show_record (view.page, "event", HELD);
  assert_shows (&view, "Minutes|Décisions|•|une boutique commune|", TRUE);
  view_close (&view);
}

/* The filter and the switch give way to what is to be shown. */
static void
test_show_record (void)
{
  View view;

  view_open (&view, TRUE);
  gtk_editable_set_text (view.entry, "prix");
  fixture_wait (has_one, &view);
  soho_page_show_record (view.page, "event", HELD);
  g_assert_true (gtk_toggle_button_get_active (view.past));
  g_assert_cmpstr (soho_record_filter_get_words (view.filter), ==, "");
  assert_ids (&view, "101");
  g_assert_cmpint (soho_meeting_view_get_meeting (view.meeting), ==, HELD);
  soho_page_show_record (view.page, "event", CANCELLED);
  g_assert_true (gtk_toggle_button_get_active (view.to_come));
  g_assert_cmpint (soho_meeting_view_get_meeting (view.meeting), ==, CANCELLED);
  soho_page_show_record (view.page, "event", 4711); /* there is no such meeting */
  g_assert_true (gtk_toggle_button_get_active (view.to_come));
  g_assert_cmpint (soho_meeting_view_get_meeting (view.meeting), ==, 0);
  view_close (&view);
}

static gboolean
is_cancelled (gpointer user_data)
{
  View *view = user_data;
  GtkWidget *state = CHILD (view->meeting, SOHO_TYPE_MEETING_VIEW, "state");

  return gtk_widget_get_visible (state);
}

static gboolean
shows_nothing (gpointer view)
{
  return soho_meeting_view_get_meeting (((View *) view)->meeting) == 0;
}

static void
test_live (void)
{
  View view;

  view_open (&view, TRUE);
  soho_page_show_record (view.page, "event", NIGHT);
  g_assert_false (is_cancelled (&view));
  fixture_put (&view.fixture, "event", NIGHT, "title", "Nuit du code", "start",
               "2026-10-01T20:00:00Z", "state", "cancelled", NULL);
  fixture_wait (is_cancelled, &view);
  fixture_delete (&view.fixture, "event", NIGHT);
  fixture_wait (shows_nothing, &view);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (view.detail_stack), ==, "nothing");
  view_close (&view);
}

static void
test_accessible_names (void)
{
  View view;
  g_autoptr (GPtrArray) rows = g_ptr_array_new ();

  view_open (&view, TRUE);
  collect (GTK_WIDGET (view.list), SOHO_TYPE_HEADED_ROW, rows);
  gtk_test_accessible_assert_property (
      gtk_widget_get_parent (g_ptr_array_index (rows, 0)), GTK_ACCESSIBLE_PROPERTY_LABEL,
      "Fixer ses prix, Thursday 17 September 2026, 18:30 · Auch, Online");
  gtk_test_accessible_assert_property (
      gtk_widget_get_parent (g_ptr_array_index (rows, 3)), GTK_ACCESSIBLE_PROPERTY_LABEL,
      "Visite, Thursday 15 October 2026, 18:00 · Lectoure, Cancelled");
  gtk_test_accessible_assert_property (view.entry, GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Search meetings");
  view_close (&view);
}

static void
test_keyboard_reads (void)
{
  View view;
  GtkWidget *scrolled;

  view_open (&view, TRUE);
  soho_page_show_record (view.page, "event", TOMORROW);
  scrolled = CHILD (view.meeting, SOHO_TYPE_MEETING_VIEW, "scrolled");
  g_assert_true (gtk_widget_child_focus (GTK_WIDGET (view.meeting), GTK_DIR_TAB_FORWARD));
  g_assert_true (gtk_root_get_focus (GTK_ROOT (view.window)) == scrolled);
  g_assert_true (gtk_widget_child_focus (GTK_WIDGET (view.meeting), GTK_DIR_TAB_FORWARD));
  g_assert_false (gtk_root_get_focus (GTK_ROOT (view.window)) == scrolled);
  view_close (&view);
}

static void
test_calendar_file (void)
{
  View view;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileIOStream) stream = NULL;
  g_autoptr (GFile) file = g_file_new_tmp ("soho-XXXXXX.ics", &stream, &error);
  g_autofree char *text = NULL;

  g_assert_no_error (error);
  view_open (&view, TRUE);
  g_assert_true (soho_calendar_file_write (view.fixture.library, TOMORROW, file, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_load_contents (file, NULL, &text, NULL, NULL, &error));
  g_assert_nonnull (strstr (text, "\r\nUID:event-102@soho-solo-d-essai\r\n"));
  g_assert_nonnull (strstr (text, "\r\nDTSTART:20260917T163000Z\r\n"));
  g_assert_false (soho_calendar_file_write (view.fixture.library, 4711, file, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_assert_true (g_file_delete (file, NULL, NULL));
  view_close (&view);
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);
  g_test_add_func ("/app/agenda/to-come-first", test_to_come_first);
  g_test_add_func ("/app/agenda/headings", test_headings);
  g_test_add_func ("/app/agenda/words-and-places", test_words_and_places);
  g_test_add_func ("/app/agenda/nothing-found", test_nothing_found);
  g_test_add_func ("/app/agenda/no-meetings-yet", test_no_meetings_yet);
  g_test_add_func ("/app/agenda/what-a-meeting-says", test_what_a_meeting_says);
  g_test_add_func ("/app/agenda/minutes", test_minutes);
  g_test_add_func ("/app/agenda/show-record", test_show_record);
  g_test_add_func ("/app/agenda/live", test_live);
  g_test_add_func ("/app/agenda/accessible-names", test_accessible_names);
  g_test_add_func ("/app/agenda/keyboard-reads", test_keyboard_reads);
  g_test_add_func ("/app/agenda/calendar-file", test_calendar_file);
  return g_test_run ();
}
