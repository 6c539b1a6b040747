/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <adwaita.h>

#include "fixture.h"
#include "pages/directory-page.h"
#include "widgets/list-detail.h"
#include "widgets/people-filter.h"
#include "widgets/person-card.h"
#include "widgets/person-row.h"
#include "widgets/welcome.h"

/* The page in a window, and its parts. */
typedef struct
{
  Fixture fixture;
  GtkWindow *window;
  SohoPage *page;
  GtkStack *stack;
  GtkListView *list;
  GtkStack *list_stack;
  GtkWidget *nothing_found;
  GtkStack *card_stack;
  SohoPersonCard *card;
  SohoPeopleFilter *filter;
  GtkEditable *entry;
  GtkDropDown *category;
} View;

static void
view_open_wide (View *self, gboolean empty, int width)
{
  SohoListDetail *list_detail;

  fixture_open (&self->fixture, empty);
  self->page = g_object_new (SOHO_TYPE_DIRECTORY_PAGE, NULL);
  list_detail = CHILD (self->page, SOHO_TYPE_DIRECTORY_PAGE, "list_detail");
  self->stack = CHILD (list_detail, SOHO_TYPE_LIST_DETAIL, "stack");
  self->list = CHILD (list_detail, SOHO_TYPE_LIST_DETAIL, "list");
  self->list_stack = CHILD (list_detail, SOHO_TYPE_LIST_DETAIL, "list_stack");
  self->nothing_found = CHILD (list_detail, SOHO_TYPE_LIST_DETAIL, "nothing_found");
  self->card_stack = CHILD (list_detail, SOHO_TYPE_LIST_DETAIL, "detail_stack");
  self->card = CHILD (self->page, SOHO_TYPE_DIRECTORY_PAGE, "card");
  self->filter = CHILD (self->page, SOHO_TYPE_DIRECTORY_PAGE, "filter");
  self->entry = CHILD (self->filter, SOHO_TYPE_PEOPLE_FILTER, "entry");
  self->category = CHILD (self->filter, SOHO_TYPE_PEOPLE_FILTER, "category");
  soho_page_set_library (self->page, self->fixture.library);
  self->window = GTK_WINDOW (gtk_window_new ());
  gtk_window_set_default_size (self->window, width, 700);
  gtk_window_set_child (self->window, GTK_WIDGET (self->page));
  gtk_window_present (self->window);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (self->window));
}

static void
view_open (View *self, gboolean empty)
{
  view_open_wide (self, empty, 1000);
}

static void
view_close (View *self)
{
  gtk_window_destroy (self->window);
  fixture_idle (50); /* popovers and the like let go in an idle */
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
has_none (gpointer view)
{
  return count (view) == 0;
}

static gboolean
has_all (gpointer view)
{
  return count (view) == 3;
}

static const char *
found_text (View *self)
{
  return gtk_label_get_text (CHILD (self->filter, SOHO_TYPE_PEOPLE_FILTER, "found"));
}

static void
test_everybody (void)
{
  View view;

  view_open (&view, FALSE);
  g_assert_true (SOHO_IS_WELCOME (gtk_stack_get_visible_child (view.stack)) == FALSE);
  g_assert_cmpuint (count (&view), ==, 3);
  g_assert_cmpstr (found_text (&view), ==, "3 people");
  g_assert_cmpstr (gtk_stack_get_visible_child_name (view.card_stack), ==, "nothing");
  view_close (&view);
}

static void
test_typing_filters (void)
{
  View view;

  view_open (&view, FALSE);
  gtk_editable_set_text (view.entry, "poti");
  fixture_wait (has_one, &view);
  g_assert_cmpstr (found_text (&view), ==, "1 person");
  gtk_editable_set_text (view.entry, "zzz");
  fixture_wait (has_none, &view);
  g_assert_true (gtk_stack_get_visible_child (view.list_stack) == view.nothing_found);
  soho_people_filter_clear (view.filter);
  fixture_wait (has_all, &view);
  g_assert_false (gtk_stack_get_visible_child (view.list_stack) == view.nothing_found);
  view_close (&view);
}

static void
test_category_filters (void)
{
  View view;

  view_open (&view, FALSE);
  gtk_drop_down_set_selected (view.category, 2); /* translation, after “all” and crafts */
  g_assert_cmpint (soho_people_filter_get_category (view.filter), ==, TRANSLATION);
  g_assert_cmpuint (count (&view), ==, 2);
  g_assert_true (soho_people_filter_is_active (view.filter));
  soho_people_filter_clear (view.filter);
  g_assert_false (soho_people_filter_is_active (view.filter));
  g_assert_cmpuint (count (&view), ==, 3);
  view_close (&view);
}

static void
choose (View *self, guint position)
{
  gtk_single_selection_set_selected (GTK_SINGLE_SELECTION (gtk_list_view_get_model (self->list)),
                                     position);
}

static void
test_choosing_opens_the_card (void)
{
  View view;

  view_open (&view, FALSE);
  choose (&view, 0);
  g_assert_cmpint (soho_person_card_get_member (view.card), ==, ANSELME);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (view.card_stack), ==, "shown");

  /* A search that does not find the person leaves the card alone. */
  gtk_editable_set_text (view.entry, "poti");
  fixture_wait (has_one, &view);
  g_assert_cmpint (soho_person_card_get_member (view.card), ==, ANSELME);
  gtk_editable_set_text (view.entry, "");
  fixture_wait (has_all, &view);
  g_assert_cmpuint (gtk_single_selection_get_selected (
                        GTK_SINGLE_SELECTION (gtk_list_view_get_model (view.list))),
                    ==, 0);
  view_close (&view);
}

