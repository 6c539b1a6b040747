/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "map/places.h"
#include "map/sprites.h"

#include <math.h>
#include <pango/pangocairo.h>

static PangoContext *
make_context (double size_px)
{
  PangoContext *context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  PangoFontDescription *font = pango_font_description_from_string ("Sans");

  pango_font_description_set_absolute_size (font, size_px * PANGO_SCALE);
  pango_context_set_font_description (context, font);
  pango_font_description_free (font);
  return context;
}

static SohoPlaces *
make_places (void)
{
  PangoContext *context = make_context (14);
  SohoPlaces *places = soho_places_new (context, soho_geography_get_default ());

  g_object_unref (context);
  return places;
}

/* One person in so many inhabitants of every commune, rounded up. */
static guint
fill_with_people (SohoPlaces *places, guint inhabitants)
{
  guint n, total = 0;
  const SohoPlace *all = soho_places_get_all (places, &n);
  g_autofree guint *people = g_new0 (guint, n);

  for (guint i = 0; i < n; i++)
    total += people[i] = (all[i].population + inhabitants / 2) / inhabitants;
  soho_places_set_people (places, people, n);
  return total;
}

static SohoMapWindow
window_at (double zoom, int width, int height)
{
  SohoBox box = soho_geography_get_box (soho_geography_get_default ());
  double scale = soho_map_window_scale_at (zoom);

  return (SohoMapWindow){ .zoom = zoom,
                          .scale = scale,
                          .x = (box.x0 + box.x1) / 2 * scale - width / 2,
                          .y = (box.y0 + box.y1) / 2 * scale - height / 2,
                          .width = width,
                          .height = height };
}

/* --- Invariants ------------------------------------------------------------------------------ */

typedef struct
{
  double x0, y0, x1, y1;
} Rectangle;

static Rectangle
badge_box (const SohoPlace *places, const SohoBadge *badge, double scale)
{
  const SohoPlace *place = &places[badge->place];
  double x = place->x * scale, y = place->y * scale;

  return (Rectangle){ x - badge->width / 2.0, y - badge->height / 2.0, x + badge->width / 2.0,
                      y + badge->height / 2.0 };
}

static Rectangle
name_box (const SohoPlace *places, const SohoPlacedName *name, double scale)
{
  const SohoPlace *place = &places[name->place];
  double x = place->x * scale + name->dx, y = place->y * scale + name->dy;

  return (Rectangle){ x, y, x + place->name_width, y + place->name_height };
}

static gboolean
overlap (Rectangle a, Rectangle b)
{
  /* Badges of an odd width reach half a pixel farther than their plan. */
  return a.x0 + 1 < b.x1 && a.x1 - 1 > b.x0 && a.y0 + 1 < b.y1 && a.y1 - 1 > b.y0;
}

static void
assert_nothing_overlaps (const SohoPlacePlan *plan, const SohoPlace *places, double scale)
{
  for (guint i = 0; i < plan->n_badges; i++)
    for (guint j = i + 1; j < plan->n_badges; j++)
      g_assert_false (overlap (badge_box (places, &plan->badges[i], scale),
                               badge_box (places, &plan->badges[j], scale)));
  for (guint i = 0; i < plan->n_names; i++)
    {
      Rectangle name = name_box (places, &plan->names[i], scale);

      for (guint j = i + 1; j < plan->n_names; j++)
        g_assert_false (overlap (name, name_box (places, &plan->names[j], scale)));
      for (guint j = 0; j < plan->n_badges; j++)
        g_assert_false (overlap (name, badge_box (places, &plan->badges[j], scale)));
    }
}

static void
assert_everybody_is_counted_once (const SohoPlacePlan *plan, const SohoPlace *places, guint n)
{
  g_autofree guint *counted = g_new0 (guint, plan->n_badges + 1);
  guint total = 0, seen = 0;

  for (guint i = 0; i < n; i++)
    {
      g_assert_true ((plan->badge_of[i] == G_MAXUINT) == (places[i].people == 0));
      if (places[i].people == 0)
        continue;
      g_assert_cmpuint (plan->badge_of[i], <, plan->n_badges);
      counted[plan->badge_of[i]] += places[i].people;
      total += places[i].people;
    }
  for (guint i = 0; i < plan->n_badges; i++)
    {
      g_assert_cmpuint (plan->badges[i].people, ==, counted[i]);
      g_assert_cmpuint (plan->badge_of[plan->badges[i].place], ==, i);
      g_assert_cmpuint (plan->badges[i].n_places, >, 0);
      seen += plan->badges[i].people;
    }
  g_assert_cmpuint (seen, ==, total);
}

