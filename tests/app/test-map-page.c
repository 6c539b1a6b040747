/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <adwaita.h>

#include "fixture.h"
#include "map/map-view.h"
#include "pages/map-page.h"
#include "lists/commune-list.h"
#include "widgets/commune-view.h"
#include "widgets/people-filter.h"
#include "widgets/telecentre-view.h"
#include "widgets/welcome.h"
#include "widgets/within-button.h"

typedef struct
{
  Fixture fixture;
  GtkWindow *window;
  SohoMapPage *page;
  SohoMapView *map;
  GtkStack *stack;
  GtkListView *communes;
  SohoCommuneView *commune;
  SohoTelecentreView *telecentre;
} View;

static void
view_open (View *self, gboolean empty)
{
  fixture_open (&self->fixture, empty);
  self->page = g_object_new (SOHO_TYPE_MAP_PAGE, NULL);
  self->map = CHILD (self->page, SOHO_TYPE_MAP_PAGE, "map");
  self->stack = CHILD (self->page, SOHO_TYPE_MAP_PAGE, "stack");
  self->communes = CHILD (self->page, SOHO_TYPE_MAP_PAGE, "communes_view");
  self->commune = CHILD (self->page, SOHO_TYPE_MAP_PAGE, "commune");
  self->telecentre = CHILD (self->page, SOHO_TYPE_MAP_PAGE, "telecentre");
  soho_page_set_library (SOHO_PAGE (self->page), self->fixture.library);
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
  fixture_idle (50);
  fixture_close (&self->fixture);
}

static const char *
commune_text (View *self, const char *name)
{
  return gtk_label_get_text (CHILD (self->commune, SOHO_TYPE_COMMUNE_VIEW, name));
}

static void
test_places (void)
{
  View view;

  view_open (&view, FALSE);
  g_assert_cmpuint (
      g_list_model_get_n_items (G_LIST_MODEL (gtk_list_view_get_model (view.communes))), ==, 2);
  soho_map_page_show_commune (view.page, "32107");
  g_assert_true (gtk_stack_get_visible_child (view.stack) == GTK_WIDGET (view.commune));
  g_assert_cmpstr (commune_text (&view, "name"), ==, "Condom");
  g_assert_cmpstr (commune_text (&view, "people_title"), ==, "1 person");
  g_assert_cmpstr (commune_text (&view, "village_since"), ==, "Partner village since 2014");
  g_assert_true (gtk_widget_get_visible (CHILD (view.commune, SOHO_TYPE_COMMUNE_VIEW, "village")));

  soho_map_page_show_commune (view.page, "32013");
  g_assert_cmpstr (commune_text (&view, "people_title"), ==, "2 people");
  g_assert_false (gtk_widget_get_visible (CHILD (view.commune, SOHO_TYPE_COMMUNE_VIEW, "village")));

  soho_map_page_show_commune (view.page, "99999");
  soho_map_page_show_commune (view.page, "");
  g_assert_cmpstr (commune_text (&view, "name"), ==, "Auch");
  soho_page_go_back (SOHO_PAGE (view.page));
  g_assert_false (gtk_stack_get_visible_child (view.stack) == GTK_WIDGET (view.commune));
  view_close (&view);
}

static void
test_badge_shows_its_people (void)
{
  View view;

  view_open (&view, FALSE);
  g_signal_emit_by_name (view.map, "commune-activated", "32013");
  g_assert_true (gtk_stack_get_visible_child (view.stack) == GTK_WIDGET (view.commune));
  g_assert_cmpstr (commune_text (&view, "people_title"), ==, "2 people");
  view_close (&view);
}

/* A sign of the map that stands for one record is clicked. */
static void
choose_mark (View *self, SohoMapKind kind, gint64 id)
{
  g_autoptr (GVariant) ids
      = g_variant_ref_sink (g_variant_new_fixed_array (G_VARIANT_TYPE_INT64, &id, 1, sizeof id));

  g_signal_emit_by_name (self->map, "mark-activated", kind, ids);
}

static void
test_telecentre (void)
{
  View view;

  view_open (&view, FALSE);
  choose_mark (&view, SOHO_MAP_TELECENTRES, 4711); /* there is none */
  g_assert_false (gtk_stack_get_visible_child (view.stack) == GTK_WIDGET (view.telecentre));
  choose_mark (&view, SOHO_MAP_TELECENTRES, DESK);
  g_assert_true (gtk_stack_get_visible_child (view.stack) == GTK_WIDGET (view.telecentre));
  g_assert_cmpstr (gtk_label_get_text (CHILD (view.telecentre, SOHO_TYPE_TELECENTRE_VIEW, "name")),
                   ==, "Le Télécentre");
  view_close (&view);
}

