/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <adwaita.h>

#include "fixture.h"
#include "pages/telecentres-page.h"
#include "widgets/list-detail.h"
#include "widgets/record-filter.h"
#include "widgets/record-group.h"
#include "widgets/telecentre-view.h"

typedef struct
{
  Fixture fixture;
  GtkWindow *window;
  SohoPage *page;
  SohoListDetail *list_detail;
  GtkListView *list;
  AdwStatusPage *nothing_found;
  SohoRecordFilter *filter;
  GtkEditable *entry;
  SohoTelecentreView *view;
} View;

enum
{
  HIVE = 31,
  TABLE = 80,
  ROOM = 81,
  PRINTER = 82,
};

static void
put_resources (Fixture *fixture)
{
  fixture_put (fixture, "resource", TABLE, "telecentre", "30", "type", "desk", "name",
               "Grande salle", "capacity", "14", "rate", "12 € la journée", "walk_in", "1",
               "equipment", "Écran de 27 pouces.", NULL);
  fixture_put (fixture, "resource", ROOM, "telecentre", "30", "type", "meeting_room", "name",
               "Salle haute", "capacity", "1", NULL);
  fixture_put (fixture, "resource", PRINTER, "telecentre", "31", "type", "printer", "name",
               "Presse", NULL);
  fixture_put (fixture, "telecentre", HIVE, "commune", "32107", "name", "La Ruche", NULL);
}

static void
view_open (View *self, int width)
{
  fixture_open (&self->fixture, FALSE);
  put_resources (&self->fixture);
  self->page = g_object_new (SOHO_TYPE_TELECENTRES_PAGE, NULL);
  self->list_detail = CHILD (self->page, SOHO_TYPE_SEARCH_PAGE, "list_detail");
  self->filter = CHILD (self->page, SOHO_TYPE_SEARCH_PAGE, "filter");
  self->nothing_found = CHILD (self->page, SOHO_TYPE_SEARCH_PAGE, "nothing_found");
  self->entry = CHILD (self->filter, SOHO_TYPE_RECORD_FILTER, "entry");
  self->list = CHILD (self->list_detail, SOHO_TYPE_LIST_DETAIL, "list");
  soho_page_set_library (self->page, self->fixture.library);
  g_object_get (self->list_detail, "detail", &self->view, NULL);
  g_object_unref (self->view); /* the page holds it */
  self->window = GTK_WINDOW (gtk_window_new ());
  gtk_window_set_default_size (self->window, width, 700);
  gtk_window_set_child (self->window, GTK_WIDGET (self->page));
  gtk_window_present (self->window);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (self->window));
}

static void
view_close (View *self)
{
  gtk_window_destroy (self->window);
  fixture_idle (50);
  fixture_close (&self->fixture);
}

static guint
count (View *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (gtk_list_view_get_model (self->list)));
}

static gboolean
has_one (gpointer view)
{
  return count (view) == 1;
}

static gboolean
has_two (gpointer view)
{
  return count (view) == 2;
}

static gboolean
has_none (gpointer view)
{
  return count (view) == 0;
}

/* The visible groups of resources: "Desks: Grande salle (…); …". */
static char *
dup_resources (View *self)
{
  GtkWidget *box = CHILD (self->view, SOHO_TYPE_TELECENTRE_VIEW, "resources_box");
  GString *text = g_string_new (NULL);

  for (GtkWidget *child = gtk_widget_get_first_child (box); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      SohoRecordGroup *group = SOHO_RECORD_GROUP (child);

      if (!gtk_widget_get_visible (child))
        continue;
      g_string_append_printf (
          text, "%s:", adw_preferences_group_get_title (ADW_PREFERENCES_GROUP (group)));
      for (guint i = 0; i < soho_record_group_get_n_rows (group); i++)
        {
          GtkWidget *row = soho_record_group_get_row (group, i);

          g_string_append_printf (text, " %s (%s)",
                                  adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)),
                                  adw_action_row_get_subtitle (ADW_ACTION_ROW (row)));
        }
      g_string_append (text, "; ");
    }
  return g_string_free (text, FALSE);
}

static const char *
view_text (View *self, const char *name)
{
  GtkWidget *label = CHILD (self->view, SOHO_TYPE_TELECENTRE_VIEW, name);

  return gtk_widget_get_visible (label) ? gtk_label_get_text (GTK_LABEL (label)) : NULL;
}

static void
test_list (void)
{
  View view;

  view_open (&view, 1000);
  g_assert_cmpuint (count (&view), ==, 2);
  gtk_editable_set_text (view.entry, "pouces");
  fixture_wait (has_one, &view);
  g_assert_cmpint (soho_list_detail_get_shown (view.list_detail), ==, 0);
  g_signal_emit_by_name (view.entry, "activate");
  g_assert_cmpint (soho_list_detail_get_shown (view.list_detail), ==, DESK);
  gtk_editable_set_text (view.entry, "zzzz");
  fixture_wait (has_none, &view);
  g_assert_cmpstr (adw_status_page_get_title (view.nothing_found), ==, "No Telecentre Found");
  soho_record_filter_clear (view.filter);
  fixture_wait (has_two, &view);
  fixture_delete (&view.fixture, "telecentre", DESK);
  fixture_delete (&view.fixture, "telecentre", HIVE);
  fixture_wait (has_none, &view);
  g_assert_cmpstr (adw_status_page_get_title (view.nothing_found), ==, "No Telecentres Yet");
  g_assert_cmpint (soho_list_detail_get_shown (view.list_detail), ==, 0);
  view_close (&view);
}