static void
test_every_zoom_is_in_order (void)
{
  g_autoptr (SohoPlaces) places = make_places ();
  const guint crowds[] = { 5, 50, 500, 5000 };
  guint n;
  const SohoPlace *all = soho_places_get_all (places, &n);

  for (guint i = 0; i < G_N_ELEMENTS (crowds); i++)
    {
      fill_with_people (places, crowds[i]);
      for (double zoom = SOHO_MAP_MIN_ZOOM; zoom <= SOHO_MAP_MAX_ZOOM; zoom += 0.37)
        {
          SohoMapWindow window = window_at (zoom, 1280, 800);
          const SohoPlacePlan *plan = soho_places_get_plan (places, &window);

          assert_nothing_overlaps (plan, all, window.scale);
          assert_everybody_is_counted_once (plan, all, n);
        }
    }
}

static gboolean
is_named (const SohoPlacePlan *plan, guint place)
{
  for (guint i = 0; i < plan->n_names; i++)
    if (plan->names[i].place == place)
      return TRUE;
  return FALSE;
}

/* When the department fills a window of ordinary size, a figure without a name is nowhere to be
 * seen, and the names of dots stay inside it. */
static void
test_every_badge_has_its_name (void)
{
  g_autoptr (SohoPlaces) places = make_places ();
  SohoBox box = soho_geography_get_box (soho_geography_get_default ());
  guint n;
  const SohoPlace *all = soho_places_get_all (places, &n);

  fill_with_people (places, 450);
  for (double zoom = 9.2; zoom < 10.5; zoom += 0.1)
    {
      SohoMapWindow window = window_at (zoom, 1280, 800);
      const SohoPlacePlan *plan = soho_places_get_plan (places, &window);

      for (guint i = 0; i < plan->n_badges; i++)
        g_assert_true (is_named (plan, plan->badges[i].place));
      for (guint i = 0; i < plan->n_names; i++)
        {
          Rectangle name = name_box (all, &plan->names[i], window.scale);

          if (plan->names[i].has_badge)
            continue;
          g_assert_cmpfloat (name.x0, >, box.x0 * window.scale - 20);
          g_assert_cmpfloat (name.x1, <, box.x1 * window.scale + 20);
        }
    }
}

static void
test_never_too_many_badges (void)
{
  g_autoptr (SohoPlaces) places = make_places ();
  guint n;
  const SohoPlace *all = soho_places_get_all (places, &n);

  fill_with_people (places, 1);
  for (double zoom = SOHO_MAP_MIN_ZOOM; zoom <= SOHO_MAP_MAX_ZOOM; zoom += 0.5)
    {
      SohoMapWindow window = window_at (zoom, 7680, 4320);
      const SohoPlacePlan *plan = soho_places_get_plan (places, &window);
      guint n_seen = 0;

      for (guint i = 0; i < plan->n_badges; i++)
        {
          const SohoPlace *place = &all[plan->badges[i].place];
          double x, y;

          soho_map_window_locate (&window, place->x, place->y, 1, &x, &y);
          n_seen += soho_map_window_sees (&window, x, y, 0, 0);
        }
      g_assert_cmpuint (n_seen, <=, SOHO_BADGES_MAX);
      assert_everybody_is_counted_once (plan, all, n);
    }
}

static void
test_the_larger_place_keeps_the_badge (void)
{
  g_autoptr (SohoPlaces) places = make_places ();
  guint auch = soho_gazetteer_match ("Auch") - soho_gazetteer_get_nth (0);
  guint pavie = soho_gazetteer_match ("Pavie") - soho_gazetteer_get_nth (0);
  SohoMapWindow far = window_at (8, 800, 600), near = window_at (13, 800, 600);
  const SohoPlacePlan *plan;

  fill_with_people (places, 500);
  plan = soho_places_get_plan (places, &far);
  g_assert_cmpuint (plan->badges[plan->badge_of[pavie]].place, ==, auch);
  soho_places_set_shown (places, "32307");
  plan = soho_places_get_plan (places, &far);
  g_assert_cmpuint (plan->badges[plan->badge_of[auch]].place, ==, pavie);
  g_assert_true (is_named (plan, pavie));
  plan = soho_places_get_plan (places, &near);
  g_assert_cmpuint (plan->badges[plan->badge_of[auch]].place, ==, auch);
  g_assert_cmpuint (plan->badges[plan->badge_of[pavie]].place, ==, pavie);
}

