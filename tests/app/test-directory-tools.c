/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <adwaita.h>

#include "fixture.h"
#include "pages/directory-page.h"
#include "widgets/chip-box.h"
#include "widgets/facet-button.h"
#include "widgets/filter-chips.h"
#include "widgets/initial-strip.h"
#include "widgets/list-detail.h"
#include "widgets/neighbour-group.h"
#include "widgets/people-filter.h"
#include "widgets/person-card.h"
#include "widgets/person-row.h"
#include "widgets/person-tile.h"
#include "widgets/sort-button.h"

/* The directory in a window, and what one works it with. */
typedef struct
{
  Fixture fixture;
  GtkWindow *window;
  SohoPage *page;
  SohoListDetail *list_detail;
  GtkListView *list;
  GtkGridView *grid;
  SohoPersonCard *card;
  SohoPeopleFilter *filter;
  GtkEditable *entry;
  SohoFacetButton *facets;
  SohoSortButton *sort;
  GtkToggleButton *grid_button;
  GtkWidget *chips;
  GtkWidget *initials;
} View;

static void
find_children (View *self)
{
  self->list_detail = CHILD (self->page, SOHO_TYPE_DIRECTORY_PAGE, "list_detail");
  self->list = CHILD (self->list_detail, SOHO_TYPE_LIST_DETAIL, "list");
  self->grid = CHILD (self->list_detail, SOHO_TYPE_LIST_DETAIL, "grid");
  self->card = CHILD (self->page, SOHO_TYPE_DIRECTORY_PAGE, "card");
  self->filter = CHILD (self->page, SOHO_TYPE_DIRECTORY_PAGE, "filter");
  self->entry = CHILD (self->filter, SOHO_TYPE_PEOPLE_FILTER, "entry");
  self->facets = CHILD (self->page, SOHO_TYPE_DIRECTORY_PAGE, "facets");
  self->sort = CHILD (self->page, SOHO_TYPE_DIRECTORY_PAGE, "sort");
  self->grid_button = CHILD (self->page, SOHO_TYPE_DIRECTORY_PAGE, "grid_button");
  self->chips = CHILD (self->page, SOHO_TYPE_DIRECTORY_PAGE, "chips");
  self->initials = CHILD (self->page, SOHO_TYPE_DIRECTORY_PAGE, "initials");
}

static void
view_open (View *self, int width)
{
  fixture_open (&self->fixture, FALSE);
  self->page = g_object_new (SOHO_TYPE_DIRECTORY_PAGE, NULL);
  find_children (self);
  gtk_toggle_button_set_active (self->grid_button, FALSE);
  gtk_check_button_set_active (CHILD (self->sort, SOHO_TYPE_SORT_BUTTON, "by_name"), TRUE);
  soho_page_set_library (self->page, self->fixture.library);
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
  fixture_idle (50); /* popovers and the like let go in an idle */
  fixture_close (&self->fixture);
}

static GListModel *
get_people (View *self)
{
  gpointer model = gtk_list_view_get_model (self->list);

  return model != NULL ? model : G_LIST_MODEL (gtk_grid_view_get_model (self->grid));
}

/* The ids shown, in order: "1 3". */
static char *
join_people (View *self)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (get_people (self)); i++)
    {
      g_autoptr (SohoRecord) member = g_list_model_get_item (get_people (self), i);

      g_string_append_printf (text, "%s%d", i > 0 ? " " : "", (int) soho_record_get_id (member));
    }
  return g_string_free (text, FALSE);
}

static void
assert_people (View *self, const char *expected)
{
  g_autofree char *people = join_people (self);

  g_assert_cmpstr (people, ==, expected);
}

/* Appends the text of every label under the widget that is not hidden; initials are pictures. */
static void
collect_labels (GtkWidget *widget, GString *text)
{
  if (!gtk_widget_get_visible (widget) || ADW_IS_AVATAR (widget))
    return;
  if (GTK_IS_LABEL (widget) && *gtk_label_get_text (GTK_LABEL (widget)) != '\0')
    g_string_append_printf (text, "%s|", gtk_label_get_text (GTK_LABEL (widget)));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    collect_labels (child, text);
}