static gboolean
has_one_commune (gpointer view)
{
  return g_list_model_get_n_items (
             G_LIST_MODEL (gtk_list_view_get_model (((View *) view)->communes)))
         == 1;
}

static void
test_filter (void)
{
  View view;
  SohoPeopleFilter *filter;
  GtkEditable *entry;

  view_open (&view, FALSE);
  filter = CHILD (view.page, SOHO_TYPE_MAP_PAGE, "filter");
  entry = CHILD (filter, SOHO_TYPE_PEOPLE_FILTER, "entry");
  gtk_editable_set_text (entry, "poti");
  fixture_wait (has_one_commune, &view);

  /* From elsewhere a commune is shown whole. */
  soho_map_page_show_commune (view.page, "32013");
  g_assert_cmpstr (commune_text (&view, "people_title"), ==, "2 people");
  view_close (&view);
}

static GListModel *
get_communes (View *self)
{
  return G_LIST_MODEL (gtk_list_view_get_model (self->communes));
}

/* Around Auch there is nobody of Condom, and around nowhere everybody again. */
static void
test_within (void)
{
  View view;
  GtkWidget *within;
  GtkEditable *entry;
  GtkLabel *problem, *label;
  g_autoptr (SohoCommuneItem) item = NULL;

  view_open (&view, FALSE);
  within = CHILD (view.page, SOHO_TYPE_MAP_PAGE, "within_button");
  entry = CHILD (within, SOHO_TYPE_WITHIN_BUTTON, "entry");
  problem = CHILD (within, SOHO_TYPE_WITHIN_BUTTON, "problem");
  label = CHILD (within, SOHO_TYPE_WITHIN_BUTTON, "label");
  gtk_editable_set_text (entry, "no such place");
  g_signal_emit_by_name (entry, "activate");
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (problem)));
  g_assert_cmpuint (g_list_model_get_n_items (get_communes (&view)), ==, 2);

  gtk_editable_set_text (entry, "auc");
  g_signal_emit_by_name (entry, "activate");
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (problem)));
  g_assert_cmpstr (gtk_label_get_text (label), ==, "20 km around Auch");
  g_assert_cmpuint (g_list_model_get_n_items (get_communes (&view)), ==, 1);
  item = g_list_model_get_item (get_communes (&view), 0);
  g_assert_cmpstr (soho_commune_item_get_commune (item)->name, ==, "Auch");

  /* Condom is 40 km away. */
  gtk_drop_down_set_selected (CHILD (within, SOHO_TYPE_WITHIN_BUTTON, "distance"), 4);
  g_assert_cmpuint (g_list_model_get_n_items (get_communes (&view)), ==, 2);
  gtk_drop_down_set_selected (CHILD (within, SOHO_TYPE_WITHIN_BUTTON, "distance"), 0);
  g_assert_cmpuint (g_list_model_get_n_items (get_communes (&view)), ==, 1);
  soho_within_button_clear (SOHO_WITHIN_BUTTON (within));
  g_assert_cmpstr (gtk_label_get_text (label), ==, "Anywhere");
  g_assert_cmpuint (g_list_model_get_n_items (get_communes (&view)), ==, 2);
  view_close (&view);
}

static GtkWidget *
find_chip (View *self, const char *label)
{
  GtkWidget *chips = CHILD (self->page, SOHO_TYPE_MAP_PAGE, "chips");

  for (GtkWidget *chip = gtk_widget_get_first_child (chips); chip != NULL;
       chip = gtk_widget_get_next_sibling (chip))
    if (g_strcmp0 (gtk_widget_get_tooltip_text (chip), label) == 0)
      return chip;
  return NULL;
}

static gboolean
has_both_chips (gpointer view)
{
  return find_chip (view, "Traduction et rédaction") != NULL
         && find_chip (view, "Artisanat d’art et couture") != NULL;
}

static gboolean
has_translation_alone (gpointer view)
{
  return find_chip (view, "Traduction et rédaction") != NULL
         && find_chip (view, "Artisanat d’art et couture") == NULL;
}

