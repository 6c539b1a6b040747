/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "map/map-view.h"
#include "map/people-layer.h"

#include <adwaita.h>

/* A view in a window of its own, with whatever its signals told last. */
typedef struct
{
  GtkWidget *window;
  SohoMapView *view;
  char *commune;
  SohoMapKind kind; /* of the sign */
  gsize n_ids;
  gint64 id; /* the first */
} Fixture;

static void
on_commune (SohoMapView *view, const char *insee, Fixture *fixture)
{
  g_free (fixture->commune);
  fixture->commune = g_strdup (insee);
}

static void
on_mark (SohoMapView *view, SohoMapKind kind, GVariant *ids, Fixture *fixture)
{
  fixture->kind = kind;
  fixture->n_ids = g_variant_n_children (ids);
  g_variant_get_child (ids, 0, "x", &fixture->id);
}

static gboolean
on_timeout (gpointer is_over)
{
  *(gboolean *) is_over = TRUE;
  return G_SOURCE_REMOVE;
}

static void
wait_ms (guint ms)
{
  gboolean is_over = FALSE;

  g_timeout_add (ms, on_timeout, &is_over);
  while (!is_over)
    g_main_context_iteration (NULL, TRUE);
}

/* Until the land is drawn and the buttons stand. */
static void
wait_for_map (Fixture *fixture)
{
  for (guint i = 0; i < 500 && !soho_map_view_is_complete (fixture->view); i++)
    wait_ms (10);
  g_assert_true (soho_map_view_is_complete (fixture->view));
  wait_ms (80);
}

static void
open_view (Fixture *fixture, int width, int height)
{
  *fixture = (Fixture){ .window = gtk_window_new () };
  fixture->view = SOHO_MAP_VIEW (soho_map_view_new ());
  g_signal_connect (fixture->view, "commune-activated", G_CALLBACK (on_commune), fixture);
  g_signal_connect (fixture->view, "mark-activated", G_CALLBACK (on_mark), fixture);
  gtk_window_set_child (GTK_WINDOW (fixture->window), GTK_WIDGET (fixture->view));
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), width, height);
  gtk_window_present (GTK_WINDOW (fixture->window));
}

static void
close_view (Fixture *fixture)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  g_free (fixture->commune);
  wait_ms (20);
}

/* The buttons below a widget that are seen and have a CSS class. */
static void
collect_buttons (GtkWidget *widget, const char *css_class, GPtrArray *buttons)
{
  GtkWidget *child;

  if (GTK_IS_BUTTON (widget) && gtk_widget_has_css_class (widget, css_class)
      && gtk_widget_get_visible (widget))
    g_ptr_array_add (buttons, widget);
  for (child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    collect_buttons (child, css_class, buttons);
}

static GPtrArray *
find_buttons (Fixture *fixture, const char *css_class)
{
  GPtrArray *buttons = g_ptr_array_new ();

  collect_buttons (GTK_WIDGET (fixture->view), css_class, buttons);
  return buttons;
}

static guint
count_centres (Fixture *fixture)
{
  guint n = 0;

  for (guint i = 0; i < soho_gazetteer_get_n_communes (); i++)
    {
      const SohoCommune *commune = soho_gazetteer_get_nth (i);
      double x, y;

      n += soho_map_view_locate (fixture->view, commune->latitude, commune->longitude, &x, &y);
    }
  return n;
}

/* --- Tests ----------------------------------------------------------------------------------- */

static void
test_the_whole_department_is_seen (void)
{
  const int sizes[][2] = { { 1200, 760 }, { 800, 600 }, { 360, 560 } };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      Fixture fixture;

      open_view (&fixture, sizes[i][0], sizes[i][1]);
      g_assert_cmpuint (count_centres (&fixture), <, 458);
      wait_for_map (&fixture);
      g_assert_cmpuint (count_centres (&fixture), ==, 458);
      close_view (&fixture);
    }
}