static void
assert_labels (gpointer widget, const char *expected)
{
  g_autoptr (GString) text = g_string_new (NULL);

  collect_labels (widget, text);
  g_assert_cmpstr (text->str, ==, expected);
}

typedef struct
{
  gpointer widget;
  const char *expected;
} Labels;

static gboolean
has_labels (gpointer user_data)
{
  const Labels *labels = user_data;
  g_autoptr (GString) text = g_string_new (NULL);

  collect_labels (labels->widget, text);
  return g_str_equal (text->str, labels->expected);
}

/* What is asked in a thread is shown when it is answered. */
static void
wait_for_labels (gpointer widget, const char *expected)
{
  Labels labels = { widget, expected };

  fixture_wait (has_labels, &labels);
}

static GtkWidget *
get_nth_child (GtkWidget *parent, guint n)
{
  GtkWidget *child = gtk_widget_get_first_child (parent);

  while (n-- > 0)
    child = gtk_widget_get_next_sibling (child);
  g_assert_nonnull (child);
  return child;
}

static void
click (GtkWidget *button)
{
  g_signal_emit_by_name (button, "clicked");
}

static void
choose_home (View *self, const char *typed)
{
  GtkEditable *entry = CHILD (self->sort, SOHO_TYPE_SORT_BUTTON, "entry");

  gtk_editable_set_text (entry, typed);
  g_signal_emit_by_name (entry, "activate");
}

/* Anselme and Céleste live in Auch, Berthe in Condom. */
static void
test_nearest_first (void)
{
  View view;

  view_open (&view, 1000);
  assert_people (&view, "1 3 2");
  choose_home (&view, "condom");
  g_assert_cmpstr (soho_sort_button_get_near (view.sort)->insee, ==, "32107");
  assert_people (&view, "2 1 3");
  choose_home (&view, "32000"); /* the postcode of Auch alone */
  assert_people (&view, "1 3 2");
  gtk_editable_set_text (view.entry, "à 60 km de Condom");
  g_signal_emit_by_name (view.entry, "search-changed");
  assert_people (&view, "2 1 3");
  gtk_editable_set_text (view.entry, "");
  g_signal_emit_by_name (view.entry, "search-changed");
  gtk_check_button_set_active (CHILD (view.sort, SOHO_TYPE_SORT_BUTTON, "by_name"), TRUE);
  g_assert_null (soho_sort_button_get_near (view.sort));
  assert_people (&view, "1 3 2");
  view_close (&view);
}

/* No place of that name, no order by it. */
static void
test_home_that_is_none (void)
{
  View view;
  GtkWidget *entry;

  view_open (&view, 1000);
  entry = CHILD (view.sort, SOHO_TYPE_SORT_BUTTON, "entry");
  choose_home (&view, "Atlantis");
  g_assert_true (gtk_widget_has_css_class (entry, "error"));
  assert_people (&view, "1 3 2");
  choose_home (&view, "cond"); /* the beginning of one */
  g_assert_false (gtk_widget_has_css_class (entry, "error"));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "Condom");
  assert_people (&view, "2 1 3");
  view_close (&view);
}

static void
test_suggestions (void)
{
  View view;
  GtkEditable *entry;
  GtkListBox *suggestions;

  view_open (&view, 1000);
  entry = CHILD (view.sort, SOHO_TYPE_SORT_BUTTON, "entry");
  suggestions = CHILD (view.sort, SOHO_TYPE_SORT_BUTTON, "suggestions");
  gtk_editable_set_text (entry, "condo");
  assert_labels (suggestions, "Condom|");
  gtk_editable_set_text (entry, "jourdain");
  assert_labels (suggestions, "L'Isle-Jourdain|");
  g_signal_emit_by_name (suggestions, "row-activated",
                         gtk_list_box_get_row_at_index (suggestions, 0));
  g_assert_cmpstr (soho_sort_button_get_near (view.sort)->name, ==, "L'Isle-Jourdain");
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (suggestions)));
  gtk_editable_set_text (entry, "a");
  g_assert_nonnull (gtk_list_box_get_row_at_index (suggestions, 4));
  g_assert_null (gtk_list_box_get_row_at_index (suggestions, 5));
  view_close (&view);
}