/* The chips count what is seen, and choose first an occupation and then its skills. */
static void
test_chips (void)
{
  View view;
  SohoPeopleFilter *filter;

  view_open (&view, FALSE);
  filter = CHILD (view.page, SOHO_TYPE_MAP_PAGE, "filter");
  fixture_wait (has_both_chips, &view);
  gtk_test_accessible_assert_property (
      GTK_ACCESSIBLE (find_chip (&view, "Traduction et rédaction")), GTK_ACCESSIBLE_PROPERTY_LABEL,
      "Traduction et rédaction, 2 people");
  soho_map_view_set_reach (view.map, 43.6463, 0.5863, 5);
  fixture_wait (has_translation_alone, &view);
  soho_map_view_set_reach (view.map, 0, 0, 0);
  fixture_wait (has_both_chips, &view);

  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (find_chip (&view, "Artisanat d’art et couture")),
                                TRUE);
  g_assert_cmpint (soho_people_filter_get_category (filter), ==, CRAFTS);
  g_assert_cmpuint (g_list_model_get_n_items (get_communes (&view)), ==, 1);
  g_assert_null (find_chip (&view, "Traduction et rédaction"));
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (find_chip (&view, "Potier / Potière")), TRUE);
  g_assert_true (
      gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (find_chip (&view, "Potier / Potière"))));
  g_assert_cmpuint (g_list_model_get_n_items (get_communes (&view)), ==, 1);
  soho_people_filter_clear (filter);
  g_assert_cmpuint (g_list_model_get_n_items (get_communes (&view)), ==, 2);
  view_close (&view);
}

/* What is pointed at on the map is selected in the list. */
static void
test_in_step (void)
{
  View view;
  GtkSingleSelection *selection;
  SohoCommuneItem *item;

  view_open (&view, FALSE);
  selection = GTK_SINGLE_SELECTION (gtk_list_view_get_model (view.communes));
  g_assert_null (gtk_single_selection_get_selected_item (selection));
  g_signal_emit_by_name (view.map, "commune-pointed", "32107");
  item = gtk_single_selection_get_selected_item (selection);
  g_assert_cmpstr (soho_commune_item_get_commune (item)->name, ==, "Condom");
  g_signal_emit_by_name (view.map, "commune-pointed", "32233"); /* nobody lives there */
  g_assert_null (gtk_single_selection_get_selected_item (selection));
  g_signal_emit_by_name (view.map, "commune-pointed", NULL);
  view_close (&view);
}

static gboolean
has_two_rows (gpointer group)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new ();
  GtkWidget *list = gtk_widget_get_first_child (group);

  while (list != NULL && !GTK_IS_LIST_BOX (list))
    list = gtk_widget_get_last_child (list);
  return list != NULL && gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), 1) != NULL
         && gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), 2) == NULL;
}

/* The page of a commune tells what stands there besides people, also of several meetings at once.
 */
static void
test_what_is_there (void)
{
  const gint64 both[] = { 60, 61 };
  g_autoptr (GVariant) ids = g_variant_ref_sink (
      g_variant_new_fixed_array (G_VARIANT_TYPE_INT64, both, 2, sizeof both[0]));
  View view;
  GtkWidget *here;

  view_open (&view, FALSE);
  here = CHILD (view.commune, SOHO_TYPE_COMMUNE_VIEW, "here");
  fixture_put (&view.fixture, "event", 60, "title", "Tisser sa toile", "start",
               "2099-03-08T18:00:00Z", "commune", "32233", NULL);
  fixture_put (&view.fixture, "event", 61, "title", "Semer", "start", "2099-04-08T18:00:00Z",
               "commune", "32233", NULL);
  soho_map_page_show_commune (view.page, "32233");
  fixture_wait (has_two_rows, here);
  g_assert_cmpstr (commune_text (&view, "people_title"), ==,
                   "Nobody of the network lives here yet.");
  soho_map_page_show_commune (view.page, "32160");
  g_assert_false (gtk_widget_get_visible (here));
  g_signal_emit_by_name (view.map, "mark-activated", SOHO_MAP_MEETINGS, ids);
  g_assert_cmpstr (commune_text (&view, "name"), ==, "Marciac");
  g_assert_true (has_two_rows (here));
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

  view_open (&view, TRUE);
  g_assert_true (SOHO_IS_WELCOME (gtk_stack_get_visible_child (view.stack)));
  fixture_put (&view.fixture, "village", 20, "commune", "32107", NULL);
  fixture_wait (is_filled, view.stack);
  g_assert_true (has_one_commune (&view));
  view_close (&view);
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);
  g_test_add_func ("/app/map-page/places", test_places);
  g_test_add_func ("/app/map-page/badge-shows-its-people", test_badge_shows_its_people);
  g_test_add_func ("/app/map-page/telecentre", test_telecentre);
  g_test_add_func ("/app/map-page/filter", test_filter);
  g_test_add_func ("/app/map-page/within", test_within);
  g_test_add_func ("/app/map-page/chips", test_chips);
  g_test_add_func ("/app/map-page/in-step", test_in_step);
  g_test_add_func ("/app/map-page/what-is-there", test_what_is_there);
  g_test_add_func ("/app/map-page/nothing-synced-yet", test_nothing_synced_yet);
  return g_test_run ();
}