static void
test_it_stays_whole_until_it_is_moved (void)
{
  Fixture fixture;
  double x0, y0, x1, y1;

  open_view (&fixture, 900, 700);
  wait_for_map (&fixture);
  g_assert_true (soho_map_view_locate (fixture.view, 43.65, 0.2, &x0, &y0));
  g_assert_true (soho_map_view_locate (fixture.view, 43.65, 0.8, &x1, &y1));
  gtk_window_set_default_size (GTK_WINDOW (fixture.window), 450, 350);
  wait_ms (300);
  wait_for_map (&fixture);
  g_assert_cmpuint (count_centres (&fixture), ==, 458);

  soho_map_view_show_commune (fixture.view, "32013");
  wait_ms (900);
  g_assert_cmpuint (count_centres (&fixture), <, 200);
  gtk_window_set_default_size (GTK_WINDOW (fixture.window), 900, 700);
  wait_ms (300);
  g_assert_cmpuint (count_centres (&fixture), <, 300);
  g_assert_true (soho_map_view_locate (fixture.view, 43.6463, 0.5863, &x0, &y0));

  soho_map_view_show_whole_department (fixture.view);
  wait_for_map (&fixture);
  g_assert_cmpuint (count_centres (&fixture), ==, 458);
  close_view (&fixture);
}

static void
test_badges_are_buttons_with_names (void)
{
  const SohoPeopleCount counts[] = { { "32013", 30 }, { "32107", 1 }, { "32013", 1 },
                                     { "99999", 7 },  { NULL, 7 },    { "32160", 0 } };
  g_autoptr (GPtrArray) buttons = NULL;
  Fixture fixture;

  open_view (&fixture, 900, 700);
  soho_map_view_set_people (fixture.view, counts, G_N_ELEMENTS (counts));
  wait_for_map (&fixture);
  buttons = find_buttons (&fixture, "map-badge");
  g_assert_cmpuint (buttons->len, ==, 2);
  gtk_test_accessible_assert_role (buttons->pdata[0], GTK_ACCESSIBLE_ROLE_BUTTON);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (buttons->pdata[0]),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL, "Auch: 31 people");
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (buttons->pdata[1]),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL, "Condom: 1 person");
  g_signal_emit_by_name (buttons->pdata[1], "clicked");
  g_assert_cmpstr (fixture.commune, ==, "32107");

  soho_map_view_set_people (fixture.view, NULL, 0);
  wait_ms (200);
  g_ptr_array_unref (buttons);
  buttons = find_buttons (&fixture, "map-badge");
  g_assert_cmpuint (buttons->len, ==, 0);
  close_view (&fixture);
}

static void
test_groups_tell_their_communes (void)
{
  const SohoPeopleCount counts[] = { { "32013", 3 }, { "32307", 2 } };
  g_autoptr (GPtrArray) buttons = NULL;
  g_auto (GStrv) group = NULL, alone = NULL, nobody = NULL;
  Fixture fixture;

  open_view (&fixture, 500, 400);
  soho_map_view_set_people (fixture.view, counts, G_N_ELEMENTS (counts));
  wait_for_map (&fixture);
  buttons = find_buttons (&fixture, "map-badge");
  g_assert_cmpuint (buttons->len, ==, 1);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (buttons->pdata[0]),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Auch and 1 commune nearby: 5 people");
  group = soho_map_view_dup_group (fixture.view, "32013");
  g_assert_cmpuint (g_strv_length (group), ==, 2);
  g_assert_cmpstr (group[0], ==, "32013");
  g_assert_cmpstr (group[1], ==, "32307");
  alone = soho_map_view_dup_group (fixture.view, "32160");
  g_assert_cmpuint (g_strv_length (alone), ==, 1);
  nobody = soho_map_view_dup_group (fixture.view, "nobody");
  g_assert_cmpuint (g_strv_length (nobody), ==, 0);
  close_view (&fixture);
}

static GtkWidget *
find_button (Fixture *fixture, const char *css_class, const char *name)
{
  g_autoptr (GPtrArray) buttons = find_buttons (fixture, css_class);

  for (guint i = 0; i < buttons->len; i++)
    if (g_strcmp0 (gtk_widget_get_tooltip_text (buttons->pdata[i]), name) == 0)
      return buttons->pdata[i];
  g_test_message ("There is no “%s” among %u", name, buttons->len);
  g_assert_not_reached ();
}

static gboolean
toggle (Fixture *fixture, const char *action)
{
  return gtk_widget_activate_action (GTK_WIDGET (fixture->view), action, NULL);
}

