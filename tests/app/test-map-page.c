/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <adwaita.h>

#include "fixture.h"
#include "map/map-view.h"
#include "pages/map-page.h"
#include "widgets/commune-view.h"
#include "widgets/people-filter.h"
#include "widgets/telecentre-view.h"
#include "widgets/welcome.h"

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
  g_test_add_func ("/app/map-page/nothing-synced-yet", test_nothing_synced_yet);
  return g_test_run ();
}
