/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/guides-page.h"

#include <string.h>

#include "fixture.h"
#include "widgets/headed-row.h"
#include "widgets/list-detail.h"
#include "widgets/reading-view.h"
#include "widgets/record-filter.h"

enum
{
  FIBRE = 101,
  HOME = 102,
  SCHOOLS = 103,
  BREAD = 104, /* an episode */
  OLDER = 105, /* an episode */
};

/* The page in a window and its parts. */
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
  SohoReadingView *reading;
} View;

static void
put_readings (Fixture *fixture)
{
  fixture_put (fixture, "guide", FIBRE, "section", "Travailler", "position", "2", "title",
               "La fibre", "body", "## Se raccorder\n\n- [ ] appeler la *mairie*\n\nEt le seuil.",
               "version", "3", "revised_on", "2026-03-08", NULL);
  fixture_put (fixture, "guide", HOME, "section", "Travailler", "position", "1", "title",
               "Chez soi", "body", "Une table.", NULL);
  fixture_put (fixture, "guide", SCHOOLS, "section", "Écoles", "title", "Inscrire ses enfants",
               "body", "La mairie inscrit.", "revised_on", "2025-11-02", NULL);
  fixture_put (fixture, "episode", BREAD, "title", "Le pain de la halle", "summary",
               "Reprendre une boulangerie.", "duration", "1920", "published_on", "2026-02-01",
               "chapters", "00:00 Devant le four\n04:25 L’annonce\nsans heure\n", "transcript",
               "— Il est quatre heures, sur le seuil.", NULL);
  fixture_put (fixture, "episode", OLDER, "title", "Trois clients", "published_on", "2025-05-12",
               NULL);
}

static void
view_open (View *self, gboolean with_readings)
{
  SohoListDetail *list_detail;

  fixture_open (&self->fixture, FALSE);
  if (with_readings)
    put_readings (&self->fixture);
  self->page = g_object_new (SOHO_TYPE_GUIDES_PAGE, NULL);
  list_detail = CHILD (self->page, SOHO_TYPE_GUIDES_PAGE, "list_detail");
  self->list = CHILD (list_detail, SOHO_TYPE_LIST_DETAIL, "list");
  self->list_stack = CHILD (list_detail, SOHO_TYPE_LIST_DETAIL, "list_stack");
  self->nothing_found = CHILD (list_detail, SOHO_TYPE_LIST_DETAIL, "nothing_found");
  self->detail_stack = CHILD (list_detail, SOHO_TYPE_LIST_DETAIL, "detail_stack");
  self->filter = CHILD (self->page, SOHO_TYPE_GUIDES_PAGE, "filter");
  self->entry = CHILD (self->filter, SOHO_TYPE_RECORD_FILTER, "entry");
  self->reading = CHILD (self->page, SOHO_TYPE_GUIDES_PAGE, "view");
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

static GListModel *
get_model (View *self)
{
  return G_LIST_MODEL (gtk_list_view_get_model (self->list));
}

static gboolean
has_two (gpointer view)
{
  return g_list_model_get_n_items (get_model (view)) == 2;
}

static gboolean
has_none (gpointer view)
{
  return g_list_model_get_n_items (get_model (view)) == 0;
}

static gboolean
has_all (gpointer view)
{
  return g_list_model_get_n_items (get_model (view)) == 5;
}

/* "guide 103 episode 104". */
static char *
dup_records (View *self)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (get_model (self)); i++)
    {
      g_autoptr (SohoRecord) record = g_list_model_get_item (get_model (self), i);

      g_string_append_printf (text, "%s%s %d", i > 0 ? " " : "",
                              soho_record_get_kind (record)->name,
                              (int) soho_record_get_id (record));
    }
  return g_string_free (text, FALSE);
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

static char *
dup_headings (View *self)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new ();
  GString *text = g_string_new (NULL);

  gtk_test_widget_wait_for_draw (GTK_WIDGET (self->window));
  collect (GTK_WIDGET (self->list), SOHO_TYPE_HEADED_ROW, rows);
  for (guint i = 0; i < rows->len; i++)
    {
      const char *heading = soho_headed_row_get_heading (g_ptr_array_index (rows, i));

      g_string_append_printf (text, "%s%s", i > 0 ? "|" : "", heading != NULL ? heading : "-");
    }
  return g_string_free (text, FALSE);
}