static void
test_marks_are_buttons_too (void)
{
  const SohoMapMark marks[] = {
    { SOHO_MAP_TELECENTRES, (gint64) 7 << 32 | 5, "Atelier des Cordeliers", 43.6463, 0.5863 },
    { SOHO_MAP_TELECENTRES, 2, "Nulle part", 200, 0 },
    { SOHO_MAP_TELECENTRES, 3, "Le Balcon", 43.958, 0.372 },
    { SOHO_MAP_MEETINGS, 8, "Tisser sa toile", 43.6463, 0.5863 },
    { SOHO_MAP_OFFERS, 9, "Un local", 43.525, 0.104 },
    { SOHO_MAP_OFFERS, 10, "Une grange", 43.525, 0.104 },
  };
  g_autoptr (GPtrArray) buttons = NULL;
  GtkWidget *button;
  Fixture fixture;

  open_view (&fixture, 900, 700);
  soho_map_view_set_marks (fixture.view, marks, G_N_ELEMENTS (marks));
  wait_for_map (&fixture);
  buttons = find_buttons (&fixture, "map-sign");
  g_assert_cmpuint (buttons->len, ==, 3); /* offers come when they are asked for */
  g_ptr_array_unref (buttons);
  g_assert_true (toggle (&fixture, "map.offers"));
  wait_ms (200);
  buttons = find_buttons (&fixture, "map-sign");
  g_assert_cmpuint (buttons->len, ==, 4);
  button = find_button (&fixture, "map-sign", "Telecentre: Atelier des Cordeliers");
  gtk_test_accessible_assert_role (button, GTK_ACCESSIBLE_ROLE_BUTTON);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Telecentre: Atelier des Cordeliers");
  g_signal_emit_by_name (button, "clicked");
  g_assert_cmpint (fixture.kind, ==, SOHO_MAP_TELECENTRES);
  g_assert_cmpint (fixture.id, ==, (gint64) 7 << 32 | 5);
  button = find_button (&fixture, "map-sign", "2 offers: Un local, Une grange");
  g_signal_emit_by_name (button, "clicked");
  g_assert_cmpint (fixture.kind, ==, SOHO_MAP_OFFERS);
  g_assert_cmpuint (fixture.n_ids, ==, 2);
  g_assert_cmpint (fixture.id, ==, 9);
  find_button (&fixture, "map-sign", "Meeting: Tisser sa toile");

  soho_map_view_set_marks (fixture.view, NULL, 0);
  wait_ms (200);
  g_ptr_array_unref (buttons);
  buttons = find_buttons (&fixture, "map-sign");
  g_assert_cmpuint (buttons->len, ==, 0);
  close_view (&fixture);
}

/* Kinds are hidden one by one, stay hidden when there is more of them, and come back as they are.
 */
static void
test_kinds_can_be_hidden (void)
{
  const SohoPeopleCount counts[] = { { "32013", 30 } };
  const SohoPeopleCount more[] = { { "32013", 30 }, { "32107", 4 } };
  const SohoMapMark marks[] = {
    { SOHO_MAP_TELECENTRES, 3, "Le Balcon", 43.958, 0.372 },
    { SOHO_MAP_MEETINGS, 8, "Tisser sa toile", 43.958, 0.372 },
  };
  Fixture fixture;
  g_autoptr (GPtrArray) badges = NULL, signs = NULL, back = NULL;

  open_view (&fixture, 900, 700);
  soho_map_view_set_people (fixture.view, counts, 1);
  soho_map_view_set_marks (fixture.view, marks, 2);
  wait_for_map (&fixture);
  g_assert_true (toggle (&fixture, "map.people"));
  g_assert_true (toggle (&fixture, "map.telecentres"));
  g_assert_true (toggle (&fixture, "map.villages"));
  soho_map_view_set_people (fixture.view, more, 2);
  wait_ms (200);
  badges = find_buttons (&fixture, "map-badge");
  g_assert_cmpuint (badges->len, ==, 0);
  signs = find_buttons (&fixture, "map-sign");
  g_assert_cmpuint (signs->len, ==, 1);
  find_button (&fixture, "map-sign", "Meeting: Tisser sa toile");
  g_assert_true (toggle (&fixture, "map.people"));
  wait_ms (200);
  back = find_buttons (&fixture, "map-badge");
  g_assert_cmpuint (back->len, ==, 2);
  /* What is hidden is remembered. */
  g_assert_true (toggle (&fixture, "map.telecentres"));
  g_assert_true (toggle (&fixture, "map.villages"));
  close_view (&fixture);
}