static gboolean
has_tiles (gpointer view)
{
  GtkWidget *cell = gtk_widget_get_first_child (GTK_WIDGET (((View *) view)->grid));

  return cell != NULL && SOHO_IS_PERSON_TILE (gtk_widget_get_first_child (cell));
}

/* The grid takes the room of the card while that shows nobody, and gives it back. */
static void
test_grid (void)
{
  View view;
  GtkWidget *detail;

  view_open (&view, 1000);
  detail = CHILD (view.list_detail, SOHO_TYPE_LIST_DETAIL, "detail_pane");
  g_assert_true (gtk_widget_get_visible (detail));
  gtk_toggle_button_set_active (view.grid_button, TRUE);
  fixture_wait (has_tiles, &view);
  g_assert_false (gtk_widget_get_visible (detail));
  assert_labels (view.grid, "Anselme Épure|traducteur|Auch|Céleste Épure|Auch|Berthe Maquette|"
                            "potière|Condom|");
  g_assert_false (soho_page_get_can_go_back (view.page));
  g_signal_emit_by_name (view.grid, "activate", 2);
  g_assert_cmpint (soho_person_card_get_member (view.card), ==, BERTHE);
  g_assert_true (gtk_widget_get_visible (detail));
  g_assert_true (soho_page_get_can_go_back (view.page));
  soho_page_go_back (view.page);
  g_assert_cmpint (soho_person_card_get_member (view.card), ==, 0);
  g_assert_false (gtk_widget_get_visible (detail));
  gtk_toggle_button_set_active (view.grid_button, FALSE);
  g_assert_true (gtk_widget_get_visible (detail));
  assert_people (&view, "1 3 2");
  view_close (&view);
}

static void
test_grid_in_a_narrow_window (void)
{
  View view;

  view_open (&view, 400);
  gtk_toggle_button_set_active (view.grid_button, TRUE);
  fixture_wait (has_tiles, &view);
  g_signal_emit_by_name (view.grid, "activate", 0);
  g_assert_true (soho_page_get_can_go_back (view.page));
  soho_page_go_back (view.page);
  g_assert_false (soho_page_get_can_go_back (view.page));
  view_close (&view);
}

/* Distances stand with the communes where they are the order. */
static void
test_distances_are_told (void)
{
  View view;

  view_open (&view, 1000);
  gtk_toggle_button_set_active (view.grid_button, TRUE);
  choose_home (&view, "Auch");
  fixture_wait (has_tiles, &view);
  assert_labels (view.grid, "Anselme Épure|traducteur|Auch|Céleste Épure|Auch|Berthe Maquette|"
                            "potière|Condom · 39 km|");
  view_close (&view);
}

/* Only the list by name has letters. */
static void
test_initials (void)
{
  View view;

  view_open (&view, 1000);
  wait_for_labels (view.initials, "E|M|");
  choose_home (&view, "Auch");
  g_assert_false (gtk_widget_get_visible (view.initials));
  gtk_check_button_set_active (CHILD (view.sort, SOHO_TYPE_SORT_BUTTON, "by_name"), TRUE);
  wait_for_labels (view.initials, "E|M|");
  gtk_editable_set_text (view.entry, "epure");
  g_signal_emit_by_name (view.entry, "search-changed");
  g_assert_false (gtk_widget_get_visible (view.initials));
  gtk_editable_set_text (view.entry, "");
  g_signal_emit_by_name (view.entry, "search-changed");

  wait_for_labels (view.initials, "E|M|");
  g_assert_true (gtk_widget_child_focus (view.initials, GTK_DIR_TAB_FORWARD));
  g_assert_nonnull (gtk_widget_get_focus_child (view.initials));
  /* One stop of the Tab key, however many letters. */
  g_assert_false (gtk_widget_child_focus (view.initials, GTK_DIR_TAB_FORWARD));
  view_close (&view);
}