static void
test_enter_opens_the_first (void)
{
  View view;

  view_open (&view, FALSE);
  gtk_editable_set_text (view.entry, "poti");
  g_signal_emit_by_name (view.entry, "activate"); /* before the search has begun by itself */
  g_assert_cmpint (soho_person_card_get_member (view.card), ==, BERTHE);
  view_close (&view);
}

static void
test_show_person_clears_the_filter (void)
{
  View view;

  view_open (&view, FALSE);
  gtk_editable_set_text (view.entry, "poti");
  fixture_wait (has_one, &view);
  soho_page_show_record (view.page, "member", CELESTE);
  g_assert_cmpint (soho_person_card_get_member (view.card), ==, CELESTE);
  g_assert_cmpuint (count (&view), ==, 3);
  soho_page_show_record (view.page, "member", 4711); /* there is no such person */
  g_assert_cmpint (soho_person_card_get_member (view.card), ==, 0);
  view_close (&view);
}

static void
test_one_pane_at_a_time (void)
{
  View view;

  view_open_wide (&view, FALSE, 400);
  g_assert_false (soho_page_get_can_go_back (view.page));
  soho_page_show_record (view.page, "member", BERTHE);
  g_assert_true (soho_page_get_can_go_back (view.page));
  soho_page_go_back (view.page);
  g_assert_false (soho_page_get_can_go_back (view.page));
  soho_page_show_record (view.page, "member", BERTHE);
  soho_page_search (view.page);
  g_assert_false (soho_page_get_can_go_back (view.page));
  view_close (&view);
}

static gboolean
is_card_empty (gpointer view)
{
  return soho_person_card_get_member (((View *) view)->card) == 0;
}

static void
test_person_leaves (void)
{
  View view;

  view_open (&view, FALSE);
  choose (&view, 0);
  fixture_delete (&view.fixture, "member", ANSELME);
  fixture_wait (is_card_empty, &view);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (view.card_stack), ==, "nothing");
  g_assert_cmpuint (count (&view), ==, 2);
  view_close (&view);
}

static gboolean
is_filled (gpointer stack)
{
  return !SOHO_IS_WELCOME (gtk_stack_get_visible_child (stack));
}

static void
test_nothing_synced_yet (void)
{
  View view;
  SohoWelcome *welcome;
  GtkWidget *set_server, *sync;

  view_open (&view, TRUE);
  welcome = SOHO_WELCOME (gtk_stack_get_visible_child (view.stack));
  set_server = CHILD (welcome, SOHO_TYPE_WELCOME, "set_server");
  sync = CHILD (welcome, SOHO_TYPE_WELCOME, "sync");
  g_assert_true (gtk_widget_get_visible (set_server));
  g_assert_false (gtk_widget_get_visible (sync));
  g_assert_true (soho_library_set_server (view.fixture.library, "http://127.0.0.1:9", NULL));
  g_assert_true (gtk_widget_get_visible (sync));

  fixture_put (&view.fixture, "member", 1, "given_name", "Anselme", "family_name", "Épure",
               "commune", "32013", "visibility", "public", NULL);
  fixture_wait (is_filled, view.stack);
  g_assert_cmpuint (count (&view), ==, 1);
  view_close (&view);
}

static GtkWidget *
find_descendant (GtkWidget *widget, GType type)
{
  if (g_type_is_a (G_OBJECT_TYPE (widget), type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_descendant (child, type);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static void
test_accessible_names (void)
{
  View view;
  GtkWidget *row, *button;

  view_open (&view, FALSE);
  row = gtk_widget_get_parent (find_descendant (GTK_WIDGET (view.list), SOHO_TYPE_PERSON_ROW));
  gtk_test_accessible_assert_property (row, GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Anselme Épure, traducteur, Auch");
  gtk_test_accessible_assert_property (view.entry, GTK_ACCESSIBLE_PROPERTY_LABEL, "Search people");
  button = gtk_widget_get_first_child (GTK_WIDGET (view.category));
  gtk_test_accessible_assert_property (button, GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Occupations to show: All occupations");
  view_close (&view);
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);
  g_test_add_func ("/app/directory/everybody", test_everybody);
  g_test_add_func ("/app/directory/typing-filters", test_typing_filters);
  g_test_add_func ("/app/directory/category-filters", test_category_filters);
  g_test_add_func ("/app/directory/choosing-opens-the-card", test_choosing_opens_the_card);
  g_test_add_func ("/app/directory/enter-opens-the-first", test_enter_opens_the_first);
  g_test_add_func ("/app/directory/show-person-clears-the-filter",
                   test_show_person_clears_the_filter);
  g_test_add_func ("/app/directory/one-pane-at-a-time", test_one_pane_at_a_time);
  g_test_add_func ("/app/directory/person-leaves", test_person_leaves);
  g_test_add_func ("/app/directory/nothing-synced-yet", test_nothing_synced_yet);
  g_test_add_func ("/app/directory/accessible-names", test_accessible_names);
  return g_test_run ();
}