/* All words within a widget. */
static char *
dup_words (View *self, gpointer widget)
{
  g_autoptr (GPtrArray) labels = g_ptr_array_new ();
  GString *text = g_string_new (NULL);

  gtk_test_widget_wait_for_draw (GTK_WIDGET (self->window));
  collect (widget, GTK_TYPE_LABEL, labels);
  for (guint i = 0; i < labels->len; i++)
    g_string_append_printf (text, "%s|", gtk_label_get_text (g_ptr_array_index (labels, i)));
  return g_string_free (text, FALSE);
}

static void
test_sections_then_podcast (void)
{
  View view;
  g_autofree char *records = NULL, *headings = NULL;

  view_open (&view, TRUE);
  records = dup_records (&view);
  headings = dup_headings (&view);
  g_assert_cmpstr (records, ==, "guide 103 guide 102 guide 101 episode 104 episode 105");
  g_assert_cmpstr (headings, ==, "Écoles|Travailler|-|Podcast|-");
  view_close (&view);
}

static void
test_a_word_in_the_text (void)
{
  View view;
  g_autofree char *headings = NULL, *words = NULL, *again = NULL;

  view_open (&view, TRUE);
  gtk_editable_set_text (view.entry, "seuil");
  fixture_wait (has_two, &view);
  headings = dup_headings (&view);
  g_assert_cmpstr (headings, ==, "-|-");
  words = dup_words (&view, view.list);
  g_assert_nonnull (strstr (words, "La fibre|Travailler|")); /* each says where it stands */
  g_assert_nonnull (strstr (words, "Le pain de la halle|Podcast|"));
  soho_record_filter_clear (view.filter);
  fixture_wait (has_all, &view);
  again = dup_headings (&view);
  g_assert_cmpstr (again, ==, "Écoles|Travailler|-|Podcast|-");
  view_close (&view);
}

static void
test_guide (void)
{
  View view;
  g_autofree char *words = NULL;

  view_open (&view, TRUE);
  soho_page_show_record (view.page, "guide", FIBRE);
  words = dup_words (&view, view.reading);
  g_assert_cmpstr (words, ==,
                   "Travailler|La fibre|Verified in March 2026 · version 3|Se raccorder|☐|"
                   "appeler la mairie|Et le seuil.|");
  view_close (&view);
}

static void
test_episode (void)
{
  View view;
  g_autofree char *words = NULL, *little = NULL;
  g_autoptr (GPtrArray) buttons = g_ptr_array_new ();

  view_open (&view, TRUE);
  soho_page_show_record (view.page, "episode", BREAD);
  words = dup_words (&view, view.reading);
  g_assert_cmpstr (
      words, ==,
      "Podcast|Le pain de la halle|1 February 2026 · 32 min|Reprendre une boulangerie.|"
      "Chapters|00:00|Devant le four|04:25|L’annonce||sans heure|"
      "Transcript|— Il est quatre heures, sur le seuil.|");
  collect (GTK_WIDGET (view.reading), GTK_TYPE_BUTTON, buttons);
  g_assert_cmpuint (buttons->len, ==, 0); /* there is nothing to play yet */
  soho_page_show_record (view.page, "episode", OLDER);
  little = dup_words (&view, view.reading);
  g_assert_cmpstr (little, ==, "Podcast|Trois clients|12 May 2025|");
  view_close (&view);
}

static void
test_nothing_found (void)
{
  View view;
  AdwStatusPage *status;

  view_open (&view, TRUE);
  status = CHILD (view.page, SOHO_TYPE_GUIDES_PAGE, "nothing_found");
  gtk_editable_set_text (view.entry, "zzzz");
  fixture_wait (has_none, &view);
  g_assert_true (gtk_stack_get_visible_child (view.list_stack) == view.nothing_found);
  g_assert_cmpstr (adw_status_page_get_title (status), ==, "Nothing Found");
  g_signal_emit_by_name (CHILD (view.page, SOHO_TYPE_GUIDES_PAGE, "show_all"), "clicked");
  fixture_wait (has_all, &view);
  view_close (&view);
}

static void
test_nothing_yet (void)
{
  View view;
  AdwStatusPage *status;

  view_open (&view, FALSE);
  status = CHILD (view.page, SOHO_TYPE_GUIDES_PAGE, "nothing_found");
  g_assert_true (gtk_stack_get_visible_child (view.list_stack) == view.nothing_found);
  g_assert_cmpstr (adw_status_page_get_title (status), ==, "Nothing to Read Yet");
  g_assert_false (gtk_widget_get_visible (CHILD (view.page, SOHO_TYPE_GUIDES_PAGE, "show_all")));
  put_readings (&view.fixture);
  fixture_wait (has_all, &view);
  view_close (&view);
}