static void
on_initial_chosen (SohoInitialStrip *strip, guint position, guint *chosen)
{
  *chosen = position;
}

static GtkWidget *
find_button (GtkWidget *widget, guint *n)
{
  if (GTK_IS_BUTTON (widget) && (*n)-- == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_button (child, n);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static GtkWidget *
get_nth_button (GtkWidget *widget, guint n)
{
  GtkWidget *button = find_button (widget, &n);

  g_assert_nonnull (button);
  return button;
}

static void
test_a_letter_leads_to_its_names (void)
{
  View view;
  guint chosen = G_MAXUINT;

  view_open (&view, 1000);
  wait_for_labels (view.initials, "E|M|");
  g_signal_connect (view.initials, "chosen", G_CALLBACK (on_initial_chosen), &chosen);
  gtk_test_accessible_assert_property (get_nth_button (view.initials, 1),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL, "Go to M");
  click (get_nth_button (view.initials, 1));
  g_assert_cmpuint (chosen, ==, 2);
  view_close (&view);
}

static GtkWidget *
open_facets (View *self)
{
  GtkMenuButton *button = CHILD (self->facets, SOHO_TYPE_FACET_BUTTON, "button");

  gtk_menu_button_popup (button);
  return GTK_WIDGET (button);
}

/* Each choice tells how many people it leaves, and the other's numbers follow it. */
static void
test_facets (void)
{
  View view;
  GtkWidget *button, *occasions, *languages;

  view_open (&view, 1000);
  fixture_put (&view.fixture, "member", BERTHE, "given_name", "Berthe", "family_name", "Maquette",
               "occupation", "potière", "commune", "32107", "languages", "fr", "open_to", "work",
               "visibility", "public", NULL);
  occasions = CHILD (view.facets, SOHO_TYPE_FACET_BUTTON, "occasions");
  languages = CHILD (view.facets, SOHO_TYPE_FACET_BUTTON, "languages");
  button = open_facets (&view);
  wait_for_labels (occasions, "No matter|take on work|2|share experience|1|");
  wait_for_labels (languages, "All languages|French|2|English|1|");
  gtk_check_button_set_active (GTK_CHECK_BUTTON (get_nth_child (languages, 2)), TRUE);
  assert_people (&view, "1");
  wait_for_labels (occasions, "No matter|take on work|1|share experience|1|");
  assert_labels (view.chips, "English|");
  g_assert_true (gtk_widget_has_css_class (button, "active-filter"));
  gtk_check_button_set_active (GTK_CHECK_BUTTON (get_nth_child (languages, 0)), TRUE);
  assert_people (&view, "1 3 2");
  g_assert_false (gtk_widget_get_visible (view.chips));
  g_assert_false (gtk_widget_has_css_class (button, "active-filter"));
  gtk_menu_button_popdown (GTK_MENU_BUTTON (button));
  fixture_idle (50);
  view_close (&view);
}

/* Every filter is seen, and ended by one click; so are all of them. */
static void
test_chips (void)
{
  View view;

  view_open (&view, 1000);
  soho_facet_button_choose (view.facets, "en", "work");
  assert_labels (view.chips, "take on work|English|Clear All|");
  click (get_nth_button (view.chips, 1));
  assert_labels (view.chips, "take on work|");
  g_assert_null (soho_facet_button_get_language (view.facets));
  g_assert_cmpstr (soho_facet_button_get_occasion (view.facets), ==, "work");
  soho_facet_button_choose (view.facets, "en", "leading");
  assert_people (&view, "");
  click (get_nth_button (view.chips, 2));
  assert_people (&view, "1 3 2");
  g_assert_false (gtk_widget_get_visible (view.chips));
  view_close (&view);
}

static void
test_skill_of_a_card (void)
{
  View view;
  GtkWidget *skills;

  view_open (&view, 1000);
  soho_page_show_record (view.page, "member", ANSELME);
  skills = CHILD (view.card, SOHO_TYPE_PERSON_CARD, "skills");
  click (get_nth_button (skills, 0));
  fixture_idle (20); /* an action waits for its turn */
  assert_people (&view, "1 3");
  assert_labels (view.chips, "Traducteur / Traductrice|");
  /* Somebody whom the filter hides is shown all the same. */
  soho_page_show_record (view.page, "member", BERTHE);
  assert_people (&view, "1 3 2");
  g_assert_false (gtk_widget_get_visible (view.chips));
  view_close (&view);
}

/* From card to card, and back the same way. */
static void
test_neighbours (void)
{
  View view;
  GtkWidget *nearby, *colleagues;

  view_open (&view, 1000);
  soho_page_show_record (view.page, "member", ANSELME);
  nearby = CHILD (view.card, SOHO_TYPE_PERSON_CARD, "nearby");
  colleagues = CHILD (view.card, SOHO_TYPE_PERSON_CARD, "colleagues");
  assert_labels (nearby,
                 "People Nearby|Céleste Épure|Auch|Berthe Maquette|potière|Condom · 39 km|");
  assert_labels (colleagues, "Same Trade|Céleste Épure|Auch|");
  g_assert_false (soho_page_get_can_go_back (view.page));

  gtk_widget_activate_action (nearby, "directory.show-next", "x", (gint64) CELESTE);
  g_assert_cmpint (soho_person_card_get_member (view.card), ==, CELESTE);
  gtk_widget_activate_action (nearby, "directory.show-next", "x", (gint64) BERTHE);
  g_assert_false (gtk_widget_get_visible (colleagues));
  g_assert_true (soho_page_get_can_go_back (view.page));
  soho_page_go_back (view.page);
  g_assert_cmpint (soho_person_card_get_member (view.card), ==, CELESTE);
  soho_page_go_back (view.page);
  g_assert_cmpint (soho_person_card_get_member (view.card), ==, ANSELME);
  g_assert_false (soho_page_get_can_go_back (view.page));

  /* Whoever chooses in the list begins a new way. */
  gtk_widget_activate_action (nearby, "directory.show-next", "x", (gint64) CELESTE);
  g_signal_emit_by_name (view.list, "activate", 2);
  g_assert_cmpint (soho_person_card_get_member (view.card), ==, BERTHE);
  g_assert_false (soho_page_get_can_go_back (view.page));
  view_close (&view);
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);
  g_test_add_func ("/app/directory-tools/nearest-first", test_nearest_first);
  g_test_add_func ("/app/directory-tools/home-that-is-none", test_home_that_is_none);
  g_test_add_func ("/app/directory-tools/suggestions", test_suggestions);
  g_test_add_func ("/app/directory-tools/grid", test_grid);
  g_test_add_func ("/app/directory-tools/grid-in-a-narrow-window", test_grid_in_a_narrow_window);
  g_test_add_func ("/app/directory-tools/distances-are-told", test_distances_are_told);
  g_test_add_func ("/app/directory-tools/initials", test_initials);
  g_test_add_func ("/app/directory-tools/a-letter-leads-to-its-names",
                   test_a_letter_leads_to_its_names);
  g_test_add_func ("/app/directory-tools/facets", test_facets);
  g_test_add_func ("/app/directory-tools/chips", test_chips);
  g_test_add_func ("/app/directory-tools/skill-of-a-card", test_skill_of_a_card);
  g_test_add_func ("/app/directory-tools/neighbours", test_neighbours);
  return g_test_run ();
}