/* As many people as there can be, in every commune: the pool of buttons stays small. */
static void
test_a_full_network_has_few_buttons (void)
{
  guint n = soho_gazetteer_get_n_communes ();
  g_autofree SohoPeopleCount *counts = g_new0 (SohoPeopleCount, n);
  g_autoptr (GPtrArray) buttons = NULL;
  Fixture fixture;

  for (guint i = 0; i < n; i++)
    counts[i] = (SohoPeopleCount){ soho_gazetteer_get_nth (i)->insee, G_MAXUINT };
  open_view (&fixture, 1200, 760);
  soho_map_view_set_people (fixture.view, counts, n);
  wait_for_map (&fixture);
  buttons = find_buttons (&fixture, "map-badge");
  g_assert_cmpuint (buttons->len, >, 20);
  g_assert_cmpuint (buttons->len, <=, SOHO_BADGES_MAX);
  close_view (&fixture);
}

/* Darkness, villages and what is shown may change at any time, and to anything. */
static void
test_it_bears_any_change (void)
{
  const char *villages[] = { "32013", "no such code", "", "32074", NULL };
  Fixture fixture;

  open_view (&fixture, 700, 500);
  soho_map_view_show_commune (fixture.view, "32107");
  soho_map_view_set_villages (fixture.view, villages);
  wait_for_map (&fixture);
  for (guint i = 0; i < 3; i++)
    {
      adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                          i % 2 == 0 ? ADW_COLOR_SCHEME_FORCE_DARK
                                                     : ADW_COLOR_SCHEME_FORCE_LIGHT);
      wait_for_map (&fixture);
    }
  soho_map_view_set_villages (fixture.view, NULL);
  soho_map_view_show_commune (fixture.view, "no such code");
  soho_map_view_show_commune (fixture.view, NULL);
  soho_map_view_show_commune (fixture.view, "32074");
  wait_ms (100);
  close_view (&fixture);
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_DEFAULT);
}

/* Whatever is under way when a view goes: drawing, an animation, a frame. */
static void
test_it_goes_at_any_moment (void)
{
  for (guint i = 0; i < 12; i++)
    {
      const SohoPeopleCount count = { "32013", 31 };
      Fixture fixture;

      open_view (&fixture, 600, 400);
      soho_map_view_set_people (fixture.view, &count, 1);
      if (i % 2 == 0)
        soho_map_view_show_commune (fixture.view, "32013");
      wait_ms (i * 12);
      if (i % 3 == 0)
        soho_map_view_show_commune (fixture.view, "32160");
      close_view (&fixture);
    }
}

static void
test_a_view_that_is_never_shown (void)
{
  const SohoPeopleCount count = { "32013", 31 };
  GtkWidget *view = g_object_ref_sink (soho_map_view_new ());
  g_auto (GStrv) group = NULL;
  double x, y;

  soho_map_view_set_people (SOHO_MAP_VIEW (view), &count, 1);
  soho_map_view_show_commune (SOHO_MAP_VIEW (view), "32013");
  soho_map_view_show_whole_department (SOHO_MAP_VIEW (view));
  g_assert_false (soho_map_view_locate (SOHO_MAP_VIEW (view), 43.65, 0.58, &x, &y));
  group = soho_map_view_dup_group (SOHO_MAP_VIEW (view), "32013");
  g_assert_cmpuint (g_strv_length (group), ==, 1);
  g_object_unref (view);
}

int
main (int argc, char **argv)
{
  /* The names that screen readers are told can be read back; and words are compared in English. */
  g_setenv ("GTK_A11Y", "test", TRUE);
  g_setenv ("LC_ALL", "C.UTF-8", TRUE);
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/map-view/whole-department", test_the_whole_department_is_seen);
  g_test_add_func ("/map-view/stays-whole", test_it_stays_whole_until_it_is_moved);
  g_test_add_func ("/map-view/badges", test_badges_are_buttons_with_names);
  g_test_add_func ("/map-view/groups", test_groups_tell_their_communes);
  g_test_add_func ("/map-view/marks", test_marks_are_buttons_too);
  g_test_add_func ("/map-view/kinds", test_kinds_can_be_hidden);
  g_test_add_func ("/map-view/full-network", test_a_full_network_has_few_buttons);
  g_test_add_func ("/map-view/any-change", test_it_bears_any_change);
  g_test_add_func ("/map-view/goes-at-any-moment", test_it_goes_at_any_moment);
  g_test_add_func ("/map-view/never-shown", test_a_view_that_is_never_shown);
  return g_test_run ();
}