/* Badges give way to what is solid; names to anything. */
static void
test_obstacles_stay_clear (void)
{
  g_autoptr (SohoPlaces) places = make_places ();
  guint n;
  const SohoPlace *all = soho_places_get_all (places, &n);
  guint noilhan = soho_gazetteer_match ("Noilhan") - soho_gazetteer_get_nth (0);
  SohoMapWindow window = window_at (9.9, 1280, 800);
  /* Its sign, 24 pixels high, is over the middle of the commune. */
  SohoPlantedMark mark = { SOHO_MAP_OFFERS, all[noilhan].x,
                           all[noilhan].y + (SOHO_STEM_HEIGHT + 12) / window.scale };
  const SohoPlacePlan *plan;

  fill_with_people (places, 50);
  soho_places_set_marks (places, &mark, 1);
  plan = soho_places_get_plan (places, &window);
  for (guint i = 0; i < plan->n_badges; i++)
    g_assert_cmpuint (plan->badges[i].place, !=, noilhan);
  for (guint i = 0; i < plan->n_names; i++)
    {
      double x = all[noilhan].x * window.scale, y = all[noilhan].y * window.scale;

      g_assert_false (overlap (name_box (all, &plan->names[i], window.scale),
                               (Rectangle){ x - 12, y - 12, x + 12, y + 12 }));
    }
}

static void
test_an_empty_network_has_names_alone (void)
{
  g_autoptr (SohoPlaces) places = make_places ();
  SohoMapWindow window = window_at (10, 1280, 800);
  const SohoPlacePlan *plan = soho_places_get_plan (places, &window);

  g_assert_cmpuint (plan->n_badges, ==, 0);
  g_assert_cmpuint (plan->n_names, >, 100);
}

static void
on_changed (SohoPlaces *places, guint *n_changes)
{
  (*n_changes)++;
}

static void
test_changes_are_told (void)
{
  g_autoptr (SohoPlaces) places = make_places ();
  PangoContext *larger = make_context (28);
  guint n_changes = 0, n;
  int width = soho_places_get_all (places, &n)[0].name_width;

  g_signal_connect (places, "changed", G_CALLBACK (on_changed), &n_changes);
  fill_with_people (places, 500);
  soho_places_set_shown (places, "32013");
  soho_places_set_shown (places, "32013");
  soho_places_set_shown (places, "no such code");
  soho_places_set_marks (places, NULL, 0);
  soho_places_set_context (places, larger);
  g_assert_cmpuint (n_changes, ==, 5);
  g_assert_cmpint (soho_places_get_all (places, &n)[0].name_width, >, width * 3 / 2);
  g_object_unref (larger);
}

/* A name is one texture, of the size for which the plan keeps room: no edge can cut it. */
static void
test_sprites_have_the_planned_size (void)
{
  PangoContext *context = make_context (14);
  const SohoMapPalette *palette = soho_map_palette_get (FALSE, FALSE);
  const guint counts[] = { 0, 1, 9, 10, 99, 100, 12345, G_MAXUINT };

  for (guint i = 0; i < soho_gazetteer_get_n_communes (); i += 17)
    {
      const SohoCommune *commune = soho_gazetteer_get_nth (i);
      SohoNameStyle style = soho_name_style_of (commune->population);
      g_autoptr (GdkTexture) texture = soho_name_paint (context, commune->name, style, palette, 2);
      int width, height;

      soho_name_measure (context, commune->name, style, &width, &height);
      g_assert_cmpint (gdk_texture_get_width (texture), ==, 2 * width);
      g_assert_cmpint (gdk_texture_get_height (texture), ==, 2 * height);
    }
  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    {
      g_autoptr (GdkTexture) texture = soho_badge_paint (context, counts[i], palette, 1);
      int width, height;
      double font;

      soho_badge_get_size (counts[i], 14, &width, &height, &font);
      g_assert_cmpint (gdk_texture_get_width (texture), ==, width);
      g_assert_cmpint (gdk_texture_get_height (texture), ==, height);
    }
  g_object_unref (context);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/place-plan/every-zoom", test_every_zoom_is_in_order);
  g_test_add_func ("/place-plan/badges-are-named", test_every_badge_has_its_name);
  g_test_add_func ("/place-plan/never-too-many", test_never_too_many_badges);
  g_test_add_func ("/place-plan/larger-keeps", test_the_larger_place_keeps_the_badge);
  g_test_add_func ("/place-plan/obstacles", test_obstacles_stay_clear);
  g_test_add_func ("/place-plan/empty", test_an_empty_network_has_names_alone);
  g_test_add_func ("/places/changes", test_changes_are_told);
  g_test_add_func ("/sprites/sizes", test_sprites_have_the_planned_size);
  return g_test_run ();
}