static void
test_detail (void)
{
  View view;
  g_autofree char *resources = NULL, *others = NULL;
  const char *way;

  view_open (&view, 1000);
  soho_page_show_record (view.page, "telecentre", DESK);
  g_assert_cmpstr (view_text (&view, "name"), ==, "Le Télécentre");
  g_assert_cmpstr (view_text (&view, "commune"), ==, "Auch");
  g_assert_nonnull (view_text (&view, "state"));
  g_assert_true (
      gtk_widget_get_visible (CHILD (view.view, SOHO_TYPE_TELECENTRE_VIEW, "show_on_map")));
  g_variant_get (gtk_actionable_get_action_target_value (
                     CHILD (view.view, SOHO_TYPE_TELECENTRE_VIEW, "go_there")),
                 "&s", &way);
  g_assert_cmpstr (way, ==, "geo:43.64561,0.58856?q=43.64561,0.58856(Le%20T%C3%A9l%C3%A9centre)");
  resources = dup_resources (&view);
  g_assert_cmpstr (resources, ==,
                   "Desks: Grande salle (For 14 people · 12 € la journée · without booking\n"
                   "Écran de 27 pouces.); Meeting Rooms: Salle haute (For 1 person); ");

  soho_page_show_record (view.page, "telecentre", HIVE);
  g_assert_null (view_text (&view, "state"));
  g_assert_false (gtk_widget_get_visible (CHILD (view.view, SOHO_TYPE_TELECENTRE_VIEW, "facts")));
  others = dup_resources (&view);
  g_assert_cmpstr (others, ==, "Printers: Presse (); ");
  view_close (&view);
}

static gboolean
says_nothing (gpointer view)
{
  return view_text (view, "state") == NULL;
}

static gboolean
has_phone_only (gpointer view)
{
  g_autofree char *resources = dup_resources (view);

  return g_str_equal (resources, "Telephones: Salle haute (For 1 person); ");
}

/* Of hours that are not understood, nothing is said; a resource goes where its type is. */
static void
test_live (void)
{
  View view;

  view_open (&view, 1000);
  soho_page_show_record (view.page, "telecentre", DESK);
  fixture_put (&view.fixture, "telecentre", DESK, "commune", "32013", "name", "Le Télécentre",
               "opening_hours", "Mo-Fr sunrise-sunset", NULL);
  fixture_wait (says_nothing, &view);
  fixture_put (&view.fixture, "resource", ROOM, "telecentre", "30", "type", "phone", "name",
               "Salle haute", "capacity", "1", NULL);
  fixture_delete (&view.fixture, "resource", TABLE);
  fixture_wait (has_phone_only, &view);
  view_close (&view);
}

static gboolean
has_focus (gpointer row)
{
  return gtk_widget_has_focus (row);
}

static void
test_resource_opens_its_telecentre (void)
{
  View view;
  GtkWidget *box, *rooms;

  view_open (&view, 1000);
  soho_page_show_record (view.page, "resource", ROOM);
  g_assert_cmpint (soho_list_detail_get_shown (view.list_detail), ==, DESK);
  box = CHILD (view.view, SOHO_TYPE_TELECENTRE_VIEW, "resources_box");
  rooms = gtk_widget_get_next_sibling (
      gtk_widget_get_next_sibling (gtk_widget_get_first_child (box)));
  fixture_wait (has_focus, soho_record_group_get_row (SOHO_RECORD_GROUP (rooms), 0));
  soho_page_show_record (view.page, "resource", 4711); /* there is none */
  g_assert_cmpint (soho_list_detail_get_shown (view.list_detail), ==, DESK);
  view_close (&view);
}

static void
test_narrow (void)
{
  View view;

  view_open (&view, 360);
  soho_page_show_record (view.page, "telecentre", DESK);
  g_assert_true (soho_page_get_can_go_back (view.page));
  soho_page_search (view.page);
  g_assert_false (soho_page_get_can_go_back (view.page));
  view_close (&view);
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);
  g_test_add_func ("/app/telecentres-page/list", test_list);
  g_test_add_func ("/app/telecentres-page/detail", test_detail);
  g_test_add_func ("/app/telecentres-page/live", test_live);
  g_test_add_func ("/app/telecentres-page/resource-opens-its-telecentre",
                   test_resource_opens_its_telecentre);
  g_test_add_func ("/app/telecentres-page/narrow", test_narrow);
  return g_test_run ();
}