static void
test_show_record (void)
{
  View view;

  view_open (&view, TRUE);
  gtk_editable_set_text (view.entry, "seuil");
  fixture_wait (has_two, &view);
  soho_page_show_record (view.page, "episode", OLDER);
  g_assert_cmpint (soho_reading_view_get_record (view.reading), ==, OLDER);
  g_assert_true (has_all (&view));
  soho_page_show_record (view.page, "guide", 4711); /* there is no such guide */
  g_assert_cmpint (soho_reading_view_get_record (view.reading), ==, 0);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (view.detail_stack), ==, "nothing");
  view_close (&view);
}

static gboolean
shows_nothing (gpointer view)
{
  return soho_reading_view_get_record (((View *) view)->reading) == 0;
}

static gboolean
is_verified_again (gpointer user_data)
{
  View *view = user_data;
  GtkLabel *age = CHILD (view->reading, SOHO_TYPE_READING_VIEW, "age");

  return g_str_equal (gtk_label_get_text (age), "Verified in July 2026");
}

static void
test_live (void)
{
  View view;

  view_open (&view, TRUE);
  soho_page_show_record (view.page, "guide", HOME);
  fixture_put (&view.fixture, "guide", HOME, "section", "Travailler", "title", "Chez soi", "body",
               "Deux tables.", "revised_on", "2026-07-01", NULL);
  fixture_wait (is_verified_again, &view);
  fixture_delete (&view.fixture, "guide", HOME);
  fixture_wait (shows_nothing, &view);
  soho_page_show_record (view.page, "episode", BREAD);
  fixture_delete (&view.fixture, "episode", BREAD);
  fixture_wait (shows_nothing, &view);
  view_close (&view);
}

static void
test_accessible_names (void)
{
  View view;
  g_autoptr (GPtrArray) rows = g_ptr_array_new ();

  view_open (&view, TRUE);
  collect (GTK_WIDGET (view.list), SOHO_TYPE_HEADED_ROW, rows);
  gtk_test_accessible_assert_property (gtk_widget_get_parent (g_ptr_array_index (rows, 2)),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "La fibre, Travailler, Verified in March 2026 · version 3");
  gtk_test_accessible_assert_property (gtk_widget_get_parent (g_ptr_array_index (rows, 3)),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Le pain de la halle, Podcast, 1 February 2026 · 32 min");
  gtk_test_accessible_assert_property (view.entry, GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Search guides and podcast");
  gtk_test_accessible_assert_role (CHILD (view.reading, SOHO_TYPE_READING_VIEW, "title"),
                                   GTK_ACCESSIBLE_ROLE_HEADING);
  view_close (&view);
}

static void
test_keyboard_reads (void)
{
  View view;
  GtkWidget *scrolled;

  view_open (&view, TRUE);
  soho_page_show_record (view.page, "guide", FIBRE);
  scrolled = CHILD (view.reading, SOHO_TYPE_READING_VIEW, "scrolled");
  g_assert_true (gtk_widget_child_focus (GTK_WIDGET (view.reading), GTK_DIR_TAB_FORWARD));
  g_assert_true (gtk_root_get_focus (GTK_ROOT (view.window)) == scrolled);
  g_assert_true (gtk_widget_child_focus (GTK_WIDGET (view.reading), GTK_DIR_TAB_FORWARD));
  g_assert_false (gtk_root_get_focus (GTK_ROOT (view.window)) == scrolled);
  view_close (&view);
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);
  g_test_add_func ("/app/guides/sections-then-podcast", test_sections_then_podcast);
  g_test_add_func ("/app/guides/a-word-in-the-text", test_a_word_in_the_text);
  g_test_add_func ("/app/guides/guide", test_guide);
  g_test_add_func ("/app/guides/episode", test_episode);
  g_test_add_func ("/app/guides/nothing-found", test_nothing_found);
  g_test_add_func ("/app/guides/nothing-yet", test_nothing_yet);
  g_test_add_func ("/app/guides/show-record", test_show_record);
  g_test_add_func ("/app/guides/live", test_live);
  g_test_add_func ("/app/guides/accessible-names", test_accessible_names);
  g_test_add_func ("/app/guides/keyboard-reads", test_keyboard_reads);
  return g_test_run ();
}
